{{%AUTOESCAPE context="HTML"}}
<p class="govuk-body{{#STRONG}} govuk-!-font-weight-bold{{/STRONG}}">{{TEXT}}</p>
