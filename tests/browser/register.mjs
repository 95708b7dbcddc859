// A real register and a real Chromium for tests of the pages.
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const require = createRequire(path.join(root, 'tests/packages/package.json'));
const { chromium } = require('playwright-core');
export const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const bin = process.env.BW_BIN ?? path.join(root, 'build/release/bin');
const waitSeconds = 120;

// `badgewatchd demo` in a folder of its own; `drivers: 0` is an empty one, with keys and officers.
export class Register {
  static async start({ drivers = 0, settings = '', misuse = '' } = {}) {
    const register = new Register();
    register.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bw-browser-'));
    fs.chmodSync(register.folder, 0o711);  // PostgreSQL's own user passes through
    const state = register.state = path.join(register.folder, 'state');
    const config = register.config = path.join(register.folder, 'badgewatch.toml');
    fs.writeFileSync(config, `[reference]
directory = "${root}/config/reference"
mappings_directory = "${root}/config/mappings"
[misuse]
well_known_file = "${root}/config/misuse/well-known.txt"
${misuse}
[database]
migrations_directory = "${root}/sql"
${settings}`);
    register.process = spawn(path.join(bin, 'badgewatchd'),
      ['demo', '--state', state, '--config', config, '--port', '0', ...(drivers ? ['--drivers', `${drivers}`] : ['--empty'])],
      { stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no register in ${waitSeconds} s:\n${told}`)), waitSeconds * 1000);
      const listen = (text) => {
        told += text;
        if (!told.includes('The register serves on')) return;
        clearTimeout(late);
        resolve();
      };
      register.process.stdout.on('data', listen);
      register.process.stderr.on('data', listen);
      register.process.on('exit', (code) => {
        clearTimeout(late);
        reject(new Error(`badgewatchd ended with ${code}:\n${told}`));
      });
    });
    register.demo = JSON.parse(fs.readFileSync(path.join(state, 'demo.json'), 'utf8'));
    register.url = register.demo.base_url;
    return register;
  }

  async stop() {
    if (this.process.exitCode === null) {
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await ended;
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  authority(code) {
    return this.demo.authorities.find((one) => one.code === code);
  }

  officer(code, role) {
    return this.authority(code).officers.find((one) => one.roles.includes(role));
  }

  // As a council's system asks.
  async api(code, method, place, body) {
    const answer = await fetch(this.url + place, {
      method,
      headers: { Authorization: `Bearer ${this.authority(code).api_key}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${place}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }
}

// The code of a base32 secret at a step of 30 seconds (RFC 6238).
function totp(secret, step) {
  const bits = [...secret.replace(/=+$/, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = crypto.createHmac('sha1', key).update(counter).digest();
  const at = digest[19] & 15;
  return `${(digest.readUInt32BE(at) & 0x7fffffff) % 1000000}`.padStart(6, '0');
}

const lastStep = new Map();
// Each code works once; one step ahead of the clock is taken, so that two in a row need no waiting.
export async function code(officer) {
  for (;;) {
    const now = Math.floor(Date.now() / 30000);
    const step = Math.max(now, (lastStep.get(officer.totp_secret) ?? 0) + 1);
    if (step <= now + 1) {
      lastStep.set(officer.totp_secret, step);
      return totp(officer.totp_secret, step);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

export async function launch() {
  const executablePath = process.env.BW_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid() !== 0 });
}
