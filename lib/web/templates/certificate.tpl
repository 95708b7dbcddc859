{{%AUTOESCAPE context="HTML"}}
<h1 class="govuk-heading-l">[[certificate.title]]</h1>
{{>CONTRADICTED}}
{{>LIST}}
<ul class="govuk-list govuk-list--bullet">
{{#HIT}}<li>{{TEXT}}</li>{{/HIT}}
</ul>
<p class="govuk-body">[[certificate.means]]</p>
<h2 class="govuk-heading-m">[[certificate.receipt]]</h2>
<div class="bw-receipt">
  {{>QR}}
  <div>
    <p class="govuk-body-s bw-code">{{RECEIPT:p}}</p>
    <p class="govuk-body-s bw-code">key_id {{KEY}} signature {{SIGNATURE}}</p>
  </div>
</div>
<h2 class="govuk-heading-m">[[certificate.verify]]</h2>
<p class="govuk-body">[[certificate.verify.text]]</p>
<p class="govuk-body-s bw-code">badgewatch verify-receipt FILE --keys register.keys</p>
<p class="govuk-body bw-no-print"><a class="govuk-link" href="/checks/{{ID}}">[[certificate.back]]</a></p>
