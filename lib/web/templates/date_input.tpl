{{%AUTOESCAPE context="HTML"}}
<div class="govuk-form-group{{#HAS_ERROR}} govuk-form-group--error{{/HAS_ERROR}}">
  <fieldset class="govuk-fieldset" role="group"{{#HAS_DESCRIBED}} aria-describedby="{{DESCRIBED}}"{{/HAS_DESCRIBED}}>
    <legend class="govuk-fieldset__legend{{#HAS_LEGEND_CLASSES}} {{LEGEND_CLASSES}}{{/HAS_LEGEND_CLASSES}}">{{LEGEND}}</legend>
    {{#HAS_HINT}}<div id="{{ID}}-hint" class="govuk-hint">{{HINT}}</div>{{/HAS_HINT}}
    {{#HAS_ERROR}}<p id="{{ID}}-error" class="govuk-error-message"><span class="govuk-visually-hidden">[[error.prefix]]</span> {{ERROR}}</p>{{/HAS_ERROR}}
    <div class="govuk-date-input" id="{{ID}}">
      {{#BOX}}
      <div class="govuk-date-input__item">
        <div class="govuk-form-group">
          <label class="govuk-label govuk-date-input__label" for="{{ID}}-{{PART}}">{{LABEL}}</label>
          <input class="govuk-input govuk-date-input__input{{#HAS_ERROR}} govuk-input--error{{/HAS_ERROR}} govuk-input--width-{{WIDTH}}" id="{{ID}}-{{PART}}" name="{{NAME}}" type="text"{{#HAS_BOX_VALUE}} value="{{BOX_VALUE}}"{{/HAS_BOX_VALUE}} inputmode="numeric">
        </div>
      </div>
      {{/BOX}}
    </div>
  </fieldset>
</div>
