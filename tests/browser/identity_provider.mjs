// The identity provider of tests/packages, and a browser that is sent there and back.
import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline';
import { root } from './register.mjs';

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Another site than the register's, which stands at 127.0.0.1.
export class IdentityProvider {
  static async choose() {
    const provider = new IdentityProvider();
    provider.port = await freePort();
    provider.issuer = `http://localhost:${provider.port}`;
    return provider;
  }

  // `clients` as oidc-provider takes them.
  async start(clients) {
    this.process = spawn('node', [path.join(root, 'tests/packages/identity_provider.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = readline.createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
    await this.order({ settings: { issuer: this.issuer, port: this.port, clients } });
  }

  async order(what) {
    this.process.stdin.write(`${JSON.stringify(what)}\n`);
    const { value } = await this.lines.next();
    if (value !== 'done') throw new Error(`the identity provider does not obey: ${value}`);
  }

  // Who comes to it from now on, and what it says of them.
  person(sub, { refuses = false, ...claims } = {}) {
    return this.order({ person: { sub, refuses, claims } });
  }

  async stop() {
    if (!this.process) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.stdin.end();
    await ended;
  }
}
