// Asks for the page anew and replaces what stands in #live where it has changed; whoever stood on one
// of its links stands there again, or on what `otherwise` finds. The page as it is now; null where
// somebody has signed out meanwhile or the register is away: what is shown stays then.
export async function lookAnew(address, otherwise = () => null) {
  const answer = await fetch(address, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = page.getElementById('live');
  const shown = document.getElementById('live');
  if (!now || !shown) return null;
  const focused = shown.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  shown.replaceWith(document.adoptNode(now));
  if (focused) (now.querySelector(`[href="${CSS.escape(focused)}"]`) ?? otherwise())?.focus();
  return page;
}
