{{%AUTOESCAPE context="HTML"}}
<!DOCTYPE html>
<html lang="en" class="govuk-template">
<head>
  <meta charset="utf-8">
  <title>{{TITLE}}</title>
  <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
  <meta name="theme-color" content="#1d70b8">
  <meta name="robots" content="noindex">
  <link rel="icon" href="{{ASSETS}}/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="{{ASSETS}}/style.css">
  <script type="module" src="{{ASSETS}}/pages.js"></script>
</head>
<body class="govuk-template__body">
  <a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link">[[frame.skip]]</a>
  <header class="govuk-template__header">
    <div class="govuk-generic-header">
      <div class="govuk-generic-header__container govuk-width-container">
        <div class="govuk-generic-header__logo">
          <a href="/" class="govuk-generic-header__homepage-link">[[frame.product]]</a>
        </div>
      </div>
    </div>
    {{#NAVIGATIONS}}
    <div class="govuk-service-navigation" data-module="govuk-service-navigation">
      <div class="govuk-width-container">
        <div class="govuk-service-navigation__container">
          <nav aria-label="[[frame.menu]]" class="govuk-service-navigation__wrapper">
            <button type="button" class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle" aria-controls="navigation" hidden aria-hidden="true">[[frame.menu]]</button>
            <ul class="govuk-service-navigation__list" id="navigation">
              {{#NAVIGATION}}
              <li class="govuk-service-navigation__item{{#ACTIVE}} govuk-service-navigation__item--active{{/ACTIVE}}">
                {{#ACTIVE}}<a class="govuk-service-navigation__link" href="{{HREF}}" aria-current="true"><strong class="govuk-service-navigation__active-fallback">{{TEXT}}</strong></a>{{/ACTIVE}}
                {{#OTHER}}<a class="govuk-service-navigation__link" href="{{HREF}}">{{TEXT}}</a>{{/OTHER}}
              </li>
              {{/NAVIGATION}}
            </ul>
          </nav>
        </div>
      </div>
    </div>
    {{/NAVIGATIONS}}
    <div class="govuk-width-container">
    <div class="bw-who">
      <a class="govuk-link" href="{{HELP}}">[[frame.help]]</a>
      {{#SIGNED_IN}}
      <span class="bw-who__text">{{WHO}}</span>
      <form action="/sign-out" method="post">
        {{>TOKEN}}
        <button type="submit" class="bw-link-button">[[frame.sign_out]]</button>
      </form>
      {{/SIGNED_IN}}
    </div>
    </div>
  </header>
  <div class="govuk-width-container">
    <main class="govuk-main-wrapper" id="main-content">
      <div class="govuk-grid-row">
        <div class="{{COLUMN}}">
          {{>CONTENT}}
        </div>
      </div>
    </main>
  </div>
  <footer class="bw-footer">
    <div class="govuk-width-container">
      <p class="govuk-body-s govuk-!-margin-bottom-0">[[frame.footer]]</p>
    </div>
  </footer>
</body>
</html>
