{{%AUTOESCAPE context="HTML"}}
{{#STOPPED}}
<div class="govuk-warning-text">
  <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
  <strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">[[warning]]</span> {{WHAT}} {{TEXT}}</strong>
</div>
{{/STOPPED}}
{{>COUNTS}}
{{#REJECTED}}<div class="bw-scroll" tabindex="0" role="region" aria-label="{{LABEL}}">{{>TABLE}}</div>{{/REJECTED}}
{{#MORE}}<p class="govuk-body">{{TEXT}}</p>{{/MORE}}
