// Makes of templates, messages, style and script one C++ source: embed.mjs PAGES OUTPUT.
// What would switch escaping off, or need an inline script or style, ends the build.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import * as sass from 'sass';

const [pages, output] = process.argv.slice(2);
const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const pragma = '{{%AUTOESCAPE context="HTML"}}';
const faults = [];
const fault = (file, text) => faults.push(`${path.relative(process.cwd(), file)}: ${text}`);
const read = (...parts) => fs.readFileSync(path.join(pages, ...parts), 'utf8');
const list = (folder, end) => fs.readdirSync(path.join(pages, folder)).filter((one) => one.endsWith(end)).sort();

// `key = text` a line; a text goes on in lines that begin with a space.
function messagesOf(file) {
  const found = new Map();
  let key = null;
  read('messages', file).split('\n').forEach((line, number) => {
    if (line.startsWith('#') || line.trim() === '') return;
    if (line.startsWith(' ') && key) {
      found.set(key, `${found.get(key)} ${line.trim()}`);
      return;
    }
    const at = line.indexOf(' = ');
    key = line.slice(0, at);
    if (at < 1 || !/^[a-z0-9_.]+$/.test(key)) fault(path.join(pages, 'messages', file), `line ${number + 1} is no message`);
    if (found.has(key)) fault(path.join(pages, 'messages', file), `${key} is there twice`);
    found.set(key, line.slice(at + 3).trim());
  });
  return found;
}

const escaped = (text) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');

const forbidden = [
  [/\{\{[^}]*:(none|[a-z_]*url_escape|javascript|x-)/i, 'a modifier takes the place of AUTOESCAPE'],
  [/<script(?![^>]*\bsrc=)/i, 'an inline script'],
  [/<style\b/i, 'an inline style'],
  [/<[^>]*\s(style|on[a-z]+)\s*=/i, 'an inline style or handler'],
  [/=\{\{/, 'an attribute without quotation marks'],
];

const messages = messagesOf('en.txt');
const used = new Set();
const templates = list('templates', '.tpl').map((name) => {
  const file = path.join(pages, 'templates', name);
  const text = read('templates', name);
  if (!text.startsWith(pragma)) fault(file, `does not begin with ${pragma}`);
  if (text.split('AUTOESCAPE').length !== 2) fault(file, 'names AUTOESCAPE more than once');
  for (const [pattern, why] of forbidden) if (pattern.test(text)) fault(file, why);
  return [name, text.replace(/\[\[([a-z0-9_.]+)\]\]/g, (_, key) => {
    if (!messages.has(key)) fault(file, `there is no message ${key}`);
    used.add(key);
    return escaped(messages.get(key) ?? '');
  })];
});
for (const name of list('.', '.cpp')) {
  const text = read(name);
  for (const [, key] of text.matchAll(/\bsay\(\s*"([^"]+)"/g)) {
    if (!messages.has(key)) fault(path.join(pages, name), `there is no message ${key}`);
    used.add(key);
  }
  // Keys that are put together: say_of("state.", word).
  for (const [, front] of text.matchAll(/\bsay_(?:of|each)\(\s*"([^"]+)"/g)) {
    const some = [...messages.keys()].filter((key) => key.startsWith(front));
    if (some.length === 0) fault(path.join(pages, name), `there is no message ${front}...`);
    some.forEach((key) => used.add(key));
  }
}
for (const key of messages.keys()) if (!used.has(key)) fault(path.join(pages, 'messages/en.txt'), `nothing says ${key}`);

const style = sass.compile(path.join(pages, 'assets/style.scss'), {
  style: 'compressed', quietDeps: true, silenceDeprecations: ['mixed-decls'], loadPaths: [path.join(here, 'node_modules/govuk-frontend/dist')],
}).css;
// Reserved for gov.uk itself: its font, crest and crown.
if (/Transport|crest|url\(/.test(style)) fault('style.scss', 'has the reserved font, a crest or an address');

const govuk = path.join(here, 'node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js');
const assets = [
  ['style.css', 'text/css; charset=utf-8', style],
  ['govuk-frontend.js', 'text/javascript; charset=utf-8', fs.readFileSync(govuk, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '')],
  ...list('assets', '.js').map((name) => [name, 'text/javascript; charset=utf-8', read('assets', name)]),
  ...list('assets', '.svg').map((name) => [name, 'image/svg+xml', read('assets', name)]),
];
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

const version = crypto.createHash('sha256').update(JSON.stringify(assets)).digest('hex').slice(0, 16);
const literal = (bytes) => {
  let out = '';
  for (const byte of Buffer.from(bytes)) {
    const char = String.fromCharCode(byte);
    out += byte === 10 ? '\\n' : byte >= 32 && byte < 127 && !'"\\?'.includes(char) ? char : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `std::string_view("${out}", ${Buffer.from(bytes).length})`;
};
const rows = (all) => all.map((one) => `    {${one.join(', ')}},\n`).join('');
const squeezed = (body) => [
  literal(body), literal(zlib.gzipSync(body, { level: 9 })),
  literal(zlib.brotliCompressSync(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } })),
];
fs.writeFileSync(output, `// Made by lib/web/packages/embed.mjs.
#include "web/embedded.hpp"

namespace badgewatch::web {
namespace {
constexpr EmbeddedText templates[] = {
${rows(templates.map(([name, text]) => [literal(name.replace('.tpl', '')), literal(text)]))}};
constexpr EmbeddedText messages[] = {
${rows([...messages].sort(([a], [b]) => (a < b ? -1 : 1)).map((one) => one.map(literal)))}};
constexpr EmbeddedAsset assets[] = {
${rows(assets.map(([name, type, body]) => [literal(name), literal(type), ...squeezed(body)]))}};
}  // namespace

std::span<const EmbeddedText> embedded_templates() { return templates; }
std::span<const EmbeddedText> embedded_messages() { return messages; }
std::span<const EmbeddedAsset> embedded_assets() { return assets; }
std::string_view assets_version() { return ${literal(version)}; }

}  // namespace badgewatch::web
`);
