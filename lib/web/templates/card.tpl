{{%AUTOESCAPE context="HTML"}}
<li class="bw-card"><span class="bw-card__count">{{COUNT}}</span>{{#HAS_HREF}}<a class="govuk-link" href="{{HREF}}">{{TEXT}}</a>{{/HAS_HREF}}{{#PLAIN}}<span class="govuk-body">{{TEXT}}</span>{{/PLAIN}}</li>
