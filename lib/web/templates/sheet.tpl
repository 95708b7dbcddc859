{{%AUTOESCAPE context="HTML"}}
{{>PART}}
