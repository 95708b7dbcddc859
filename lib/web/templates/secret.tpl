{{%AUTOESCAPE context="HTML"}}
<p class="govuk-body bw-code">{{VALUE:p}}</p>
