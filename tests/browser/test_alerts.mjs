// One alert: what happened, whom to ask, what is done about it; and the inbox by kind and state.
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

let drawn = 0;
// A new alert of Wolverhampton's about a licensee, entered by Leeds.
async function raised(name = 'Ignatius Featherstonehaugh') {
  drawn += 1;
  const subject = { names: [{ full: name }], date_of_birth: '1971-05-06', national_insurance_number: `QQ${200000 + drawn}A` };
  await register.api('WLV', 'PUT', `/v1/licences/PH%2F${drawn}`, { class: 'private_hire', status: 'current', holder: subject });
  const entry = await register.api('LDS', 'POST', '/v1/decisions', {
    kind: 'revocation', decided_on: '2026-11-20', effective_on: '2026-11-20', notified_on: '2026-11-20',
    relies_on_relevant_information: true, subject,
  });
  for (let i = 0; i < 600; ++i) {
    const { alerts } = await register.api('WLV', 'GET', '/v1/alerts?kind=licensee_matched');
    const found = alerts.find((one) => one.entry.id === entry.id);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return assert.fail('no alert came');
}
const stateOf = async (alert) => (await register.api('WLV', 'GET', `/v1/alerts/${alert.id}`));

test('an alert says what to do and whom to ask, and keeps who acted and what was done', async () => {
  const alert = await raised();
  const page = await newPage(browser, register);
  await signIn(page, register.officer('WLV', 'officer'));
  await page.getByRole('link', { name: 'Alerts that nobody has taken up' }).click();
  await page.getByRole('link', { name: 'An entry may be about one of your licensees' }).first().click();
  await heading(page, 'An entry may be about one of your licensees').waitFor();
  const main = page.locator('main');
  assert.match(await main.innerText(), /Your licence\s+PH\/\d+[^]*A possible match may be another person[^]*Leeds City Council/);
  await looksRight(page, 'alert');
  await page.getByLabel('I take it up').check();
  await press(page, 'Save');
  await main.getByText('Demo officer of WLV').first().waitFor();
  await page.getByLabel('I have acted on it').check();
  await page.getByLabel('What was done, or why you dismiss it').fill(`Rang Leeds:\n${oddNames[0]} is the same man.`);
  await press(page, 'Save');
  await main.getByText('Acted on').first().waitFor();
  await looksRight(page, 'alert-acted');
  const now = await stateOf(alert);
  assert.deepEqual(now.history.map((one) => one.change), ['acknowledge', 'act']);
  assert.equal(now.history[1].note, `Rang Leeds: ${oddNames[0]} is the same man.`);
  assert.ok((await main.innerText()).includes(now.history[1].note));
});

test('that another authority licenses or is asked to license somebody is not called an entry', async () => {
  const holder = { names: [{ full: 'Barnabas Quillfeather' }], date_of_birth: '1969-02-03', national_insurance_number: 'QQ300001A' };
  const license = (key, status, subject) => register.api(key, 'PUT', `/v1/licences/DUAL%2F${subject.national_insurance_number}`,
    { class: 'private_hire', status, holder: subject });
  const applicant = { ...holder, names: [{ full: 'Crispin Ottershaw' }], date_of_birth: '1970-03-04', national_insurance_number: 'QQ300002A' };
  for (const [key, status, subject] of [['CRF', 'current', holder], ['GLG', 'current', holder],
    ['CRF', 'current', applicant], ['GLG', 'applied', applicant]]) await license(key, status, subject);
  const page = await newPage(browser, register);
  await signIn(page, register.officer('CRF', 'officer'));
  const told = async (kind) => {
    for (let i = 0; i < 600; ++i) {
      await page.goto(`/alerts?kind=${kind}`);
      const rows = page.locator('tbody tr');
      if (await rows.count()) return rows.first().innerText();
      await page.waitForTimeout(100);
    }
    return assert.fail(`no alert of the kind ${kind}`);
  };
  const dual = await told('dual_licence');
  assert.match(dual, /Licence of Glasgow City Council/);
  const pending = await told('applicant_pending_elsewhere');
  assert.match(pending, /Application to Glasgow City Council/);
  assert.doesNotMatch(dual + pending, /Entry of/);
  await page.locator('tbody tr').first().getByRole('link').click();
  await page.locator('main').getByText('A licence', { exact: true }).waitFor();
  await looksRight(page, 'alert-applicant-elsewhere');
});

test('without a choice, or without why, each is asked for and what was typed stays', async () => {
  const alert = await raised();
  const page = await newPage(browser, register);
  await signIn(page, register.officer('WLV', 'supervisor'));
  await page.goto(`/alerts/${alert.id}`);
  await page.getByLabel('What was done, or why you dismiss it').fill('A namesake.');
  await press(page, 'Save');
  await heading(page, 'There is a problem').waitFor();
  await page.getByRole('link', { name: 'Select what you do about it' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'change');
  assert.equal(await page.getByLabel('What was done, or why you dismiss it').inputValue(), 'A namesake.');
  await looksRight(page, 'alert-no-choice');
  await page.getByLabel('What was done, or why you dismiss it').fill('');
  await page.getByLabel('I dismiss it').check();
  await press(page, 'Save');
  await page.getByRole('link', { name: 'Enter what was done, or why you dismiss it' }).waitFor();
  assert.ok(await page.getByLabel('I dismiss it').isChecked());
  await looksRight(page, 'alert-no-reason');
  assert.equal((await stateOf(alert)).history.length, 0);
});

test('what a colleague did meanwhile is shown first, and pressing twice does it once', async () => {
  const alert = await raised();
  const page = await newPage(browser, register);
  await signIn(page, register.officer('WLV', 'officer'));
  await page.goto(`/alerts/${alert.id}`);
  await register.api('WLV', 'POST', `/v1/alerts/${alert.id}/changes`, { change: 'acknowledge' });
  await page.getByLabel('I dismiss it').check();
  await page.getByLabel('What was done, or why you dismiss it').fill('Another man: the photographs differ.');
  await press(page, 'Save');
  await page.getByText(/did something here at .* while you looked at this page/).first().waitFor();
  assert.equal((await stateOf(alert)).state, 'acknowledged');
  assert.equal(await page.getByLabel('What was done, or why you dismiss it').inputValue(), 'Another man: the photographs differ.');
  await looksRight(page, 'alert-stale');
  // Twice at once, as a hasty hand does: the form as it stands is sent two times.
  const form = await page.locator('main form[action$="/changes"]').evaluate((one) => new URLSearchParams(new FormData(one)).toString());
  const statuses = await page.evaluate(([place, body]) => {
    const send = () => fetch(place, { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    return Promise.all([send(), send()]).then((answers) => answers.map((one) => one.status));
  }, [`/alerts/${alert.id}/changes`, form]);
  assert.deepEqual(statuses, [200, 200]);
  assert.deepEqual((await stateOf(alert)).history.map((one) => one.change), ['acknowledge', 'dismiss']);
});

test('from an alert two presses lead to a check of the licensee, and no number to an address', async () => {
  const alert = await raised('Peregrine Blatherwick');
  for (const javaScriptEnabled of [true, false]) {
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer('WLV', 'officer'));
    await page.goto(`/alerts/${alert.id}`);
    await press(page, 'Look the licensee up, and check them');
    await heading(page, 'Peregrine Blatherwick').waitFor();
    await press(page, 'Check this person');
    assert.equal(await page.getByLabel('Full name').inputValue(), 'Peregrine Blatherwick');
    assert.doesNotMatch(page.url(), /PH/);
    await page.context().close();
  }
});

test('the inbox shows what is asked for by kind and state, and says when that is nothing', async () => {
  const alert = await raised();
  await register.api('WLV', 'POST', `/v1/alerts/${alert.id}/changes`, { change: 'see' });
  for (const javaScriptEnabled of [true, false]) {
    const page = await newPage(browser, register, { javaScriptEnabled });
    await signIn(page, register.officer('WLV', javaScriptEnabled ? 'decision_maker' : 'officer'));
    await page.goto('/alerts');
    await page.getByLabel('State').selectOption('Seen');
    await press(page, 'Show');
    await page.waitForURL(/state=seen/);
    const states = await page.locator('tbody tr td:last-child').allInnerTexts();
    assert.ok(states.length > 0 && states.every((one) => one === 'Seen'), states.join());
    if (javaScriptEnabled) await looksRight(page, 'alerts-seen');
    await page.getByLabel('What happened').selectOption('There is a message to a request for details');
    await press(page, 'Show');
    await page.getByText('There is no alert of this kind and state.').waitFor();
    if (javaScriptEnabled) await looksRight(page, 'alerts-none-such');
    await page.goto('/alerts?kind=nonsense&state=%3Cscript%3E');
    await heading(page, 'Alerts').waitFor();
  }
});

test('an alert is worked by keyboard alone and without JavaScript', async () => {
  const alert = await raised();
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('WLV', 'supervisor'));
  await page.goto(`/alerts/${alert.id}`);
  await tabTo(page, 'input[name=change]');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, '#note');
  await page.keyboard.type('With me.');
  await tabTo(page, 'main form button');
  await page.keyboard.press('Enter');
  await page.getByText('With me.').first().waitFor();
  assert.equal((await stateOf(alert)).history.length, 1);
});

test("another authority's alert is not there", async () => {
  const alert = await raised();
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'supervisor'));
  for (const place of [`/alerts/${alert.id}`, '/alerts/none']) assert.equal((await page.goto(place)).status(), 404, place);
});
