{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">[[searches.title]]</h1>
{{#SUPERVISES}}
<p class="govuk-body bw-no-print">
  {{#OF_AUTHORITY}}<a class="govuk-link" href="/searches">[[searches.own]]</a>{{/OF_AUTHORITY}}
  {{#OWN}}<a class="govuk-link" href="/searches?list=authority">[[searches.of_authority]]</a>{{/OWN}}
  · <a class="govuk-link" href="/searches/review">[[review.link]]</a>
</p>
{{/SUPERVISES}}
<p class="govuk-body bw-no-print"><a class="govuk-link" href="/undecided-hits">[[undecided.link]]</a></p>
<p class="govuk-body">{{#OWN}}[[searches.own.text]]{{/OWN}}{{#OF_AUTHORITY}}[[searches.of_authority.text]]{{/OF_AUTHORITY}}</p>
<form class="bw-no-print bw-filter" action="/searches" method="get">
  <input type="hidden" name="list" value="{{LIST}}">
  {{#ONE}}<input type="hidden" name="actor" value="{{ACTOR}}">{{/ONE}}
  {{>FILTER}}
  {{>BUTTON}}
</form>
{{#ONE}}<p class="govuk-body">[[searches.one]] <a class="govuk-link" href="{{ALL}}">[[searches.everybody]]</a></p>{{/ONE}}
{{#NONE}}<p class="govuk-body">[[searches.none]]</p>{{/NONE}}
{{#SOME}}<div class="bw-scroll" tabindex="0" role="region" aria-label="[[searches.table]]">{{>TABLE}}</div>{{/SOME}}
{{>PAGES}}
