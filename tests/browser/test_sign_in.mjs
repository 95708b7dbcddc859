// Signing in and out, and what the frame of every page promises.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { fillSignIn, press, signIn } from './people.mjs';
import { code, launch, Register } from './register.mjs';

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

test('an officer signs in over plain HTTP on this machine, sees who they are, and signs out', async () => {
  const page = await newPage(browser, register);
  const officer = register.officer('LDS', 'officer');
  await page.goto('/');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await looksRight(page, 'sign-in');
  await fillSignIn(page, officer);
  await button(page, 'Sign in').click();
  await page.getByRole('heading', { name: 'What needs you today' }).waitFor();
  assert.match(await page.locator('.bw-who').innerText(), /Demo officer of LDS, Leeds City Council/);
  const cookie = (await page.context().cookies()).find((one) => one.name === '__Host-badgewatch');
  assert.ok(cookie.secure && cookie.httpOnly && cookie.sameSite === 'Lax', JSON.stringify(cookie));
  await looksRight(page, 'home-empty');
  await page.goto('/sign-in');  // who is signed in has no need of it
  assert.equal(new URL(page.url()).pathname, '/');
  await button(page, 'Sign out').click();
  await page.getByText('You are signed out.').waitFor();
  await page.goto('/');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
});

test('a wrong password and a wrong code are told apart by nothing', async () => {
  const officer = register.officer('BIR', 'officer');
  const shown = [];
  for (const wrong of [{ password: 'not the password at all' }, { username: 'nobody@bir' }, { wrongCode: '000000' }]) {
    const page = await newPage(browser, register);
    await page.goto('/sign-in');
    await fillSignIn(page, { ...officer, ...wrong }, wrong.wrongCode);
    await button(page, 'Sign in').click();
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
    assert.match(await page.title(), /^Error: /);
    shown.push(await page.locator('.govuk-error-summary').innerText());
    assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '');
    if (shown.length === 1) await looksRight(page, 'sign-in-refused');
  }
  assert.equal(new Set(shown).size, 1, shown.join('\n'));
});

test('each empty box is named at its place and in the summary, which leads there', async () => {
  const page = await newPage(browser, register);
  await page.goto('/sign-in');
  await page.getByLabel('Username').fill(`x'"><script>alert(1)</script>`);
  await button(page, 'Sign in').click();
  const lines = page.locator('.govuk-error-summary__list a');
  assert.deepEqual(await lines.allInnerTexts(), ['Enter your password', 'Enter the code that your authenticator app shows, or a recovery code']);
  assert.equal(await page.getByLabel('Username').inputValue(), `x'"><script>alert(1)</script>`);
  await lines.first().click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'password');
  await looksRight(page, 'sign-in-empty');
});

test('who follows a link to a page comes to it after signing in, and to no other site', async () => {
  const officer = register.officer('WLV', 'officer');
  const page = await newPage(browser, register);
  await page.goto('/step-up');
  assert.equal(new URL(page.url()).search, '?then=%2Fstep-up');
  await fillSignIn(page, officer);
  await button(page, 'Sign in').click();
  await page.getByRole('heading', { name: 'Show a code once more' }).waitFor();
  await looksRight(page, 'step-up');
  for (const bad of ['//example.org/', 'https://example.org/', '/\\example.org', 'javascript:alert(1)']) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?then=${encodeURIComponent(bad)}`);
    assert.equal(await page.locator('input[name=then]').inputValue(), '/', bad);
  }
});

test('an officer sees where they are signed in, and signs out there', async () => {
  const officer = register.officer('BIR', 'supervisor');
  const left = await fetch(`${register.url}/v1/session`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: officer.username, password: officer.password, code: await code(officer) }),
  });
  assert.equal(left.status, 201);
  const cookie = left.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  const there = async () => (await fetch(`${register.url}/v1/session`, { headers: { Cookie: cookie } })).status;
  const page = await newPage(browser, register);
  await signIn(page, officer);
  assert.equal(await there(), 200);
  await page.locator('.bw-who__text').click();
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 2);
  await looksRight(page, 'account');
  await button(page, 'Sign out there').click();
  await page.getByRole('link', { name: 'Select where to sign out' }).waitFor();
  await looksRight(page, 'account-empty');
  await page.getByRole('radio').check();
  await button(page, 'Sign out there').click();
  await page.getByText('You are signed in here alone.').waitFor();
  assert.equal(await page.locator('tbody tr').count(), 1);
  assert.equal(await there(), 401);
});

const heading = (page, name) => page.getByRole('heading', { name, exact: true });
const errors = async (page) => (await page.locator('.govuk-error-summary__list').innerText()).split('\n');
const shownOnce = (page) => page.locator('main .bw-code').innerText();

test('an officer changes their password and signs in with the new one', async () => {
  const officer = register.officer('MAN', 'officer');
  const page = await newPage(browser, register);
  await signIn(page, officer);
  await page.locator('.bw-who__text').click();
  await heading(page, 'How you sign in').waitFor();
  await page.getByRole('link', { name: 'Change your password' }).click();
  await looksRight(page, 'account-password');
  await press(page, 'Change password');
  assert.deepEqual(await errors(page), ['Enter your present password', 'Enter the password that you want to have']);
  await looksRight(page, 'account-password-empty');
  const fill = async (present, wanted) => {
    await page.getByLabel('Present password').fill(present);
    await page.getByLabel('New password').fill(wanted);
    await press(page, 'Change password');
  };
  const wanted = 'nine purple otters juggle';
  await fill('not the password at all', wanted);
  assert.match((await errors(page))[0], /^This is not your present password/);
  assert.equal(await page.getByLabel('New password').inputValue(), '');
  await looksRight(page, 'account-password-wrong');
  await fill(officer.password, 'short');
  assert.deepEqual(await errors(page), ['New password must have 12 to 128 characters']);
  await fill(officer.password, wanted);
  await heading(page, 'Your password is changed').waitFor();
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/account/password');
  await looksRight(page, 'account-password-done');
  await page.getByRole('link', { name: 'Back to your account' }).click();
  await press(page, 'Sign out');
  officer.password = wanted;
  await signIn(page, officer);
});

test('an officer sets up another app and makes new recovery codes, and signs in with each', async () => {
  const officer = register.officer('MAN', 'supervisor');
  const page = await newPage(browser, register);
  await signIn(page, officer);
  await page.goto('/account');
  await page.getByRole('link', { name: 'Set up another app' }).click();
  await looksRight(page, 'account-app');
  await press(page, 'Set up another app');
  await heading(page, 'Set up your authenticator app').waitFor();
  const row = page.locator('.govuk-summary-list__row', { hasText: 'Secret' });
  const secret = await row.locator('dd').innerText();
  assert.notEqual(secret, officer.totp_secret);
  await page.getByLabel('Code', { exact: true }).fill('none');
  await press(page, 'Continue');
  assert.deepEqual(await errors(page), ['Code is not the code of the new secret']);
  assert.equal(await row.locator('dd').innerText(), secret);
  await looksRight(page, 'account-app-wrong');
  officer.totp_secret = secret;
  await page.getByLabel('Code', { exact: true }).fill(await code(officer));
  await press(page, 'Continue');
  await heading(page, 'Your new app is in force').waitFor();
  assert.equal((await shownOnce(page)).split('\n').length, 10);
  await looksRight(page, 'account-app-done');
  await page.reload();  // sends it a second time
  await heading(page, 'No app waits for a code').waitFor();
  await looksRight(page, 'account-app-twice');
  await page.getByRole('link', { name: 'Make new recovery codes' }).click();
  await looksRight(page, 'account-codes');
  await press(page, 'Make new recovery codes');
  await heading(page, 'Your new recovery codes are in force').waitFor();
  const [before] = (await shownOnce(page)).split('\n');
  await looksRight(page, 'account-codes-done');
  await page.reload();  // another set, and the one that is shown is in force
  const [first] = (await shownOnce(page)).split('\n');
  assert.notEqual(first, before);
  assert.equal(new URL(page.url()).search, '');
  await press(page, 'Sign out');
  await fillSignIn(page, officer, before);
  await press(page, 'Sign in');
  await heading(page, 'There is a problem').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(officer.password);
  await page.getByLabel('Code').fill(first);
  await press(page, 'Sign in');
  await heading(page, 'What needs you today').waitFor();
  await press(page, 'Sign out');
  await signIn(page, officer);
});

test('passwords that were typed when the session had ended are asked for again', async () => {
  const officer = register.officer('GLG', 'supervisor');
  const page = await newPage(browser, register);
  await signIn(page, officer);
  await page.goto('/account/password');
  const fill = async () => {
    await page.getByLabel('Present password').fill(officer.password);
    await page.getByLabel('New password').fill('nine purple otters juggle');
    await press(page, 'Change password');
  };
  await page.context().clearCookies();
  await fill();
  await page.getByText('Your session has ended.').waitFor();
  assert.equal((await page.content()).includes('purple otters'), false);
  await fillSignIn(page, officer);
  await press(page, 'Sign in');
  await heading(page, 'You are signed in. Nothing has been sent yet').waitFor();
  await looksRight(page, 'kept-but-for-secrets');
  await press(page, 'Continue');
  await heading(page, 'Change your password').waitFor();
  assert.equal(await heading(page, 'There is a problem').count(), 0);
  await fill();
  await heading(page, 'Your password is changed').waitFor();
});

test('a password and an app are changed without JavaScript', async () => {
  const officer = register.officer('MAN', 'data_administrator');
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, officer);
  await page.goto('/account/password');
  await page.getByLabel('Present password').fill(officer.password);
  await page.getByLabel('New password').fill('nine purple otters juggle');
  await page.keyboard.press('Enter');
  await heading(page, 'Your password is changed').waitFor();
  await page.goto('/account/app');
  await press(page, 'Set up another app');
  const secret = await page.locator('.govuk-summary-list__row', { hasText: 'Secret' }).locator('dd').innerText();
  await page.getByLabel('Code', { exact: true }).fill(await code({ totp_secret: secret }));
  await page.keyboard.press('Enter');
  await heading(page, 'Your new app is in force').waitFor();
  assert.equal((await shownOnce(page)).split('\n').length, 10);
});

test('what is not there and what is not allowed have pages of their own', async () => {
  const page = await newPage(browser, register);
  let answer = await page.goto('/no/such/page');
  assert.equal(answer.status(), 404);
  await looksRight(page, 'not-found-stranger');
  await signIn(page, register.officer('GLG', 'officer'));
  answer = await page.goto('/no/such/page');
  assert.equal(answer.status(), 404);
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  await looksRight(page, 'not-found');
  // A form that another site sends is not done.
  await page.route('http://elsewhere.test/', (route) => route.fulfill({
    contentType: 'text/html', body: `<form method="post" action="${register.url}/sign-out"><button>Go</button></form>`,
  }));
  page.faults.length = 0;
  await page.goto('http://elsewhere.test/');
  await page.getByRole('button').click();
  await page.getByRole('heading', { name: 'You may not do this' }).waitFor();
  page.faults.length = 0;
  await looksRight(page, 'forbidden');
  await page.goto('/');
  await page.getByRole('heading', { name: 'What needs you today' }).waitFor();
});

test('signing in works by keyboard alone and without JavaScript', async () => {
  const officer = register.officer('CRF', 'officer');
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await page.goto('/sign-in');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');  // Skip to main content
  for (let i = 0; i < 10 && await page.locator('#username:focus').count() === 0; ++i) await page.keyboard.press('Tab');
  await page.keyboard.type(officer.username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(officer.password);
  await page.keyboard.press('Tab');
  await page.keyboard.type(await code(officer));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'What needs you today' }).waitFor();
  await button(page, 'Sign out').click();
  await page.getByText('You are signed out.').waitFor();
});

test('style and script are kept for good, squeezed, and a page weighs little', async () => {
  const page = await newPage(browser, register);
  let weight = 0;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', (one) => { weight += one.encodedDataLength; });
  const kept = [];
  page.on('response', (answer) => {
    if (answer.url().includes('/assets/')) kept.push(answer.headers());
  });
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  assert.ok(weight > 0 && weight <= 60_000, `${weight} bytes`);
  assert.ok(kept.length >= 3);
  for (const headers of kept) {
    assert.match(headers['cache-control'], /immutable/);
    assert.match(headers['content-encoding'], /^(br|gzip)$/);
  }
  const whole = await fetch(`${register.url}/assets/0/style.css`);
  assert.equal(whole.status, 404);
  const policy = (await fetch(`${register.url}/sign-in`)).headers.get('content-security-policy');
  assert.match(policy, /^default-src 'none';/);
  assert.doesNotMatch(policy, /unsafe|\*|http|data:/);
});
