{{%AUTOESCAPE context="HTML"}}
<div id="duties" tabindex="-1">{{>PART}}</div>
