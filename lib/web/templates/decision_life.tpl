{{%AUTOESCAPE context="HTML"}}
<span class="govuk-caption-l">[[entry.title]]</span>
<h1 class="govuk-heading-l">{{NAME}} {{>STATE}}</h1>
{{>PROPOSAL}}
{{>SUMMARY}}
<h2 class="govuk-heading-m">[[entry.clocks]]</h2>
{{>CLOCKS}}
{{#MOVES}}
<section class="bw-no-print" aria-labelledby="moves">
  <h2 class="govuk-heading-m" id="moves">[[entry.moves]]</h2>
  <ul class="govuk-list">
    {{#MOVE}}<li><a class="govuk-link" href="{{HREF}}">{{TEXT}}</a></li>{{/MOVE}}
  </ul>
</section>
{{/MOVES}}
<div class="bw-scroll" tabindex="0" role="region" aria-label="[[entry_history.title]]">{{>HISTORY}}</div>
<p class="govuk-body bw-no-print"><a class="govuk-link" href="/decisions">[[decisions.all]]</a></p>
