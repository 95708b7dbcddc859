#!/usr/bin/env python3
"""OAuth client credentials: a client's private key, its access tokens, and everything refused."""
import base64
import concurrent.futures
import hashlib
import hmac
import http.server
import json
import os
import subprocess
import threading
import time
import unittest
import urllib.parse

from oauth import FORM, Client, PrivateKey, encode
from register import BIN, Register, RegisterTest, check, licence, wait_for

REVOKED_SECONDS = 60


class Tokens(RegisterTest):
    """A is the demo; B another daemon on its database, reached under A's name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = cls.register.demo()["base_url"]
        cls.curve, cls.rsa = PrivateKey("EC"), PrivateKey("RSA")
        cls.made = 0

    def client(self, key=None, scopes=("checks", "alerts"), authority="TFL", **more):
        type(self).made += 1
        key = key or self.curve
        body = {"name": f"client {self.made}", "scopes": [*scopes], "jwks": key.jwks(), **more}
        answer = self.assertAnswer(self.call("POST", "/v1/clients", authority, body), 201)
        return Client(answer["id"], key, self.url)

    def ask_token(self, client, assertion=None, daemon=None, **more):
        return (daemon or self.register).call("POST", "/v1/token", None,
                                              client.form(assertion, **more), FORM)

    def token(self, client, **more):
        return self.assertAnswer(self.ask_token(client, **more), 200)["access_token"]

    def with_token(self, token, method="GET", path="/v1/alerts", body=None, daemon=None):
        return (daemon or self.register).call(method, path, None, body,
                                              {"Authorization": f"Bearer {token}"})

    def other_daemon(self):
        other = Register(serve=True)
        self.addCleanup(other.remove)
        shared = self.register.shared()
        shared["http"]["public_url"] = self.url
        other.config = other.write_config(shared)
        return other.start()

    def assertNoClient(self, answer, first=[]):  # noqa: B006
        """Every refusal is the same answer, but for its date and name."""
        shape = (answer.status, answer.body,
                 {n: v for n, v in answer.headers.items() if n not in ("date", "x-request-id")})
        self.assertEqual(answer.status, 401)
        self.assertEqual(answer.json()["error"], "invalid_client")
        first = first or [shape]
        self.assertEqual(shape, first[0])

    def test_a_token_is_given_for_a_signature_and_opens_what_its_scopes_open(self):
        for key in (self.curve, self.rsa):
            client = self.client(key)
            answer = self.ask_token(client)
            given = self.assertAnswer(answer, 200)
            self.assertEqual((given["token_type"], given["expires_in"], given["scope"]),
                             ("Bearer", 300, "checks alerts"))
            self.assertEqual(answer.headers["cache-control"], "no-store")
            self.assertEqual(self.with_token(given["access_token"]).status, 200)
            self.assertEqual(self.with_token(given["access_token"], "POST", "/v1/checks",
                                             check()).status, 201)
            refused = self.with_token(given["access_token"], "GET", "/v1/licences/1")
            self.assertProblem(refused, 403, "forbidden")
            self.assertEqual(refused.headers["www-authenticate"],
                             'Bearer realm="badgewatch", error="insufficient_scope", '
                             'scope="licences"')

    def test_the_token_is_the_authority_s_of_its_client(self):
        made = self.call("POST", "/v1/checks", "BIR", check()).headers["location"]
        token = self.token(self.client(authority="BIR"))
        self.assertEqual(self.with_token(token, path=made).status, 200)
        token = self.token(self.client(authority="TFL"))
        self.assertProblem(self.with_token(token, path=made), 404, "not-found")

    def test_fewer_scopes_may_be_asked_for_and_no_more(self):
        client = self.client()
        token = self.token(client, scope="alerts")
        self.assertProblem(self.with_token(token, "POST", "/v1/checks", check()), 403)
        for scope in ("licences", "alerts licences", "", "import", "alerts  checks"):
            answer = self.ask_token(client, scope=scope)
            self.assertEqual((answer.status, answer.json()["error"]), (400, "invalid_scope"))

    def test_forms_that_are_none(self):
        client = self.client()
        good = client.form().decode()
        for body, error in [
            (b"", "invalid_request"),
            (b"grant_type=client_credentials", "invalid_request"),
            (good.replace("client_credentials", "password").encode(), "unsupported_grant_type"),
            (good.replace("client_credentials", "authorization_code").encode(),
             "unsupported_grant_type"),
            (f"{good}&grant_type=client_credentials".encode(), "invalid_request"),
            (good.replace("jwt-bearer", "saml2-bearer").encode(), "invalid_request"),
            (f"{good}&x=%".encode(), "invalid_request"),
            (b"grant_type=client_credentials&client_id=x&client_secret=y", "invalid_request"),
        ]:
            answer = self.call("POST", "/v1/token", None, body, FORM)
            self.assertEqual((answer.status, answer.json()["error"]), (400, error), body)
            self.assertEqual(answer.headers["content-type"], "application/json")
            self.assertEqual(answer.headers["cache-control"], "no-store")
        for kind in ("application/json", "text/plain", "multipart/form-data"):
            answer = self.call("POST", "/v1/token", None, good.encode(), {"Content-Type": kind})
            self.assertEqual((answer.status, answer.json()["error"]), (400, "invalid_request"))
        self.assertProblem(self.call("GET", "/v1/token"), 405)

    def test_every_assertion_that_is_not_good_is_refused_alike(self):
        client, now = self.client(), int(time.time())
        other, stranger = self.client(self.rsa), PrivateKey("EC")
        body = client.claims()

        def hs256(secret):
            text = f"{encode({'alg': 'HS256'})}.{encode(client.claims())}"
            return f"{text}.{encode(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"

        jwk = json.dumps(self.curve.jwk()).encode()
        twice = base64.urlsafe_b64encode(b'{"alg":"ES256","alg":"none"}').rstrip(b"=").decode()
        bad = {
            "nothing": "x", "two parts": "a.b", "no signature": f"{encode({'alg': 'ES256'})}.{encode(body)}.",
            "alg none": f"{encode({'alg': 'none'})}.{encode(body)}.",
            "HS256 under the public key": hs256(jwk),
            "RS256": self.rsa.sign({"alg": "RS256"}, other.claims()),
            "PS256 in the name of a curve": self.rsa.sign({"alg": "PS256"}, body),
            "ES256 of an RSA client": self.curve.sign({"alg": "ES256"}, other.claims()),
            "another's key": stranger.sign({"alg": "ES256"}, client.claims()),
            "its key sent along": stranger.sign({"alg": "ES256", "jwk": stranger.jwk()}, client.claims()),
            "jku": stranger.sign({"alg": "ES256", "jku": "http://127.0.0.1:9/keys"}, client.claims()),
            "x5u": stranger.sign({"alg": "ES256", "x5u": "http://127.0.0.1:9/cert"}, client.claims()),
            "crit": client.assertion({"crit": ["exp"]}), "crit, empty": client.assertion({"crit": []}),
            "an access token's type": client.assertion({"typ": "at+jwt"}),
            "a member twice": f"{twice}.{encode(body)}.{client.assertion().rsplit('.', 1)[1]}",
            "an unknown kid": client.assertion({"kid": "other"}),
            "expired": client.assertion(exp=now - 1, iat=now - 100),
            "long expired": client.assertion(exp=now - 86_400, iat=now - 86_460),
            "of the future": client.assertion(iat=now + 120, exp=now + 240),
            "not yet": client.assertion(nbf=now + 120),
            "too long": client.assertion(exp=now + 1000),
            "too long by its issue": client.assertion(iat=now - 400, exp=now + 60),
            "no exp": client.assertion(exp=None), "exp as text": client.assertion(exp=str(now + 60)),
            "no jti": client.assertion(jti=None), "no aud": client.assertion(aud=None),
            "another audience": client.assertion(aud="https://register.example"),
            "its Host as audience": client.assertion(aud="http://localhost"),
            "two audiences": client.assertion(aud=[self.url, "https://other.example"]),
            "another issuer": client.assertion(iss=other.id),
            "another subject": client.assertion(sub=other.id),
            "no client": client.assertion(iss="0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11",
                                          sub="0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11"),
            "no id": client.assertion(iss="back office", sub="back office"),
            "oversized": client.assertion(padding="p" * 9000),
        }
        first = []
        for name, assertion in bad.items():
            with self.subTest(name):
                self.assertNoClient(self.ask_token(client, assertion), first)
        self.assertNoClient(self.ask_token(client, client_id=other.id), first)
        self.assertEqual(self.ask_token(client, client_id=client.id).status, 200)
        elsewhere = self.client(networks=["192.0.2.0/24"])
        self.assertNoClient(self.ask_token(elsewhere), first)
        gone = self.client()
        self.assertEqual(self.call("DELETE", f"/v1/clients/{gone.id}", "TFL").status, 204)
        self.assertNoClient(self.ask_token(gone), first)

    def test_what_a_proven_client_is_refused_is_in_the_log(self):
        client, other = self.client(), self.client()
        bound = self.client(tls_client_certificate_bound_access_tokens=True)
        used = client.assertion()
        self.assertEqual(self.ask_token(client, used).status, 200)
        for asking, answer, problem in [
                (client, self.ask_token(client, used), "used_assertion"),
                (client, self.ask_token(client, scope="licences"), "invalid_scope"),
                (client, self.ask_token(client, client_id=other.id), "another_client_id"),
                (bound, self.ask_token(bound), "no_certificate")]:
            told = self.register.psql(
                f"select subject, detail from log_leaf where kind = 'refused' and actor = '{asking.id}'"
                f" and detail like '%{problem}%'")
            with self.subTest(problem):
                subject, detail = told.split("|")
                self.assertEqual(subject, asking.id)
                self.assertEqual(json.loads(detail), {"method": "POST", "route": "/v1/token",
                                                      "status": answer.status, "problem": problem})

    def test_a_replay_is_refused_at_once_at_another_daemon_and_after_a_restart(self):
        client, other = self.client(), self.other_daemon()
        assertion = client.assertion(exp=int(time.time()) + 290)
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            daemons = [self.register, other] * 20
            answers = [*pool.map(lambda daemon: self.ask_token(client, assertion, daemon), daemons)]
        self.assertEqual(sorted(one.status for one in answers), [200] + [401] * 39)
        other.kill()
        other.start()
        for daemon in (self.register, other):
            self.assertNoClient(self.ask_token(client, assertion, daemon))
        # What was given for it is good at both.
        token = next(one.json()["access_token"] for one in answers if one.status == 200)
        for daemon in (self.register, other):
            self.assertEqual(self.with_token(token, daemon=daemon).status, 200)

    def test_a_revoked_client_and_a_replaced_key_end_at_every_daemon(self):
        other = self.other_daemon()
        client, rotated = self.client(), self.client()
        token, old = self.token(client), self.token(rotated)
        for one in (token, old):
            self.assertEqual(self.with_token(one, daemon=other).status, 200)
        new = PrivateKey("RSA")
        both = {"keys": [self.curve.jwk(kid="old"), new.jwk(kid="new")]}
        place = f"/v1/clients/{rotated.id}/jwks"
        self.assertAnswer(self.call("PUT", place, "TFL", both), 200)
        self.assertEqual(self.with_token(old).status, 200)
        renewed = self.token(Client(rotated.id, new, self.url))
        self.assertAnswer(self.call("PUT", place, "TFL", new.jwks(kid="new")), 200)
        self.assertEqual(self.call("DELETE", f"/v1/clients/{client.id}", "TFL").status, 204)
        for one in (token, old):
            refused = self.with_token(one)
            self.assertProblem(refused, 401, "unauthenticated")
            self.assertEqual(refused.headers["www-authenticate"],
                             'Bearer realm="badgewatch", error="invalid_token"')
            wait_for(lambda one=one: self.with_token(one, daemon=other).status == 401,
                     "the other daemon to hear of it", REVOKED_SECONDS)
        self.assertEqual(self.with_token(renewed, daemon=other).status, 200)
        self.assertEqual(self.ask_token(rotated).status, 401)

    def test_what_is_stored_opens_nothing(self):
        client = self.client()
        token = self.token(client)
        self.assertProblem(self.with_token(hashlib.sha256(token.encode()).hexdigest()), 401)
        self.assertProblem(self.with_token(token[:-1] + ("a" if token[-1] != "a" else "b")), 401)

    def test_the_command_line_gets_its_tokens_by_itself(self):
        for key in (self.curve, self.rsa):
            client = self.client(key, scopes=("alerts", "licences"))
            environment = {**os.environ, "BADGEWATCH_URL": self.url, "HOME": "/nonexistent",
                           "BADGEWATCH_CLIENT_ID": client.id,
                           "BADGEWATCH_PRIVATE_KEY_FILE": str(key.path)}
            run = subprocess.run([BIN / "badgewatch", "alerts", "--json"], env=environment,
                                 capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertIn("next", json.loads(run.stdout.splitlines()[-1]))
            pushed = subprocess.run([BIN / "badgewatch", "push", "licences", "-", "--format", "ndjson"],
                                    input=json.dumps({"licence_number": "T1", **licence()}) + "\n",
                                    env=environment, capture_output=True, text=True, timeout=60,
                                    check=False)
            self.assertEqual(pushed.returncode, 0, pushed.stderr)
            environment["BADGEWATCH_CLIENT_ID"] = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11"
            run = subprocess.run([BIN / "badgewatch", "alerts"], env=environment,
                                 capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(run.returncode, 77, run.stderr)


class Stub(http.server.BaseHTTPRequestHandler):
    """A register that gives tokens for `seconds`, and three pages of alerts to the newest token."""
    seconds, tokens, used = 300, [], []

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.tokens.append(form["client_assertion"][0])
        self.answer({"access_token": f"token-{len(self.tokens)}", "token_type": "Bearer",
                     "expires_in": self.seconds})

    def do_GET(self):
        self.used.append(self.headers["Authorization"])
        page = len(self.used)
        alert = {"id": str(page), "kind": "k", "state": "raised", "licence_number": "1", "band": "strong",
                 "raised_at": "2026-11-24T09:30:00.125Z", "probability": 1,
                 "entry": {"type": "decision", "id": "1", "recording_authority": "LDS"}}
        self.answer({"alerts": [alert] if page < 3 else [], "next": min(page, 2)})

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


class Renewal(unittest.TestCase):

    def used_with(self, seconds):
        """Which token each of three calls was made with, and how many assertions were signed."""
        handler = type("Handler", (Stub,), {"seconds": seconds, "tokens": [], "used": []})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        key = PrivateKey("EC")
        environment = {**os.environ, "BADGEWATCH_URL": f"http://127.0.0.1:{server.server_port}",
                       "HOME": "/nonexistent", "BADGEWATCH_PRIVATE_KEY_FILE": str(key.path),
                       "BADGEWATCH_CLIENT_ID": "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11"}
        run = subprocess.run([BIN / "badgewatch", "alerts", "--json"], env=environment,
                             capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(len(set(handler.tokens)), len(handler.tokens))
        return handler.used

    def test_a_token_is_kept_while_it_is_good_for_some_time(self):
        self.assertEqual(self.used_with(300), ["Bearer token-1"] * 3)

    def test_one_that_ends_within_a_minute_is_replaced_before_it_does(self):
        self.assertEqual(self.used_with(59), [f"Bearer token-{n}" for n in (1, 2, 3)])


if __name__ == "__main__":
    unittest.main()
