{{%AUTOESCAPE context="HTML"}}
<input type="hidden" name="csrf" value="{{CSRF}}">{{#HAS_ONCE}}<input type="hidden" name="once" value="{{ONCE}}">{{/HAS_ONCE}}
