// Many applicants checked from a file, and the log of what was searched.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { besides, fileAt, keyAt, oddNames, signIn, typeAt } from './people.mjs';
import { launch, Register } from './register.mjs';

let register;
let browser;
before(async () => {
  [register, browser] = await Promise.all([Register.start({ misuse: 'period_ms = 200' }), launch()]);
});
after(async () => {
  await browser?.close();
  await register?.stop();
});

const button = (page, name) => page.getByRole('button', { name, exact: true });
const heading = (page, name) => page.getByRole('heading', { name });

async function choose(page, content, name = 'applicants.csv') {
  await page.getByLabel('File').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  await button(page, 'Check them all').click();
}

test('a file of applicants is checked, what was found comes first, and all of it is kept as a file', async () => {
  for (const [index, name] of oddNames.entries())
    await register.api('LDS', 'POST', '/v1/decisions', {
      kind: 'revocation', decided_on: '2026-03-02', effective_on: '2026-03-23', notified_on: '2026-03-02', relies_on_relevant_information: true,
      subject: { names: [{ full: name }], date_of_birth: '1984-03-07', national_insurance_number: `QQ30000${index}C` },
    });
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'supervisor'));
  await page.goto('/check');
  await page.getByRole('link', { name: 'Check many at once, from a file' }).click();
  await looksRight(page, 'check-many-form');
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  await choose(page, `\ufeffcase_reference,full_name,date_of_birth,national_insurance_number\nM/1,Rosalind Quatermain,01/02/1990,\n=1+1,${quoted(oddNames[0])},07/03/1984,QQ300000C\n`
    + `M/3,${quoted(oddNames[1])},1984-03-07,QQ300001C\nM/4,${quoted(oddNames[2])},1984-03-07,QQ300002C\nM/5,Wrong Day,31/02/1990,\n,No Reference,1990-01-01,\n`);
  await heading(page, 'Results of the checks').waitFor();
  const main = await page.locator('main').innerText();
  for (const part of [/Applicants\s+6/, /Match\s+3/, /No entry found\s+1/, /Not checked\s+2/, /date_of_birth: /, /case_reference: /, /Leeds City Council, Revocation/])
    assert.match(main, part);
  for (const name of oddNames) assert.ok(main.includes(name), name);
  await looksRight(page, 'check-many');
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download all results').click()]);
  const lines = fs.readFileSync(await download.path(), 'utf8').split('\r\n');
  assert.equal(lines[0], '\ufeffrow,case_reference,name,outcome,hits,recording_authorities,checked_at,proven_at,check,problem');
  assert.match(lines[1], /^1,M\/1,Rosalind Quatermain,no_match,0,,\d{4}-.*Z,\d{4}-.*Z,[0-9a-f-]{36},$/);
  assert.match(lines[2], /^2,'=1\+1,"<script>alert\(""x""\)<\/script> O'Connor",match,\d,/, 'no live formula');
  assert.ok(lines[3].startsWith(`3,M/3,${oddNames[1]},match`));
  assert.match(lines[5], /^5,M\/5,.*,not_checked,0,,,,,"date_of_birth: /);
});

test('the hits of a file are worked through one after another, with and without JavaScript', async () => {
  for (const index of [1, 2])
    await register.api('LDS', 'POST', '/v1/decisions', {
      kind: 'revocation', decided_on: '2026-03-02', effective_on: '2026-03-23', notified_on: '2026-03-02', relies_on_relevant_information: true,
      subject: { names: [{ full: `Worked Through${index}` }], date_of_birth: '1984-03-07', national_insurance_number: `QQ31000${index}C` },
    });
  for (const [code, javaScriptEnabled] of [['CRF', true], ['GLG', false]]) {
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer(code, 'supervisor'));
    await page.goto('/check-many');
    const rows = [1, 2].map((index) => `C/${index}/${javaScriptEnabled},Worked Through${index},1984-03-07,QQ31000${index}C\n`);
    await choose(page, `case_reference,full_name,date_of_birth,national_insurance_number\n${rows.join('')}`);
    await heading(page, 'Results of the checks').waitFor();
    await page.getByText('Each opens in a new tab, and these results stay here.').waitFor();
    for (const index of [1, 2]) {
      const link = page.getByRole('link', { name: `C/${index}/${javaScriptEnabled} (opens in a new tab)`, exact: true });
      const hit = await besides(page, () => link.click());
      await heading(hit, 'Result of the check').waitFor();
      assert.ok((await hit.locator('main').innerText()).includes(`Worked Through${index}`));
      await hit.locator('#hit-1').getByLabel('Different person').check();
      await hit.locator('#hit-1').getByLabel('Why').fill('Another photograph.');
      await hit.locator('#hit-1').getByRole('button', { name: 'Save' }).click();
      await hit.getByText('Decided about this hit').waitFor();
      await hit.close();
    }
  }
});

test('many are checked, worked through and saved by keyboard alone, with and without JavaScript', async () => {
  await register.api('LDS', 'POST', '/v1/decisions', {
    kind: 'revocation', decided_on: '2026-03-02', effective_on: '2026-03-23', notified_on: '2026-03-02', relies_on_relevant_information: true,
    subject: { names: [{ full: 'Jocasta Jephcott' }], date_of_birth: '1984-03-07', national_insurance_number: 'QQ320001C' },
  });
  for (const [code, javaScriptEnabled] of [['TFL', true], ['WLV', false]]) {
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer(code, 'supervisor'));
    await keyAt(page, 'a[href="/check"]', 'Enter');
    await keyAt(page, 'a[href="/check-many"]', 'Enter');
    await keyAt(page, 'input[name=purpose]', 'ArrowDown');
    await fileAt(page, '#file', 'applicants.csv',
      'case_reference,full_name,date_of_birth,national_insurance_number\nK/1,Jocasta Jephcott,1984-03-07,QQ320001C\nK/2,Nobody Of That Name,1990-01-02,\n');
    await keyAt(page, 'form[action="/check-many"] button', 'Enter');
    await heading(page, 'Results of the checks').waitFor();
    const hit = await besides(page, () => keyAt(page, 'tbody a', 'Enter'));
    await heading(hit, 'Result of the check').waitFor();
    assert.ok((await hit.locator('main').innerText()).includes('Renewal'), 'what was chosen by keyboard');
    await keyAt(hit, '#finding-1', 'Space');
    await typeAt(hit, '#reason-1', 'The same photograph.');
    await keyAt(hit, '#hit-1 form button', 'Enter');
    await hit.getByText('Decided about this hit').waitFor();
    await hit.close();
    const [download] = await Promise.all([page.waitForEvent('download'), keyAt(page, 'form[action="/check-many/results"] button', 'Enter')]);
    assert.equal(fs.readFileSync(await download.path(), 'utf8').trim().split('\r\n').length, 3);
  }
});

test('a file whose first line names no column that is needed is refused at its box, and nobody is said to be clear', async () => {
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('LDS', 'supervisor'));
  const both = 'case_reference, full_name or family_name';
  for (const [first, missing] of [['colour,size', both], ['case_reference;full_name', both], ['full_name,date_of_birth', 'case_reference'], ['case_reference,given_names', 'full_name or family_name']]) {
    await page.goto('/check-many');
    const answered = page.waitForResponse((one) => one.request().method() === 'POST');
    await choose(page, `${first}\nred,1\n`);
    assert.equal((await answered).status(), 422, first);
    const said = `The file lacks columns that it must have: ${missing}. The first line names the columns, parted by commas`;
    assert.equal(await page.locator('.govuk-error-summary__list a[href="#file"]').innerText(), said);
    assert.ok((await page.locator('#file-error').innerText()).includes(said));
  }
  // Nor one in which it is not sure which column is meant.
  for (const [first, twice] of [['case_reference,full_name,date_of_birth,Date_Of_Birth', 'date_of_birth'],
    ['case_reference,full_name, full_name ,case_reference', 'case_reference, full_name']]) {
    await page.goto('/check-many');
    await choose(page, `${first}\nB/1,Octavia Vyvyan,1984-03-07,1985-03-07\n`);
    const said = `The file has columns twice: ${twice}. Take one of each out`;
    assert.ok((await page.locator('.govuk-error-summary__list a[href="#file"]').innerText()).startsWith(said), first);
    assert.ok((await page.locator('#file-error').innerText()).includes(said), first);
  }
  assert.ok(!(await register.api('LDS', 'GET', '/v1/checks?list=authority')).checks.some((one) => one.case_reference === 'B/1'));
  await page.goto('/check-many');
  await choose(page, 'case_reference,full_name,date_of_birth\nB/1,Wrong Day,31/02/1990\n');
  await page.getByText('Nobody was checked.').waitFor();
  assert.ok(!(await page.locator('main').innerText()).includes('held an entry that fits'));
});

test('a file that is none, and one with too many, are told as that', async () => {
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('BIR', 'supervisor'));
  for (const [content, said] of [['', 'The file is empty'], ['%PDF-1.7', 'The file is no CSV'], [`full_name\n${'A\n'.repeat(2001)}`, 'The file has 2001 rows']]) {
    await page.goto('/check-many');
    await choose(page, content);
    assert.ok((await page.locator('.govuk-error-summary__list a').innerText()).startsWith(said), said);
  }
});

test('an officer finds their own searches again, and nobody in the address', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('WLV', 'officer'));
  await page.goto('/searches');
  await page.getByText('There is no such search.').waitFor();
  await looksRight(page, 'searches-none');
  await page.goto('/check');
  await page.getByLabel('Case reference').fill(`W/1 <b>O'Connor</b>`);
  await page.getByLabel('Full name').fill('Theodora Vyvyan');
  await button(page, 'Check').click();
  await heading(page, 'Result of the check').waitFor();
  await page.getByRole('link', { name: 'Searches', exact: true }).click();
  const main = await page.locator('main').innerText();
  assert.ok(main.includes(`W/1 <b>O'Connor</b>`) && !main.includes('Vyvyan'), main);
  assert.equal(await page.getByRole('link', { name: 'Review searches' }).count(), 0);
  await looksRight(page, 'searches');
  await page.getByLabel('What came of it').selectOption('Match');
  await button(page, 'Show these').click();
  await page.getByText('There is no such search.').waitFor();
  assert.equal((await page.goto('/searches/review')).status(), 403);
  // What is not theirs to ask for is their own all the same.
  await page.goto('/searches?list=authority');
  await page.getByText('What you have searched').waitFor();
});

test('a search that stands out is reviewed by somebody else, with a reason', async () => {
  await register.api('LDS', 'POST', '/v1/checks', {
    case_reference: 'L/1', purpose: 'renewal', subject: { names: [{ full: 'Boris Johnson' }], date_of_birth: '1964-06-19' },
  });
  for (let i = 0; i < 600; ++i) {
    if ((await register.api('LDS', 'GET', '/v1/misuse/flags')).flags.length > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const page = await newPage(browser, register);
  await signIn(page, register.officer('LDS', 'supervisor'));
  await page.goto('/searches/review');
  const card = page.locator('.bw-card').first();
  assert.match(await card.innerText(), /demo, on \d+ \w+ \d{4}/);
  await card.getByRole('link', { name: /^L\/1, .* \(UK time\)/ }).waitFor();
  await looksRight(page, 'searches-flag');
  await card.getByLabel('Explained by the case file').check();
  await card.getByRole('button', { name: 'Save' }).click();
  assert.deepEqual(await page.locator('.govuk-error-summary__list a').allInnerTexts(), ['Enter why']);
  assert.ok(await card.getByLabel('Explained by the case file').isChecked());
  await looksRight(page, 'searches-flag-error');
  await card.getByLabel('Why').fill(`A namesake <b>O'Connor</b>\nwith a passport.`);
  await card.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Nothing waits for a review.').waitFor();
  await page.getByText('Reviewed until now: 1.').waitFor();
});

test('what a colleague found about a search meanwhile is shown, and what was typed is still to be read', async () => {
  const searching = await register.api('GLG', 'POST', '/v1/keys', { name: 'searching', scopes: ['checks'] });
  const searched = await fetch(`${register.url}/v1/checks`, {
    method: 'POST', headers: { Authorization: `Bearer ${searching.key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ case_reference: 'G/1', purpose: 'renewal', subject: { names: [{ full: 'Boris Johnson' }], date_of_birth: '1964-06-19' } }),
  });
  assert.equal(searched.status, 201);
  const flags = async () => (await register.api('GLG', 'GET', '/v1/misuse/flags')).flags;
  for (let i = 0; i < 600 && (await flags()).length === 0; ++i) await new Promise((resolve) => setTimeout(resolve, 100));
  const [flag] = await flags();
  const page = await newPage(browser, register);
  await signIn(page, register.officer('GLG', 'supervisor'));
  await page.goto('/searches/review');
  const card = page.locator('.bw-card').first();
  await card.getByLabel('Explained by the case file').check();
  await card.getByLabel('Why').fill('A namesake <b>with</b> a passport.');
  await register.api('GLG', 'POST', `/v1/misuse/flags/${flag.id}/review`, { outcome: 'misuse', reason: `No case file has it, says O'Connor.` });
  await card.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: /^Somebody has reviewed this search while you looked at this page\. Nothing of yours was saved/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'stale');
  const stale = await page.locator('#stale').innerText();
  assert.match(stale, /^demo reviewed it at .* \(UK time\): Misuse\n/);
  for (const part of [`No case file has it, says O'Connor.`, 'A namesake <b>with</b> a passport.']) assert.ok(stale.includes(part), stale);
  assert.equal(await page.locator('main form').count(), 0, 'there is nothing to review any more');
  await looksRight(page, 'searches-flag-stale');
  assert.equal((await flags())[0].review.outcome, 'misuse');
});

test('a supervisor sees who searched, one alone, and reviews what waits', async () => {
  await register.api('TFL', 'POST', '/v1/checks', { case_reference: 'T/1', purpose: 'renewal', subject: { names: [{ full: 'Nobody Else' }] } });
  const page = await newPage(browser, register);
  await signIn(page, register.officer('TFL', 'supervisor'));
  await page.goto('/searches');
  await page.getByRole('link', { name: 'All searches of the authority' }).click();
  await page.getByRole('link', { name: 'T/1' }).waitFor();
  await looksRight(page, 'searches-authority');
  await page.getByRole('link', { name: 'demo', exact: true }).click();
  await page.getByText('Of one officer or system alone.').waitFor();
  assert.match(new URL(page.url()).search, /^\?list=authority&actor=[0-9a-f-]{36}$/);
  await page.getByRole('link', { name: `Show everybody's` }).click();
  await page.getByRole('link', { name: 'Review searches' }).click();
  await page.getByText('Nothing waits for a review.').waitFor();
  await looksRight(page, 'searches-review');
});
