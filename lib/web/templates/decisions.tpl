{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[decisions.title]]</h1>
<div class="bw-buttons bw-no-print">
  {{#RECORD}}<a href="/decisions/new" role="button" draggable="false" class="govuk-button" data-module="govuk-button">[[decisions.record]]</a>{{/RECORD}}
  {{#UPLOAD}}<a href="/decisions/upload" role="button" draggable="false" class="govuk-button govuk-button--secondary" data-module="govuk-button">[[decisions.upload]]</a>{{/UPLOAD}}
</div>
<form class="bw-no-print bw-narrow" action="/decisions" method="post" novalidate>
  {{>TOKEN}}
  {{>LOOK_UP}}
</form>
{{#NONE}}<p class="govuk-body">[[decisions.none]]</p>{{/NONE}}
{{#NOT_FOUND}}<p class="govuk-body" role="status">[[decisions.not_found]]</p>{{/NOT_FOUND}}
{{#CUT}}<div class="govuk-inset-text">[[decisions.cut]]</div>{{/CUT}}
{{#SOME}}{{#BESIDE}}<p class="govuk-body">[[decisions.found.text]]</p>{{/BESIDE}}
<div class="bw-scroll" tabindex="0" role="region" aria-label="[[decisions.table]]">{{>TABLE}}</div>{{/SOME}}
{{#LOOKED_UP}}<p class="govuk-body bw-no-print"><a class="govuk-link" href="/decisions">[[decisions.all]]</a></p>{{/LOOKED_UP}}
{{>PAGES}}
