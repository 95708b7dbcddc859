{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">[[home.title]]</h1>
{{#NOTHING}}<p class="govuk-body">[[home.nothing]]</p>{{/NOTHING}}
{{>CHECK}}
<div id="live">
{{#CARDS}}<ul class="bw-cards">
{{>CARD}}
</ul>{{/CARDS}}
{{>BELOW}}
{{#CARDS}}<p class="govuk-body-s" role="status">{{UPDATED}}</p>{{/CARDS}}
</div>
{{#LIVE}}<script type="module" src="{{ASSETS}}/home.js"></script>{{/LIVE}}
