{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[answer.title]]</h1>
{{>BANNER}}
{{>CONTRADICTED}}
{{>BEHIND}}
{{#NOTHING}}<p class="govuk-body">[[answer.nothing]]</p>{{/NOTHING}}
{{>WARNING}}
{{#HIT}}
<section class="bw-card" id="hit-{{NUMBER}}" aria-labelledby="hit-{{NUMBER}}-name">
  <h2 class="govuk-heading-m" id="hit-{{NUMBER}}-name">{{NUMBER}}. {{NAME}}{{#HAS_BORN}}, {{BORN}}{{/HAS_BORN}} {{>BAND}}</h2>
  <p class="govuk-body">{{DECISION}} {{STATE}}</p>
  {{>DISPUTED}}
  {{>EARLIER}}
  {{>FOUND}}
  {{>EVIDENCE}}
  {{>WEIGHT}}
  <h3 class="govuk-heading-s">[[hit.next]]</h3>
  <p class="govuk-body">{{NEXT_STEP}}</p>
  <p class="govuk-body">{{TEAM}}{{#HAS_EMAIL}}, <a class="govuk-link" href="mailto:{{EMAIL}}">{{EMAIL}}</a>{{/HAS_EMAIL}}{{#HAS_TELEPHONE}}, {{TELEPHONE}}{{/HAS_TELEPHONE}}{{#HAS_URL}}, <a class="govuk-link" href="{{URL}}" rel="noreferrer">{{URL}}</a>{{/HAS_URL}}</p>
  {{#REQUEST}}<p class="govuk-body bw-no-print"><a class="govuk-link" href="/checks/{{ID}}/hits/{{HIT}}/request">[[answer.request]]</a></p>{{/REQUEST}}
  {{#DECIDE}}
  <form class="bw-no-print" action="/checks/{{ID}}/hits/{{HIT}}/finding" method="post" data-one-of-several novalidate>
    {{>TOKEN}}
    {{>FIELDS}}
    {{>BUTTON}}
  </form>
  {{/DECIDE}}
</section>
{{/HIT}}
{{#LEFT_OUT}}<p class="govuk-body">[[answer.left_out]] {{COUNT}}.</p>{{/LEFT_OUT}}
<h2 class="govuk-heading-m">[[answer.asked]]</h2>
{{>ASKED}}
<p class="govuk-body">[[answer.checked]] {{CHECKED}}.</p>
<div class="bw-buttons bw-no-print">
  {{>CERTIFICATE}}
  <a class="govuk-link" href="/check">[[answer.again]]</a>
  <a class="govuk-link" href="/undecided-hits">[[undecided.link]]</a>
</div>
<script type="module" src="{{ASSETS}}/typed.js"></script>
