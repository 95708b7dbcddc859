{{%AUTOESCAPE context="HTML"}}
<div class="govuk-generic-header">
  <div class="govuk-generic-header__container govuk-width-container">
    <div class="govuk-generic-header__logo">
      <a href="/" class="govuk-generic-header__homepage-link">{{TEXT}}</a>
    </div>
  </div>
</div>
