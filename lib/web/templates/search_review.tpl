{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[review.title]]</h1>
<p class="govuk-body">[[review.text]]</p>
{{>STALE}}
<h2 class="govuk-heading-m">[[review.flags]]</h2>
{{#NO_FLAGS}}<p class="govuk-body">[[review.no_flags]]</p>{{/NO_FLAGS}}
<p class="govuk-body">[[review.reviewed]] {{REVIEWED}}.</p>
{{#FLAG}}
<section class="bw-card">
  <h3 class="govuk-heading-s">{{SENTENCE}}</h3>
  <p class="govuk-body">{{WHO}}</p>
  <ul class="govuk-list govuk-list--bullet">{{#SEARCH}}<li><a class="govuk-link" href="/checks/{{ID}}">{{TEXT}}</a></li>{{/SEARCH}}</ul>
  {{#LAST_ONES}}<p class="govuk-body">[[review.last_ones]]</p>{{/LAST_ONES}}
  {{#REVIEW}}<form class="bw-no-print" action="{{ACTION}}" method="post" data-one-of-several novalidate>{{>TOKEN}}{{>FIELDS}}</form>{{/REVIEW}}
</section>
{{/FLAG}}
<h2 class="govuk-heading-m">[[review.sample]]</h2>
<p class="govuk-body">{{WEEK}}</p>
{{#NO_SAMPLE}}<p class="govuk-body">[[review.no_sample]]</p>{{/NO_SAMPLE}}
{{#SAMPLED}}
<section class="bw-card">
  <h3 class="govuk-heading-s"><a class="govuk-link" href="/checks/{{ID}}">{{CASE}}</a></h3>
  <p class="govuk-body">{{WHO}}</p>
  {{#DONE}}<p class="govuk-body">{{>TAG}}</p>{{/DONE}}
  {{#REVIEW}}<form class="bw-no-print" action="{{ACTION}}" method="post" data-one-of-several novalidate>{{>TOKEN}}{{>FIELDS}}</form>{{/REVIEW}}
</section>
{{/SAMPLED}}
<script type="module" src="{{ASSETS}}/typed.js"></script>
