{{%AUTOESCAPE context="HTML"}}
{{#PARAGRAPH}}<p class="govuk-body">{{>WORDS}}</p>{{/PARAGRAPH}}
