// What officers do in a browser.
import assert from 'node:assert/strict';
import { code } from './register.mjs';

export async function fillSignIn(page, officer, with_code) {
  await page.getByLabel('Username').fill(officer.username);
  await page.getByLabel('Password', { exact: true }).fill(officer.password);
  await page.getByLabel('Code').fill(with_code ?? await code(officer));
}

export async function signIn(page, officer) {
  await page.goto('/sign-in');
  await fillSignIn(page, officer);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'What needs you today' }).waitFor();
}

export async function fillCheck(page, subject) {
  await page.getByLabel('Case reference').fill('MAN/2026/0417');
  await page.getByLabel('Full name').fill(subject.names[0].full);
  const [year, month, day] = subject.date_of_birth.split('-');
  await page.getByLabel('Day').fill(day);
  await page.getByLabel('Month').fill(month);
  await page.getByLabel('Year').fill(year);
  if (subject.national_insurance_number) await page.getByLabel('National Insurance number').fill(subject.national_insurance_number);
}

export async function fillDay(page, legend, iso) {
  const [year, month, day] = iso.split('-');
  const group = page.getByRole('group', { name: legend, exact: true });
  await group.getByLabel('Day').fill(day);
  await group.getByLabel('Month').fill(month);
  await group.getByLabel('Year').fill(year);
}

// Names that have broken pages before.
export const oddNames = [`<script>alert("x")</script> O'Connor`, 'محمد عبد الرحمن', `${'Maximilian '.repeat(18)}Ng`];

export async function press(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
}

// Out of a page that answers a form, into another tab: the page stays as it is, to go on with.
export async function besides(page, open) {
  const stays = await page.locator('main').innerHTML();
  const [beside] = await Promise.all([page.waitForEvent('popup'), open()]);
  await beside.waitForLoadState('load');
  assert.equal(await page.locator('main').innerHTML(), stays);
  return beside;
}

// By keyboard alone.
export async function tabTo(page, selector) {
  for (let i = 0; i < 150; ++i) {
    if (await page.locator(`${selector}:focus`).count()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} is not reached by keyboard`);
}

export async function keyAt(page, selector, key) {
  await tabTo(page, selector);
  await page.keyboard.press(key);
}

export async function typeAt(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.type(text);
}

// Into the three boxes of a day, one after another.
export async function typeDay(page, id, iso) {
  const [year, month, day] = iso.split('-');
  for (const [part, text] of [['day', day], ['month', month], ['year', year]]) await typeAt(page, `#${id}-${part}`, text);
}

export async function fileAt(page, selector, name, content) {
  await tabTo(page, selector);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
  await chooser.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
}
