{{%AUTOESCAPE context="HTML"}}
<dl{{#HAS_ID}} id="{{ID}}"{{/HAS_ID}} class="govuk-summary-list">
  {{#ROW}}
  <div class="govuk-summary-list__row">
    <dt class="govuk-summary-list__key">{{KEY}}</dt>
    <dd class="govuk-summary-list__value">{{#HAS_HREF}}<a class="govuk-link" href="{{HREF}}">{{VALUE}}</a>{{/HAS_HREF}}{{#PLAIN}}{{VALUE}}{{/PLAIN}}</dd>
  </div>
  {{/ROW}}
</dl>
