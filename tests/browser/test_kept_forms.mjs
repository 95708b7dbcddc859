// A session that ends while somebody fills in a long form: after the sign-in all that was typed is sent as
// it stood, or stands in the form again where something in it is wrong.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { fillDay, fillSignIn, oddNames, press, signIn } from './people.mjs';
import { launch, Register } from './register.mjs';

let register;
let browser;
before(async () => {
  const settings = '[webhooks]\nallowed_networks = ["127.0.0.0/8", "::1/128"]\n';
  [register, browser] = await Promise.all([Register.start({ settings, misuse: 'period_ms = 200' }), launch()]);
});
after(async () => {
  await browser?.close();
  await register?.stop();
});

const heading = (page, name) => page.getByRole('heading', { name });
const day = (away) => new Date(Date.now() - away * 86_400_000).toISOString().slice(0, 10);
const words = `First line.\n\n<b>${oddNames[1]}</b> & "O'Connor"\n  indented`;

let drawn = 0;
const somebody = (name = 'Ulysses Uttley') => {
  drawn += 1;
  return { names: [{ full: name }], date_of_birth: '1979-11-30', national_insurance_number: `QQ${500000 + drawn}D` };
};
const entered = (code, subject = somebody()) => register.api(code, 'POST', '/v1/decisions', {
  kind: 'revocation', decided_on: day(1), effective_on: day(1), notified_on: day(1), relies_on_relevant_information: true, subject,
});
// A check of `asking` that hits an entry of Birmingham's.
async function hit(asking) {
  const subject = somebody();
  const entry = await entered('BIR', subject);
  const check = await register.api(asking, 'POST', '/v1/checks', { case_reference: 'C/7', purpose: 'renewal', subject });
  return { entry, check, hit: check.hits.find((one) => one.entry.id === entry.id) };
}

async function begin(officer, place, options = {}) {
  const page = await newPage(browser, register, options);
  await signIn(page, officer);
  await page.goto(place);
  return page;
}

// The session ends, the button is pressed, and who comes back goes on with what they had typed.
async function endMeanwhile(page, officer, button) {
  await page.context().clearCookies({ name: '__Host-badgewatch' });
  await press(page, button);
  await page.getByText('Your session has ended').waitFor();
  assert.equal(new URL(page.url()).search, '', 'nothing typed is in the address');
  await fillSignIn(page, officer);
  await press(page, 'Sign in');
  await heading(page, 'Nothing is lost').waitFor();
  assert.equal(new URL(page.url()).search, '');
  await press(page, 'Continue');
}

async function fillPerson(page, subject) {
  await page.getByLabel('Full name').fill(subject.names[0].full);
  await page.getByLabel('Former and other names').fill(`A. O'Connor\n${oddNames[1]}`);
  await fillDay(page, 'Date of birth', subject.date_of_birth);
  await page.getByLabel('National Insurance number').fill(subject.national_insurance_number);
}

for (const [code, javaScriptEnabled] of [['LDS', true], ['MAN', false]]) {
  test(`a decision is entered as it was typed, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const officer = register.officer(code, 'officer');
    const page = await begin(officer, '/decisions/new', { javaScriptEnabled });
    await page.getByLabel('Revocation').check();
    for (const legend of ['Day of the decision', 'Day on which the person was told', 'Day from which it takes effect'])
      await fillDay(page, legend, day(1));
    await page.getByLabel('It relied wholly or partly').check();
    await fillPerson(page, somebody(oddNames[0]));
    await endMeanwhile(page, officer, 'Enter the decision');
    await heading(page, oddNames[0]).waitFor();
    const id = new URL(page.url()).pathname.split('/').pop();
    const made = await register.api(code, 'GET', `/v1/decisions/${id}`);
    assert.deepEqual([made.kind, made.decided_on, made.notified_on, made.effective_on], ['revocation', day(1), day(1), day(1)]);
    assert.deepEqual(made.subject.names.map((one) => one.full), [oddNames[0], `A. O'Connor`, oddNames[1]]);
    assert.equal(made.subject.national_insurance_number, `QQ${500000 + drawn}D`);
  });
}

test('a decision in which something is wrong comes back with everything that was typed', async () => {
  const officer = register.officer('LDS', 'supervisor');
  const page = await begin(officer, '/decisions/new');
  await page.getByLabel('Revocation').check();
  await fillDay(page, 'Day of the decision', '2026-02-31');
  await fillPerson(page, somebody(oddNames[0]));
  await endMeanwhile(page, officer, 'Enter the decision');
  await heading(page, 'There is a problem').waitFor();
  assert.ok(await page.getByLabel('Revocation').isChecked());
  assert.equal(await page.locator('#decided_on-day').inputValue(), '31');
  assert.equal(await page.getByLabel('Full name').inputValue(), oddNames[0]);
  assert.equal(await page.getByLabel('Former and other names').inputValue(), `A. O'Connor\n${oddNames[1]}`);
  await looksRight(page, 'decision-kept-errors');
});

test('a change of an entry is made as it was typed', async () => {
  const { id } = await entered('TFL');
  const officer = register.officer('TFL', 'officer');
  const page = await begin(officer, `/decisions/${id}/change/amend`);
  await fillDay(page, 'Day from which it takes effect', day(0));
  await page.getByLabel('Why').fill('A wrong day.');
  await endMeanwhile(page, officer, 'Something in it is wrong: correct it');
  await page.getByText('Corrected: Day from which it takes effect').waitFor();
  assert.equal((await register.api('TFL', 'GET', `/v1/decisions/${id}`)).history.length, 2);
});

test('a concern is reported as it was typed', async () => {
  const officer = register.officer('WLV', 'officer');
  const page = await begin(officer, '/concerns/new');
  await fillDay(page, 'When your authority became aware of it', day(2));
  await page.getByLabel('g: threats, abuse or insults').check();
  await fillDay(page, 'When it was seen', day(3));
  await page.getByLabel('Where it was seen').fill(`O'Connor Street`);
  await page.getByLabel('Where you have it from').selectOption('A complaint');
  await page.getByLabel('What was seen').fill(words);
  await page.getByLabel('Authority that licenses the driver').fill('cardiff');
  await fillPerson(page, somebody());
  await endMeanwhile(page, officer, 'Report the concern');
  await heading(page, 'Concern reported').first().waitFor();
  const id = (await page.getByRole('link', { name: 'Open the concern' }).getAttribute('href')).split('/').pop();
  const made = await register.api('CRF', 'GET', `/v1/concerns/${id}`);
  assert.deepEqual([made.became_aware_on, made.categories, made.observed_from, made.observed_where, made.source, made.particulars.replaceAll('\r\n', '\n')],
    [day(2), ['g'], day(3), `O'Connor Street`, 'complaint', words]);
});

test('a question, and all that was typed in the request later, is said as it was typed', async () => {
  const { check, hit: found } = await hit('GLG');
  const asking = register.officer('GLG', 'officer');
  const page = await begin(asking, `/checks/${check.id}/hits/${found.id}/request`);
  await page.getByLabel('Your question').fill(words);
  await endMeanwhile(page, asking, 'Send the question');
  await heading(page, 'Your request to Birmingham City Council').waitFor();
  const place = new URL(page.url()).pathname;
  const request = () => register.api('BIR', 'GET', `/v1/disclosure-requests/${place.split('/').pop()}`);
  assert.equal((await request()).items[0].text, words);
  const answering = register.officer('BIR', 'supervisor');
  const there = await begin(answering, place, { javaScriptEnabled: false });
  await there.getByText('Write a message').first().click();
  await there.getByLabel('Write a message').fill('Wait for Monday.');
  await there.getByLabel('Your answer').fill(words);
  await endMeanwhile(there, answering, 'Send the answer');
  await there.locator('.bw-said').getByText('First line.').last().waitFor();
  assert.equal((await request()).items.at(-1).text, words);
});

test('an address for events is added as it was typed', async () => {
  const officer = register.officer('MAN', 'data_administrator');
  const page = await begin(officer, '/admin/webhooks/new');
  await page.getByLabel('Address', { exact: true }).fill('https://localhost:9/kept');
  await page.getByLabel('Note').fill(oddNames[0]);
  await page.getByLabel('With a shared secret').check();
  await endMeanwhile(page, officer, 'Add');
  await heading(page, 'Secret').waitFor();
  const { webhooks } = await register.api('MAN', 'GET', '/v1/webhooks');
  assert.deepEqual(webhooks.map((one) => [one.url, one.description, one.scheme]), [['https://localhost:9/kept', oddNames[0], 'v1']]);
});

test('a client is registered as it was typed', async () => {
  const officer = register.officer('WLV', 'data_administrator');
  const key = { ...crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid: 'kept', alg: 'ES256', use: 'sig' };
  const page = await begin(officer, '/admin/clients/new');
  await page.getByLabel('What it is for').fill('Kept');
  await page.getByLabel('Check people').check();
  await page.getByLabel('Public keys', { exact: true }).fill(JSON.stringify({ keys: [key] }, null, 2));
  await endMeanwhile(page, officer, 'Register');
  await heading(page, 'Kept').waitFor();
  const { clients } = await register.api('WLV', 'GET', '/v1/clients');
  assert.deepEqual(clients.map((one) => [one.name, one.scopes, one.jwks.keys[0].kid]), [['Kept', ['checks'], 'kept']]);
});

test('how to be asked is saved as it was typed', async () => {
  const officer = register.officer('GLG', 'data_administrator');
  const page = await begin(officer, '/admin/contact', { javaScriptEnabled: false });
  await page.getByLabel('Team').fill(`Night desk <b>O'Connor</b>`);
  await page.getByLabel('Telephone').fill('0141 496 0000');
  await endMeanwhile(page, officer, 'Save and confirm');
  await page.getByText(/\(365 days left\)/).waitFor();
  const kept = await register.api('GLG', 'GET', '/v1/contact');
  assert.deepEqual([kept.team, kept.telephone], [`Night desk <b>O'Connor</b>`, '0141 496 0000']);
});

test('a mapping of columns is saved as it was typed', async () => {
  const officer = register.officer('TFL', 'data_administrator');
  const page = await begin(officer, '/admin/mappings/new');
  await page.getByLabel('Heading row').fill('Licence No,Badge type,State,Driver Name,d.o.b');
  await press(page, 'Continue');
  await page.getByLabel('Name', { exact: true }).fill('kept');
  const typed = await page.locator('main form').evaluate((form) => [...new FormData(form)].filter(([name]) => name !== 'csrf'));
  await page.context().clearCookies({ name: '__Host-badgewatch' });
  const [sent] = await Promise.all([page.waitForRequest((one) => one.method() === 'POST'), press(page, 'Save this mapping')]);
  assert.equal(new URL(sent.url()).pathname, '/admin/mappings/make');
  await page.getByText('Your session has ended').waitFor();
  await fillSignIn(page, officer);
  await press(page, 'Sign in');
  await heading(page, 'Nothing is lost').waitFor();
  const kept = await page.locator('main form').evaluate((form) => [...new FormData(form)].filter(([name]) => name !== 'csrf'));
  const lines = (all) => all.map(([name, value]) => `${name}=${value.replaceAll('\r\n', '\n')}`).sort();
  assert.deepEqual(lines(kept), lines(typed));
  await press(page, 'Continue');
  await heading(page, 'There is a problem').waitFor();
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'kept');
});

test('a review of a search is saved as it was typed', async () => {
  await register.api('CRF', 'POST', '/v1/checks', {
    case_reference: 'L/1', purpose: 'renewal', subject: { names: [{ full: 'Boris Johnson' }], date_of_birth: '1964-06-19' },
  });
  const flags = async () => (await register.api('CRF', 'GET', '/v1/misuse/flags')).flags;
  for (let i = 0; i < 600 && (await flags()).length === 0; ++i) await new Promise((resolve) => setTimeout(resolve, 100));
  const officer = register.officer('CRF', 'supervisor');
  const page = await begin(officer, '/searches/review');
  const card = page.locator('.bw-card').first();
  await card.getByLabel('Referred to somebody else').check();
  await card.getByLabel('Why').fill(`A namesake <b>O'Connor</b>`);
  await endMeanwhile(page, officer, 'Save');
  await page.getByText('Nothing waits for a review.').waitFor();
  const [flag] = await flags();
  assert.deepEqual([flag.review.outcome, flag.review.reason], ['referred', `A namesake <b>O'Connor</b>`]);
});
