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
  {{>SKIP}}
  <header class="govuk-template__header">
    {{>HEADER}}
    {{>NAVIGATION}}
    <div class="govuk-width-container">
    <div class="bw-who">
      <a class="govuk-link" href="{{HELP}}">[[frame.help]]</a>
      {{#SIGNED_IN}}
      <a class="govuk-link bw-who__text" href="/account">{{WHO}}</a>
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
