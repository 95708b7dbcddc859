// A council's own column mappings: made out of the heading row of its export, used, changed, removed.
import assert from 'node:assert/strict';
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

const heading = (page, name) => page.getByRole('heading', { name });
const errors = (page) => page.locator('.govuk-error-summary__list').innerText();
const field = (page, name) => page.getByLabel(name, { exact: true });
const administrator = (code) => register.officer(code, 'data_administrator');
const place = (name) => `/v1/column-mappings/${name}`;
const mapping = (name, more = {}) => ({
  format: 'badgewatch-mapping/1', name, description: 'Ours', columns: { licence_number: { header: 'No' }, full_name: { header: 'Driver' } },
  values: {}, defaults: { class: 'dual', status: 'current' }, dates: ['dmy', 'iso'], name_order: 'as_written', ...more,
});

test('an administrator makes a mapping of a heading row, and a roster is read with it', async () => {
  const page = await newPage(browser, register);
  await signIn(page, administrator('MAN'));
  await page.goto('/admin/mappings');
  await page.getByText('Your authority has made none of its own yet.').waitFor();
  const main = await page.locator('main').innerText();
  for (const part of ['back-office-export', 'default', 'public-register', 'licence_number', '14/03/1985']) assert.ok(main.includes(part), part);
  await looksRight(page, 'mappings');
  await page.getByRole('button', { name: 'Make a column mapping' }).click();
  await looksRight(page, 'mapping-row');
  for (const [row, said] of [['', /Paste the heading row/], ['Badge', /needs two headings/], ['Badge;Holder', /needs two headings/],
    ['Badge,badge ', /is there twice/], ['Badge,"Holder', /never closed/]]) {
    await field(page, 'Heading row').fill(row);
    await press(page, 'Continue');
    assert.match(await errors(page), said);
    assert.equal(await field(page, 'Heading row').inputValue(), row);
  }
  await looksRight(page, 'mapping-row-error');
  await field(page, 'Heading row').fill('');
  for (const [name, content, said] of [['a.xlsx', 'PK\x03\x04...', /no CSV/], ['scan.pdf', '%PDF-1.7\n', /no CSV/],
    ['empty.csv', '', /^The file is empty\. Select the export/], ['blank.csv', '\r\n \r\n', /^The file is empty\. Select the export/]]) {
    await page.getByLabel('Or a file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
    await press(page, 'Continue');
    assert.match(await errors(page), said, name);
    assert.match(await page.locator('#file-error').innerText(), new RegExp(said.source.replace('^', '')), name);
  }
  // As a spreadsheet copies it, and an odd heading among them.
  const odd = oddNames[0].replaceAll('"', "'");
  await field(page, 'Heading row').fill(['Badge Holder No', 'Surname', 'FORENAME(S)', 'd.o.b', 'Kind of badge', odd].join('\t'));
  await press(page, 'Continue');
  await page.getByText('6 headings were read, and for 3 it is known what they are.').waitFor();
  assert.equal(await field(page, 'Family name').inputValue(), 'Surname');
  assert.equal(await field(page, 'Given names').inputValue(), 'FORENAME(S)');
  assert.equal(await field(page, 'Date of birth').inputValue(), 'd.o.b');
  assert.equal(await field(page, 'Licence number').inputValue(), '');
  assert.match(await page.getByLabel('Class: your words for "Private hire"').inputValue(), /^PHD$/m);
  await looksRight(page, 'mapping-form');
  await press(page, 'Save this mapping');
  assert.match(await errors(page), /Enter a name/);
  await field(page, 'Name').fill('Of Ours');
  await page.getByLabel('Class: your words for "Both"').fill('PHD\nBoth of them');
  await press(page, 'Save this mapping');
  assert.match(await errors(page), /"PHD" stands for two things/);
  await page.getByLabel('Class: your words for "Both"').fill('Both of them');
  await press(page, 'Save this mapping');
  assert.deepEqual((await errors(page)).split('\n'),
    ['Name must be of small letters, digits, - and _, at most 60 of them']);
  await field(page, 'Name').fill('default');
  await press(page, 'Save this mapping');
  assert.deepEqual((await errors(page)).split('\n'), ['Enter a description', 'Columns must have licence_number']);
  await looksRight(page, 'mapping-form-errors');
  await field(page, 'Description').fill(odd);
  await field(page, 'Licence number').selectOption('Badge Holder No');
  await field(page, 'Class').selectOption('Kind of badge');
  await press(page, 'Save this mapping');
  assert.match(await errors(page), /Name is the name of one of the register's mappings/);
  await field(page, 'Name').fill('ours');
  await field(page, 'Email address').selectOption(odd);
  await field(page, 'Postcode').selectOption(odd);
  await field(page, 'Status, where the file has none').selectOption('Current');
  await press(page, 'Save this mapping');
  assert.match(await errors(page), /is the header of another column too/);
  await field(page, 'Postcode').selectOption('Not in the file');
  // Twice, as an impatient hand does.
  const form = await page.locator('main form').first().evaluate((one) => new URLSearchParams(new FormData(one)).toString());
  const twice = await page.evaluate(async (body) => {
    const send = () => fetch('/admin/mappings/make', { method: 'POST', body, redirect: 'manual', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    return [(await send()).type, (await send()).type];
  }, form);
  assert.deepEqual(twice, ['opaqueredirect', 'opaqueredirect']);
  await press(page, 'Save this mapping');
  await heading(page, 'Column mapping ours').waitFor();
  await looksRight(page, 'mapping');
  const there = await register.api('MAN', 'GET', place('ours'));
  assert.equal(there.mapping.columns.email.header, odd);
  assert.deepEqual(there.mapping.defaults, { status: 'current' });
  await page.goto('/admin/mappings');
  assert.equal(await page.getByRole('link', { name: 'ours', exact: true }).count(), 1);
  await looksRight(page, 'mappings-own');

  await page.goto('/drivers/roster');
  await page.getByLabel('Column mapping').selectOption("ours (your authority's)");
  await looksRight(page, 'roster-mapping');
  const header = ['Badge Holder No', 'Surname', 'FORENAME(S)', 'd.o.b', 'Kind of badge', `"${odd}"`, 'Ward'].join(',');
  await page.getByLabel('File').setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(`${header}\nN1,Lee,Ann,03/04/1985,Both of them,,Soho\n`) });
  await press(page, 'Compare');
  await page.getByText('N1').first().waitFor();
  await page.goto('/drivers/upload');
  await page.getByLabel('Column mapping').selectOption("ours (your authority's)");
  await page.getByLabel('File').setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(`${header}\nN1,Lee,Ann,03/04/1985,Both of them,,Soho\n`) });
  await press(page, 'Record these licences');
  assert.match(await page.locator('main').innerText(), /New\s+1/);
  assert.equal((await register.api('MAN', 'GET', '/v1/licences/N1')).class, 'dual');
});

test('a mapping of decisions is made of their heading row, and a file is looked at before it is entered', async () => {
  const page = await newPage(browser, register);
  await signIn(page, administrator('CRF'));
  await page.goto('/admin/mappings/new');
  await page.getByLabel('Files of decisions').check();
  await field(page, 'Heading row').fill('Case,Outcome,Decided on,Effective on,Letter sent,Driver,DOB');
  await press(page, 'Continue');
  await page.getByText('7 headings were read, and for 2 it is known what they are.').waitFor();
  assert.equal(await field(page, 'Licence number').count(), 0);
  assert.equal(await field(page, 'Decided on').inputValue(), 'Decided on');
  await looksRight(page, 'mapping-form-decisions');
  await field(page, 'Name').fill('cases');
  await field(page, 'Description').fill('Our case list');
  await press(page, 'Save this mapping');
  assert.deepEqual((await errors(page)).split('\n'), ['Columns must have your_reference', 'Columns must have full_name or family_name']);
  for (const [name, heading] of [['Your reference', 'Case'], ['What was decided', 'Outcome'], ['Driver told on', 'Letter sent'], ['Full name', 'Driver'], ['Date of birth', 'DOB']])
    await field(page, name).selectOption(heading);
  await page.getByLabel('What was decided: your words for "Revocation"').fill('Badge taken');
  await field(page, 'Whether it relied on relevant information, where the file does not say').selectOption('It did');
  await press(page, 'Save this mapping');
  await heading(page, 'Column mapping cases').waitFor();
  assert.match(await page.locator('main').innerText(), /What it is for\s+Files of decisions/);
  await looksRight(page, 'mapping-decisions');
  const there = await register.api('CRF', 'GET', place('cases'));
  assert.deepEqual([there.kind, there.mapping.values.kind, there.mapping.defaults], ['decisions', { 'Badge taken': 'revocation' }, { relies_on_relevant_information: 'true' }]);
  // Changed, it stays one of decisions; a roster is not read with it.
  await page.getByRole('button', { name: 'Change this mapping' }).click();
  await field(page, 'Description').fill('Our list of cases');
  await press(page, 'Save this mapping');
  await heading(page, 'Column mapping cases').waitFor();
  assert.equal((await register.api('CRF', 'GET', place('cases'))).mapping.kind, 'decisions');
  await page.goto('/drivers/upload');
  assert.deepEqual(await page.getByLabel('Column mapping').locator('option').allInnerTexts(), ['back-office-export', 'default', 'public-register']);

  const odd = oddNames[0];
  const day = (away) => new Date(Date.now() - away * 86_400_000).toISOString().slice(0, 10);
  const csv = 'Case,Outcome,Decided on,Effective on,Letter sent,Driver,DOB,Ward\n'
    + `C/1,Badge taken,${day(2)},${day(2)},${day(1)},"${odd.replaceAll('"', '""')}",14/03/1985,Splott\nC/2,Struck off,${day(2)},${day(2)},${day(1)},Ann Lee,03/04/1985,\n`;
  const send = async (button) => {
    await page.getByLabel('File').setInputFiles({ name: 'cases.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await press(page, button);
  };
  await page.goto('/decisions/upload');
  await looksRight(page, 'decisions-upload');
  assert.equal(await page.getByLabel('Column mapping').inputValue(), 'default');
  await send('Look how it is read');
  assert.match(await errors(page), /is no header/);
  await page.getByLabel('Column mapping').selectOption("cases (your authority's)");
  await send('Look how it is read');
  await heading(page, 'How the file is read').waitFor();
  const seen = await page.locator('main').innerText();
  assert.match(seen, /Rows\s+2\s+Can be read\s+1\s+Not taken\s+1/);
  assert.ok(seen.includes(odd), seen);
  assert.match(seen, /C\/1\s+Revocation/);
  assert.match(seen, /2\s+C\/2\s+kind: /);
  await looksRight(page, 'decisions-looked-at');
  const entered = async () => (await register.api('CRF', 'GET', '/v1/decisions')).decisions.filter((one) => one.your_reference === 'C/1').length;
  assert.equal(await entered(), 0);
  // The mapping is still chosen; the file is selected once more.
  assert.equal(await page.getByLabel('Column mapping').inputValue(), 'cases');
  await send('Enter these decisions');
  assert.match(await page.locator('main').innerText(), /New\s+1/);
  assert.equal(await entered(), 1);
});

test('a mapping is changed by keyboard without script; who comes late is told what changed', async () => {
  const kept = mapping('kept', { defaults: { class: 'dual', status: 'current', full_name: 'Nobody' }, dates: ['iso'], name_order: 'family_comma_given',
    values: { class: { X: 'dual' }, driving_licence_issuer: { Paris: 'FR', DVLA: 'GB' } } });
  await register.api('LDS', 'PUT', place('kept'), kept);
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, administrator('LDS'));
  await page.goto('/admin/mappings/named/kept');
  await page.getByRole('button', { name: 'Change this mapping' }).focus();
  await page.keyboard.press('Enter');
  await heading(page, 'Change the column mapping kept').waitFor();
  await tabTo(page, '#heading-expires_on');
  await tabTo(page, '#row');
  await page.keyboard.type('Valid to,Driver');
  await press(page, 'Save this mapping');
  // The new heading can be chosen; nothing was saved yet.
  await field(page, 'Expires on').selectOption('Valid to');
  assert.equal((await register.api('LDS', 'GET', place('kept'))).mapping.columns.expires_on, undefined);
  await tabTo(page, '#class-dual');
  await page.keyboard.type('Y\n');
  await page.keyboard.press('Tab');
  // Meanwhile somebody else makes another one of that name.
  await register.api('LDS', 'DELETE', place('kept'));
  await register.api('LDS', 'PUT', place('kept'), { ...kept, description: 'Theirs' });
  await press(page, 'Save this mapping');
  assert.match(await errors(page), /changed this mapping at .*Its columns are now: .*Licence number: No/);
  assert.equal(await field(page, 'Expires on').inputValue(), 'Valid to');
  await press(page, 'Save this mapping');
  await heading(page, 'Column mapping kept').waitFor();
  const now = (await register.api('LDS', 'GET', place('kept'))).mapping;
  assert.deepEqual(now, { ...kept, columns: { ...kept.columns, expires_on: { header: 'Valid to' } },
    values: { class: { X: 'dual', Y: 'dual' }, driving_licence_issuer: { Paris: 'FR', DVLA: 'GB' } } });

  // Removed by a second step; who looked at an older one is told.
  await page.getByText('Remove this mapping').click();
  await register.api('LDS', 'DELETE', place('kept'));
  await register.api('LDS', 'PUT', place('kept'), kept);
  await press(page, 'Yes, remove it');
  assert.match(await errors(page), /It was not removed/);
  await press(page, 'Yes, remove it');
  await heading(page, 'Column mappings').waitFor();
  await assert.rejects(register.api('LDS', 'GET', place('kept')), /404/);
  assert.equal((await page.goto('/admin/mappings/named/kept')).status(), 404);
  assert.equal((await page.goto('/admin/mappings/named/default/change')).status(), 404);
});

test('what was removed meanwhile is told on the form and at the upload', async () => {
  await register.api('BIR', 'PUT', place('going'), mapping('going'));
  const page = await newPage(browser, register);
  await signIn(page, administrator('BIR'));
  await page.goto('/admin/mappings/named/going/change');
  await looksRight(page, 'mapping-change');
  await field(page, 'Description').fill('Typed');
  await register.api('BIR', 'DELETE', place('going'));
  await press(page, 'Save this mapping');
  assert.match(await errors(page), /Somebody removed this mapping/);
  assert.equal(await field(page, 'Description').inputValue(), 'Typed');
  await looksRight(page, 'mapping-gone');
  await press(page, 'Save this mapping');
  await heading(page, 'Column mapping going').waitFor();
  await page.goto('/drivers/upload');
  await page.getByLabel('Column mapping').selectOption("going (your authority's)");
  await page.getByLabel('File').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('No,Driver\n1,Ann Lee\n') });
  await register.api('BIR', 'DELETE', place('going'));
  await press(page, 'Record these licences');
  await page.getByRole('link', { name: 'There is no column mapping of that name here.' }).waitFor();
  assert.equal(await page.getByLabel('Column mapping').inputValue(), 'going');
});
