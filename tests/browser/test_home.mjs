// What needs an officer today, and the authority's alerts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { signIn } from './people.mjs';
import { launch, Register } from './register.mjs';

let register;
let browser;
before(async () => {
  [register, browser] = await Promise.all([Register.start(), launch()]);
});
after(async () => {
  await browser?.close();
  await register?.stop();
});

const heading = (page, name) => page.getByRole('heading', { name });
const subject = { names: [{ full: `Dmitri O'Featherstone` }], date_of_birth: '1971-05-06', national_insurance_number: 'QQ445566A' };

async function alertsOf(code) {
  for (let i = 0; i < 600; ++i) {
    const { alerts } = await register.api(code, 'GET', '/v1/alerts');
    if (alerts.length > 0) return alerts;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return assert.fail('no alert came');
}

test('without alerts the pages say so', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('GLG', 'officer'));
  assert.equal(await page.locator('.bw-card__count').first().innerText(), '0');
  await page.getByRole('link', { name: 'Alerts', exact: true }).click();
  await page.getByText('No alert has been raised for your authority.').waitFor();
  await looksRight(page, 'alerts-none');
});

test('an entry about a licensee is counted at home and stands in the inbox, with licence and authority', async () => {
  await register.api('WLV', 'PUT', '/v1/licences/PH%2F17', {
    class: 'private_hire', status: 'current', holder: subject,
  });
  await register.api('LDS', 'POST', '/v1/decisions', {
    kind: 'revocation', decided_on: '2026-11-25', effective_on: '2026-11-25', notified_on: '2026-11-25',
    relies_on_relevant_information: true, subject,
  });
  const alerts = await alertsOf('WLV');
  for (const javaScriptEnabled of [true, false]) {
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer('WLV', javaScriptEnabled ? 'officer' : 'supervisor'));
    assert.equal(await page.locator('.bw-card__count').first().innerText(), String(alerts.filter((one) => one.state === 'raised').length));
    if (javaScriptEnabled) await looksRight(page, 'home');
    await page.getByRole('link', { name: 'Alerts that nobody has taken up' }).click();
    await heading(page, 'Alerts').waitFor();
    const row = page.getByRole('row').nth(1);
    assert.match(await row.innerText(), /An entry may be about one of your licensees[^]*Your licence PH\/17\. Entry of Leeds City Council[^]*New/);
    if (javaScriptEnabled) await looksRight(page, 'alerts');
  }
});

test('what came since a clear check leads to that check', async () => {
  const person = { names: [{ full: 'Theodora Vyvyan' }], date_of_birth: '1988-08-09', national_insurance_number: 'QQ667788B' };
  const asked = await register.api('CRF', 'POST', '/v1/checks', { case_reference: 'C/1', purpose: 'new_application', subject: person });
  assert.equal(asked.outcome, 'no_match');
  await register.api('LDS', 'POST', '/v1/decisions', {
    kind: 'refusal', decided_on: '2026-11-25', effective_on: '2026-11-25', notified_on: '2026-11-25',
    relies_on_relevant_information: true, subject: person,
  });
  await alertsOf('CRF');
  const page = await newPage(browser, register);
  await signIn(page, register.officer('CRF', 'officer'));
  await page.goto('/alerts');
  await page.getByRole('link', { name: 'An entry has come that an earlier check would find now' }).click();
  await page.getByRole('link', { name: 'Open the check' }).click();
  await heading(page, 'Result of the check').waitFor();
  assert.equal(new URL(page.url()).pathname, `/checks/${asked.id}`);
  await page.getByText('An entry has come since this check').waitFor();
});

test('what comes while home is open is counted there by itself, and duties lead to what they are about', async () => {
  const person = { names: [{ full: `<script>alert(1)</script> O'Connor` }], date_of_birth: '1981-02-03', national_insurance_number: 'QQ778899C' };
  await register.api('TFL', 'PUT', '/v1/licences/PH%2F99', { class: 'private_hire', status: 'current', holder: person });
  const entry = await register.api('BIR', 'POST', '/v1/decisions', {
    kind: 'refusal', decided_on: '2026-11-25', effective_on: '2026-11-25', notified_on: '2026-11-25',
    relies_on_relevant_information: true, subject: person,
  });
  const page = await newPage(browser, register);
  await signIn(page, register.officer('BIR', 'officer'));
  const requests = page.locator('.bw-card', { hasText: 'Requests to answer' });
  assert.match(await requests.innerText(), /^0/);
  await page.getByText('Nothing is left to do.').waitFor();
  await requests.getByRole('link').focus();
  const check = await register.api('MAN', 'POST', '/v1/checks', { case_reference: 'C/2', purpose: 'renewal', subject: person });
  await register.api('MAN', 'POST', '/v1/disclosure-requests', { entry: entry.id, check: check.id, question: 'Why?' });
  await page.locator('.bw-card', { hasText: 'Requests to answer', has: page.getByText('1', { exact: true }) }).waitFor();
  assert.match(await requests.innerText(), /The next by .* days left/);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '/requests?list=to_answer&state=open');
  await looksRight(page, 'home-live');
  await page.getByRole('link', { name: 'Answer a request for details' }).click();
  await heading(page, 'Request of Manchester City Council').waitFor();
});

test('all duties have a page of their own, by kind and state, and home shows the most urgent', async () => {
  const person = { names: [{ full: 'Hortense Quillfeather' }], date_of_birth: '1977-04-05', national_insurance_number: 'QQ990011A' };
  for (let n = 1; n <= 51; ++n) {
    await register.api('MAN', 'PUT', `/v1/licences/D%2F${n}`, { class: 'private_hire', status: 'current', holder: person });
  }
  await register.api('GLG', 'POST', '/v1/decisions', {
    kind: 'refusal', decided_on: '2026-11-25', effective_on: '2026-11-25', notified_on: '2026-11-25',
    relies_on_relevant_information: true, subject: person,
  });
  for (let i = 0; i < 600 && (await register.api('MAN', 'GET', '/v1/duties?limit=1')).waiting.count < 51; ++i)
    await new Promise((resolve) => setTimeout(resolve, 100));
  for (const javaScriptEnabled of [true, false]) {
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer('MAN', javaScriptEnabled ? 'officer' : 'supervisor'));
    const card = page.locator('.bw-card', { hasText: 'Duties that are not done' });
    assert.match(await card.innerText(), /^51/);
    assert.equal(await page.getByRole('row').count(), 21);
    await page.getByRole('link', { name: 'All duties' }).click();
    await heading(page, 'Duties').waitFor();
    await page.getByText('Not done: 51. Overdue: 0.').waitFor();
    assert.equal(await page.getByRole('row').count(), 51);
    assert.match(await page.getByRole('row').nth(1).innerText(), /Look at an alert[^]*days left|today[^]*Open/);
    if (javaScriptEnabled) await looksRight(page, 'duties');
    await page.getByRole('link', { name: 'Next' }).click();
    assert.equal(await page.getByRole('row').count(), 2);
    await page.getByRole('link', { name: 'Previous' }).click();
    await page.getByLabel('State').selectOption('Done');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('No such duty.').waitFor();
    assert.equal(new URL(page.url()).search, '?kind=&state=done');
    if (javaScriptEnabled) await looksRight(page, 'duties-none');
    await page.getByRole('link', { name: 'Help with this page' }).click();
    await heading(page, 'Duties').waitFor();
    // A word of nobody's shows what waits, and so does a place that is none.
    await page.goto('/duties?state=late&after=17&kind=%3Cscript%3E');
    assert.equal(await page.getByRole('row').count(), 51);
    await page.getByRole('row').nth(1).getByRole('link').click();
    await heading(page, 'An entry may be about one of your licensees').waitFor();
  }
});

test('hits that nobody has decided are counted at home and worked through from a list', async () => {
  const person = { names: [{ full: `<i>Ozias</i> O'Connor` }], date_of_birth: '1979-03-04', national_insurance_number: 'QQ889900D' };
  const none = await newPage(browser, register);
  await signIn(none, register.officer('LDS', 'officer'));
  const card = (page) => page.locator('.bw-card', { hasText: 'Hits that nobody has decided' });
  assert.match(await card(none).innerText(), /^0/);
  await card(none).getByRole('link').click();
  await none.getByText('No hit waits for a decision.').waitFor();
  await looksRight(none, 'undecided-none');
  const open = await newPage(browser, register);
  await open.clock.install();
  await signIn(open, register.officer('LDS', 'supervisor'));
  assert.match(await card(open).innerText(), /^0/);
  await register.api('GLG', 'POST', '/v1/decisions', {
    kind: 'refusal', decided_on: '2026-11-25', effective_on: '2026-11-25', notified_on: '2026-11-25',
    relies_on_relevant_information: true, subject: person,
  });
  for (const n of [1, 2]) {
    await register.api('LDS', 'POST', '/v1/checks', { case_reference: `<b>U/${n}</b>`, purpose: 'renewal', subject: person });
  }
  // No event tells of a colleague's check: home that is open looks again by itself.
  await open.clock.fastForward(31_000);
  await open.locator('.bw-card', { hasText: 'Hits that nobody has decided', has: open.getByText('2', { exact: true }) }).waitFor();
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('LDS', 'decision_maker'));
  assert.match(await card(page).innerText(), /^2[^]*The oldest waits since today/);
  await card(page).getByRole('link').click();
  await heading(page, 'Hits to decide').waitFor();
  const row = page.getByRole('row').nth(1);
  assert.match(await row.innerText(), /<b>U\/1<\/b> \(hit 1\)[^]*Glasgow[^]*Renewal/);
  assert.doesNotMatch(await page.content(), /Ozias/);
  await row.getByRole('link').click();
  await heading(page, 'Result of the check').waitFor();
  const hit = page.locator('#hit-1');
  await hit.getByLabel('Different person').check();
  await hit.getByLabel('Why').fill('Another photograph.');
  await hit.getByRole('button', { name: 'Save' }).click();
  // The same two people on the other check are decided with it.
  await page.getByRole('link', { name: 'Hits to decide' }).click();
  await page.getByText('No hit waits for a decision.').waitFor();
});

test("the register's operator has none of it, and begins with what they keep", async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.demo.operator);
  assert.equal(new URL(page.url()).pathname, '/');
  await looksRight(page, 'home-operator');
  await page.locator('main').getByRole('link', { name: 'How the register stands' }).click();
  await heading(page, 'How the register stands').first().waitFor();
  assert.equal((await page.goto('/alerts')).status(), 403);
  assert.equal((await page.goto('/check')).status(), 403);
  await looksRight(page, 'forbidden-operator');
});
