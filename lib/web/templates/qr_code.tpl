{{%AUTOESCAPE context="HTML"}}
<svg class="bw-qr" viewBox="0 0 {{SIZE}} {{SIZE}}" role="img" aria-label="{{LABEL}}" shape-rendering="crispEdges"><rect width="{{SIZE}}" height="{{SIZE}}" fill="#fff"></rect><path d="{{PATH}}" fill="#000"></path></svg>
