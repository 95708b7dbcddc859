{{%AUTOESCAPE context="HTML"}}
<a href="{{HREF}}" class="govuk-skip-link" data-module="govuk-skip-link">{{TEXT}}</a>
