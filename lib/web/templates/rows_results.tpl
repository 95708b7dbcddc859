{{%AUTOESCAPE context="HTML"}}
{{>STOPPED}}
{{>COUNTS}}
{{#REJECTED}}<div class="bw-scroll" tabindex="0" role="region" aria-label="{{LABEL}}">{{>TABLE}}</div>{{/REJECTED}}
{{#MORE}}<p class="govuk-body">{{TEXT}}</p>{{/MORE}}
