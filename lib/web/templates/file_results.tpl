{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">{{TITLE}}</h1>
{{>RESULTS}}
<p class="govuk-body bw-no-print"><a class="govuk-link" href="{{ACTION}}">[[rows.again]]</a></p>
