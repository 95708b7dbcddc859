{{%AUTOESCAPE context="HTML"}}
<div class="govuk-form-group{{#HAS_ERROR}} govuk-form-group--error{{/HAS_ERROR}}">
  <fieldset class="govuk-fieldset"{{#HAS_DESCRIBED}} aria-describedby="{{DESCRIBED}}"{{/HAS_DESCRIBED}}>
    <legend class="govuk-fieldset__legend{{#HAS_LEGEND_CLASSES}} {{LEGEND_CLASSES}}{{/HAS_LEGEND_CLASSES}}">{{LEGEND}}</legend>
    {{#HAS_HINT}}<div id="{{ID}}-hint" class="govuk-hint">{{HINT}}</div>{{/HAS_HINT}}
    {{#HAS_ERROR}}<p id="{{ID}}-error" class="govuk-error-message"><span class="govuk-visually-hidden">[[error.prefix]]</span> {{ERROR}}</p>{{/HAS_ERROR}}
    <div class="govuk-radios{{#HAS_CLASSES}} {{CLASSES}}{{/HAS_CLASSES}}" data-module="govuk-radios">
      {{#CHOICE}}
      <div class="govuk-radios__item">
        <input class="govuk-radios__input" id="{{ITEM_ID}}" name="{{NAME}}" type="radio" value="{{CHOICE_VALUE}}"{{#CHECKED}} checked{{/CHECKED}}{{#HAS_CHOICE_HINT}} aria-describedby="{{ITEM_ID}}-item-hint"{{/HAS_CHOICE_HINT}}>
        <label class="govuk-label govuk-radios__label" for="{{ITEM_ID}}">{{TEXT}}</label>
        {{#HAS_CHOICE_HINT}}<div id="{{ITEM_ID}}-item-hint" class="govuk-hint govuk-radios__hint">{{CHOICE_HINT}}</div>{{/HAS_CHOICE_HINT}}
      </div>
      {{/CHOICE}}
    </div>
  </fieldset>
</div>
