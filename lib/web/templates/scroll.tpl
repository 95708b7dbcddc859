{{%AUTOESCAPE context="HTML"}}
<div class="bw-scroll" tabindex="0" role="region" aria-label="{{LABEL}}">{{>PART}}</div>
