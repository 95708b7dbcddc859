// What officers do in a browser.
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
