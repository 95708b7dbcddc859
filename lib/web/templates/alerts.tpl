{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">[[alerts.title]]</h1>
{{#NONE}}<p class="govuk-body">[[alerts.none]]</p>{{/NONE}}
{{#CUT}}<div class="govuk-inset-text">[[alerts.cut]]</div>{{/CUT}}
{{#SOME}}<div class="bw-scroll" tabindex="0" role="region" aria-label="[[alerts.table]]">{{>TABLE}}</div>{{/SOME}}
{{>PAGES}}
