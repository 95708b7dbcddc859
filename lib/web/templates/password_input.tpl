{{%AUTOESCAPE context="HTML"}}
<div class="govuk-form-group{{#HAS_ERROR}} govuk-form-group--error{{/HAS_ERROR}} govuk-password-input" data-module="govuk-password-input">
  <label class="govuk-label" for="{{NAME}}">{{LABEL}}</label>
  {{#HAS_HINT}}<div id="{{NAME}}-hint" class="govuk-hint">{{HINT}}</div>{{/HAS_HINT}}
  {{#HAS_ERROR}}<p id="{{NAME}}-error" class="govuk-error-message"><span class="govuk-visually-hidden">[[error.prefix]]</span> {{ERROR}}</p>{{/HAS_ERROR}}
  <div class="govuk-input__wrapper govuk-password-input__wrapper">
    <input class="govuk-input govuk-password-input__input govuk-js-password-input-input{{#HAS_ERROR}} govuk-input--error{{/HAS_ERROR}}" id="{{NAME}}" name="{{NAME}}" type="password" spellcheck="false"{{#HAS_DESCRIBED}} aria-describedby="{{DESCRIBED}}"{{/HAS_DESCRIBED}} autocomplete="{{AUTOCOMPLETE}}" autocapitalize="none">
    <button type="button" class="govuk-button govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle" data-module="govuk-button" aria-controls="{{NAME}}" aria-label="[[password.show.long]]" hidden>[[password.show]]</button>
  </div>
</div>
