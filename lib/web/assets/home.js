// Home follows what happens: with each event it is looked at anew. Without it the page is as right as it
// was when it came.
import { lookAnew } from './live.js';

const settleMilliseconds = 300;
// No event tells of a duty that somebody else's concern makes, nor of a colleague's check.
const otherwiseMilliseconds = 30_000;
const types = ['alert.raised', 'alert.changed', 'disclosure.asked', 'disclosure.message', 'disclosure.attachment',
  'disclosure.answered', 'disclosure.closed', 'disclosure.withdrawn'];
let waits = null;

// Several events at once are one look.
function soon() {
  waits ??= setTimeout(() => {
    waits = null;
    lookAnew('/');
  }, settleMilliseconds);
}

const events = new EventSource('/v1/events?after=latest');
// What came between the page and the stream is seen too; so is what was missed while it was broken.
events.addEventListener('open', soon);
setInterval(() => document.visibilityState === 'visible' && soon(), otherwiseMilliseconds);
types.forEach((type) => events.addEventListener(type, soon));
// Somebody who comes back to the page has been doing something meanwhile.
window.addEventListener('pageshow', (shown) => shown.persisted && soon());
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && soon());
