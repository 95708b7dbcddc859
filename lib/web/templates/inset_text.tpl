{{%AUTOESCAPE context="HTML"}}
<div class="govuk-inset-text">{{TEXT}}</div>
