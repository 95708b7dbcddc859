{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">[[home.title]]</h1>
