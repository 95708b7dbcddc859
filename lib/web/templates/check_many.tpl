{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">[[check_many.done]]</h1>
{{>COUNTS}}
<form class="bw-no-print" action="/check-many/results" method="post" enctype="multipart/form-data">
  {{>TOKEN}}
  <input type="hidden" name="results" value="{{RESULTS:p}}">
  {{>DOWNLOAD}}
</form>
{{#NOBODY}}<p class="govuk-body">[[check_many.nobody]]</p>{{/NOBODY}}
{{#NO_HITS}}<p class="govuk-body">[[check_many.no_hits]]</p>{{/NO_HITS}}
{{#HITS}}<p class="govuk-body">[[check_many.work]]</p>
<div class="bw-scroll" tabindex="0" role="region" aria-label="[[check_many.hits]]">{{>TABLE}}</div>{{/HITS}}
{{#FAULTS}}<div class="bw-scroll" tabindex="0" role="region" aria-label="[[check_many.faults]]">{{>TABLE}}</div>{{/FAULTS}}
<p class="govuk-body bw-no-print"><a class="govuk-link" href="/check-many">[[rows.again]]</a></p>
