// What makes the pages better where there is JavaScript. Everything works without it.
import { initAll } from './govuk-frontend.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();

// Nothing that was typed stays behind in the tab.
document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', () => sessionStorage.clear());
