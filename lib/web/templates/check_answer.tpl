{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[answer.title]]</h1>
{{>BANNER}}
{{#CONTRADICTED}}
<div class="govuk-warning-text">
  <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
  <strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">[[warning]]</span> [[answer.contradicted]]</strong>
</div>
{{/CONTRADICTED}}
{{#BEHIND}}<div class="govuk-inset-text">[[answer.behind]]</div>{{/BEHIND}}
{{#NOTHING}}<p class="govuk-body">[[answer.nothing]]</p>{{/NOTHING}}
{{#WARNING}}<div class="govuk-inset-text">{{TEXT}}</div>{{/WARNING}}
{{#HIT}}
<section class="bw-card" id="hit-{{NUMBER}}" aria-labelledby="hit-{{NUMBER}}-name">
  <h2 class="govuk-heading-m" id="hit-{{NUMBER}}-name">{{NUMBER}}. {{NAME}}{{#HAS_BORN}}, {{BORN}}{{/HAS_BORN}} <strong class="govuk-tag {{BAND_TAG}}">{{BAND}}</strong></h2>
  <p class="govuk-body">{{DECISION}} {{STATE}}</p>
  {{#HAS_DISPUTED}}<div class="govuk-inset-text">{{DISPUTED}}</div>{{/HAS_DISPUTED}}
  {{#EARLIER}}<div class="govuk-inset-text"><p class="govuk-body govuk-!-font-weight-bold">[[finding.earlier]]</p><p class="govuk-body">{{FINDING}}</p><p class="govuk-body">{{REASON}}</p></div>{{/EARLIER}}
  {{#FOUND}}<div class="govuk-inset-text" role="status"><p class="govuk-body govuk-!-font-weight-bold">[[finding.yours]]</p><p class="govuk-body">{{FINDING}}</p><p class="govuk-body">{{REASON}}</p></div>{{/FOUND}}
  <div class="bw-scroll" tabindex="0" role="region" aria-labelledby="hit-{{NUMBER}}-table">
    <table class="govuk-table">
      <caption class="govuk-table__caption govuk-table__caption--s" id="hit-{{NUMBER}}-table">[[hit.table]] {{NUMBER}}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">[[hit.field]]</th>
          <th scope="col" class="govuk-table__header">[[hit.asked]]</th>
          <th scope="col" class="govuk-table__header">[[hit.entry]]</th>
          <th scope="col" class="govuk-table__header">[[hit.verdict]]</th>
          <th scope="col" class="govuk-table__header">[[hit.weight]]</th>
          <th scope="col" class="govuk-table__header">[[hit.note]]</th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {{#EVIDENCE}}
        <tr class="govuk-table__row">
          <th scope="row" class="govuk-table__header">{{FIELD}}</th>
          <td class="govuk-table__cell">{{ASKED}}</td>
          <td class="govuk-table__cell">{{ENTRY}}</td>
          <td class="govuk-table__cell"><strong class="govuk-tag {{TAG}}">{{VERDICT}}</strong></td>
          <td class="govuk-table__cell">{{WEIGHT}} {{>BAR}}</td>
          <td class="govuk-table__cell">{{NOTE}}</td>
        </tr>
        {{/EVIDENCE}}
      </tbody>
    </table>
  </div>
  <details class="govuk-details">
    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">[[hit.weight.help]]</span></summary>
    <div class="govuk-details__text">[[hit.weight.text]] {{WEIGHT}}.</div>
  </details>
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
  <a href="/checks/{{ID}}/certificate" role="button" draggable="false" class="govuk-button govuk-button--secondary" data-module="govuk-button">[[answer.certificate]]</a>
  <a class="govuk-link" href="/check">[[answer.again]]</a>
  <a class="govuk-link" href="/undecided-hits">[[undecided.link]]</a>
</div>
<script type="module" src="{{ASSETS}}/typed.js"></script>
