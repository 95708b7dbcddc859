{{%AUTOESCAPE context="HTML"}}
<li class="bw-card"><span class="bw-card__count">{{COUNT}}</span><a class="govuk-link" href="{{HREF}}">{{TEXT}}</a>{{#HAS_NOTE}}<span class="bw-card__note">{{NOTE}}</span>{{/HAS_NOTE}}</li>
