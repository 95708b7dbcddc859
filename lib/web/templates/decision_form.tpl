{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[decision.title]]</h1>
<p class="govuk-body">[[decision.text]]</p>
<form action="/decisions/new" method="post" novalidate>
  {{>TOKEN}}
  <button type="submit" class="govuk-visually-hidden" tabindex="-1" aria-hidden="true">[[decision.button]]</button>
  <h2 class="govuk-heading-m">[[decision.what]]</h2>
  {{>DECISION}}
  {{>ENTER_BY}}
  <h2 class="govuk-heading-m">[[decision.person]]</h2>
  <p class="govuk-body">[[decision.person.text]]</p>
  {{>FIELDS}}
  {{>BUTTON}}
</form>
