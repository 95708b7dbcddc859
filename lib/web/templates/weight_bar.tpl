{{%AUTOESCAPE context="HTML"}}
<svg class="bw-bar" width="121" height="14" viewBox="0 0 121 14" aria-hidden="true" focusable="false"><rect class="{{CLASS}}" x="{{X}}" y="2" width="{{LENGTH}}" height="10"></rect><rect class="bw-bar__middle" x="60" y="0" width="1" height="14"></rect></svg>
