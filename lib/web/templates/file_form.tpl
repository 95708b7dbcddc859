{{%AUTOESCAPE context="HTML"}}
{{>ERRORS}}
<h1 class="govuk-heading-l">{{TITLE}}</h1>
{{>FOUND}}
<p class="govuk-body">{{TEXT}}</p>
<form action="{{ACTION}}" method="post" enctype="multipart/form-data" novalidate>
  {{>TOKEN}}
  {{>FIELD}}
  <details class="govuk-details">
    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">[[rows_file.columns]]</span></summary>
    <div class="govuk-details__text">
      <p class="govuk-body">[[rows_file.columns.text]]</p>
      <p class="govuk-body-s bw-code">{{COLUMNS}}</p>
    </div>
  </details>
  {{>BUTTON}}
</form>
