// An identity provider for tests: the npm package oidc-provider, whose people and keys the test
// decides. Settings come as one line of JSON on standard input, then orders, one a line; each is
// answered by one line.
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { createServer as createPlainServer } from "node:http";
import { createInterface } from "node:readline";

// It warns of what is unfit for production.
console.info = console.warn = () => {};
const { default: Provider } = await import("oidc-provider");

let settings; // {issuer, port, certificate, key, clients}
let person = { sub: "nobody", claims: {} };
let provider;
let answer;

function newKeys() {
  const kid = `${Date.now()}-${Math.random()}`;
  const jwk = (pair, alg) => ({ ...pair.privateKey.export({ format: "jwk" }), kid: `${kid}-${alg}`, alg, use: "sig" });
  const rsa = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
  return [
    jwk(generateKeyPairSync("ec", { namedCurve: "P-256" }), "ES256"),
    jwk(rsa(), "PS256"),
    jwk(rsa(), "RS256"),
  ];
}

function makeProvider() {
  const made = new Provider(settings.issuer, {
    clients: settings.clients,
    jwks: { keys: newKeys() },
    cookies: { keys: ["of a test"] },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    clientAuthMethods: ["private_key_jwt", "client_secret_basic"],
    enabledJWA: {
      idTokenSigningAlgValues: ["ES256", "PS256", "RS256"],
      clientAuthSigningAlgValues: ["ES256", "PS256"],
    },
    conformIdTokenClaims: false,
    claims: { openid: ["sub", "name", "roles", "council", "email"] },
    interactions: { url: () => "/interaction" },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...person.claims }) }),
    ttl: { Session: 60, Grant: 60, Interaction: 60, IdToken: 60, AccessToken: 60 },
  });
  made.proxy = true;
  return made;
}

// Whoever comes is the person of the moment, and agrees to everything.
async function interact(request, response) {
  const { prompt, params, grantId } = await provider.interactionDetails(request, response);
  let result = { login: { accountId: person.sub } };
  if (person.refuses) result = { error: "access_denied" };
  else if (prompt.name === "consent") {
    const grant = grantId
      ? await provider.Grant.find(grantId)
      : new provider.Grant({ accountId: person.sub, clientId: params.client_id });
    grant.addOIDCScope("openid profile");
    result = { consent: { grantId: await grant.save() } };
  }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

function handle(request, response) {
  if (!request.url.startsWith("/interaction")) return answer(request, response);
  interact(request, response).catch((error) => {
    response.statusCode = 500;
    response.end(String(error));
  });
}

function open() {
  const server = settings.certificate
    ? createServer({ cert: readFileSync(settings.certificate), key: readFileSync(settings.key) }, handle)
    : createPlainServer(handle);
  return new Promise((resolve) => server.listen(settings.port, "127.0.0.1", () => resolve(server)));
}

function renew() {
  provider = makeProvider();
  answer = provider.callback();
}

let server;
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  if (order.settings) {
    settings = order.settings;
    renew();
    server = await open();
  } else if (order.person) person = order.person;
  else if (order.rotate) renew();
  else if (order.down) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  } else if (order.up) server = await open();
  process.stdout.write("done\n");
}
process.exit(0);
