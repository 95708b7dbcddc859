{{%AUTOESCAPE context="HTML"}}
<p class="govuk-body">[[rows_file.columns.text]]</p>
<p class="govuk-body-s bw-code">{{COLUMNS}}</p>
