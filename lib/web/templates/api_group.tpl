{{%AUTOESCAPE context="HTML"}}
<h2 class="govuk-heading-m">{{NAME}}</h2>
<p class="govuk-body">{{>WORDS}}</p>
<ul class="govuk-list">
{{#CALL}}
<li><span class="bw-code">{{METHOD}} <a class="govuk-link" href="{{HREF}}">{{PATH}}</a></span><br>{{SUMMARY}}</li>
{{/CALL}}
</ul>
