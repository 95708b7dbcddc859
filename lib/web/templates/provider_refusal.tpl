{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">[[sign_in.refused.title]]</h1>
{{#HAS_DETAIL}}<p class="govuk-body">{{DETAIL}}</p>{{/HAS_DETAIL}}
<p class="govuk-body">[[sign_in.refused.text]]</p>
<p class="govuk-body"><a class="govuk-link" href="/sign-in">[[sign_in.refused.again]]</a></p>
