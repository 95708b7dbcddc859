{{%AUTOESCAPE context="HTML"}}
<div class="govuk-form-group{{#HAS_ERROR}} govuk-form-group--error{{/HAS_ERROR}}">
  <fieldset class="govuk-fieldset"{{#HAS_DESCRIBED}} aria-describedby="{{DESCRIBED}}"{{/HAS_DESCRIBED}}>
    <legend class="govuk-fieldset__legend{{#HAS_LEGEND_CLASSES}} {{LEGEND_CLASSES}}{{/HAS_LEGEND_CLASSES}}">{{LEGEND}}</legend>
    {{#HAS_HINT}}<div id="{{ID}}-hint" class="govuk-hint">{{HINT}}</div>{{/HAS_HINT}}
    {{#HAS_ERROR}}<p id="{{ID}}-error" class="govuk-error-message"><span class="govuk-visually-hidden">[[error.prefix]]</span> {{ERROR}}</p>{{/HAS_ERROR}}
    <div class="govuk-checkboxes" data-module="govuk-checkboxes">
      {{#BOX}}
      <div class="govuk-checkboxes__item">
        <input class="govuk-checkboxes__input" id="{{ITEM_ID}}" name="{{NAME}}" type="checkbox" value="{{BOX_VALUE}}"{{#CHECKED}} checked{{/CHECKED}}{{#HAS_BOX_HINT}} aria-describedby="{{ITEM_ID}}-item-hint"{{/HAS_BOX_HINT}}>
        <label class="govuk-label govuk-checkboxes__label" for="{{ITEM_ID}}">{{TEXT}}</label>
        {{#HAS_BOX_HINT}}<div id="{{ITEM_ID}}-item-hint" class="govuk-hint govuk-checkboxes__hint">{{BOX_HINT}}</div>{{/HAS_BOX_HINT}}
      </div>
      {{/BOX}}
    </div>
  </fieldset>
</div>
