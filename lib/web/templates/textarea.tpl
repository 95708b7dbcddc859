{{%AUTOESCAPE context="HTML"}}
<div class="govuk-form-group{{#HAS_ERROR}} govuk-form-group--error{{/HAS_ERROR}}">
  <label class="govuk-label{{#HAS_LABEL_CLASSES}} {{LABEL_CLASSES}}{{/HAS_LABEL_CLASSES}}" for="{{ID}}">{{LABEL}}</label>
  {{#HAS_HINT}}<div id="{{ID}}-hint" class="govuk-hint">{{HINT}}</div>{{/HAS_HINT}}
  {{#HAS_ERROR}}<p id="{{ID}}-error" class="govuk-error-message"><span class="govuk-visually-hidden">[[error.prefix]]</span> {{ERROR}}</p>{{/HAS_ERROR}}
  <textarea class="govuk-textarea{{#HAS_ERROR}} govuk-textarea--error{{/HAS_ERROR}}" id="{{ID}}" name="{{NAME}}" rows="{{ROWS}}"{{#HAS_DESCRIBED}} aria-describedby="{{DESCRIBED}}"{{/HAS_DESCRIBED}}>{{VALUE:p}}</textarea>
</div>
