{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[check.title]]</h1>
{{>FILLED}}
{{#MANY}}<p class="govuk-body"><a class="govuk-link" href="/check-many">[[check_many.link]]</a></p>{{/MANY}}
<form action="/check" method="post" novalidate>
  {{>TOKEN}}
  <button type="submit" class="govuk-visually-hidden" tabindex="-1" aria-hidden="true">[[check.button]]</button>
  {{>CASE}}
  {{>PASTE}}
  <h2 class="govuk-heading-m">[[check.person]]</h2>
  <p class="govuk-body">[[check.person.text]]</p>
  {{>FIELDS}}
  {{>BUTTON}}
</form>
