{{%AUTOESCAPE context="HTML"}}
<p class="govuk-body">{{TEXT}}</p>
