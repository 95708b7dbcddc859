{{%AUTOESCAPE context="HTML"}}
<details class="govuk-details"{{#OPEN}} open{{/OPEN}}>
  <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{{SUMMARY}}</span></summary>
  <div class="govuk-details__text">{{>PART}}</div>
</details>
