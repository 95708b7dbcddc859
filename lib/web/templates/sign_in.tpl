{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">[[sign_in.title]]</h1>
{{#ENDED}}<div class="govuk-inset-text">[[sign_in.ended]]</div>{{/ENDED}}
{{#SIGNED_OUT}}<div class="govuk-inset-text">[[sign_in.signed_out]]</div>{{/SIGNED_OUT}}
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
<details class="govuk-details">
  <summary class="govuk-details__summary"><span class="govuk-details__summary-text">[[sign_in.help]]</span></summary>
  <div class="govuk-details__text">
    <p class="govuk-body">[[sign_in.help.device]]</p>
    <p class="govuk-body">[[sign_in.help.password]]</p>
    <p class="govuk-body">[[sign_in.help.demo]]</p>
  </div>
</details>
