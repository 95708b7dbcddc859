{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">[[tour.title]]</h1>
<p class="govuk-body">[[tour.text]]</p>
{{>DEMO}}
<h2 class="govuk-heading-m">[[tour.sign_in]]</h2>
<ol class="govuk-list govuk-list--number govuk-list--spaced">
<li>[[tour.sign_in.1]]</li>
<li><a class="govuk-link" href="/sign-in">[[tour.sign_in.2]]</a> [[tour.sign_in.2.press]]</li>
</ol>
<h2 class="govuk-heading-m">[[tour.check]]</h2>
<ol class="govuk-list govuk-list--number govuk-list--spaced" start="3">
<li>[[tour.check.1]]</li>
<li>[[tour.check.2]]
{{>APPLICANT}}</li>
<li>[[tour.check.3]]</li>
</ol>
<h2 class="govuk-heading-m">[[tour.decide]]</h2>
<ol class="govuk-list govuk-list--number govuk-list--spaced" start="6">
<li>[[tour.decide.1]]</li>
<li>[[tour.decide.2]]</li>
<li>[[tour.decide.3]]</li>
</ol>
<h2 class="govuk-heading-m">[[tour.next]]</h2>
<ul class="govuk-list govuk-list--bullet govuk-list--spaced">
<li>[[tour.next.1]]</li>
<li>[[tour.next.2]]</li>
<li>[[tour.next.3]]</li>
</ul>
<p class="govuk-body"><a class="govuk-link" href="/help">[[help.back]]</a></p>
