{{%AUTOESCAPE context="HTML"}}
<table class="govuk-table">
  {{#HAS_CAPTION}}<caption class="govuk-table__caption{{#HAS_CAPTION_CLASSES}} {{CAPTION_CLASSES}}{{/HAS_CAPTION_CLASSES}}">{{CAPTION}}</caption>{{/HAS_CAPTION}}
  {{#HEAD}}
  <thead class="govuk-table__head">
    <tr class="govuk-table__row">
      {{#HEAD_CELL}}
      <th scope="col" class="govuk-table__header{{#NUMERIC}} govuk-table__header--numeric{{/NUMERIC}}">{{TEXT}}</th>
      {{/HEAD_CELL}}
    </tr>
  </thead>
  {{/HEAD}}
  <tbody class="govuk-table__body">
{{#ROW}}
<tr class="govuk-table__row">
{{#ROW_HEADER}}
<th scope="row" class="govuk-table__header">{{#HAS_HREF}}<a class="govuk-link" href="{{HREF}}"{{#NEW_TAB}} target="_blank" rel="noopener noreferrer"{{/NEW_TAB}}>{{TEXT}}{{#NEW_TAB}}<span class="govuk-visually-hidden"> [[link.new_tab]]</span>{{/NEW_TAB}}</a>{{/HAS_HREF}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}</th>
{{/ROW_HEADER}}
{{#CELL}}
<td class="govuk-table__cell{{#NUMERIC}} govuk-table__cell--numeric{{/NUMERIC}}">{{#HAS_HREF}}<a class="govuk-link" href="{{HREF}}"{{#NEW_TAB}} target="_blank" rel="noopener noreferrer"{{/NEW_TAB}}>{{TEXT}}{{#NEW_TAB}}<span class="govuk-visually-hidden"> [[link.new_tab]]</span>{{/NEW_TAB}}</a>{{/HAS_HREF}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{>INSIDE}}</td>
{{/CELL}}
</tr>
{{/ROW}}
  </tbody>
</table>
