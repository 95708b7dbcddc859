{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">{{TITLE}}</h1>
<p class="govuk-body">{{TEXT}}</p>
<form action="{{ACTION}}" method="post">
  <input type="hidden" name="csrf" value="{{CSRF}}">
  {{>FIELD}}
  {{>BUTTON}}
</form>
