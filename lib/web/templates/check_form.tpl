{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[check.title]]</h1>
{{#FILLED}}<div class="govuk-inset-text" role="status">[[check.paste.done]]</div>{{/FILLED}}
{{#MANY}}<p class="govuk-body"><a class="govuk-link" href="/check-many">[[check_many.link]]</a></p>{{/MANY}}
<form action="/check" method="post" novalidate>
  {{>TOKEN}}
  <button type="submit" class="govuk-visually-hidden" tabindex="-1" aria-hidden="true">[[check.button]]</button>
  {{>CASE}}
  <details class="govuk-details">
    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">[[check.paste.title]]</span></summary>
    <div class="govuk-details__text">{{>PASTE}}</div>
  </details>
  <h2 class="govuk-heading-m">[[check.person]]</h2>
  <p class="govuk-body">[[check.person.text]]</p>
  {{>FIELDS}}
  {{>BUTTON}}
</form>
