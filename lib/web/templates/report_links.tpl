{{%AUTOESCAPE context="HTML"}}
<ul class="govuk-list govuk-list--spaced">
{{#REPORT}}
<li><a class="govuk-link govuk-!-font-weight-bold" href="{{HREF}}">{{TEXT}}</a><br>{{NOTE}}</li>
{{/REPORT}}
</ul>
