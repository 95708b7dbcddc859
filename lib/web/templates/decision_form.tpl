{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[decision.title]]</h1>
<p class="govuk-body">[[decision.text]]</p>
<form action="/decisions/new" method="post" novalidate>
  {{>TOKEN}}
  <button type="submit" class="govuk-visually-hidden" tabindex="-1" aria-hidden="true">[[decision.button]]</button>
  <h2 class="govuk-heading-m">[[decision.what]]</h2>
  {{>DECISION}}
  {{#ENTER_BY}}
  <div class="govuk-inset-text" id="enter-by">
    <p class="govuk-body govuk-!-font-weight-bold">{{TEXT}}</p>
    <p class="govuk-body">{{RECKONING}}</p>
    <button type="submit" name="action" value="reckon" formnovalidate class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0" data-module="govuk-button">[[decision.reckon]]</button>
  </div>
  {{/ENTER_BY}}
  <h2 class="govuk-heading-m">[[decision.person]]</h2>
  <p class="govuk-body">[[decision.person.text]]</p>
  {{>FIELDS}}
  {{>BUTTON}}
</form>
