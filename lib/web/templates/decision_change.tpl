{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<span class="govuk-caption-l">{{NAME}}</span>
<h1 class="govuk-heading-l">{{TITLE}}</h1>
{{#STALE}}<div class="govuk-inset-text" id="stale" tabindex="-1"><p class="govuk-body govuk-!-font-weight-bold">[[change_form.meanwhile]]</p><div class="bw-scroll" tabindex="0" role="region" aria-label="[[change_form.meanwhile]]">{{>TABLE}}</div></div>{{/STALE}}
{{#APPROVES}}<div class="govuk-inset-text"><p class="govuk-body govuk-!-font-weight-bold">{{TEXT}}</p><p class="govuk-body">{{REASON}}</p>{{#HAS_SUBJECT}}<p class="govuk-body">[[change_form.subject]] {{SUBJECT}}</p>{{/HAS_SUBJECT}}</div>{{/APPROVES}}
{{#NEEDS_TWO}}<p class="govuk-body">[[change_form.two]]</p>{{/NEEDS_TWO}}
{{#MAY_NEED_TWO}}<p class="govuk-body">[[change_form.identity]]</p>{{/MAY_NEED_TWO}}
<form action="/decisions/{{ID}}/change/{{MOVE}}" method="post" novalidate>
  {{>TOKEN}}
  <input type="hidden" name="version" value="{{VERSION}}">
  {{>CHANGE}}
  {{#AMENDS}}<h2 class="govuk-heading-m">[[change_form.correct]]</h2>{{/AMENDS}}
  {{>DAYS}}
  {{>FIELDS}}
  {{>BUTTON}}
</form>
<p class="govuk-body"><a class="govuk-link" href="/decisions/{{ID}}">[[change_form.back]]</a></p>
