// Checking an applicant: the form, the answer, what somebody decides, and the certificate.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { looksRight, newPage } from './looks.mjs';
import { fillCheck, fillSignIn, oddNames, signIn, tabTo } from './people.mjs';
import { launch, Register, require } from './register.mjs';
import { decode } from './small_png.mjs';

const jsQR = require('jsqr');

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

let drawn = 0;
// Somebody whom nobody else resembles, entered by Leeds.
async function entered(name, more = {}) {
  drawn += 1;
  const subject = {
    names: [{ full: name }], date_of_birth: '1984-03-07',
    national_insurance_number: `QQ${String(100000 + drawn)}C`, ...more,
  };
  await register.api('LDS', 'POST', '/v1/decisions', {
    kind: 'revocation', decided_on: '2026-03-02', effective_on: '2026-03-23', notified_on: '2026-03-02',
    relies_on_relevant_information: true, subject,
  });
  return subject;
}

async function check(page, subject) {
  await page.goto('/check');
  await fillCheck(page, subject);
  await button(page, 'Check').click();
  await heading(page, 'Result of the check').waitFor();
}

test('from signing in to a decided hit it takes few clicks', async () => {
  const subject = await entered('Mohammed Abdul Chowdhury');
  const page = await newPage(browser, register);
  let clicks = 0;
  const click = async (what) => {
    clicks += 1;
    await what.click();
  };
  await page.goto('/');
  await fillSignIn(page, register.officer('MAN', 'officer'));
  await click(button(page, 'Sign in'));
  await click(page.getByRole('link', { name: 'Check an applicant' }).first());
  await looksRight(page, 'check-form');
  await fillCheck(page, { ...subject, names: [{ full: 'Md Abdul Choudhury' }], date_of_birth: '1984-07-03' });
  await click(button(page, 'Check'));
  await page.getByText('Match: ask Leeds City Council before you decide').waitFor();
  const card = page.locator('#hit-1');
  await card.getByText('Md and Mohammed are spellings of one name').waitFor();
  await card.getByText('Revocation by Leeds City Council, decided on 2 March 2026').waitFor();
  // Of the entry no more than name and year of birth.
  assert.doesNotMatch(await page.content(), /1984-03-07|7 March 1984/);
  await looksRight(page, 'check-match');
  await click(card.getByLabel('Same person'));
  await card.getByLabel('Why').fill('Passport and both council files show the same photograph.');
  await click(card.getByRole('button', { name: 'Save' }));
  await card.getByText('Decided about this hit').waitFor();
  assert.match(await card.innerText(), /Same person, by Demo officer of MAN at .* \(UK time\)/);
  assert.ok(clicks <= 8, `${clicks} clicks`);
  await looksRight(page, 'check-decided');
  assert.ok(!new URL(page.url()).search, 'no data in the address');
  // The next check of the same two people shows what was found before.
  await check(page, { ...subject, names: [{ full: 'Md Abdul Choudhury' }], date_of_birth: '1984-07-03' });
  await page.getByText('Found before about these two people').waitFor();
});

test('what was typed at one hit stays when another one is decided', async () => {
  const subject = await entered('Peregrine Oldacre', { national_insurance_number: 'QQ910001A' });
  await entered('Peregrine Oldacre', { national_insurance_number: 'QQ910001A' });
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'officer'));
  await check(page, subject);
  const [first, second] = [page.locator('#hit-1'), page.locator('#hit-2')];
  await second.getByLabel('Different person').check();
  await second.getByLabel('Why').fill(`Another photograph: O'Connor`);
  // Its own answer is refused at first, which loses nothing of the other either.
  await first.getByLabel('Same person').check();
  await first.getByRole('button', { name: 'Save' }).click();
  await heading(page, 'There is a problem').waitFor();
  assert.equal(await second.getByLabel('Why').inputValue(), `Another photograph: O'Connor`);
  await first.getByLabel('Why').fill('The same photograph.');
  await first.getByRole('button', { name: 'Save' }).click();
  await first.getByText('Decided about this hit').waitFor();
  assert.equal(await second.getByLabel('Why').inputValue(), `Another photograph: O'Connor`);
  assert.equal(await second.getByLabel('Different person').isChecked(), true);
  await second.getByRole('button', { name: 'Save' }).click();
  await second.getByText('Decided about this hit').waitFor();
  for (const card of [first, second]) assert.equal(await card.getByLabel('Why').inputValue(), '');
  await first.getByLabel('Why').fill('Typed and left.');
  await page.evaluate(() => document.querySelectorAll('form[data-one-of-several]')[1].requestSubmit());
  await heading(page, 'There is a problem').waitFor();
  await page.evaluate(() => sessionStorage.setItem('typed', '[]'));
  await button(page, 'Sign out').click();
  await page.getByText('You have signed out').or(heading(page, 'Sign in')).first().waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0, 'nothing stays in the tab');
});

test('nobody found is said with its proof, and what came since is said too', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'officer'));
  const subject = { names: [{ full: 'Rosalind Quatermain' }], date_of_birth: '1990-01-02', national_insurance_number: 'QQ900001A' };
  await check(page, subject);
  assert.match(await page.locator('.govuk-notification-banner').innerText(), /No entry found, proven at \d\d:\d\d:\d\d on .* \(UK time\)/);
  await looksRight(page, 'check-nothing');
  await entered('Rosalind Quatermain', { date_of_birth: '1990-01-02', national_insurance_number: 'QQ900001A' });
  await page.reload();
  await page.getByText('An entry has come since this check').waitFor();
  assert.equal(await page.locator('.govuk-notification-banner--success').count(), 0);
  await looksRight(page, 'check-contradicted');
});

test('each wrong box is named, and everything typed stays', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'officer'));
  await page.goto('/check');
  await page.getByLabel('Day').fill('31');
  await page.getByLabel('Month').fill('2');
  await page.getByLabel('Year').fill('1990');
  await page.getByLabel('National Insurance number').fill('nonsense');
  await page.getByLabel('Former and other names').fill(`O'Connor\n<b>Bold</b>`);
  await button(page, 'Check').click();
  await heading(page, 'There is a problem').waitFor();
  const links = page.locator('.govuk-error-summary__list a');
  const aims = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  assert.deepEqual(aims, ['#case_reference', '#date_of_birth-day', '#national_insurance_number'], (await links.allInnerTexts()).join('\n'));
  assert.equal((await links.allInnerTexts())[0], 'Enter the case reference');
  assert.equal(await page.getByLabel('Former and other names').inputValue(), `O'Connor\n<b>Bold</b>`);
  assert.equal(await page.getByLabel('Day').inputValue(), '31');
  await links.nth(1).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'date_of_birth-day');
  await looksRight(page, 'check-errors');
});

test('a row from a spreadsheet fills the boxes, and asks nothing', async () => {
  const page = await newPage(browser, register);
  await signIn(page, register.officer('MAN', 'officer'));
  await page.goto('/check');
  await page.getByText('Paste a row from a spreadsheet').click();
  await page.getByLabel('Row').fill(`Ada\tO'Connor\t07/03/1984\tQQ123456C\t3 Wilmslow Road\tManchester\tM14 5TQ\tada@example.org`);
  await button(page, 'Fill in the boxes').click();
  await page.getByText('The boxes are filled in').waitFor();
  const value = (label) => page.getByLabel(label, { exact: true }).inputValue();
  assert.equal(await value('Full name'), `Ada O'Connor`);
  assert.deepEqual([await value('Day'), await value('Month'), await value('Year')], ['7', '3', '1984']);
  assert.equal(await value('National Insurance number'), 'QQ123456C');
  assert.equal(await value('Home address'), '3 Wilmslow Road\nManchester');
  assert.equal(await value('Postcode'), 'M14 5TQ');
  assert.equal(await value('Email address'), 'ada@example.org');
  await looksRight(page, 'check-pasted');
});

test('a finding without a reason is asked for again at its hit', async () => {
  const subject = await entered('Barnaby Thistlethwaite');
  const page = await newPage(browser, register);
  await signIn(page, register.officer('BIR', 'officer'));
  await check(page, subject);
  await page.locator('#hit-1').getByLabel('Different person').check();
  await button(page, 'Save').click();
  await heading(page, 'There is a problem').waitFor();
  assert.deepEqual(await page.locator('.govuk-error-summary__list a').allInnerTexts(), ['Enter why']);
  assert.ok(await page.locator('#hit-1').getByLabel('Different person').isChecked());
  await looksRight(page, 'check-finding-error');
});

test('a certificate breaks a name that is one long word, and cuts none', async () => {
  const subject = await entered('Wolfeschlegelsteinhausen'.repeat(8));
  const page = await newPage(browser, register);
  await signIn(page, register.officer('LDS', 'officer'));
  await check(page, subject);
  await looksRight(page, 'check-long-word');
  await page.getByRole('button', { name: 'Certificate to print' }).click();
  await heading(page, 'Certificate of a search').waitFor();
  await looksRight(page, 'certificate-long-word');
});

// What a camera reads of the code on the page, as large as it is shown or printed there.
async function readCode(page) {
  const { width, height, channels, pixels } = decode(await page.locator('.bw-qr').screenshot());
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; ++i)
    for (let part = 0; part < 3; ++part) rgba[i * 4 + part] = pixels[i * channels + part];
  return jsQR(rgba, width, height)?.data;
}

test('the code on a certificate reads as the receipt of the check, off any screen and in print', async () => {
  const subject = await entered('Percival Pumphrey');
  // A printer draws far finer than the coarsest screen, and smaller.
  for (const [media, deviceScaleFactor, width] of [['screen', 1, 1100], ['screen', 1, 320], ['screen', 2, 1100], ['print', 3, 1100]]) {
    const page = await newPage(browser, register, { deviceScaleFactor });
    await page.setViewportSize({ width, height: 800 });
    const code = width === 320 || media === 'print' ? 'GLG' : 'CRF';
    await signIn(page, register.officer(code, deviceScaleFactor === 1 ? 'officer' : 'supervisor'));
    await check(page, media === 'print' ? { names: [{ full: 'Nobody Else' }], date_of_birth: '1950-01-01' } : subject);
    const id = new URL(page.url()).pathname.split('/').pop();
    await page.getByRole('button', { name: 'Certificate to print' }).click();
    await heading(page, 'Certificate of a search').waitFor();
    const { receipt } = await register.api(code, 'GET', `/v1/checks/${id}`);
    const { text, key_id, signature } = receipt;
    await page.emulateMedia({ media });
    const read = await readCode(page);
    assert.ok(read, `nothing is read: ${media}, ${deviceScaleFactor}, ${width}`);
    assert.deepEqual(JSON.parse(read), { text, key_id, signature });
    assert.ok(text.includes(id), text);
  }
});

test('the certificate is one page, and its code is what verifies', async () => {
  const subject = await entered(oddNames[0]);
  const page = await newPage(browser, register);
  await signIn(page, register.officer('WLV', 'officer'));
  await check(page, subject);
  await page.getByRole('button', { name: 'Certificate to print' }).click();
  await heading(page, 'Certificate of a search').waitFor();
  await looksRight(page, 'certificate');
  const pdf = await page.pdf({ format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } });
  assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length, 1, 'prints on one page');
  const lines = await page.locator('.bw-code').allInnerTexts();
  const [, key_id, signature] = lines[1].match(/^key_id (\S+) signature (\S+)$/);
  const receipt = path.join(register.folder, 'receipt.json');
  const read = await readCode(page);
  assert.deepEqual(JSON.parse(read), { text: `${lines[0].trim()}\n`, key_id, signature });
  fs.writeFileSync(receipt, read);
  assert.match(lines[0], /^badgewatch-receipt\/1\n/);
  const bin = process.env.BW_BIN ?? 'build/release/bin';
  const keys = spawnSync(path.join(bin, 'badgewatchd'), ['audit', 'keys', '--config', register.config, '--state', register.state]);
  assert.equal(keys.status, 0, String(keys.stderr));
  const file = path.join(register.folder, 'register.keys');
  fs.writeFileSync(file, keys.stdout);
  const verify = () => spawnSync(path.join(bin, 'badgewatch'), ['verify-receipt', receipt, '--keys', file]);
  assert.match(String(verify().stdout), /The receipt is the register.s: check .* was answered with match/s);
  fs.writeFileSync(receipt, fs.readFileSync(receipt, 'utf8').replace('outcome match', 'outcome no_match'));
  assert.notEqual(verify().status, 0);
});

test('names of every kind are whole on each page that shows one', async () => {
  for (const [index, name] of oddNames.entries()) {
    const subject = await entered(name);
    const page = await newPage(browser, register);
    await signIn(page, register.officer(['TFL', 'GLG', 'CRF'][index], 'officer'));
    await check(page, subject);
    const shown = (await page.locator('#hit-1 h2').innerText()).replace(/\s+/g, ' ');
    assert.ok(shown.includes(name), shown);
    await looksRight(page, `check-name-${index}`);
    await page.getByRole('button', { name: 'Certificate to print' }).click();
    await heading(page, 'Certificate of a search').waitFor();
    assert.ok((await page.locator('main').innerText()).includes(name));
    await looksRight(page, `certificate-name-${index}`);
  }
});

test('a session that ends while somebody types loses nothing', async () => {
  const subject = await entered('Griselda Ollerenshaw');
  const officer = register.officer('LDS', 'supervisor');
  const page = await newPage(browser, register);
  await signIn(page, officer);
  await page.goto('/check');
  await fillCheck(page, subject);
  await page.context().clearCookies({ name: '__Host-badgewatch' });
  await button(page, 'Check').click();
  await page.getByText('Your session has ended').waitFor();
  await looksRight(page, 'session-ended');
  await fillSignIn(page, officer);
  await button(page, 'Sign in').click();
  await heading(page, 'Nothing is lost').waitFor();
  await looksRight(page, 'kept-form');
  await button(page, 'Continue').click();
  await heading(page, 'Result of the check').waitFor();
  assert.match(await page.locator('main').innerText(), /Griselda Ollerenshaw/);
});

test('the task is done by keyboard alone and without JavaScript', async () => {
  const subject = await entered('Leopoldina Gawkrodger');
  const page = await newPage(browser, register, { javaScriptEnabled: false });
  await signIn(page, register.officer('BIR', 'supervisor'));
  await page.goto('/check');
  const to = (selector) => tabTo(page, selector);
  const [year, month, day] = subject.date_of_birth.split('-');
  for (const [box, text] of [['#case_reference', 'X/1'], ['#full_name', subject.names[0].full], ['#date_of_birth-day', day],
    ['#date_of_birth-month', month], ['#date_of_birth-year', year], ['#national_insurance_number', subject.national_insurance_number]]) {
    await to(box);
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  await heading(page, 'Result of the check').waitFor();
  await to('#finding-1');
  await page.keyboard.press('Space');
  await to('#reason-1');
  await page.keyboard.type('Same photograph.');
  await to('#hit-1 button');
  await page.keyboard.press('Enter');
  await page.getByText('Decided about this hit').waitFor();
});

test("another authority's check is not there", async () => {
  const page = await newPage(browser, register);
  const asked = await register.api('LDS', 'POST', '/v1/checks', {
    case_reference: 'L/1', purpose: 'renewal', subject: { names: [{ full: 'Nobody Else' }] },
  });
  await signIn(page, register.officer('MAN', 'supervisor'));
  for (const place of [`/checks/${asked.id}`, `/checks/${asked.id}/certificate`, '/checks/none']) {
    const answer = await page.goto(place);
    assert.equal(answer.status(), 404, place);
  }
});
