{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<span class="govuk-caption-l">{{NAME}}</span>
<h1 class="govuk-heading-l">{{TITLE}}</h1>
{{>STALE}}
{{>APPROVES}}
{{#NEEDS_TWO}}<p class="govuk-body">[[change_form.two]]</p>{{/NEEDS_TWO}}
{{#MAY_NEED_TWO}}<p class="govuk-body">[[change_form.identity]]</p>{{/MAY_NEED_TWO}}
<form action="/decisions/{{ID}}/change/{{MOVE}}" method="post" novalidate>
  {{>TOKEN}}
  <input type="hidden" name="version" value="{{VERSION}}">
  {{#SAYS_APPROVES}}<input type="hidden" name="approves" value="yes">{{/SAYS_APPROVES}}
  {{>CHANGE}}
  {{#AMENDS}}<h2 class="govuk-heading-m">[[change_form.correct]]</h2>{{/AMENDS}}
  {{>DAYS}}
  {{>FIELDS}}
  {{>BUTTON}}
</form>
<p class="govuk-body"><a class="govuk-link" href="/decisions/{{ID}}">[[change_form.back]]</a></p>
