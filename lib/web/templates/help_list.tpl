{{%AUTOESCAPE context="HTML"}}
{{#NUMBERED}}<ol class="govuk-list govuk-list--number govuk-list--spaced">{{#ITEM}}<li>{{TEXT}}</li>{{/ITEM}}</ol>{{/NUMBERED}}
{{#PLAIN}}<ul class="govuk-list govuk-list--bullet govuk-list--spaced">{{#ITEM}}<li>{{TEXT}}</li>{{/ITEM}}</ul>{{/PLAIN}}
