{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">{{TITLE}}</h1>
{{#HAS_DETAIL}}<p class="govuk-body">{{DETAIL}}</p>{{/HAS_DETAIL}}
<p class="govuk-body">{{TEXT}}</p>
{{#FAULT}}<p class="govuk-body">[[refused.fault.request]] <span class="bw-code">{{REQUEST}}</span></p>{{/FAULT}}
<p class="govuk-body"><a class="govuk-link" href="/">[[refused.home]]</a></p>
