// The demo as a new user meets it: the tour, the ten main pages with what they weigh, and the help.
// With BW_SCREENSHOTS=FOLDER pictures of the ten are kept there: ./test --screenshots.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { fillSignIn, signIn, tabTo } from './people.mjs';
import { launch, Register } from './register.mjs';
import { smallPng } from './small_png.mjs';

const mostBytes = 60_000;
const mostClicks = 8;
const mostPictureBytes = 80_000;
const tallestPicture = 1_300;

let register;
let browser;
before(async () => {
  [register, browser] = await Promise.all([Register.start({ drivers: 500 }), launch()]);
});
after(async () => {
  await browser?.close();
  await register?.stop();
});

const heading = (page, name) => page.getByRole('heading', { name, exact: true });
const today = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

async function until(what, found) {
  for (let i = 0; i < 600; ++i) {
    const value = await found();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return assert.fail(`${what} did not come`);
}

test('the tour leads from signing in to a decided hit, in few clicks', async () => {
  const guide = await newPage(browser, register);
  await guide.goto('/sign-in');
  await guide.getByRole('link', { name: 'Help with this page' }).click();
  await heading(guide, 'Sign in').waitFor();
  await looksRight(guide, 'help-sign-in');
  await guide.getByRole('link', { name: 'All help' }).click();
  await looksRight(guide, 'help');
  await guide.getByRole('link', { name: 'A first tour: from signing in to a decided hit' }).click();
  await heading(guide, 'A first tour').waitFor();
  await looksRight(guide, 'tour');
  const said = Object.fromEntries(await guide.locator('#applicant .govuk-summary-list__row').evaluateAll((rows) =>
    rows.map((row) => [row.querySelector('dt').innerText, row.querySelector('dd').innerText])));
  const officer = register.officer('MAN', 'officer');
  assert.match(await guide.locator('main').innerText(), new RegExp(officer.username.replace('.', '\\.')));

  // From here on what the tour says and nothing else, in a browser that knows nothing.
  const page = await newPage(browser, register);
  let clicks = 0;
  const click = async (what) => {
    clicks += 1;
    await what.click();
  };
  await page.goto('/sign-in');
  await fillSignIn(page, officer);
  await click(page.getByRole('button', { name: 'Sign in', exact: true }));
  await click(page.getByRole('button', { name: 'Check an applicant' }));
  await page.getByLabel('Case reference').fill(said['Case reference']);
  await page.getByLabel('Full name').fill(said['Full name']);
  const born = said['Date of birth'].split(' ');
  for (const [box, text] of [['Day', born[0]], ['Month', born[1]], ['Year', born[2]]]) await page.getByLabel(box, { exact: true }).fill(text);
  await page.getByLabel('National Insurance number').fill(said['National Insurance number']);
  await click(page.getByRole('button', { name: 'Check', exact: true }));
  await page.getByText('Match: ask Leeds City Council before you decide').waitFor();
  const card = page.locator('#hit-1');
  await card.getByText('Revocation by Leeds City Council').waitFor();
  await click(card.getByLabel('Same person'));
  await card.getByLabel('Why').fill('Both council files show the same photograph.');
  await click(card.getByRole('button', { name: 'Save' }));
  await card.getByText('Decided about this hit').waitFor();
  assert.equal(clicks, 5, 'as the tour says');
  assert.ok(clicks <= mostClicks);
});

// What the ten main pages are to show, as Manchester's supervisor finds it.
async function prepared() {
  const stamp = Date.now() % 1_000_000;
  const person = (name, number) => ({ names: [{ full: name }], date_of_birth: '1979-11-30', national_insurance_number: `QQ${String(100000 + (stamp + number) % 800000)}D` });
  const decision = (subject) => ({ kind: 'revocation', decided_on: today, effective_on: today, notified_on: today, relies_on_relevant_information: true, subject });
  const driver = person('Cornelius Ramsbottom', 1);
  await register.api('MAN', 'PUT', '/v1/licences/MAN%2F4711', { class: 'private_hire', status: 'current', holder: driver });
  await register.api('LDS', 'POST', '/v1/concerns', { became_aware_on: today, categories: ['g', 'h'], subject: driver });
  const concern = await until('the concern', async () => (await register.api('MAN', 'GET', '/v1/concerns')).concerns[0]);
  const check = await register.api('MAN', 'POST', '/v1/checks', {
    case_reference: 'MAN/2026/0418', purpose: 'new_application',
    subject: { names: [{ full: 'Md Abdul Choudhury' }], date_of_birth: '1984-07-03', national_insurance_number: 'QQ998877C' },
  });
  const request = await register.api('MAN', 'POST', '/v1/disclosure-requests', {
    entry: check.hits[0].entry.id, check: check.id, question: 'What conduct was the decision about, and is an appeal under way?',
  });
  const own = await register.api('MAN', 'POST', '/v1/decisions', decision(person('Barnaby Threlkeld', 2)));
  const run = await register.api('MAN', 'POST', '/v1/reconciliations');
  await until('the run', async () => (await register.api('MAN', 'GET', `/v1/reconciliations/${run.id}`)).state === 'done');
  const rows = `licence_number,class,status,full_name,date_of_birth\nMAN/4711,private_hire,current,Cornelius Ramsbotham,1979-11-30\nMAN/4712,private_hire,current,Ottoline Crabtree,1984-02-11\n`;
  return { check, request, concern, own, run, rows };
}

async function picture(page, name) {
  if (!process.env.BW_SCREENSHOTS) return;
  const height = Math.min(tallestPicture, await page.evaluate(() => document.documentElement.scrollHeight));
  await page.setViewportSize({ width: 1000, height });
  const png = smallPng(await page.screenshot());
  await page.setViewportSize({ width: 1100, height: 800 });
  assert.ok(png.length <= mostPictureBytes, `${name}.png: ${png.length} bytes`);
  fs.mkdirSync(process.env.BW_SCREENSHOTS, { recursive: true });
  fs.writeFileSync(path.join(process.env.BW_SCREENSHOTS, `${name}.png`), png);
}

test('each of the ten main pages weighs little when it is first seen, and asks no other host', async () => {
  const { check, request, concern, own, run, rows } = await prepared();
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'supervisor'));
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let weight = 0;
  session.on('Network.loadingFinished', (one) => { weight += one.encodedDataLength; });
  const weights = {};
  const see = async (name, show) => {
    await session.send('Network.clearBrowserCache');
    weight = 0;
    await show();
    await page.waitForLoadState('load');
    weights[name] = weight;
    await picture(page, name);
  };
  const open = (name, place) => see(name, async () => {
    assert.equal((await page.goto(place)).status(), 200, place);
  });
  const send = (name, file, button, then) => see(name, async () => {
    await page.getByLabel('File').setInputFiles({ name: 'file.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await page.getByRole('button', { name: button }).click();
    await page.getByText(then).first().waitFor();
  });
  await open('home', '/');
  await open('check-match', `/checks/${check.id}`);
  await page.goto('/check-many');
  await send('check-many', 'case_reference,full_name,date_of_birth,national_insurance_number\nMAN/1,Md Abdul Choudhury,3/7/1984,QQ998877C\nMAN/2,Ottoline Crabtree,11/2/1984,\n', 'Check them all', 'Results of the checks');
  await page.goto('/drivers/roster');
  await send('roster', rows, 'Compare', 'What differs');
  await open('decision', `/decisions/${own.id}`);
  await open('concern', `/concerns/${concern.id}`);
  await open('request', `/requests/${request.id}`);
  await open('alerts', '/alerts');
  await open('figures', `/reports/runs/${run.id}/figures`);
  await open('searches', '/searches?list=authority');
  for (const [name, bytes] of Object.entries(weights)) assert.ok(bytes > 10_000 && bytes <= mostBytes, `${name}: ${bytes} bytes`);
  assert.equal(Object.keys(weights).length, 10);
  assert.deepEqual(page.faults, []);
});

test('the API is read as pages, by keyboard and without JavaScript', async () => {
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await page.goto('/help');
  await tabTo(page, 'main a[href="/help/api"]');
  await page.keyboard.press('Enter');
  await heading(page, 'The API').waitFor();
  await page.getByRole('link', { name: '/v1/checks', exact: true }).first().click();
  await heading(page, 'Who may call it').waitFor();
  const seen = await newPage(browser, register);
  let weight = 0;
  const session = await seen.context().newCDPSession(seen);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', (one) => { weight += one.encodedDataLength; });
  for (const [name, place] of [['help-api', '/help/api'], ['help-api-call', '/help/api/check'], ['help-api-schema', '/help/api/schemas/Check']]) {
    await session.send('Network.clearBrowserCache');
    weight = 0;
    assert.equal((await seen.goto(place, { waitUntil: 'load' })).status(), 200, place);
    assert.ok(weight > 10_000 && weight <= mostBytes, `${place}: ${weight} bytes`);
    await looksRight(seen, name);
  }
});
