// An authority's own decisions: recorded, looked up, changed, and uploaded as a file.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { besides, fileAt, fillDay, keyAt, oddNames, signIn, tabTo, typeAt, typeDay } from './people.mjs';
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
const day = (away) => new Date(Date.now() - away * 86_400_000).toISOString().slice(0, 10);

let drawn = 0;
const number = () => `QQ${String(200000 + ++drawn)}C`;
const decisionOf = (name, more = {}) => ({
  kind: 'revocation', decided_on: day(1), effective_on: day(1), notified_on: day(1),
  relies_on_relevant_information: true,
  subject: { names: [{ full: name }], date_of_birth: '1984-03-07', national_insurance_number: number() }, ...more,
});

async function fillDecision(page, name) {
  await page.getByLabel('Revocation').check();
  for (const legend of ['Day of the decision', 'Day on which the person was told', 'Day from which it takes effect'])
    await fillDay(page, legend, day(1));
  await page.getByLabel('It relied wholly or partly').check();
  await page.getByLabel('Full name').fill(name);
  await fillDay(page, 'Date of birth', '1984-03-07');
  await page.getByLabel('National Insurance number').fill(number());
}

test('a decision maker records one, and sees its clocks and what may happen to it', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('LDS', 'decision_maker'));
  await page.getByRole('link', { name: 'Our decisions' }).click();
  await page.getByText('Your authority has entered no decision yet.').waitFor();
  await looksRight(page, 'decisions-none');
  await page.getByRole('button', { name: 'Record a decision' }).click();
  assert.match(await page.locator('#enter-by').innerText(), /If the person is told today, enter it by \w+day \d+ \w+ \d{4}[^]*5 working days beginning with/);
  await looksRight(page, 'decision-form');
  await fillDecision(page, 'Mohammed Abdul Chowdhury');
  await button(page, 'Work out the last day').click();
  assert.match(await page.locator('#enter-by').innerText(), /^Enter it by/);
  assert.ok(await page.getByLabel('Revocation').isChecked(), 'what was typed stays');
  await button(page, 'Enter the decision').click();
  await heading(page, 'Mohammed Abdul Chowdhury').waitFor();
  assert.match(new URL(page.url()).pathname, /^\/decisions\/[0-9a-f-]{36}$/);
  const main = await page.locator('main').innerText();
  for (const part of ['In force', 'It was entered in time', '5 working days', 'Kept until'])
    assert.ok(main.includes(part), `${part} in ${main}`);
  await looksRight(page, 'decision');
  const moves = await page.locator('#moves + ul a').allInnerTexts();
  assert.ok(moves.includes('An appeal was lodged') && !moves.includes('The appeal was allowed: the entry goes'), moves.join());
});

test('each wrong box is named, and everything typed stays', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('BIR', 'decision_maker'));
  await page.goto('/decisions/new');
  await page.getByLabel('Full name').fill(`O'Connor <b>Bold</b>`);
  await fillDay(page, 'Day of the decision', '2999-02-31');
  await button(page, 'Enter the decision').click();
  await heading(page, 'There is a problem').waitFor();
  const links = page.locator('.govuk-error-summary__list a');
  const aims = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  assert.deepEqual(aims, ['#kind', '#decided_on-day', '#notified_on-day', '#effective_on-day', '#relies'], (await links.allInnerTexts()).join('\n'));
  assert.equal((await links.allInnerTexts())[0], 'Select what was decided');
  assert.equal(await page.getByLabel('Full name').inputValue(), `O'Connor <b>Bold</b>`);
  await links.nth(2).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'notified_on-day');
  await looksRight(page, 'decision-errors');
});

test('it is recorded by keyboard alone and without JavaScript', async () => {
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('WLV', 'officer'));
  await page.goto('/decisions/new');
  await tabTo(page, '#kind');
  for (let i = 0; i < 3; ++i) await page.keyboard.press('ArrowDown');
  for (const field of ['decided_on', 'notified_on', 'effective_on']) await typeDay(page, field, day(1));
  await keyAt(page, '#relies', 'Space');
  await typeAt(page, '#full_name', 'Ignatius Ingleby');
  await page.keyboard.press('Enter');
  await heading(page, 'Ignatius Ingleby').waitFor();
  assert.match(await page.locator('main').innerText(), /Decision\s+Revocation/);
});

test('every page weighs little when it is seen for the first time', async () => {
  const officer = register.officer('BIR', 'supervisor');
  const places = ['/duties', '/undecided-hits', '/decisions', '/decisions/new', '/decisions/upload', '/drivers', '/drivers/upload', '/drivers/roster', '/check-many', '/searches', '/searches/review'];
  const page = await newPage(browser, register);
  await signIn(page, officer);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let weight = 0;
  session.on('Network.loadingFinished', (one) => { weight += one.encodedDataLength; });
  for (const place of places) {
    await session.send('Network.clearBrowserCache');
    weight = 0;
    await page.goto(place, { waitUntil: 'networkidle' });
    assert.ok(weight > 10_000 && weight <= 60_000, `${place}: ${weight} bytes`);
  }
});

test('sent twice it is entered once', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'decision_maker'));
  await page.goto('/decisions/new');
  await fillDecision(page, 'Sent Twice');
  const [form, address] = await page.evaluate(() => {
    const one = document.querySelector('main form');
    return [new URLSearchParams(new FormData(one)).toString(), one.getAttribute('action')];
  });
  const places = await page.evaluate(async ([body, url]) => Promise.all([1, 2].map(async () => (await fetch(url, {
    method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })).url)), [form, address]);
  await page.goto('/decisions');
  assert.equal(await page.getByRole('link', { name: 'Sent Twice' }).count(), 1, places.join());
});

test('an entry goes through an appeal, and its history says who did what and why', async () => {
  const { id } = await register.api('WLV', 'POST', '/v1/decisions', decisionOf('Griselda Ollerenshaw'));
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('WLV', 'decision_maker'));
  await page.goto(`/decisions/${id}`);
  await page.getByRole('link', { name: 'An appeal was lodged' }).click();
  await button(page, 'An appeal was lodged').click();
  await page.getByRole('heading', { name: 'Under appeal' }).waitFor();
  await page.getByRole('link', { name: 'The appeal was dismissed' }).click();
  await button(page, 'The appeal was dismissed: the entry stands').click();
  await heading(page, 'There is a problem').waitFor();
  assert.deepEqual(await page.locator('.govuk-error-summary__list a').allInnerTexts(), ['Enter why']);
  await page.getByLabel('Why').fill(`The court found\nno fault <b>O'Connor</b>.`);
  await button(page, 'The appeal was dismissed: the entry stands').click();
  await page.getByRole('heading', { name: 'In force' }).waitFor();
  const rows = await page.getByRole('table').last().getByRole('row').allInnerTexts();
  assert.equal(rows.length, 4);
  assert.match(rows[3], /Appeal dismissed[^]*Demo officer of WLV[^]*\(UK time\)[^]*The court found no fault <b>O'Connor<\/b>\./);
});

test('the life of an entry is kept by keyboard alone, with and without JavaScript', async () => {
  for (const [code, javaScriptEnabled] of [['GLG', true], ['TFL', false]]) {
    const { id } = await register.api(code, 'POST', '/v1/decisions', decisionOf('Hortensia Huckaback'));
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer(code, 'officer'));
    await keyAt(page, 'a[href="/decisions"]', 'Enter');
    await keyAt(page, `a[href="/decisions/${id}"]`, 'Enter');
    const step = async (change, fill, done) => {
      await keyAt(page, `a[href="/decisions/${id}/change/${change}"]`, 'Enter');
      await fill();
      await keyAt(page, `form[action="/decisions/${id}/change/${change}"] button`, 'Enter');
      await page.getByText(done).first().waitFor();
    };
    await step('appeal_lodged', () => {}, 'Under appeal');
    await step('appeal_dismissed', () => typeAt(page, '#reason', 'The court said so.'), 'In force');
    await step('amend', async () => {
      await typeAt(page, '#reason', 'A wrong day.');
      for (const part of ['day', 'month', 'year']) await keyAt(page, `#effective_on-${part}`, 'Control+a');
      await typeDay(page, 'effective_on', day(0));
    }, 'Corrected: Day from which it takes effect');
    await step('remove', () => typeAt(page, '#reason', 'Another person.'), 'A second person has to agree');
    const second = await newPage(browser, register, { javaScriptEnabled });
    await signIn(second, register.officer(code, 'supervisor'));
    await second.goto(`/decisions/${id}`);
    await keyAt(second, `a[href="/decisions/${id}/change/remove"]`, 'Enter');
    await keyAt(second, `form[action="/decisions/${id}/change/remove"] button`, 'Enter');
    await second.getByRole('heading', { name: 'Removed' }).waitFor();
    const { history, effective_on: effective } = await register.api(code, 'GET', `/v1/decisions/${id}`);
    assert.equal(effective, day(0));
    assert.deepEqual(history.map((one) => one.change), ['entered', 'appeal_lodged', 'appeal_dismissed', 'amend', 'remove', 'remove']);
  }
});

test('a removal needs two people', async () => {
  const { id } = await register.api('WLV', 'POST', '/v1/decisions', decisionOf('Leopoldina Gawkrodger'));
  let page = await newPage(browser, register);
  await signIn(page, register.officer('WLV', 'decision_maker'));
  await page.goto(`/decisions/${id}`);
  await page.getByRole('link', { name: 'remove it' }).click();
  await page.getByLabel('Why').fill('Entered about another person.');
  await looksRight(page, 'decision-remove');
  await button(page, 'The entry should never have been made: remove it').click();
  await page.getByText('A second person has to agree').waitFor();
  await looksRight(page, 'decision-proposed');
  // Who proposed it is no second person: there is nothing to press, and the register refuses it.
  await page.getByText(/^demo$/).waitFor();  // who entered it
  assert.equal(await page.getByRole('link', { name: 'Agree to the removal' }).count(), 0);
  const own = await page.evaluate(async (place) => {
    const csrf = document.querySelector('input[name=csrf]').value;
    const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf };
    const answer = await fetch(place, { method: 'POST', headers, body: JSON.stringify({ change: 'remove', reason: 'Me again.' }) });
    return { status: answer.status, text: await answer.text() };
  }, `/v1/decisions/${id}/changes`);
  assert.equal(own.status, 422, own.text);
  assert.equal((await page.goto(`/decisions/${id}/change/remove`)).status(), 404);
  page = await newPage(browser, register);
  await signIn(page, register.officer('WLV', 'supervisor'));
  await page.goto(`/decisions/${id}`);
  await page.getByRole('link', { name: 'Agree to the removal' }).click();
  await page.getByText('Entered about another person.').waitFor();
  await looksRight(page, 'decision-agree');
  await button(page, 'Agree to the removal').click();
  await page.getByRole('heading', { name: 'Removed' }).waitFor();
});

test('a page that somebody else has overtaken says what changed meanwhile, and does nothing', async () => {
  const { id } = await register.api('TFL', 'POST', '/v1/decisions', decisionOf('Barnaby Thistlethwaite'));
  const page = await newPage(browser, register);
  await signIn(page, register.officer('TFL', 'decision_maker'));
  await page.goto(`/decisions/${id}/change/amend`);
  await register.api('TFL', 'POST', `/v1/decisions/${id}/changes`, { change: 'appeal_lodged', on: day(0) });
  await fillDay(page, 'Day from which it takes effect', day(0));
  await page.getByLabel('Why').fill('Wrong day.');
  await button(page, 'Something in it is wrong: correct it').click();
  await heading(page, 'There is a problem').waitFor();
  assert.match(await page.locator('#stale').innerText(), /Appealed/);
  assert.equal(await page.getByLabel('Why').inputValue(), 'Wrong day.');
  await looksRight(page, 'decision-stale');
  assert.equal((await register.api('TFL', 'GET', `/v1/decisions/${id}`)).version, 2);
  await button(page, 'Something in it is wrong: correct it').click();
  await page.getByText('Corrected: Day from which it takes effect').waitFor();
  const now = await register.api('TFL', 'GET', `/v1/decisions/${id}`);
  assert.equal(now.effective_on, day(0));
  assert.deepEqual(now.subject.names.map((one) => one.full), ['Barnaby Thistlethwaite']);
});

test('a long list goes on page by page, and prints without what is only for the screen', async () => {
  for (let i = 0; i < 27; ++i) await register.api('CRF', 'POST', '/v1/decisions', decisionOf(`Listed Number ${i}`));
  const page = await newPage(browser, register);
  await signIn(page, register.officer('CRF', 'officer'));
  await page.goto('/decisions');
  assert.equal(await page.locator('tbody tr').count(), 25);
  await page.getByRole('link', { name: 'Next page' }).click();
  assert.deepEqual(await page.locator('tbody a').allInnerTexts(), ['Listed Number 1', 'Listed Number 0']);
  await looksRight(page, 'decisions-second-page');
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.govuk-service-navigation', '.bw-who', 'main form', '.bw-footer'])
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  assert.ok(await page.getByRole('link', { name: 'Listed Number 1' }).isVisible());
});

test('names of every kind are shown whole, and found by a part of them, in no address', async () => {
  for (const [index, name] of oddNames.entries())
    await register.api('GLG', 'POST', '/v1/decisions', decisionOf(name, { your_reference: `G/${index}` }));
  const page = await newPage(browser, register);
  await signIn(page, register.officer('GLG', 'decision_maker'));
  await page.goto('/decisions');
  const listed = await page.locator('main').innerText();
  for (const name of oddNames) assert.ok(listed.includes(name), name);
  await looksRight(page, 'decisions');
  for (const [part, name] of [[`o'connor`, oddNames[0]], ['الرحمن', oddNames[1]], ['g/2', oddNames[2]]]) {
    await page.getByLabel('Look up a decision').fill(part);
    await button(page, 'Look up').click();
    await page.getByText('Decisions that were found').waitFor();
    await page.getByRole('link', { name: `${name} (opens in a new tab)`, exact: true }).waitFor();
    assert.equal(await page.locator('tbody a').count(), 1);
    assert.equal(new URL(page.url()).search, '');
    assert.equal(await page.getByLabel('Look up a decision').inputValue(), part);
  }
  const found = await besides(page, () => page.locator('tbody a').click());
  await heading(found, oddNames[2]).waitFor();
  found.faults = page.faults;
  await looksRight(found, 'decision-long-name');
  await page.goto('/decisions');
  await page.getByLabel('Look up a decision').fill('nobody of that name');
  await button(page, 'Look up').click();
  await page.getByText('No decision of your authority has that').waitFor();
  await looksRight(page, 'decisions-not-found');
});

const header = 'your_reference,kind,decided_on,effective_on,notified_on,relies_on_relevant_information,full_name,date_of_birth\n';
async function upload(page, name, content) {
  await page.goto('/decisions/upload');
  await page.getByLabel('File').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
  await button(page, 'Enter these decisions').click();
}

test('a file of decisions is entered row by row, and says of each wrong row what is wrong', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('BIR', 'data_administrator'));
  const row = (reference, name, more = '') => `${reference},revocation,${day(1)},${day(1)},${day(1)},true,${name},1984-03-07${more}\n`;
  await upload(page, 'decisions.csv', header + row('U/1', `"=HYPERLINK(""http://x"")"`) + row('U/2', 'Quentin Uttley')
    + `U/3,revocation,nonsense,${day(1)},${day(1)},true,Octavia Vyvyan,1984-03-07\n` + row('<b>U/4</b>', '""'));
  await page.getByText('Rows that were not taken').waitFor();
  const main = await page.locator('main').innerText();
  assert.match(main, /New\s+2/);
  assert.match(main, /Not taken\s+2/);
  assert.match(main, /3\s+U\/3\s+decided_on: /);
  assert.ok(main.includes('<b>U/4</b>'));
  await looksRight(page, 'decisions-uploaded');
  await upload(page, 'again.json', JSON.stringify([decisionOf('Percival Pumphrey', { your_reference: 'U/5' })]));
  assert.match(await page.locator('main').innerText(), /New\s+1/);
});

test('a file of decisions is looked at and entered by keyboard alone, with and without JavaScript', async () => {
  for (const [code, javaScriptEnabled] of [['LDS', true], ['BIR', false]]) {
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer(code, 'supervisor'));
    await keyAt(page, 'a[href="/decisions"]', 'Enter');
    await keyAt(page, 'a[href="/decisions/upload"]', 'Enter');
    const content = `${header}K/1,revocation,${day(1)},${day(1)},${day(1)},true,Kasimir Kirkbride,1984-03-07\n`;
    await fileAt(page, '#file', 'decisions.csv', content);
    await keyAt(page, 'button[name=look]', 'Enter');
    await heading(page, 'How the file is read').waitFor();
    assert.ok((await page.locator('main').innerText()).includes('Kasimir Kirkbride'));
    await fileAt(page, '#file', 'decisions.csv', content);
    await keyAt(page, 'form[action="/decisions/upload"] button:not([name])', 'Enter');
    await page.getByText(/New\s+1/).or(page.locator('.govuk-summary-list__row', { hasText: 'New' })).first().waitFor();
    await page.goto('/decisions');
    assert.equal(await page.getByRole('link', { name: 'Kasimir Kirkbride' }).count(), 1);
  }
});

test('a file that is none is told as that, and nothing is entered', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'data_administrator'));
  for (const [name, content, said] of [
    ['empty.csv', '', /The file is empty/], ['book.xlsx', 'PK\x03\x04...', /no CSV and no JSON/],
    ['other.csv', 'colour,size\nred,3\n', /./], ['many.csv', `${header}${'a,b\n'.repeat(300_000)}`, /The file has 300000 rows/],
  ]) {
    await upload(page, name, content);
    await heading(page, 'There is a problem').waitFor();
    assert.match(await page.locator('.govuk-error-summary__list a').innerText(), said, name);
    if (name === 'empty.csv') await looksRight(page, 'decisions-upload-refused');
  }
  await page.goto('/decisions/upload');
  await button(page, 'Enter these decisions').click();
  await page.getByRole('link', { name: 'Select a file' }).waitFor();
  // More than a page reads at all is refused by a page too.
  await upload(page, 'huge.csv', header + 'x'.repeat(17 << 20));
  await heading(page, 'This is too much at once').waitFor();
  page.faults.length = 0;
  await looksRight(page, 'too-large');
});

test('who may not do it is not asked to', async () => {
  let page = await newPage(browser, register);
  await signIn(page, register.officer('WLV', 'officer'));
  await page.goto('/decisions');
  assert.equal(await page.getByRole('button', { name: 'Upload a file of decisions' }).count(), 0);
  assert.equal((await page.goto('/decisions/upload')).status(), 403);
  const { id } = await register.api('LDS', 'POST', '/v1/decisions', decisionOf('Somebody Elsewhere'));
  assert.equal((await page.goto(`/decisions/${id}`)).status(), 404);
  assert.equal((await page.goto(`/decisions/${id}/change/amend`)).status(), 404);
  await signIn(page = await newPage(browser, register), register.demo.operator);
  assert.equal((await page.goto('/decisions')).status(), 403);
});
