{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[sign_in.title]]</h1>
{{>WHY}}
<form action="/sign-in" method="post" novalidate>
  <input type="hidden" name="then" value="{{THEN}}">
  {{>KEPT}}
  {{>FIELDS}}
  {{>BUTTON}}
  {{#PROVIDER}}
  <p class="govuk-body">
    {{#APART}}<a class="govuk-link" href="{{HREF}}" rel="noreferrer noopener" target="_blank">[[sign_in.provider]] {{NAME}} [[sign_in.apart]]</a>{{/APART}}
    {{#HERE}}<a class="govuk-link" href="{{HREF}}">[[sign_in.provider]] {{NAME}}</a>{{/HERE}}
  </p>
  {{/PROVIDER}}
  {{>CARRY_ON}}
</form>
<p class="govuk-body"><a class="govuk-link" href="/invitation">[[sign_in.invited]]</a></p>
{{>HELP}}
