{{%AUTOESCAPE context="HTML"}}
<svg class="bw-chart" role="img" aria-label="{{WORDS}}" width="200" height="20" viewBox="0 0 200 20"><rect class="bw-chart__ground" x="0" y="0" width="200" height="20"></rect>{{#BAR}}<rect class="{{CLASS}}" x="0" y="{{Y}}" width="{{LENGTH}}" height="8"></rect>{{/BAR}}</svg>
