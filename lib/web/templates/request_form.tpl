{{%AUTOESCAPE context="HTML"}}
<form class="bw-no-print" action="{{ACTION}}" method="post" novalidate>
  {{>TOKEN}}
  {{>FIELDS}}
</form>
