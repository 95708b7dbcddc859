{{%AUTOESCAPE context="HTML"}}
<p class="govuk-body bw-written">{{TEXT:p}}</p>
