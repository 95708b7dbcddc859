// Officers of a council that has an identity provider: there and back, refused there, and back to a
// form that was half done.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { IdentityProvider } from './identity_provider.mjs';
import { looksRight, newPage } from './looks.mjs';
import { fillCheck } from './people.mjs';
import { launch, Register } from './register.mjs';

const secret = 'a secret of forty characters for a test.';
let provider;
let folder;
let register;
let browser;
before(async () => {
  provider = await IdentityProvider.choose();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bw-provider-'));
  const file = path.join(folder, 'leeds.secret');
  fs.writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  const settings = `[oidc]
plain_loopback = true
[[oidc.provider]]
name = "leeds"
title = "Leeds City Council"
issuer = "${provider.issuer}"
client_id = "badgewatch"
client_secret_file = "${file}"
authorities = ["LDS"]
[oidc.provider.roles]
officer = ["Badgewatch.Officer"]
`;
  [register, browser] = await Promise.all([Register.start({ settings }), launch()]);
  await provider.start([{
    client_id: 'badgewatch', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [`${register.url}/v1/identity-providers/leeds/callback`],
    post_logout_redirect_uris: [`${register.url}/`], id_token_signed_response_alg: 'ES256',
  }]);
});
after(async () => {
  await browser?.close();
  await register?.stop();
  await provider?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const officer = { roles: ['Badgewatch.Officer'], name: 'Ann Ambler' };
const way = 'Sign in with Leeds City Council';

for (const javaScriptEnabled of [true, false]) {
  test(`an officer signs in at the council's own provider and is where they wanted to be, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    await provider.person('ann', officer);
    const page = await newPage(browser, register, { elsewhere: provider.issuer, javaScriptEnabled });
    await page.goto('/check');
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    if (javaScriptEnabled) await looksRight(page, 'sign-in-provider');
    await page.getByRole('link', { name: way }).click();
    await page.getByRole('heading', { name: 'Check an applicant' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/check');
    assert.match(await page.locator('.bw-who').innerText(), /Ann Ambler, Leeds City Council/);
    // Password and second factor are the provider's.
    await page.locator('.bw-who__text').click();
    await page.getByText('It keeps your password and your second factor').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Change your password' }).count(), 0);
    if (javaScriptEnabled) await looksRight(page, 'account-provider');
    assert.equal((await page.goto('/account/password')).status(), 409);
  });
}

test('who is refused there, or has no role here, reads so on a page and gets on', async () => {
  const page = await newPage(browser, register, { elsewhere: provider.issuer });
  for (const person of [{ ...officer, refuses: true }, { ...officer, roles: [] }]) {
    await provider.person('nobody in particular', person);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await page.getByRole('link', { name: way }).click();
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
    await looksRight(page, 'provider-refused');
    await page.getByRole('link', { name: 'Go to the sign-in' }).click();
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  }
});

test('what was typed before the session ended is there after a sign-in in another tab', async () => {
  await provider.person('ann', officer);
  const page = await newPage(browser, register, { elsewhere: provider.issuer });
  await page.goto('/sign-in');
  await page.getByRole('link', { name: way }).click();
  await page.getByRole('heading', { name: 'What needs you today' }).waitFor();
  await page.goto('/check');
  await fillCheck(page, { names: [{ full: 'Leopoldina Gawkrodger' }], date_of_birth: '1971-05-06' });
  await page.context().clearCookies({ name: '__Host-badgewatch' });
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText('Your session has ended.').waitFor();
  await looksRight(page, 'session-ended-provider');
  // Before anybody has signed in there is nothing to go on with.
  await page.getByRole('button', { name: 'I have signed in there' }).click();
  await page.getByRole('link', { name: 'Enter your username' }).waitFor();
  const [other] = await Promise.all([
    page.context().waitForEvent('page'), page.getByRole('link', { name: `${way} (opens in a new tab)` }).click()]);
  await other.getByRole('heading', { name: 'What needs you today' }).waitFor();
  await page.getByRole('button', { name: 'I have signed in there' }).click();
  await page.getByRole('heading', { name: 'You are signed in. Nothing is lost' }).waitFor();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByRole('heading', { name: 'Result of the check' }).waitFor();
  assert.match(await page.locator('main').innerText(), /Leopoldina Gawkrodger/);
});
