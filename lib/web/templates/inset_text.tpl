{{%AUTOESCAPE context="HTML"}}
<div{{#HAS_ID}} id="{{ID}}" tabindex="-1"{{/HAS_ID}} class="govuk-inset-text"{{#NEWS}} role="status"{{/NEWS}}>{{TEXT}}{{>INSIDE}}</div>
