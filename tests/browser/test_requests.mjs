// Disclosure requests: asked from a hit, answered, files to and fro, regard had, and what changes later.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { keyAt, oddNames, press, signIn, tabTo, typeAt } from './people.mjs';
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

let drawn = 0;
// A check of `asking` that hits an entry of Leeds.
async function hit(asking, name = 'Barnabas Wrigglesworth') {
  drawn += 1;
  const subject = { names: [{ full: name }], date_of_birth: '1984-03-07', national_insurance_number: `QQ${300000 + drawn}C` };
  const entry = await register.api('LDS', 'POST', '/v1/decisions', {
    kind: 'revocation', decided_on: '2026-03-02', effective_on: '2026-03-23', notified_on: '2026-03-02',
    relies_on_relevant_information: true, subject,
  });
  const check = await register.api(asking, 'POST', '/v1/checks', { case_reference: 'C/7', purpose: 'renewal', subject });
  return { entry, check, hit: check.hits.find((one) => one.entry.id === entry.id) };
}
async function asked(asking, name) {
  const { entry, check } = await hit(asking, name);
  return register.api(asking, 'POST', '/v1/disclosure-requests', { entry: entry.id, check: check.id, question: 'What was it about?' });
}
const as = (request, code) => register.api(code, 'GET', `/v1/disclosure-requests/${request.id}`);

test('an officer asks from the hit, the other authority answers, and regard is had', async () => {
  const { check } = await hit('BIR', oddNames[0]);
  const page = await newPage(browser, register);
  await signIn(page, register.officer('BIR', 'decision_maker'));
  await page.goto(`/checks/${check.id}`);
  await page.getByRole('link', { name: 'Ask for details of this entry' }).click();
  await heading(page, 'Ask Leeds City Council for details').waitFor();
  assert.ok((await page.locator('main').innerText()).includes(oddNames[0]));
  await looksRight(page, 'request-ask');
  await press(page, 'Send the question');
  await page.getByRole('link', { name: 'Enter your question' }).waitFor();
  await looksRight(page, 'request-ask-error');
  await page.getByLabel('Your question').fill(`What was it about?\n\nIs there an appeal? <b>${oddNames[1]}</b>`);
  await press(page, 'Send the question');
  await heading(page, 'Your request to Leeds City Council').waitFor();
  const place = new URL(page.url()).pathname;
  assert.match(await page.locator('main').innerText(), /days left/);
  assert.ok((await page.locator('main').innerText()).includes(`<b>${oddNames[1]}</b>`));
  await looksRight(page, 'request-asked');

  const there = await newPage(browser, register);
  await signIn(there, register.officer('LDS', 'decision_maker'));
  await there.getByRole('link', { name: 'Requests', exact: true }).click();
  await heading(there, 'Requests for details').waitFor();
  await there.getByRole('row').nth(1).getByRole('link').click();
  await heading(there, 'Request of Birmingham City Council').waitFor();
  await looksRight(there, 'request-to-answer');
  await there.getByLabel('Your answer').fill('Section 1(g).\nNo appeal.');
  await press(there, 'Send the answer');
  await there.getByText('No appeal.').waitFor();
  await looksRight(there, 'request-answered');

  const back = await newPage(browser, register);
  await signIn(back, register.officer('BIR', 'supervisor'));
  await back.goto(place);
  await back.getByLabel('How you had regard to the answer').fill('It weighed against the grant.');
  await press(back, 'Close the request');
  await back.getByText('Closed').first().waitFor();
  assert.equal(await back.locator('form[method=post]:not([action="/sign-out"])').count(), 0);
  await looksRight(back, 'request-closed');
  await back.goto('/requests?list=asked&state=closed');
  assert.equal(await back.locator('tbody tr').count(), 1);
  await looksRight(back, 'requests-asked');
});

test('messages and files go to and fro, and a file is saved and never shown', async () => {
  const request = await asked('WLV');
  const page = await newPage(browser, register, { acceptDownloads: true });
  await signIn(page, register.officer('WLV', 'supervisor'));
  await page.goto(`/requests/${request.id}`);
  await page.getByText('Write a message').first().click();
  await page.getByLabel('Write a message').fill('The hearing is on Monday.');
  await press(page, 'Send the message');
  await page.getByText('The hearing is on Monday.').waitFor();
  await page.getByText('Send a file').first().click();
  await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\r\n\0\xff--\r\n', 'latin1') });
  await press(page, 'Send the file');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'letter.pdf' }).click();
  const saved = await (await download).path();
  assert.deepEqual(fs.readFileSync(saved), Buffer.from('%PDF-1.7\r\n\0\xff--\r\n', 'latin1'));
  await looksRight(page, 'request-file');
  const { items } = await as(request, 'LDS');
  assert.deepEqual(items.map((one) => one.kind), ['question', 'message', 'attachment']);
  // Without one, of another kind, empty, and too large.
  const big = path.join(register.folder, 'big.pdf');
  fs.writeFileSync(big, Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(540 * 1024, 65)]));
  const cases = [[null, 'Choose a file'], [{ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('\x89<script>', 'latin1') }, 'is no PDF, PNG, JPEG or plain text'],
    [{ name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }, 'is no PDF, PNG, JPEG or plain text'], [big, 'is more than 512 KiB'],
    [{ name: `<b>O'Connor</b>.txt`, mimeType: 'text/plain', buffer: Buffer.from('text') }, 'must be a plain name']];
  for (const [file, says] of cases) {
    await page.goto(`/requests/${request.id}`);
    await page.getByText('Send a file').first().click();
    if (file) await page.getByLabel('File', { exact: true }).setInputFiles(file);
    await press(page, 'Send the file');
    await heading(page, 'There is a problem').waitFor();
    assert.ok((await page.locator('#file-error').innerText()).includes(says), `${says}: ${await page.locator('#file-error').innerText()}`);
  }
  await looksRight(page, 'request-file-error');
  assert.equal((await as(request, 'LDS')).items.length, 3);
});

test('what was typed stays when a file is sent, and a file that was chosen is not forgotten in silence', async () => {
  const request = await asked('MAN');
  const letter = { name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('A letter.') };
  const large = path.join(register.folder, 'large.pdf');
  fs.writeFileSync(large, Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3 * 1024 * 1024, 65)]));
  for (const javaScriptEnabled of [true, false]) {
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer('LDS', javaScriptEnabled ? 'supervisor' : 'decision_maker'));
    await page.goto(`/requests/${request.id}`);
    const answer = page.getByLabel('Your answer');
    const message = page.getByLabel('Write a message');
    const file = page.getByLabel('File', { exact: true });
    const typed = `Section 1(g).\n\nNo appeal. <b>${oddNames[1]}</b>`;
    await answer.fill(typed);
    await page.getByText('Write a message').first().click();
    await message.fill('Wait for Monday.');
    await page.getByText('Send a file').first().click();
    const isKept = async (texts) => assert.deepEqual([await answer.inputValue(), await message.inputValue()], texts);
    // Without a file, with one that is too large, and with a right one.
    for (const [chosen, said] of [[null, 'Choose a file'], [large, 'The file is more than 512 KiB']]) {
      if (chosen) await file.setInputFiles(chosen);
      await press(page, 'Send the file');
      await page.locator('.govuk-error-summary').getByRole('link', { name: said }).waitFor();
      await isKept([typed, 'Wait for Monday.']);
    }
    await file.setInputFiles(letter);
    await press(page, 'Send the file');
    await page.getByText('The file was sent. What you wrote below is still here, and has not been sent.').waitFor();
    await isKept([typed, 'Wait for Monday.']);
    if (javaScriptEnabled) await looksRight(page, 'request-kept');
    const files = async () => (await as(request, 'MAN')).items.filter((one) => one.kind === 'attachment').length;
    const sent = await files();
    await page.reload();
    assert.equal(await files(), sent, 'read again, it is not sent again');
    await isKept([typed, 'Wait for Monday.']);
    await file.setInputFiles(letter);
    await press(page, 'Send the message');
    await page.getByText('Nor was the file that you chose: choose it again to send it.').waitFor();
    await isKept([typed, '']);
    assert.equal(await files(), sent);
    await page.getByText('Write a message').first().click();
    await message.fill('One more.');
    await answer.fill('');
    await file.setInputFiles(letter);
    await press(page, 'Send the answer');
    await page.getByRole('link', { name: 'Enter what you want to say' }).waitFor();
    await page.getByText('The file that you chose was not sent: choose it again to send it.').waitFor();
    await isKept(['', 'One more.']);
    await press(page, 'Send the message');
    await page.locator('.bw-said').getByText('One more.').last().waitFor();
    assert.equal(new URL(page.url()).pathname, `/requests/${request.id}`);
  }
  const { items } = await as(request, 'MAN');
  assert.deepEqual(items.map((one) => one.kind), ['question', ...Array(2).fill(['attachment', 'message', 'message']).flat()]);
});

test('what the other side said meanwhile is shown first, and a question is taken back', async () => {
  const request = await asked('TFL');
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('TFL', 'supervisor'));
  await page.goto(`/requests/${request.id}`);
  await register.api('LDS', 'POST', `/v1/disclosure-requests/${request.id}/messages`, { text: 'Give us until Friday.' });
  await page.getByText('Take the question back').first().click();
  await page.getByLabel('Take the question back').fill('The application was withdrawn.');
  await press(page, 'Take it back');
  await page.getByText('Give us until Friday.').waitFor();
  await page.getByText(/while you looked at this page/).first().waitFor();
  assert.equal((await as(request, 'TFL')).state, 'open');
  assert.equal(await page.getByLabel('Take the question back').inputValue(), 'The application was withdrawn.');
  await press(page, 'Take it back');
  await page.getByText('Withdrawn').first().waitFor();
  assert.equal((await as(request, 'TFL')).state, 'withdrawn');
});

test('what happens to the entry after the answer stands there with its reason', async () => {
  const request = await asked('GLG');
  await register.api('LDS', 'POST', `/v1/disclosure-requests/${request.id}/answer`, { answer: 'In short.' });
  await register.api('LDS', 'POST', `/v1/decisions/${request.entry.id}/changes`, { change: 'appeal_lodged', on: '2026-11-24', reason: 'Out of time, by leave.' });
  const page = await newPage(browser, register);
  await signIn(page, register.officer('GLG', 'officer'));
  await page.goto(`/requests/${request.id}`);
  await page.getByText('The entry has changed since you asked.').waitFor();
  assert.match(await page.locator('main').innerText(), /24 November 2026\s+Appealed[^]*Out of time, by leave\./);
  await looksRight(page, 'request-changed');
});

test('an answer is given by keyboard alone, without JavaScript, once though sent twice', async () => {
  const request = await asked('CRF', oddNames[2]);
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('LDS', 'supervisor'));
  await page.goto(`/requests/${request.id}`);
  await tabTo(page, '#answer');
  await page.keyboard.type('Nothing more is known.');
  await tabTo(page, 'form[action$="/answer"] button');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing more is known.').first().waitFor();
  const { items, state } = await as(request, 'LDS');
  assert.equal(state, 'answered');
  assert.deepEqual(items.map((one) => one.kind), ['question', 'answer']);
});

test('details are asked for, given and regarded by keyboard alone, with and without JavaScript', async () => {
  for (const [code, javaScriptEnabled] of [['GLG', true], ['CRF', false]]) {
    const { check } = await hit(code, 'Eleanora Entwistle');
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer(code, 'officer'));
    await page.goto(`/checks/${check.id}`);
    await keyAt(page, 'main a[href$="/request"]', 'Enter');
    await typeAt(page, '#question', 'What was it about?');
    await keyAt(page, 'main form button', 'Enter');
    await heading(page, 'Your request to Leeds City Council').waitFor();
    const place = new URL(page.url()).pathname;
    const there = await newPage(browser, register, { javaScriptEnabled });
    await signIn(there, register.officer('LDS', javaScriptEnabled ? 'officer' : 'supervisor'));
    await keyAt(there, 'nav a[href="/requests"]', 'Enter');
    await keyAt(there, `main a[href="${place}"]`, 'Enter');
    await keyAt(there, 'main form summary', 'Enter');
    await typeAt(there, '#messages', 'It comes today.');
    await keyAt(there, 'button[formaction$="/messages"]', 'Enter');
    await there.locator('.bw-said').getByText('It comes today.').waitFor();
    await typeAt(there, '#answer', 'Section 1(g).');
    await keyAt(there, 'button[formaction$="/answer"]', 'Enter');
    await there.locator('.bw-said').getByText('Section 1(g).').waitFor();
    const back = await newPage(browser, register, { javaScriptEnabled });
    await signIn(back, register.officer(code, 'supervisor'));
    await back.goto(place);
    await typeAt(back, '#had-regard', 'It weighed against the grant.');
    await keyAt(back, 'button[formaction$="/had-regard"]', 'Enter');
    await back.getByText('Closed').first().waitFor();
    const { items } = await register.api(code, 'GET', `/v1/disclosure-requests/${place.split('/').pop()}`);
    assert.deepEqual(items.map((one) => one.kind), ['question', 'message', 'answer', 'had_regard']);
  }
});

test('a question that is sent twice is one, and one under way is not asked again', async () => {
  const { check, hit: one } = await hit('MAN');
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'officer'));
  const place = `/checks/${check.id}/hits/${one.id}/request`;
  await page.goto(place);
  await page.getByLabel('Your question').fill('Why?');
  const form = await page.locator('main form').evaluate((all) => new URLSearchParams(new FormData(all)).toString());
  const urls = await page.evaluate(async ([to, body]) => {
    const send = () => fetch(to, { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    const first = await send();
    return [first.url, (await send()).url];
  }, [place, form]);
  assert.equal(urls[0], urls[1]);
  assert.match(urls[0], /\/requests\/[0-9a-f-]+$/);
  await page.goto(place);
  await page.getByLabel('Your question').fill('And why?');
  await press(page, 'Send the question');
  await heading(page, 'There is a problem').waitFor();
  assert.equal(await page.getByLabel('Your question').inputValue(), 'And why?');
  await looksRight(page, 'request-under-way');
});

test('a request to correct an entry is extended once and answered, by keyboard and without JavaScript', async () => {
  const { entry, check } = await hit('BIR');
  const [yesterday, today] = [1, 0].map((ago) => new Date(Date.now() - ago * 86400000).toLocaleDateString('en-CA', { timeZone: 'Europe/London' }));
  const inWords = (day) => new Date(`${day}T12:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const taken = await register.api('BIR', 'POST', '/v1/rectification-requests', {
    entry: entry.id, check: check.id, received_on: yesterday, wrong: `It was in March.\n<b>${oddNames[1]}</b>`,
  });
  const page = await newPage(browser, register);
  await signIn(page, register.officer('LDS', 'decision_maker'));
  await page.goto('/requests');
  await page.getByRole('link', { name: 'Requests of drivers to correct an entry' }).click();
  await heading(page, 'Requests to correct an entry').waitFor();
  const row = await page.locator('tbody').innerText();
  assert.ok(row.includes('Birmingham City Council') && row.includes(`${inWords(taken.answer_by)} (`), row);
  await looksRight(page, 'corrections');
  await page.getByRole('row').nth(1).getByRole('link').click();
  await heading(page, `Request of ${inWords(yesterday)} to correct an entry`).waitFor();
  assert.ok((await page.locator('main').innerText()).includes(`<b>${oddNames[1]}</b>`));
  await page.getByText('Take two further months').first().click();
  await press(page, 'Record it');
  await heading(page, 'There is a problem').waitFor();
  await page.getByRole('link', { name: 'Enter the day on which the driver was told' }).waitFor();
  await looksRight(page, 'correction-error');
  const [year, month, day] = today.split('-');
  await page.locator('#told_on-day').fill(day);
  await page.locator('#told_on-month').fill(month);
  await page.locator('#told_on-year').fill(year);
  await page.getByLabel('Why it takes longer').fill('The file is with the court.');
  await press(page, 'Record it');
  await page.getByText(`The driver was told on ${inWords(today)}`).waitFor();
  const { answer_by: longer } = await register.api('LDS', 'GET', `/v1/rectification-requests/${taken.id}`);
  assert.ok(longer > taken.answer_by);
  assert.ok((await page.locator('main').innerText()).includes(`${inWords(longer)} (`));
  assert.equal(await page.getByText('Take two further months').count(), 0);
  await looksRight(page, 'correction-extended');
  // Nothing was corrected: that cannot be the answer.
  await page.getByLabel('The entry was corrected').check();
  await page.getByLabel('Your reasons').fill('It is right.');
  await press(page, 'Send the answer');
  await page.getByText(/has not been amended or removed/).first().waitFor();
  await looksRight(page, 'correction-not-corrected');
  const bare = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(bare, register.officer('LDS', 'supervisor'));
  await bare.goto(new URL(page.url()).pathname.replace(/\/answer$/, ''));
  await bare.getByLabel('The entry stays as it is').check();
  await tabTo(bare, '#answer-reasons');
  await bare.keyboard.type('It is right.');
  await tabTo(bare, 'form[action$="/answer"] button');
  await bare.keyboard.press('Enter');
  await bare.getByText('Refused').first().waitFor();
  assert.equal(await bare.locator('form[method=post]:not([action="/sign-out"])').count(), 0);

  const there = await newPage(browser, register);
  await signIn(there, register.officer('BIR', 'data_administrator'));
  await there.goto('/corrections');
  await there.getByRole('row').nth(1).getByRole('link').click();
  await there.getByText('It is right.').waitFor();
  assert.equal(new URL(there.url()).search, '');
  await looksRight(there, 'correction-answered');
  const other = await newPage(browser, register);
  await signIn(other, register.officer('WLV', 'officer'));
  assert.equal((await other.goto(`/corrections/${taken.id}`)).status(), 404);
});

test('the lists say when there is nothing, and a third authority sees none of it', async () => {
  const request = await asked('BIR');
  const page = await newPage(browser, register);
  await signIn(page, register.officer('WLV', 'officer'));
  await page.goto('/requests?list=to_answer&state=open');
  await page.getByText('There is no such request.').waitFor();
  await looksRight(page, 'requests-none');
  for (const place of [`/requests/${request.id}`, '/requests/none', `/v1/disclosure-requests/${request.id}`])
    assert.equal((await page.goto(place)).status(), 404, place);
});
