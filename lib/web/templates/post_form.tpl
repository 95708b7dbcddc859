{{%AUTOESCAPE context="HTML"}}
<form class="bw-no-print" action="{{ACTION}}" method="post"{{#FILE}} enctype="multipart/form-data"{{/FILE}} novalidate>
  {{>TOKEN}}
  {{>FIELDS}}
  {{>BUTTON}}
</form>
