// Reports: a run asked for and followed, its figures with charts and as files, lateness, grants.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { oddNames, press, signIn, tabTo } from './people.mjs';
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

const heading = (page, name) => page.getByRole('heading', { name, exact: true });
const link = (page, name) => page.getByRole('link', { name, exact: true });
const person = (name, number) => ({ names: [{ full: name }], date_of_birth: '1975-04-05', national_insurance_number: `QQ${number}A` });
const licensed = (code, number, holder, more = {}) => register.api(code, 'PUT', `/v1/licences/${encodeURIComponent(number)}`,
  { class: 'private_hire', status: 'current', holder, ...more });
const back = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), link(page, name).click()]);
  return { name: file.suggestedFilename(), lines: fs.readFileSync(await file.path(), 'utf8').split('\r\n') };
}
const csv = 'Download this report as a spreadsheet (CSV)';
const whole = 'Download this report as one file with its charts, to keep, send or print (HTML)';

test('before the first run the pages say so', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('GLG', 'supervisor'));
  await link(page, 'Reports').click();
  await page.getByText('There has been no run yet.').waitFor();
  await looksRight(page, 'reports-none');
  await link(page, 'Where somebody may slip through').click();
  await page.getByText('there has been none yet').waitFor();
  await looksRight(page, 'loopholes-none');
  assert.equal((await page.goto('/reports/loopholes.csv')).status(), 404);
  for (const place of ['/reports/runs/none', '/reports/runs/0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b41/figures'])
    assert.equal((await page.goto(place)).status(), 404, place);
});

test('a supervisor has the nation compared, watches it, and reads where somebody may slip through', async () => {
  const twice = person('Barnaby Threlkeld', 300001);
  await licensed('LDS', 'L1', twice);
  await licensed('LDS', 'L2', person('Ottoline Crabtree', 300002), { granted_on: '2019-01-01', expires_on: '2020-01-01' });
  await licensed('LDS', 'L3', person('Peregrine Smalls', 300003));
  await licensed('MAN', 'M1', twice);
  const page = await newPage(browser, register);
  await signIn(page, register.officer('LDS', 'supervisor'));
  await link(page, 'Reports').click();
  await press(page, 'Compare the nation now');
  await heading(page, 'A run that compared the nation').waitFor();
  await page.getByText('State: Done').waitFor();
  // It came by itself: what was found stands there now.
  await page.getByText('Every alert of yours is what was found.').waitFor();
  await page.getByText('The history of entries and licences is whole').waitFor();
  await looksRight(page, 'run');
  await link(page, 'All figures of this run with charts, on one page to print').click();
  const row = (name) => page.getByRole('row', { name });
  assert.match(await row('Licences of people whom another council licenses too').innerText(), /1 of 3\s+33\.3%\s+not told/);
  assert.match(await row('Licences called current whose day of expiry is past').innerText(), /1 of 3/);
  const charts = page.getByRole('img');
  assert.ok(await charts.count() > 20);
  assert.equal(await charts.first().getAttribute('aria-label'), 'Yours 33.3%, the nation not told');
  await looksRight(page, 'figures');
  const all = await download(page, csv);
  assert.equal(all.name, 'figures.csv');
  assert.equal(all.lines[0], '\ufeffauthority,section,figure,label,count,of,national_count,national_of');
  assert.ok(all.lines.some((line) => line.startsWith('LDS,loopholes,loophole.several_councils,') && line.endsWith(',1,3,,')), all.lines.join('\n'));
  // As one file it looks the same wherever it is opened, with nobody to ask.
  const alone = await (async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), link(page, whole).click()]);
    return { name: file.suggestedFilename(), text: fs.readFileSync(await file.path(), 'utf8') };
  })();
  assert.equal(alone.name, 'figures.html');
  const offline = await browser.newContext({ offline: true });
  const opened = await offline.newPage();
  await opened.setContent(alone.text);
  assert.ok(await opened.getByRole('img').count() > 20);
  assert.equal(await opened.locator('.bw-scroll').first().evaluate((box) => getComputedStyle(box).overflowX), 'auto');
  await offline.close();
  // On paper only the report: no menu, and tables as wide as they are.
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('navigation').count(), 0);
  assert.equal(await page.locator('.bw-scroll').first().evaluate((box) => getComputedStyle(box).overflowX), 'visible');
  await page.setViewportSize({ width: 680, height: 1000 });  // A4 upright between its margins
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), 'paper is wide enough');
  await page.setViewportSize({ width: 1100, height: 800 });
  await page.emulateMedia({ media: null });

  await link(page, 'All reports').click();
  await looksRight(page, 'reports');
  await link(page, 'Where somebody may slip through').click();
  assert.equal(await row('E-mail address').count(), 0);
  await looksRight(page, 'loopholes');
  const loopholes = await download(page, csv);
  assert.ok(loopholes.lines.slice(1, -1).every((line) => line.startsWith('LDS,loopholes,')));
  await page.goto('/reports/data-quality');
  assert.match(await row('E-mail address').innerText(), /0 of 3\s+0%/);
  await looksRight(page, 'data-quality');
  const quality = await download(page, csv);
  assert.ok(quality.lines.length > 10 && quality.lines.slice(1, -1).every((line) => !line.includes('loopholes')));

  // So soon nobody has another one: it is said from when on, and the reports stay in sight.
  await page.goto('/reports');
  await press(page, 'Compare the nation now');
  await heading(page, 'There is a problem').waitFor();
  assert.match(await page.locator('.govuk-error-summary').innerText(), /from \d\d:\d\d:\d\d on \d+ \w+ \d{4} \(UK time\) on/);
  await link(page, 'How late duties were done').waitFor();
  await looksRight(page, 'reports-too-soon');
});

test('small numbers of others are seen by nobody, and the operator sees each authority without them', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('GLG', 'supervisor'));
  await page.goto('/reports/loopholes');
  const cells = await page.locator('tbody tr td:nth-child(4)').allInnerTexts();
  assert.ok(cells.length > 5 && cells.every((one) => ['not told', 'none', '0%'].includes(one)), cells.join());
  const other = await newPage(browser, register);
  await signIn(other, register.demo.operator);
  await link(other, 'Reports').click();
  await link(other, 'How good the licence records are').click();
  await other.getByLabel('Figure').selectOption('Postcode');
  await press(other, 'Show');
  await heading(other, 'Single authorities').waitFor();
  const leeds = other.getByRole('row', { name: 'Leeds City Council' }).first();
  assert.match(await leeds.innerText(), /few/);
  assert.doesNotMatch(await leeds.innerText(), /\b[1-4]\b/);
  await looksRight(other, 'data-quality-operator');
  for (const line of (await download(other, csv)).lines.filter((one) => one.startsWith('LDS,')))
    assert.doesNotMatch(line, /,[1-4](,|$)/);
});

test('lateness is shown for the days that are asked for, and a wrong day at its boxes', async () => {
  await register.api('WLV', 'POST', '/v1/decisions', {
    kind: 'revocation', decided_on: '2026-03-02', effective_on: '2026-03-23', notified_on: '2026-03-02',
    relies_on_relevant_information: true, subject: person('Late Entry', 300010),
  });
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('WLV', 'officer'));
  await page.goto('/reports');
  assert.deepEqual(await page.locator('main li a').allInnerTexts(), ['How late duties were done']);
  await link(page, 'How late duties were done').click();
  await heading(page, 'How late duties were done').waitFor();
  await page.getByText('No duty began in this time.').or(page.getByText('City of Wolverhampton Council').last()).first().waitFor();
  await page.getByRole('group', { name: 'From' }).getByLabel('Month').fill('13');
  await page.getByRole('button', { name: 'Show' }).click();
  await link(page, 'Enter a real date, from 2000 on, for the first day').waitFor();
  assert.equal(await page.getByRole('group', { name: 'From' }).getByLabel('Month').inputValue(), '13');
  const seen = await newPage(browser, register);
  await signIn(seen, register.officer('WLV', 'decision_maker'));
  await seen.goto('/reports/lateness?from-day=x');
  await looksRight(seen, 'lateness-wrong-day');
  await seen.goto('/reports/lateness');
  await looksRight(seen, 'lateness');
  const file = await download(seen, csv);
  assert.equal(file.lines[0], '\ufeffauthority,name,duty,done,done_late,open,overdue,most_days_late');
});

test('grants without a search, and against a hit on which nobody decided, are named', async () => {
  await licensed('BIR', '=1+1', person('Nobody Searched', 300020), { granted_on: back(10), expires_on: back(-300) });
  const hit = person(oddNames[0], 300021);
  await register.api('LDS', 'POST', '/v1/decisions', {
    kind: 'revocation', decided_on: back(3), effective_on: back(3), notified_on: back(3), relies_on_relevant_information: true, subject: hit,
  });
  const check = await register.api('BIR', 'POST', '/v1/checks', { case_reference: 'B/1', purpose: 'new_application', subject: hit });
  assert.ok(check.hits.length > 0);
  await licensed('BIR', 'B2', hit, { granted_on: back(0), expires_on: back(-300) });
  await register.api('BIR', 'POST', `/v1/checks/${check.id}/outcome`, {
    result: 'granted', decided_on: back(0), licence_number: 'B2', reason: `Leeds said: <b>another O'Connor</b>.`,
  });
  const page = await newPage(browser, register);
  await signIn(page, register.officer('BIR', 'supervisor'));
  await page.goto('/reports');
  await link(page, 'Grants and the searches before them').click();
  const main = await page.locator('main').innerText();
  for (const part of [/Licences granted\s+2/, /1 \(50\.0%\)/, /=1\+1\s+Current/, /No outcome of a check names this licence/, /<b>another O'Connor<\/b>/])
    assert.match(main, part);
  await looksRight(page, 'grants');
  const file = await download(page, csv);
  assert.ok(file.lines.some((line) => line.startsWith(`without_search,'=1+1,`)), file.lines.join('\n'));
  await page.getByRole('row', { name: /another O'Connor/ }).getByRole('link').click();
  await heading(page, 'Result of the check').waitFor();
  await page.goto('/reports/concerns');
  await heading(page, 'Ethnicity and nationality in concerns about child sexual exploitation').waitFor();
  await looksRight(page, 'concern-statistics');
  await download(page, csv);
  await page.getByLabel('From year').fill('2027');
  await page.getByRole('button', { name: 'Show' }).click();
  await link(page, 'Enter two years, the first not after the last, for example 2025 and 2026').waitFor();
});

test('without JavaScript and by keyboard alone a run is asked for and looked at again', async () => {
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.demo.operator);
  await page.goto('/reports');
  await tabTo(page, 'main form button');
  await page.keyboard.press('Enter');
  await heading(page, 'A run that compared the nation').waitFor();
  for (let i = 0; i < 600 && await page.getByText('State: Done').count() === 0; ++i) {
    await link(page, 'Look again how far it is').click();
    await page.waitForTimeout(100);
  }
  await page.getByText('State: Done').waitFor();
});

test('who has no such report finds none', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'officer'));
  for (const place of ['/reports/loopholes', '/reports/data-quality.csv', '/reports/grants', '/reports/concerns', '/reports/runs/none'])
    assert.equal((await page.goto(place)).status(), 403, place);
});
