// What holds on every page and in every state of it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { axeSource } from './register.mjs';

const pictures = process.env.BW_PICTURES;

// A page of a new browser that notes whatever no page may do.
// Earlier ones are closed: open pages cost time, and no test looks at two at once.
// `elsewhere`: another site that it may go to, and still takes nothing from.
export async function newPage(browser, register, { elsewhere = register.url, ...options } = {}) {
  await Promise.all(browser.contexts().map((one) => one.close()));
  const context = await browser.newContext({ baseURL: register.url, viewport: { width: 1100, height: 800 }, ...options });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.faults = [];
  page.on('console', (message) => {
    // A refusal's own status is told on the console too.
    const isStatus = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isStatus) page.faults.push(message.text());
  });
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('request', (request) => {
    const isThere = request.isNavigationRequest() && request.url().startsWith(elsewhere);
    if (!request.url().startsWith(register.url) && !isThere) page.faults.push(`asks another host: ${request.url()}`);
  });
  return page;
}

async function axe(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return found.violations.map((one) => `${one.id}: ${one.help}\n  ${one.nodes.map((node) => node.html).slice(0, 3).join('\n  ')}`);
}

async function overflow(page, width) {
  await page.setViewportSize({ width, height: 800 });
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

// axe-core finds nothing, nothing is lost at 320 pixels nor at 200 %, and nothing went wrong so far.
export async function looksRight(page, name) {
  const withScript = await page.evaluate(() => document.body.classList.contains('js-enabled')).catch(() => false);
  if (pictures) {
    fs.mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
  }
  assert.deepEqual(await axe(page), [], `${name}: axe-core`);
  for (const width of [320, 550]) {
    assert.ok(await overflow(page, width) <= 0, `${name}: is wider than ${width} pixels`);
    if (pictures && width === 320) await page.screenshot({ path: path.join(pictures, `${name}-320.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1100, height: 800 });
  assert.deepEqual(page.faults, [], name);
  return withScript;
}
