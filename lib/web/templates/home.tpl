{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">[[home.title]]</h1>
{{#NOTHING}}<p class="govuk-body">[[home.nothing]]</p>{{/NOTHING}}
{{#CARDS}}<ul class="bw-cards">
{{>CARD}}
</ul>{{/CARDS}}
{{#CHECK}}<a href="/check" role="button" draggable="false" class="govuk-button" data-module="govuk-button">[[home.check]]</a>{{/CHECK}}
{{#DUTIES_THERE}}<div class="bw-scroll" tabindex="0" role="region" aria-label="[[home.duties]]">{{>DUTIES}}</div>{{/DUTIES_THERE}}
