{{%AUTOESCAPE context="HTML"}}
<h2 class="govuk-heading-m"{{#HAS_ID}} id="{{ID}}"{{/HAS_ID}}>{{TEXT}}</h2>
