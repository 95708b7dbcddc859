{{%AUTOESCAPE context="HTML"}}
<div class="govuk-error-summary" data-module="govuk-error-summary">
  <div role="alert">
    <h2 class="govuk-error-summary__title">{{TITLE}}</h2>
    <div class="govuk-error-summary__body">
      <ul class="govuk-list govuk-error-summary__list">
        {{#LINE}}
        <li>{{#HAS_HREF}}<a href="{{HREF}}">{{TEXT}}</a>{{/HAS_HREF}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}</li>
        {{/LINE}}
      </ul>
    </div>
  </div>
</div>
