{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[step_up.title]]</h1>
<p class="govuk-body">[[step_up.text]]</p>
<form action="/step-up" method="post" novalidate>
  {{>TOKEN}}
  {{>KEPT}}
  {{>FIELDS}}
  {{>BUTTON}}
</form>
