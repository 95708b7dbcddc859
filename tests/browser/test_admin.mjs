// What a data administrator keeps: officers and their roles, keys, addresses for events and for mail, how to
// be asked; and how whoever was invited begins.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { fillSignIn, oddNames, press, signIn, tabTo } from './people.mjs';
import { code, launch, Register } from './register.mjs';
import { Relay } from './relay.mjs';

let register;
let browser;
let relay;
before(async () => {
  relay = await Relay.start();
  const settings = `[webhooks]
allowed_networks = ["127.0.0.0/8", "::1/128"]
[http]
public_url = "https://register.example.org"
${relay.settings}`;
  [register, browser] = await Promise.all([Register.start({ settings }), launch()]);
});
after(async () => {
  await browser?.close();
  await register?.stop();
  relay?.stop();
});

const heading = (page, name) => page.getByRole('heading', { name });
const errors = (page) => page.locator('.govuk-error-summary__list').innerText();
const secret = (page) => page.locator('main .bw-code').innerText();
const administrator = (code_) => register.officer(code_, 'data_administrator');

// Both presses of a button, as a browser without script sends them.
async function sendTwice(page, place) {
  const form = await page.locator('main form').first().evaluate((one) => new URLSearchParams(new FormData(one)).toString());
  return page.evaluate(async ([body, to]) => {
    const send = () => fetch(to, { method: 'POST', body, redirect: 'manual', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    return [(await send()).status, (await send()).status];
  }, [form, place]);
}

test('somebody is invited, takes it up by keyboard without script, and signs in with what they chose', async () => {
  const page = await newPage(browser, register);
  await signIn(page, administrator('LDS'));
  await page.getByRole('link', { name: 'Administration', exact: true }).click();
  await looksRight(page, 'admin');
  await page.getByRole('link', { name: 'Officers', exact: true }).click();
  await looksRight(page, 'officers');
  await page.getByRole('button', { name: 'Invite an officer' }).click();
  await press(page, 'Invite');
  assert.deepEqual((await errors(page)).split('\n'), ['Enter their name', 'Enter a username', 'Select at least one role']);
  await looksRight(page, 'officer-form-errors');
  await page.getByLabel('Name', { exact: true }).fill(`Zoë O'Connor <b>`);
  await page.getByLabel('Username').fill('z.oconnor');
  await page.getByLabel('Officer', { exact: true }).check();
  await press(page, 'Invite');
  await heading(page, `Invitation for Zoë O'Connor <b>`).waitFor();
  const invitation = await secret(page);
  assert.match(invitation, /^[A-Za-z0-9_-]{40,}$/);
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/admin/officers/new');
  await looksRight(page, 'officer-invited');

  const theirs = await newPage(browser, register, { javaScriptEnabled: false });
  await theirs.goto('/sign-in');
  await theirs.getByRole('link', { name: 'I was invited and have no password yet' }).click();
  await tabTo(theirs, '#invitation');
  await theirs.keyboard.type(invitation);
  await tabTo(theirs, '#new_password');
  await theirs.keyboard.type('short');
  await theirs.keyboard.press('Enter');
  await heading(theirs, 'There is a problem').waitFor();
  const password = 'nine purple otters juggle';
  await theirs.getByLabel('New password').fill(password);
  await press(theirs, 'Continue');
  await heading(theirs, 'Set up your authenticator app').waitFor();
  const row = theirs.locator('.govuk-summary-list__row', { hasText: 'Secret' });
  const officer = { username: 'z.oconnor@lds', password, totp_secret: await row.locator('dd').innerText() };
  await theirs.getByLabel('Code', { exact: true }).fill('000000');
  await press(theirs, 'Continue');
  await heading(theirs, 'There is a problem').waitFor();
  await theirs.getByLabel('Code', { exact: true }).fill(await code(officer));
  await press(theirs, 'Continue');
  await heading(theirs, 'Your account is ready').waitFor();
  assert.equal((await secret(theirs)).split('\n').length, 10);
  await theirs.goto('/sign-in');
  await fillSignIn(theirs, officer);
  await press(theirs, 'Sign in');
  await heading(theirs, 'What needs you today').waitFor();
  // An officer has nothing to administer.
  assert.equal(await theirs.getByRole('link', { name: 'Administration' }).count(), 0);
  for (const place of ['/admin', '/admin/officers', '/admin/keys/new', '/admin/contact', '/admin/mappings'])
    assert.equal((await theirs.goto(place)).status(), 403, place);
});

test('the pages of an invitation look right, and what is no invitation is told as that', async () => {
  const page = await newPage(browser, register);
  await page.goto('/invitation');
  await looksRight(page, 'invitation');
  await press(page, 'Continue');
  assert.deepEqual((await errors(page)).split('\n'), ['Enter the invitation that you were given', 'Enter the password that you want to have']);
  await page.getByLabel('Invitation').fill('nothing of that kind');
  await page.getByLabel('New password').fill('nine purple otters juggle');
  await press(page, 'Continue');
  assert.match(await errors(page), /This invitation is not in force/);
  const made = await register.api('MAN', 'POST', '/v1/officers', { username: 'new', name: oddNames[1], roles: ['officer'] });
  await page.getByLabel('Invitation').fill(` ${made.invitation} `);
  await page.getByLabel('New password').fill('nine purple otters juggle');
  await press(page, 'Continue');
  await heading(page, 'Set up your authenticator app').waitFor();
  await looksRight(page, 'invitation-app');
  const row = page.locator('.govuk-summary-list__row', { hasText: 'Secret' });
  await page.getByLabel('Code', { exact: true }).fill(await code({ totp_secret: await row.locator('dd').innerText() }));
  await press(page, 'Continue');
  await heading(page, 'Your account is ready').waitFor();
  await looksRight(page, 'invitation-done');
});

test('roles are changed, a stale page says how they stand now, and an account is ended and begun again', async () => {
  const made = await register.api('BIR', 'POST', '/v1/officers', { username: 'long', name: oddNames[2].slice(0, 60), roles: ['officer'] });
  const page = await newPage(browser, register);
  await signIn(page, administrator('BIR'));
  await page.goto(`/admin/officers/${made.id}`);
  await looksRight(page, 'officer');
  await register.api('BIR', 'PUT', `/v1/officers/${made.id}/roles`, { roles: ['officer', 'supervisor'] });
  await page.getByLabel('Decision maker').check();
  await press(page, 'Change roles');
  assert.match(await errors(page), /while you looked at this page.*Officer, Supervisor/);
  assert.ok(await page.getByLabel('Supervisor').isChecked());
  await looksRight(page, 'officer-stale');
  await page.getByLabel('Supervisor').uncheck();
  await page.getByLabel('Decision maker').check();
  assert.deepEqual((await sendTwice(page, `/admin/officers/${made.id}/roles`)).map((one) => one < 400), [true, true]);
  const roles = async () => (await register.api('BIR', 'GET', `/v1/officers/${made.id}`)).roles;
  assert.deepEqual((await roles()).sort(), ['decision_maker', 'officer']);

  await page.goto(`/admin/officers/${made.id}`);
  await page.getByText('Invite them again').click();
  await press(page, 'Invite again');
  await heading(page, /^Invitation for/).waitFor();
  assert.notEqual(await secret(page), made.invitation);
  await page.getByRole('link', { name: 'Open this officer' }).click();
  await page.getByText('Sign them out everywhere').click();
  await press(page, 'Sign out everywhere');
  await page.getByText('Their sessions were ended.').waitFor();
  await looksRight(page, 'officer-signed-out');
  await page.getByText('End their account').click();
  await press(page, 'End this account');
  await heading(page, 'Let them in again').waitFor();
  assert.match(await page.locator('main').innerText(), /Ended \d/);
  await looksRight(page, 'officer-ended');
  await press(page, 'Let in again');
  await heading(page, /^Invitation for/).waitFor();
  // Nobody ends their own.
  await page.goto('/admin/officers');
  const [oneself] = (await page.locator('.bw-who__text').innerText()).split(',');
  await page.getByRole('link', { name: oneself, exact: true }).click();
  await heading(page, oneself).waitFor();
  assert.equal(await page.getByText('End their account').count(), 0);
  assert.equal(await page.getByText('Sign them out everywhere').count(), 0);
});

test('an invitation that is sent twice makes one officer', async () => {
  const page = await newPage(browser, register);
  await signIn(page, administrator('GLG'));
  await page.goto('/admin/officers/new');
  await page.getByLabel('Name', { exact: true }).fill('Ada Twice');
  await page.getByLabel('Username').fill('ada');
  await page.getByLabel('Supervisor').check();
  const [first, second] = await sendTwice(page, '/admin/officers/new');
  assert.equal(first, 200);
  assert.ok(second === 0 || second === 303, `${second}`);  // to the officer, who is there already
  const { officers } = await register.api('GLG', 'GET', '/v1/officers');
  assert.equal(officers.filter((one) => one.name === 'Ada Twice').length, 1);
  await press(page, 'Invite');
  await heading(page, 'Ada Twice').waitFor();
});

test('a key is made without script, shown once, seen to be used, and ended', async () => {
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, administrator('LDS'));
  await page.goto('/admin/keys/new');
  await page.getByLabel('From where it may be used').fill('everywhere');
  await press(page, 'Make the key');
  assert.match(await errors(page), /Enter what it is for/);
  assert.equal(await page.getByLabel('From where it may be used').inputValue(), 'everywhere');
  await page.getByLabel('What it is for').fill(oddNames[0]);
  await page.getByLabel('From where it may be used').fill('127.0.0.0/8\n::1/128');
  await page.getByLabel('Read and work alerts and events').check();
  await press(page, 'Make the key');
  await heading(page, `Key for ${oddNames[0]}`).waitFor();
  const key = await secret(page);
  assert.match(key, /^bw_/);
  assert.ok(!page.url().includes('bw_'));
  const used = await fetch(`${register.url}/v1/alerts`, { headers: { Authorization: `Bearer ${key}` } });
  assert.equal(used.status, 200);

  const looking = await newPage(browser, register);
  await signIn(looking, administrator('LDS'));
  await looking.goto('/admin/keys');
  const row = looking.getByRole('row', { name: oddNames[0] });
  assert.match(await row.innerText(), /Read and work alerts.*127\.0\.0\.0\/8.*2026.*In force/s);
  assert.ok(!(await looking.content()).includes(key));
  await looksRight(looking, 'keys');
  await row.getByRole('link').click();
  await looksRight(looking, 'key');
  await press(looking, 'End this key');
  await looking.getByText(/^Ended \d/).waitFor();
  assert.equal((await fetch(`${register.url}/v1/alerts`, { headers: { Authorization: `Bearer ${key}` } })).status, 401);
  await looking.goto('/admin/keys/new');
  await looking.getByLabel('What it is for').fill('Twice');
  await looking.getByLabel('Check people').check();
  assert.deepEqual(await sendTwice(looking, '/admin/keys/new'), [200, 409]);
  const { keys } = await register.api('LDS', 'GET', '/v1/keys');
  assert.equal(keys.filter((one) => one.name === 'Twice').length, 1);
  await press(looking, 'Make the key');
  assert.match(await errors(looking), /was made already, and shown once/);
  await looksRight(looking, 'key-twice');
  assert.equal((await looking.goto('/admin/keys/none')).status(), 404);
});

test('how to be asked is said, confirmed, and not overwritten by a page from before', async () => {
  const page = await newPage(browser, register);
  await signIn(page, administrator('MAN'));
  await page.goto('/admin/contact');
  await page.getByText('Never: this is what the list of authorities says').waitFor();
  await page.getByLabel('Team').fill(`Taxi licensing <b>O'Connor</b>`);
  await page.getByLabel('Email address').fill('nonsense');
  await page.getByLabel('Web page').fill('javascript:alert(1)');
  await press(page, 'Save and confirm');
  assert.match(await errors(page), /Email address is no e-mail address\n.*must begin with https/);
  await looksRight(page, 'contact-errors');
  await page.getByLabel('Email address').fill('licensing@example.org');
  await page.getByLabel('Web page').fill('https://example.org/taxi');
  await press(page, 'Save and confirm');
  await page.getByText(/\(365 days left\)/).waitFor();
  await looksRight(page, 'contact');
  const there = await register.api('MAN', 'GET', '/v1/contact');
  assert.equal(there.team, `Taxi licensing <b>O'Connor</b>`);
  await register.api('MAN', 'PUT', '/v1/contact', { team: 'Night desk', telephone: '0161 496 0000' });
  await page.getByLabel('Team').fill('Day desk');
  await press(page, 'Save and confirm');
  assert.match(await errors(page), /while you looked at this page: .*Night desk/);
  assert.equal(await page.getByLabel('Team').inputValue(), 'Day desk');
  await press(page, 'Save and confirm');
  await page.getByText('Last confirmed').waitFor();
  assert.equal((await register.api('MAN', 'GET', '/v1/contact')).team, 'Day desk');
});

test('an address for events is added, tried, stopped, started, given another key and removed', async () => {
  const page = await newPage(browser, register);
  await signIn(page, administrator('LDS'));
  await page.goto('/admin/webhooks/new');
  await press(page, 'Add');
  assert.match(await errors(page), /Enter the address/);
  await page.getByLabel('Address', { exact: true }).fill('http://council.example/');
  await press(page, 'Add');
  assert.match(await errors(page), /https/);
  await looksRight(page, 'webhook-form-error');
  // Nobody listens there: what is sent fails, and is told as that.
  await page.getByLabel('Address', { exact: true }).fill('https://localhost:9/events');
  await page.getByLabel('Note').fill(oddNames[0]);
  await page.getByLabel('With a shared secret').check();
  await press(page, 'Add');
  await heading(page, 'Secret').waitFor();
  const first = await secret(page);
  assert.match(first, /^whsec_/);
  await looksRight(page, 'webhook-secret');
  await page.getByRole('link', { name: 'Open this address' }).click();
  assert.ok(!(await page.content()).includes(first));
  await press(page, 'Send a test');
  for (let i = 0; i < 300 && await page.getByText('Nothing was sent there yet.').count(); ++i) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await page.reload();
  }
  await page.getByRole('cell', { name: 'webhook.test' }).first().waitFor();
  await looksRight(page, 'webhook');
  const id = new URL(page.url()).pathname.split('/').pop();
  const stale = await page.locator('details', { hasText: 'Stop sending' }).locator('form').evaluate((one) => new URLSearchParams(new FormData(one)).toString());
  await page.getByText('Stop sending').first().click();
  await press(page, 'Stop sending');
  await page.getByText(/Not sending since .*stopped by your authority/).waitFor();
  await press(page, 'Start sending again');
  await page.getByText('Send events again').click();
  await page.getByLabel('Behind event number').fill('x');
  await press(page, 'Send again');
  assert.match(await errors(page), /Enter a whole number/);
  await page.getByLabel('Behind event number').fill('0');
  await press(page, 'Send again');
  await page.getByText('Change the key').first().click();
  await press(page, 'Change the key');
  assert.notEqual(await secret(page), first);
  // A page from before all that does nothing.
  const status = await page.evaluate(async ([place, body]) => (await fetch(place, { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })).status,
    [`/admin/webhooks/${id}/remove`, stale]);
  assert.equal(status, 409);
  await page.goto(`/admin/webhooks/${id}`);
  await page.getByText('Remove this address').first().click();
  await press(page, 'Remove this address');
  await page.getByText('Nothing is sent anywhere.').waitFor();
  await looksRight(page, 'webhooks-none');
});

test('a mailbox is named without script, confirmed by its letter, tried, and told what is chosen', async () => {
  const mailbox = 'team@council.example';
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, administrator('LDS'));
  await page.goto('/admin');
  await page.getByRole('link', { name: 'Alerts by email' }).click();
  await page.getByText('No alert is told by email.').waitFor();
  await page.getByRole('button', { name: 'Add a mailbox' }).click();
  await press(page, 'Add and send the code');
  assert.match(await errors(page), /Enter the email address/);
  await page.getByLabel('Email address').fill(mailbox);
  await page.getByLabel('A letter for each alert').check();
  assert.ok((await sendTwice(page, '/admin/mail/new')).every((one) => one < 400));
  await press(page, 'Add and send the code');
  await page.getByText('Waits for its code: nothing is sent there yet').waitFor();
  assert.equal((await register.api('LDS', 'GET', '/v1/mail-addresses')).mail_addresses.length, 1);
  const place = new URL(page.url()).pathname;
  await page.getByLabel('Code from the letter').fill('00000000');
  await press(page, 'Confirm this mailbox');
  assert.match(await errors(page), /Code from the letter is not the code/);
  const [digits] = (await relay.letter(mailbox, /confirm/)).match(/^ {2}\d{8}$/m);
  await page.getByLabel('Code from the letter').fill(digits);
  await press(page, 'Confirm this mailbox');
  await press(page, 'Send a test');
  await relay.letter(mailbox, /Subject: Badgewatch: a test for LDS/);

  const looking = await newPage(browser, register);
  await signIn(looking, administrator('LDS'));
  await looking.goto('/admin/mail');
  assert.match(await looking.getByRole('row', { name: mailbox }).innerText(), /A letter for each alert\s+Sending/);
  await looksRight(looking, 'mailboxes');
  await looking.goto('/admin/mail/new');
  await looking.getByLabel('Email address').fill('two@council.example,more@council.example');
  await looking.locator('main form').evaluate((form) => { form.noValidate = true; });
  await press(looking, 'Add and send the code');
  assert.match(await errors(looking), /Email address must be one e-mail address/);
  await looksRight(looking, 'mailbox-form-error');
  await looking.goto(place);
  await looking.getByRole('cell', { name: 'mail.test' }).waitFor();
  const stale = await looking.locator('details', { hasText: 'Remove this mailbox' }).locator('form').evaluate((one) => new URLSearchParams(new FormData(one)).toString());
  await looking.getByText('Change what it is told').click();
  await looking.getByLabel('One letter each working day').check();
  await looking.getByLabel('An entry may be about one of your licensees').check();
  await looking.getByLabel('A duty is near or past its last day').check();
  await looksRight(looking, 'mailbox-settings');
  await press(looking, 'Save');
  await looking.getByText('An entry may be about one of your licensees, A duty is near or past its last day').waitFor();
  const kept = await register.api('LDS', 'GET', `/v1${place.replace('/admin/mail', '/mail-addresses')}`);
  assert.deepEqual([kept.mode, kept.kinds], ['digest', ['licensee_matched', 'duty_due']]);
  // A page from before that does nothing.
  const status = await looking.evaluate(async ([to, body]) => (await fetch(to, { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })).status,
    [`${place}/remove`, stale]);
  assert.equal(status, 409);
  await looking.getByText('Stop sending').first().click();
  await press(looking, 'Stop sending');
  await looking.getByText(/Not sending since .*stopped by your authority/).waitFor();
  await looksRight(looking, 'mailbox-stopped');
  await press(looking, 'Start sending again');
  await looking.getByText('Remove this mailbox').first().click();
  await press(looking, 'Remove this mailbox');
  await looking.getByText('No alert is told by email.').waitFor();
  assert.equal((await looking.goto(place)).status(), 404);
});

test('a client is registered by its public keys, given others, and ended', async () => {
  const key = (kid) => ({ ...crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' });
  const page = await newPage(browser, register);
  await signIn(page, administrator('WLV'));
  await page.goto('/admin/clients/new');
  await page.getByLabel('What it is for').fill(`Back office <b>O'Connor</b>`);
  await page.getByLabel('Keep licences').check();
  await page.getByLabel('Public keys', { exact: true }).fill('{"keys": [');
  await press(page, 'Register');
  assert.match(await errors(page), /not one JSON object/);
  await looksRight(page, 'client-form-error');
  await page.getByLabel('Public keys', { exact: true }).fill(JSON.stringify({ keys: [key('one')] }));
  await press(page, 'Register');
  await heading(page, `Back office <b>O'Connor</b>`).waitFor();
  await looksRight(page, 'client');
  await page.getByText('Replace its public keys').click();
  await page.getByLabel('Public keys', { exact: true }).fill(JSON.stringify({ keys: [key('two')] }));
  await press(page, 'Replace');
  await page.getByRole('cell', { name: 'two' }).waitFor();
  await page.getByText('End this client').first().click();
  await press(page, 'End this client');
  await page.getByText(/^Ended \d/).waitFor();
  await page.goto('/admin/clients');
  await looksRight(page, 'clients');
});

test('the operator sees how the register stands and whom it knows, and nothing of an authority', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.demo.operator);
  await page.getByRole('link', { name: 'Administration', exact: true }).click();
  await page.getByRole('link', { name: 'How the register stands' }).click();
  const main = await page.locator('main').innerText();
  for (const part of [/Yes: it can prove and record an answer/, /Newest event of the feed\s+\d+/, /Bank holidays\s+2026-/, /Subjects of checks\s+0/, /Signed leaves of the log\s+\d+/])
    assert.match(main, part);
  await looksRight(page, 'register');
  await page.goto('/admin/authorities');
  assert.equal(await page.locator('tbody tr').count(), 25);
  const shown = await page.locator('tbody th').allInnerTexts();
  await page.getByRole('link', { name: 'Next page' }).click();
  await page.getByText(/^26 to 50 of \d+\.$/).waitFor();
  assert.ok((await page.locator('tbody th').allInnerTexts()).every((name) => !shown.includes(name)));
  await looksRight(page, 'authorities');
  await page.getByRole('link', { name: 'Previous page' }).click();
  assert.deepEqual(await page.locator('tbody th').allInnerTexts(), shown);
  for (const [typed, found] of [['lds', ['Leeds City Council']], ['council LEEDS', ['Leeds City Council']], ["<b>O'Connor", []]]) {
    await page.getByLabel('Part of a name, or the code').fill(typed);
    await press(page, 'Show');
    assert.deepEqual(await page.locator('tbody th').allInnerTexts(), found, typed);
    assert.equal(await page.getByLabel('Part of a name, or the code').inputValue(), typed);
  }
  await page.getByText('No authority that the register knows has this name or code.').waitFor();
  await looksRight(page, 'authorities-none');
  for (const [query, first] of [['?page=0', shown[0]], ['?page=-7', shown[0]], ['?page=x', shown[0]], ['?name=city&page=1', null]]) {
    assert.equal((await page.goto(`/admin/authorities${query}`)).status(), 200, query);
    if (first) assert.equal(await page.locator('tbody th').first().innerText(), first, query);
  }
  await page.getByRole('link', { name: 'Next page' }).click();
  assert.ok((await page.locator('tbody th').allInnerTexts()).every((name) => /city/i.test(name)));
  assert.equal((await page.goto('/admin/authorities?page=99999999999999999999')).status(), 200);
  for (const place of ['/admin/officers', '/admin/keys', '/admin/webhooks', '/admin/mail']) assert.equal((await page.goto(place)).status(), 403, place);
  const council = await newPage(browser, register);
  await signIn(council, administrator('LDS'));
  assert.equal((await council.goto('/admin/register')).status(), 403);
});
