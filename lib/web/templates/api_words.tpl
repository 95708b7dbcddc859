{{%AUTOESCAPE context="HTML"}}
{{#PIECE}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{#CODE}}<code class="bw-word">{{TEXT}}</code>{{/CODE}}{{/PIECE}}
