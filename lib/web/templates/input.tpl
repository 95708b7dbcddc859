{{%AUTOESCAPE context="HTML"}}
<div class="govuk-form-group{{#HAS_ERROR}} govuk-form-group--error{{/HAS_ERROR}}">
  <label class="govuk-label{{#HAS_LABEL_CLASSES}} {{LABEL_CLASSES}}{{/HAS_LABEL_CLASSES}}" for="{{ID}}">{{LABEL}}</label>
  {{#HAS_HINT}}<div id="{{ID}}-hint" class="govuk-hint">{{HINT}}</div>{{/HAS_HINT}}
  {{#HAS_ERROR}}<p id="{{ID}}-error" class="govuk-error-message"><span class="govuk-visually-hidden">[[error.prefix]]</span> {{ERROR}}</p>{{/HAS_ERROR}}
  <input class="govuk-input{{#HAS_CLASSES}} {{CLASSES}}{{/HAS_CLASSES}}{{#HAS_ERROR}} govuk-input--error{{/HAS_ERROR}}" id="{{ID}}" name="{{NAME}}" type="{{TYPE}}"{{#HAS_SPELLCHECK}} spellcheck="{{SPELLCHECK}}"{{/HAS_SPELLCHECK}}{{#HAS_VALUE}} value="{{VALUE}}"{{/HAS_VALUE}}{{#HAS_DESCRIBED}} aria-describedby="{{DESCRIBED}}"{{/HAS_DESCRIBED}}{{#HAS_AUTOCOMPLETE}} autocomplete="{{AUTOCOMPLETE}}"{{/HAS_AUTOCOMPLETE}}{{#HAS_INPUTMODE}} inputmode="{{INPUTMODE}}"{{/HAS_INPUTMODE}}>
</div>
