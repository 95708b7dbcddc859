{{%AUTOESCAPE context="HTML"}}
<strong class="govuk-tag{{#HAS_CLASSES}} {{CLASSES}}{{/HAS_CLASSES}}">{{TEXT}}</strong>
