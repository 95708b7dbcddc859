{{%AUTOESCAPE context="HTML"}}
<dl class="govuk-summary-list">
  {{#ROW}}
  <div class="govuk-summary-list__row">
    <dt class="govuk-summary-list__key">{{KEY}}</dt>
    <dd class="govuk-summary-list__value">{{VALUE}}</dd>
  </div>
  {{/ROW}}
</dl>
