{{%AUTOESCAPE context="HTML"}}
<div class="govuk-notification-banner{{#SUCCESS}} govuk-notification-banner--success{{/SUCCESS}}" role="{{ROLE}}" aria-labelledby="govuk-notification-banner-title" data-module="govuk-notification-banner">
  <div class="govuk-notification-banner__header">
    <h2 class="govuk-notification-banner__title" id="govuk-notification-banner-title">{{TITLE}}</h2>
  </div>
  <div class="govuk-notification-banner__content">
    <p class="govuk-notification-banner__heading">{{TEXT}}</p>
  </div>
</div>
