{{%AUTOESCAPE context="HTML"}}
<section class="bw-card bw-said">
  <h3 class="govuk-heading-s">{{KIND}}</h3>
  <p class="govuk-body-s">{{WHO}}</p>
  {{#HAS_TEXT}}<p class="govuk-body bw-written">{{TEXT:p}}</p>{{/HAS_TEXT}}
  {{#FILE}}<p class="govuk-body"><a class="govuk-link" href="{{HREF}}" download>{{NAME}}</a> ({{SIZE}})</p>{{/FILE}}
</section>
