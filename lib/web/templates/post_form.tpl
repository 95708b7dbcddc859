{{%AUTOESCAPE context="HTML"}}
<form class="bw-no-print" action="{{ACTION}}" method="post"{{#FILE}} enctype="multipart/form-data"{{/FILE}}{{#NEW_TAB}} target="_blank" rel="noopener"{{/NEW_TAB}} novalidate>
  {{>TOKEN}}
  {{>FIELDS}}
  {{>BUTTON}}
</form>
