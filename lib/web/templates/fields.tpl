{{%AUTOESCAPE context="HTML"}}
{{>FIELDS}}
