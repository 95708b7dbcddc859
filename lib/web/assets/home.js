// Home follows what happens: with each event the page is asked for anew, and what stands in #live is
// replaced where it has changed. Without it the page is as right as it was when it came.
const settleMilliseconds = 300;
const types = ['alert.raised', 'alert.changed', 'disclosure.asked', 'disclosure.message', 'disclosure.attachment',
  'disclosure.answered', 'disclosure.closed', 'disclosure.withdrawn'];
let waits = null;

async function refresh() {
  waits = null;
  const answer = await fetch('/', { headers: { Accept: 'text/html' } }).catch(() => null);
  // Signed out meanwhile, or the register is away: what is shown stays until it is loaded again.
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = page.getElementById('live');
  const shown = document.getElementById('live');
  if (!now || !shown) return;
  const focused = shown.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  shown.replaceWith(document.adoptNode(now));
  if (focused) now.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}

// Several events at once are one look.
function soon() {
  waits ??= setTimeout(refresh, settleMilliseconds);
}

const events = new EventSource('/v1/events?after=latest');
// What came between the page and the stream is seen too; so is what was missed while it was broken.
events.addEventListener('open', soon);
types.forEach((type) => events.addEventListener(type, soon));
// Somebody who comes back to the page has been doing something meanwhile.
window.addEventListener('pageshow', (shown) => shown.persisted && soon());
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && soon());
