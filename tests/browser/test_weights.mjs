// What the long lists weigh when they are full of long rows, seen for the first time.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newPage } from './looks.mjs';
import { besides, signIn } from './people.mjs';
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

const mostBytes = 60_000;
const rows = 60;  // more than any page shows
const name = (n) => `Mohammed Abdul-Rahman Featherstonehaugh-Cholmondeley Chowdhury ${n}`;
const reference = (n) => `Licensing/Private hire/2026/Renewal/Committee/${String(n).padStart(8, '0')}`;
const subject = { names: [{ full: name(0) }], date_of_birth: '1977-04-05', national_insurance_number: 'QQ990011A' };
const decision = (more) => ({
  kind: 'refusal_to_renew', decided_on: '2026-11-25', effective_on: '2026-11-25', notified_on: '2026-11-25', relies_on_relevant_information: true, ...more,
});

async function weighing(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let weight = 0;
  session.on('Network.loadingFinished', (one) => { weight += one.encodedDataLength; });
  return async (place, show) => {
    await session.send('Network.clearBrowserCache');
    weight = 0;
    await show();
    await page.waitForLoadState('load');
    assert.ok(weight > 10_000 && weight <= mostBytes, `${place}: ${weight} bytes`);
  };
}

test('lists full of long rows weigh no more than any page may', async () => {
  for (let n = 1; n <= rows; ++n) {
    await register.api('MAN', 'PUT', `/v1/licences/${encodeURIComponent(`MCC/PHV/DRIVER/2026/${String(n).padStart(8, '0')}`)}`, { class: 'private_hire', status: 'current', holder: subject });
    await register.api('MAN', 'POST', '/v1/decisions', decision({
      your_reference: reference(n), subject: { names: [{ full: name(n) }], date_of_birth: '1984-03-07', national_insurance_number: `QQ${400000 + n}C` },
    }));
  }
  await register.api('GLG', 'POST', '/v1/decisions', decision({ subject }));
  for (let n = 1; n <= rows; ++n)
    await register.api('MAN', 'POST', '/v1/checks', { case_reference: reference(n), purpose: 'new_application', subject });
  for (let i = 0; i < 600 && (await register.api('MAN', 'GET', '/v1/duties?limit=1')).waiting.count < rows; ++i)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'supervisor'));
  const weigh = await weighing(page);
  for (const place of ['/', '/duties', '/alerts', '/undecided-hits', '/decisions', '/searches?list=authority']) {
    await weigh(place, () => page.goto(place));
    assert.ok(await page.locator('tbody tr').count() >= 20, place);
  }
  await page.goto('/decisions');
  await page.getByLabel('Look up a decision').fill('chowdhury');
  await weigh('decisions looked up', async () => {
    await page.getByRole('button', { name: 'Look up', exact: true }).click();
    await page.getByText('There are more of them than are shown here.').waitFor();
  });
  const one = await besides(page, () => page.locator('tbody a').first().click());
  assert.match(new URL(one.url()).pathname, /^\/decisions\/[0-9a-f-]{36}$/);
});

test('so do the authorities that the operator sees', async () => {
  for (const { code } of register.demo.authorities)
    await register.api(code, 'PUT', '/v1/contact', {
      team: 'Taxi and private hire licensing, public protection', email: 'taxi.and.private.hire.licensing@council.example', telephone: '0161 496 0000',
    });
  const page = await newPage(browser, register);
  await signIn(page, register.demo.operator);
  const weigh = await weighing(page);
  await weigh('/admin/authorities', () => page.goto('/admin/authorities'));
  assert.ok(await page.locator('tbody tr').count() >= 20);
});
