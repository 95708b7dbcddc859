{{%AUTOESCAPE context="HTML"}}
<div class="govuk-form-group{{#HAS_ERROR}} govuk-form-group--error{{/HAS_ERROR}}">
  <label class="govuk-label" for="{{NAME}}">{{LABEL}}</label>
  {{#HAS_HINT}}<div id="{{NAME}}-hint" class="govuk-hint">{{HINT}}</div>{{/HAS_HINT}}
  {{#HAS_ERROR}}<p id="{{NAME}}-error" class="govuk-error-message"><span class="govuk-visually-hidden">[[error.prefix]]</span> {{ERROR}}</p>{{/HAS_ERROR}}
  <select class="govuk-select{{#HAS_ERROR}} govuk-select--error{{/HAS_ERROR}}" id="{{NAME}}" name="{{NAME}}"{{#HAS_DESCRIBED}} aria-describedby="{{DESCRIBED}}"{{/HAS_DESCRIBED}}>
    {{#CHOICE}}
    <option value="{{CHOICE_VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{TEXT}}</option>
    {{/CHOICE}}
  </select>
</div>
