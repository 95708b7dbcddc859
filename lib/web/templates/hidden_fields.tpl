{{%AUTOESCAPE context="HTML"}}
{{>FIELD}}
