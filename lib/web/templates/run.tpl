{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">[[run.title]]</h1>
<p class="govuk-body">[[run.text]]</p>
<p class="govuk-body govuk-!-font-weight-bold" id="progress" role="status">[[run.state]]: {{PROGRESS}}</p>
<div id="live">
{{>BAR}}
{{#GOES_ON}}<p class="govuk-body"><a class="govuk-link" href="{{AGAIN}}">[[run.again]]</a></p>{{/GOES_ON}}
{{>FACTS}}
{{>RESULTS}}
</div>
<p class="govuk-body bw-no-print"><a class="govuk-link" href="/reports">[[reports.back]]</a></p>
{{#GOES_ON}}<script type="module" src="{{ASSETS}}/run.js"></script>{{/GOES_ON}}
