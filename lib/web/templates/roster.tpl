{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[roster.title]]</h1>
{{>APPLIED}}
{{>COUNTS}}
{{#LINES}}
<div class="bw-scroll" tabindex="0" role="region" aria-label="{{LABEL}}">{{>TABLE}}</div>
{{#MORE}}<p class="govuk-body">{{TEXT}}</p>{{/MORE}}
{{/LINES}}
{{#APPLY}}
<form class="bw-no-print bw-narrow" action="/drivers/roster/{{ID}}" method="post" novalidate>
  <h2 class="govuk-heading-m">[[roster.second]]</h2>
  {{>TOKEN}}
  {{>FIELDS}}
</form>
{{/APPLY}}
<p class="govuk-body bw-no-print"><a class="govuk-link" href="/drivers">[[roster.back]]</a></p>
