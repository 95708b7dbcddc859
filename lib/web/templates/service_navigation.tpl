{{%AUTOESCAPE context="HTML"}}
<div class="govuk-service-navigation" data-module="govuk-service-navigation">
  <div class="govuk-width-container">
    <div class="govuk-service-navigation__container">
      <nav aria-label="[[frame.menu]]" class="govuk-service-navigation__wrapper">
        <button type="button" class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle" aria-controls="navigation" hidden aria-hidden="true">[[frame.menu]]</button>
        <ul class="govuk-service-navigation__list" id="navigation">
          {{#ITEM}}
          <li class="govuk-service-navigation__item{{#ACTIVE}} govuk-service-navigation__item--active{{/ACTIVE}}">
            {{#ACTIVE}}<a class="govuk-service-navigation__link" href="{{HREF}}" aria-current="true"><strong class="govuk-service-navigation__active-fallback">{{TEXT}}</strong></a>{{/ACTIVE}}
            {{#OTHER}}<a class="govuk-service-navigation__link" href="{{HREF}}">{{TEXT}}</a>{{/OTHER}}
          </li>
          {{/ITEM}}
        </ul>
      </nav>
    </div>
  </div>
</div>
