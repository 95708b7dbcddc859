// Concerns: reported, found its way, considered and written back, joined; read with a code shown of late.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { fillDay, keyAt, oddNames, press, signIn, tabTo, typeAt, typeDay } from './people.mjs';
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
const somebody = (name = 'Cornelius Ramsbottom') => {
  drawn += 1;
  return { names: [{ full: name }], date_of_birth: '1979-11-30', national_insurance_number: `QQ${400000 + drawn}D` };
};
const licensed = (code_, holder) => register.api(code_, 'PUT', `/v1/licences/PC%2F${drawn}`, { class: 'private_hire', status: 'current', holder });
const report = (by, subject, more = {}) => register.api(by, 'POST', '/v1/concerns', { became_aware_on: '2026-11-24', categories: ['g'], subject, ...more });

async function until(what, found) {
  for (let i = 0; i < 600; ++i) {
    const value = await found();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return assert.fail(`${what} did not come`);
}

async function fillReport(page, subject) {
  await fillDay(page, 'When your authority became aware of it', '2026-11-24');
  await page.getByLabel('g: threats, abuse or insults').check();
  await fillDay(page, 'When it was seen', '2026-11-20');
  await page.getByLabel('Where it was seen').fill(`O'Connor Street`);
  await page.getByLabel('Where you have it from').selectOption('A complaint');
  await page.getByLabel('What was seen').fill('He threatened a passenger.\n<b>Twice.</b>');
  await page.getByLabel('Full name').fill(subject.names[0].full);
  await fillDay(page, 'Date of birth', subject.date_of_birth);
  await page.getByLabel('National Insurance number').fill(subject.national_insurance_number);
}

test('a reporter who does not know the issuer reports, the issuer considers, and the reporter reads why', async () => {
  const subject = somebody(oddNames[0]);
  await licensed('WLV', subject);
  const page = await newPage(browser, register);
  await signIn(page, register.officer('LDS', 'officer'));
  await page.getByRole('link', { name: 'Concerns', exact: true }).click();
  await page.getByText('Your authority has reported no concern').waitFor();
  await looksRight(page, 'concerns-none');
  await page.getByRole('button', { name: 'Report a concern' }).click();
  await looksRight(page, 'concern-form');
  await fillReport(page, subject);
  await press(page, 'Report the concern');
  await heading(page, 'Concern reported').first().waitFor();
  await looksRight(page, 'concern-reported');
  const given = await until('the concern', async () => (await register.api('WLV', 'GET', '/v1/concerns')).concerns.find((one) => one.state === 'to_consider'));
  await page.getByRole('link', { name: 'Open the concern' }).click();
  await heading(page, 'Concern').waitFor();
  assert.match(await page.locator('main').innerText(), /Wolverhampton/);

  const there = await newPage(browser, register);
  await signIn(there, register.officer('WLV', 'decision_maker'));
  await there.goto('/concerns');
  await there.getByRole('row').nth(1).getByRole('link').click();
  await heading(there, 'Consider it and write back').waitFor();
  const text = await there.locator('main').innerText();
  for (const part of [oddNames[0], 'He threatened a passenger.\n<b>Twice.</b>', `O'Connor Street`, 'Leeds City Council']) assert.ok(text.includes(part), part);
  assert.match(text, /Consider by .* days left/);
  await looksRight(there, 'concern');
  await press(there, 'Write back');
  await heading(there, 'There is a problem').waitFor();
  assert.deepEqual(await there.locator('.govuk-error-summary__list a').allInnerTexts(), ['Select what you did', 'Enter your reasons']);
  await looksRight(there, 'concern-errors');
  await there.getByLabel('Warned').check();
  await there.locator('#reasons-consider').fill('A first complaint, and he admits it.');
  await press(there, 'Write back');
  await there.getByText('A first complaint, and he admits it.').waitFor();
  assert.equal(await there.getByRole('button', { name: 'Write back' }).count(), 0);
  await looksRight(there, 'concern-considered');

  const back = await newPage(browser, register);
  await signIn(back, register.officer('LDS', 'supervisor'));
  await back.goto(`/concerns/${given.id}`);
  await back.getByText('A first complaint, and he admits it.').waitFor();
  assert.match(await back.locator('main').innerText(), /Warned, \d+ \w+ 2026/);
  await back.goto('/concerns');
  await looksRight(back, 'concerns');
});

test('a concern is reported by keyboard alone, with and without JavaScript', async () => {
  for (const [code, javaScriptEnabled] of [['TFL', true], ['GLG', false]]) {
    const subject = somebody('Montgomery Mauleverer');
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer(code, 'officer'));
    await keyAt(page, 'a[href="/concerns"]', 'Enter');
    await keyAt(page, 'a[href="/concerns/new"]', 'Enter');
    await typeDay(page, 'became_aware_on', '2026-11-24');
    await keyAt(page, 'input[name=category_g]', 'Space');
    await typeDay(page, 'observed_from', '2026-11-20');
    await typeAt(page, '#observed_where', 'Wellington Street');
    await tabTo(page, '#source');
    for (let i = 0; i < 2; ++i) await page.keyboard.press('ArrowDown');
    await typeAt(page, '#particulars', 'He threatened a passenger.');
    // What is folded is opened, and shut again, in passing.
    await keyAt(page, 'main form summary', 'Enter');
    await keyAt(page, 'input[name=exploitation]', 'Space');
    await page.keyboard.press('Space');
    await typeAt(page, '#issuer', 'cardiff');
    await typeAt(page, '#full_name', subject.names[0].full);
    await typeDay(page, 'date_of_birth', subject.date_of_birth);
    await typeAt(page, '#national_insurance_number', subject.national_insurance_number);
    await keyAt(page, 'form[action="/concerns/new"] button', 'Enter');
    await heading(page, 'Concern reported').first().waitFor();
    await keyAt(page, 'main a[href^="/concerns/"]', 'Enter');
    await heading(page, 'Concern').waitFor();
    const id = new URL(page.url()).pathname.split('/').pop();
    const concern = await register.api('CRF', 'GET', `/v1/concerns/${id}`);
    assert.deepEqual([concern.reporter, concern.became_aware_on, concern.categories, concern.source, concern.particulars],
      [code, '2026-11-24', ['g'], 'police', 'He threatened a passenger.']);
    assert.equal(concern.child_sexual_exploitation ?? false, false);
  }
});

test('each wrong box of a report is named, and everything typed stays', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'supervisor'));
  await page.goto('/concerns/new');
  await page.getByLabel('Authority that licenses the driver').fill('Atlantis');
  await page.getByLabel('What was seen').fill(`Names: ${oddNames.join(' / ')}`);
  await page.getByText('If it is about child sexual exploitation').click();
  await page.getByLabel('It is about child sexual exploitation').check();
  await page.getByLabel('Ethnic group of the driver').selectOption('Not known');
  await press(page, 'Report the concern');
  await heading(page, 'There is a problem').waitFor();
  const aims = await page.locator('.govuk-error-summary__list a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  assert.deepEqual(aims, ['#became_aware_on-day', '#categories', '#ethnicity_reason', '#nationality', '#issuer', '#full_name']);
  assert.equal(await page.getByLabel('Authority that licenses the driver').inputValue(), 'Atlantis');
  assert.equal(await page.getByLabel('What was seen').inputValue(), `Names: ${oddNames.join(' / ')}`);
  assert.ok(await page.getByLabel('It is about child sexual exploitation').isChecked());
  await page.getByRole('link', { name: /nationality/i }).first().click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'nationality');
  await looksRight(page, 'concern-form-errors');
});

test('a named issuer hands it on, and two concerns about one person are joined', async () => {
  const subject = somebody(oddNames[1]);
  await licensed('BIR', subject);
  const first = await report('TFL', subject, { issuer: 'BIR' });
  const second = await report('GLG', subject, { issuer: 'BIR' });
  const page = await newPage(browser, register);
  await signIn(page, register.officer('BIR', 'decision_maker'));
  await until('the joining', async () => (await register.api('BIR', 'GET', `/v1/concerns/${first.id}`)).history.some((one) => one.step === 'joined'));
  await page.goto(`/concerns/${first.id}`);
  await page.getByText(`Joined with another concern that may be about the same person: Glasgow City Council, its concern ${second.id}`).waitFor();
  await looksRight(page, 'concern-joined');
  await page.getByText('Hand it on to another authority').click();
  await page.getByLabel('Authority that should have it').fill('Atlantis');
  await page.locator('#reasons-transfer').fill('He moved.');
  await press(page, 'Hand it on');
  await heading(page, 'There is a problem').waitFor();
  assert.equal(await page.getByLabel('Authority that should have it').inputValue(), 'Atlantis');
  await looksRight(page, 'concern-transfer-error');
  await page.getByLabel('Authority that should have it').fill('cardiff');
  await press(page, 'Hand it on');
  await page.getByText('Handed on').first().waitFor();
  const theirs = await until('the concern', async () => (await register.api('CRF', 'GET', '/v1/concerns')).concerns.find((one) => one.id === first.id));
  assert.equal(theirs.state, 'to_consider');
  assert.ok(second.id !== first.id);
});

test('what was closed comes back with what has come, and says it', async () => {
  const subject = somebody('Peregrine Ackroyd');
  await licensed('MAN', subject);
  const concern = await report('TFL', subject, { issuer: 'MAN' });
  await register.api('MAN', 'POST', `/v1/concerns/${concern.id}/changes`, { change: 'consider', outcome: 'no_action', reasons: 'Nothing found.', considered_by: 'P. Kaur' });
  await register.api('LDS', 'POST', '/v1/decisions', { kind: 'revocation', decided_on: '2026-11-20', effective_on: '2026-11-20', notified_on: '2026-11-20', relies_on_relevant_information: true, subject });
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'decision_maker'));
  await until('its coming back', async () => (await register.api('MAN', 'GET', `/v1/concerns/${concern.id}`)).history.some((one) => one.step === 'came_back'));
  await page.goto(`/concerns/${concern.id}`);
  await page.getByText('Came back: a decision about the person has come').waitFor();
});

test('what came meanwhile is shown first, and it is written back once though sent twice', async () => {
  const subject = somebody(oddNames[2]);
  const concern = await report('TFL', subject, { issuer: 'MAN' });
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('MAN', 'decision_maker'));
  await page.goto(`/concerns/${concern.id}`);
  await report('LDS', subject, { issuer: 'MAN' });
  await until('the joining', async () => (await register.api('MAN', 'GET', `/v1/concerns/${concern.id}`)).history.some((one) => one.step === 'joined'));
  await tabTo(page, 'input[name=outcome]');
  await page.keyboard.press('Space');
  await tabTo(page, '#reasons-consider');
  await page.keyboard.type('An emergency.');
  await tabTo(page, 'main form button');
  await page.keyboard.press('Enter');
  await page.getByText(/while you looked at this page/).first().waitFor();
  assert.equal(await page.locator('#reasons-consider').inputValue(), 'An emergency.');
  await tabTo(page, 'main form button');
  await page.keyboard.press('Enter');
  await page.getByText('Suspended, ').first().waitFor();
  const { history } = await register.api('MAN', 'GET', `/v1/concerns/${concern.id}`);
  assert.equal(history.filter((one) => one.step === 'considered').length, 1);
});

test('nobody else has it, and a report that is sent twice is one', async () => {
  const concern = await report('TFL', somebody(), { issuer: 'MAN' });
  const page = await newPage(browser, register);
  await signIn(page, register.officer('CRF', 'officer'));
  for (const place of [`/concerns/${concern.id}`, '/concerns/none']) assert.equal((await page.goto(place)).status(), 404, place);
  await page.goto('/concerns/new');
  await fillReport(page, somebody());
  const form = await page.locator('main form').evaluate((one) => new URLSearchParams(new FormData(one)).toString());
  const count = async () => (await register.api('CRF', 'GET', '/v1/concerns')).concerns.filter((one) => one.reporter === 'CRF').length;
  const before_ = await count();
  const statuses = await page.evaluate(async (body) => {
    const send = () => fetch('/concerns/new', { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    return [(await send()).status, (await send()).status];
  }, form);
  assert.deepEqual(statuses, [200, 200]);
  assert.equal(await count(), before_ + 1);
});
