// A mail relay for tests (RFC 5321) that speaks TLS from the beginning and takes every letter.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';

export class Relay {
  static async start() {
    const relay = new Relay();
    relay.letters = [];  // { to, text }
    relay.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bw-relay-'));
    fs.chmodSync(relay.folder, 0o755);
    const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => path.join(relay.folder, name));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key,
      '-out', certificate, '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], { stdio: 'ignore' });
    relay.server = tls.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(certificate) }, (wire) => relay.#serve(wire));
    await new Promise((resolve) => relay.server.listen(0, '127.0.0.1', resolve));
    relay.settings = `[mail]
relay = "smtps://localhost:${relay.server.address().port}"
relay_is_here = true
sender = "badgewatch@register.example.org"
ca_file = "${certificate}"
`;
    return relay;
  }

  stop() {
    this.server.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  // The newest letter to a mailbox that says this, once it has come.
  async letter(to, saying) {
    for (let i = 0; i < 600; ++i) {
      const found = this.letters.filter((one) => one.to === to && saying.test(one.text)).at(-1);
      if (found) return found.text;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no letter to ${to} says ${saying}`);
  }

  #serve(wire) {
    let read = '', to = '', letter = null;
    const say = (line) => wire.write(`${line}\r\n`);
    wire.on('error', () => {});
    wire.on('data', (part) => {
      read += part;
      for (let end = read.indexOf('\r\n'); end >= 0; end = read.indexOf('\r\n')) {
        const line = read.slice(0, end);
        read = read.slice(end + 2);
        if (letter !== null) {
          if (line !== '.') {
            letter.push(line);
            continue;
          }
          this.letters.push({ to, text: letter.join('\n') });
          letter = null;
          say('250 queued');
        } else if (/^DATA/i.test(line)) {
          letter = [];
          say('354 go on');
        } else if (/^RCPT/i.test(line)) {
          to = line.replace(/^.*<(.*)>.*$/, '$1');
          say('250 ok');
        } else if (/^QUIT/i.test(line)) {
          say('221 bye');
          wire.end();
        } else say('250 ok');
      }
    });
    say('220 relay.test');
  }
}
