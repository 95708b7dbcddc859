{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[drivers.title]]</h1>
<form class="bw-no-print" action="/drivers" method="post" novalidate>
  {{>TOKEN}}
  {{>LOOK_UP}}
</form>
{{#FOUND}}
<section aria-labelledby="driver">
  <h2 class="govuk-heading-m" id="driver">{{NAME}}</h2>
  {{>LICENCE}}
  {{#CHECK}}<form class="bw-no-print" action="/check" method="post">{{>TOKEN}}{{>FIELD}}{{>BUTTON}}</form>{{/CHECK}}
  <div class="bw-buttons">{{>MORE}}</div>
  {{#ALERTS}}<p class="govuk-body">[[drivers.alerts.text]]</p>
  <div class="bw-scroll" tabindex="0" role="region" aria-label="[[drivers.alerts]]">{{>TABLE}}</div>{{/ALERTS}}
  {{#NO_ALERTS}}<p class="govuk-body">[[drivers.no_alerts]]</p>{{/NO_ALERTS}}
</section>
{{/FOUND}}
<ul class="govuk-list bw-no-print">
  {{#UPLOAD}}<li><a class="govuk-link" href="/drivers/upload">[[drivers.upload]]</a></li>{{/UPLOAD}}
  {{#ROSTER}}<li><a class="govuk-link" href="/drivers/roster">[[drivers.roster]]</a></li>{{/ROSTER}}
</ul>
