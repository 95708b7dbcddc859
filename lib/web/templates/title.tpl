{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">{{TEXT}}</h1>
