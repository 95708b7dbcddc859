{{%AUTOESCAPE context="HTML"}}
<pre class="bw-code bw-example" tabindex="0">{{TEXT}}</pre>
