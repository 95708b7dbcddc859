{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">{{TITLE}}</h1>
<p class="govuk-body">{{TEXT}}</p>
<form action="{{ACTION}}" method="post">
  <input type="hidden" name="csrf" value="{{CSRF}}">
  {{>FIELD}}
  <button type="submit" class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">[[kept.button]]</button>
</form>
