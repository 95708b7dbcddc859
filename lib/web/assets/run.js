// A run that goes on is asked for anew until it is done; without this, by its link.
const secondsBetween = 2;
const longestMinutes = 60;
const begun = Date.now();

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
  // Signed out meanwhile, or the register is away: what is shown stays until it is loaded again.
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = page.getElementById('live');
  const shown = document.getElementById('live');
  if (!now || !shown) return;
  const focused = shown.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  shown.replaceWith(document.adoptNode(now));
  if (focused) (now.querySelector(`[href="${CSS.escape(focused)}"]`) ?? document.querySelector('#main-content a'))?.focus();
  const progress = document.getElementById('progress');
  const said = page.getElementById('progress').textContent;
  if (progress.textContent !== said) progress.textContent = said;
  const goesOn = page.querySelector('script[src$="/run.js"]') !== null;
  if (goesOn && Date.now() - begun < longestMinutes * 60_000) setTimeout(look, secondsBetween * 1000);
}

setTimeout(look, secondsBetween * 1000);
