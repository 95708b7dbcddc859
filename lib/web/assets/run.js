// A run that goes on is looked at anew until it is done; without this, by its link.
import { lookAnew } from './live.js';

const secondsBetween = 2;
const longestMinutes = 60;
const begun = Date.now();

async function look() {
  const page = await lookAnew(location.href, () => document.querySelector('#main-content a'));
  if (!page) return;
  const progress = document.getElementById('progress');
  const said = page.getElementById('progress').textContent;
  if (progress.textContent !== said) progress.textContent = said;
  const goesOn = page.querySelector('script[src$="/run.js"]') !== null;
  if (goesOn && Date.now() - begun < longestMinutes * 60_000) setTimeout(look, secondsBetween * 1000);
}

setTimeout(look, secondsBetween * 1000);
