{{%AUTOESCAPE context="HTML"}}
<svg class="bw-chart" role="img" aria-label="{{WORDS}}" width="120" height="25" viewBox="0 0 120 25"><line class="bw-chart__floor" x1="0" y1="24" x2="120" y2="24"></line><polyline class="bw-chart__line" points="{{POINTS}}"></polyline>{{#POINT}}<circle class="bw-chart__own" cx="{{X}}" cy="{{Y}}" r="2"></circle>{{/POINT}}</svg>
