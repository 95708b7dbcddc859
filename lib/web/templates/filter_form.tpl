{{%AUTOESCAPE context="HTML"}}
<form class="bw-filter bw-no-print" action="{{ACTION}}" method="get">
  {{>FIELDS}}
  {{>BUTTON}}
</form>
