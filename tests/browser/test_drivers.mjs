// An authority's own drivers: one looked up, a file of licences, and a whole roster held against the
// register.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { besides, fileAt, keyAt, oddNames, signIn } from './people.mjs';
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

const button = (page, name) => page.getByRole('button', { name, exact: true });
const heading = (page, name) => page.getByRole('heading', { name });
const licenceOf = (name, more = {}) => ({
  class: 'private_hire', status: 'current', holder: { names: [{ full: name }], date_of_birth: '1984-03-07' }, ...more,
});

async function lookUp(page, number) {
  await page.getByLabel('Licence number', { exact: true }).fill(number);
  await button(page, 'Look up').click();
}

async function choose(page, content, name = 'roster.csv') {
  await page.getByLabel('File').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
}

test('a driver is looked up by a number that stands in no address, and checked by one press', async () => {
  for (const [index, name] of oddNames.entries()) await register.api('LDS', 'PUT', `/v1/licences/PH%2F${index}`, licenceOf(name));
  const page = await newPage(browser, register);
  await signIn(page, register.officer('LDS', 'officer'));
  await page.getByRole('link', { name: 'Our drivers' }).click();
  await looksRight(page, 'drivers');
  for (const [index, name] of oddNames.entries()) {
    await lookUp(page, `PH/${index}`);
    await heading(page, name).waitFor();
    const main = await page.locator('main').innerText();
    for (const part of [name, `PH/${index}`, 'Private hire', '7 March 1984', 'has found no entry']) assert.ok(main.includes(part), part);
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/drivers');
    await looksRight(page, `driver-${index}`);
  }
  await button(page, 'Check this person').click();
  await heading(page, 'Check an applicant').waitFor();
  assert.equal(await page.getByLabel('Full name').inputValue(), oddNames[2]);
  assert.equal(await page.getByLabel('Year').inputValue(), '1984');
});

test('how a licence has been is shown with who put it, and who else licenses its holder where the policy is on', async () => {
  const holder = { names: [{ full: 'Philippa Thornbury' }], date_of_birth: '1966-02-03', national_insurance_number: 'QQ667788B' };
  await register.api('MAN', 'PUT', '/v1/licences/H%2F1', { class: 'private_hire', status: 'current', holder });
  await register.api('MAN', 'PUT', '/v1/licences/H%2F1', { class: 'private_hire', status: 'suspended', holder });
  await register.api('GLG', 'PUT', '/v1/licences/G%2F1', { class: 'dual', status: 'current', holder });
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'officer'));
  await page.goto('/drivers');
  await lookUp(page, 'H/1');
  const history = await besides(page, () => button(page, 'How this licence has been (opens in a new tab)').click());
  const rows = await history.getByRole('row').allInnerTexts();
  assert.equal(rows.length, 3);
  assert.match(rows[1], /^2\s.*demo\s+status\s+Suspended/);
  assert.match(rows[2], /^1\s.*demo\s+Recorded first\s+Current/);
  assert.equal(new URL(history.url()).pathname + new URL(history.url()).search, '/drivers/history');
  history.faults = page.faults;
  await looksRight(history, 'driver-history');
  let elsewhere;
  for (let i = 0; i < 100; ++i) {  // until the index has it
    await elsewhere?.close();
    elsewhere = await besides(page, () => button(page, 'Who else licenses them (opens in a new tab)').click());
    await heading(elsewhere, 'Who else licenses them').waitFor();
    if (await heading(elsewhere, 'Glasgow City Council').count()) break;
  }
  const main = await elsewhere.locator('main').innerText();
  assert.match(main, /Glasgow City Council[^]*How sure\s+Strong/);
  assert.ok(!main.includes('G/1'));
  elsewhere.faults = page.faults;
  await looksRight(elsewhere, 'driver-elsewhere');
});

test('what the register found about a driver stands with them', async () => {
  const subject = { names: [{ full: 'Dmitri Featherstone' }], date_of_birth: '1971-05-06', national_insurance_number: 'QQ445566A' };
  await register.api('WLV', 'PUT', '/v1/licences/W1', { class: 'dual', status: 'current', holder: subject });
  await register.api('LDS', 'POST', '/v1/decisions', {
    kind: 'revocation', decided_on: '2026-11-25', effective_on: '2026-11-25', notified_on: '2026-11-25',
    relies_on_relevant_information: true, subject,
  });
  // Another driver, whose alert is not theirs.
  const other = { names: [{ full: 'Prudence Thistlewood' }], date_of_birth: '1980-01-09', national_insurance_number: 'QQ445567A' };
  await register.api('WLV', 'PUT', '/v1/licences/W2', { class: 'dual', status: 'current', holder: other });
  await register.api('LDS', 'POST', '/v1/decisions', {
    kind: 'refusal', decided_on: '2026-11-25', effective_on: '2026-11-25', notified_on: '2026-11-25',
    relies_on_relevant_information: true, subject: other,
  });
  const isTold = async (number) => (await register.api('WLV', 'GET', `/v1/licences/${number}/alerts`)).alerts.length > 0;
  for (let i = 0; i < 600 && !(await isTold('W1') && await isTold('W2')); ++i)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('WLV', 'officer'));
  await page.goto('/drivers');
  await lookUp(page, 'W1');
  await page.getByText('An entry may be about one of your licensees').waitFor();
  assert.equal(await page.locator('table tbody tr').count(), 1);
  const alert = await besides(page, () => page.getByRole('link', { name: 'An entry may be about one of your licensees (opens in a new tab)' }).click());
  assert.match(new URL(alert.url()).pathname, /^\/alerts\/[0-9a-f-]{36}$/);
});

test('a number that is not there is told at its box', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('BIR', 'officer'));
  for (const [typed, said] of [['', 'Enter a licence number'], ['PH/0', 'Your authority has no licence of this number on the register']]) {
    await page.goto('/drivers');
    await lookUp(page, typed);
    await page.getByRole('link', { name: said }).waitFor();
    assert.equal(await page.getByLabel('Licence number', { exact: true }).inputValue(), typed);
  }
  await looksRight(page, 'drivers-not-found');
});

test('a file of licences is recorded, and what is wrong with it told by row', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'supervisor'));
  await page.goto('/drivers/upload');
  await looksRight(page, 'licences-upload');
  await choose(page, `licence_number,class,status,full_name\nM1,private_hire,current,"=SUM(A1)"\nM2,taxi,current,Octavia Vyvyan\n`);
  await button(page, 'Record these licences').click();
  await page.getByText('Rows that were not taken').waitFor();
  const main = await page.locator('main').innerText();
  assert.match(main, /New\s+1/);
  assert.match(main, /2\s+M2\s+class: must be one of/);
  await looksRight(page, 'licences-uploaded');
});

test('a roster is compared first, and done by a second step that says what becomes of the rest', async () => {
  for (const number of ['A1', 'A2', 'A3']) await register.api('BIR', 'PUT', `/v1/licences/${number}`, licenceOf(`Driver ${number}`));
  const page = await newPage(browser, register);
  await signIn(page, register.officer('BIR', 'supervisor'));
  await page.goto('/drivers');
  await page.getByRole('link', { name: 'Hold your whole roster against the register' }).click();
  await looksRight(page, 'roster-form');
  const header = 'licence_number,class,status,full_name,date_of_birth\n';
  await choose(page, `${header}A1,private_hire,current,Driver A1,1984-03-07\nA2,private_hire,suspended,Driver A2,1984-03-07\nA9,private_hire,current,O'Connor,1984-03-07\n`);
  await button(page, 'Compare').click();
  await heading(page, 'Let the register become what the roster says').waitFor();
  const main = await page.locator('main').innerText();
  for (const part of [/As on the register\s+1/, /A2\s+status/, /Not on the register yet[^]*A9/, /not in the roster[^]*A3/]) assert.match(main, part);
  await looksRight(page, 'roster-compared');
  assert.equal((await register.api('BIR', 'GET', '/v1/licences/A2')).status, 'current', 'nothing is changed yet');
  await button(page, 'Do this').click();
  await page.getByRole('link', { name: 'Select what becomes of the licences' }).waitFor();
  await looksRight(page, 'roster-unsaid');
  await page.getByLabel('They have expired').check();
  await button(page, 'Do this').click();
  await page.getByText('It was done.').waitFor();
  await looksRight(page, 'roster-applied');
  assert.equal((await register.api('BIR', 'GET', '/v1/licences/A2')).status, 'suspended');
  assert.equal((await register.api('BIR', 'GET', '/v1/licences/A3')).status, 'expired');
});

test('a roster with one wrong row is refused whole, and the row is named', async () => {
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('LDS', 'supervisor'));
  await page.goto('/drivers/roster');
  await choose(page, 'licence_number,class,status,full_name\nPH/0,private_hire,current,A\nPH/1,taxi,current,B\n');
  await button(page, 'Compare').click();
  await heading(page, 'There is a problem').waitFor();
  assert.match(await page.locator('.govuk-error-summary__list a').innerText(), /2/);
  await page.goto('/drivers/roster');
  await page.getByLabel('Year').fill('');
  await button(page, 'Compare').click();
  assert.deepEqual(await page.locator('.govuk-error-summary__list a').allInnerTexts(), ['Enter the day on which the roster stood', 'Select a file']);
});

test('a roster is held against the register and applied by keyboard alone, with and without JavaScript', async () => {
  for (const [code, javaScriptEnabled] of [['CRF', true], ['TFL', false]]) {
    for (const number of ['K1', 'K2']) await register.api(code, 'PUT', `/v1/licences/${number}`, licenceOf(`Driver ${number}`));
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer(code, 'supervisor'));
    await keyAt(page, 'a[href="/drivers"]', 'Enter');
    await keyAt(page, 'a[href="/drivers/roster"]', 'Enter');
    await fileAt(page, '#file', 'roster.csv',
      'licence_number,class,status,full_name,date_of_birth\nK1,private_hire,suspended,Driver K1,1984-03-07\nK9,private_hire,current,Somebody New,1984-03-07\n');
    await keyAt(page, 'form[action="/drivers/roster"] button', 'Enter');
    await heading(page, 'Let the register become what the roster says').waitFor();
    // What is wider than the window is moved by keyboard too.
    await keyAt(page, '.bw-scroll', 'ArrowRight');
    await keyAt(page, 'input[name=extra_becomes]', 'Space');
    await page.keyboard.press('ArrowDown');
    await keyAt(page, 'form[action^="/drivers/roster/"] button', 'Enter');
    await page.getByText('It was done.').waitFor();
    const status = async (number) => (await register.api(code, 'GET', `/v1/licences/${number}`)).status;
    assert.deepEqual([await status('K1'), await status('K2'), await status('K9')], ['suspended', 'expired', 'current']);
  }
});

test('a file of licences or a roster that is none is told as that, and nothing is recorded', async () => {
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('WLV', 'supervisor'));
  const header = 'licence_number,class,status,full_name\n';
  const counted = async () => (await register.api('WLV', 'GET', '/v1/licences/N1').catch(() => null));
  for (const [place, action] of [['/drivers/upload', 'Record these licences'], ['/drivers/roster', 'Compare']])
    for (const [name, content, said] of [
      ['empty.csv', '', 'The file is empty'], ['blank.csv', ' \r\n\r\n', 'The file is empty'],
      ['book.xlsx', 'PK\x03\x04...', 'The file is no CSV and no JSON.'], ['old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'The file is no CSV and no JSON.'],
      ['scan.pdf', '%PDF-1.7\n', 'The file is no CSV and no JSON.'], ['header.csv', header, 'The file has a header line and no row behind it'],
      ['many.csv', `${header}${'N1,private_hire,current,A\n'.repeat(300_000)}`, 'The file has 300000 rows'],
      ['twice.csv', `licence_number,class,status,full_name,Full_Name\nN1,private_hire,current,A,B\n`, 'Full_Name: is there twice'],
      ['other.csv', 'colour,size\nred,3\n', 'licence_number']]) {
      await page.goto(place);
      await choose(page, content, name);
      await button(page, action).click();
      await heading(page, 'There is a problem').waitFor();
      const told = await page.locator('.govuk-error-summary__list a[href="#file"]').innerText();
      assert.ok(told.includes(said), `${place} ${name}: ${told}`);
      assert.ok((await page.locator('#file-error').innerText()).includes(said), name);
    }
  assert.equal(await counted(), null);
});

test('a formula in a cell is text in the register and on each page', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('GLG', 'supervisor'));
  const row = (number) => `${number},private_hire,current,"=HYPERLINK(""http://x.example"",""A"")",1984-03-07\n`;
  const header = 'licence_number,class,status,full_name,date_of_birth\n';
  await page.goto('/drivers/upload');
  await choose(page, `${header}${row('=1+1')}`);
  await button(page, 'Record these licences').click();
  assert.match(await page.locator('main').innerText(), /New\s+1/);
  await page.goto('/drivers');
  await lookUp(page, '=1+1');
  await heading(page, '=HYPERLINK("http://x.example","A")').waitFor();
  await page.goto('/drivers/roster');
  await choose(page, `${header}${row('=1+1')}${row('=2+2')}`);
  await button(page, 'Compare').click();
  await heading(page, 'Let the register become what the roster says').waitFor();
  const main = await page.locator('main').innerText();
  assert.match(main, /As on the register\s+1/);
  assert.match(main, /=2\+2/);
  assert.equal(await page.locator('main a[href*="x.example"]').count(), 0);
});
