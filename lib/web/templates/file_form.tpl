{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">{{TITLE}}</h1>
{{>FOUND}}
<p class="govuk-body">{{TEXT}}</p>
<form action="{{ACTION}}" method="post" enctype="multipart/form-data" novalidate>
  {{>TOKEN}}
  {{>FIELD}}
  {{>COLUMNS}}
  {{>BUTTON}}
</form>
