{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[decisions.title]]</h1>
<div class="bw-buttons bw-no-print">
  {{>WAYS}}
</div>
<form class="bw-no-print bw-narrow" action="/decisions" method="post" novalidate>
  {{>TOKEN}}
  {{>LOOK_UP}}
</form>
{{#NONE}}<p class="govuk-body">[[decisions.none]]</p>{{/NONE}}
{{#NOT_FOUND}}<p class="govuk-body" role="status">[[decisions.not_found]]</p>{{/NOT_FOUND}}
{{>CUT}}
{{#SOME}}{{#BESIDE}}<p class="govuk-body">[[decisions.found.text]]</p>{{/BESIDE}}
<div class="bw-scroll" tabindex="0" role="region" aria-label="[[decisions.table]]">{{>TABLE}}</div>{{/SOME}}
{{#LOOKED_UP}}<p class="govuk-body bw-no-print"><a class="govuk-link" href="/decisions">[[decisions.all]]</a></p>{{/LOOKED_UP}}
{{>PAGES}}
