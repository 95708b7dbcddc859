{{%AUTOESCAPE context="HTML"}}
<ul class="govuk-list">
{{#TOPIC}}<li><a class="govuk-link" href="{{HREF}}">{{TEXT}}</a></li>{{/TOPIC}}
</ul>
