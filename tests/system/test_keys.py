#!/usr/bin/env python3
"""API keys and clients, as an authority's own administrator keeps them."""
import json
import unittest

from oauth import PrivateKey
from register import RegisterTest, admin, check


class Keys(RegisterTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curve = PrivateKey("EC")

    def make(self, name, scopes=("alerts",), authority="TFL", **more):
        return self.call("POST", "/v1/keys", authority, {"name": name, "scopes": [*scopes], **more})

    def listed(self, authority="TFL"):
        return {one["id"]: one for one in self.call("GET", "/v1/keys", authority).json()["keys"]}

    def test_a_key_is_made_shown_once_used_and_ended(self):
        made = self.assertAnswer(self.make("nightly"), 201)
        key = made.pop("key")
        self.assertTrue(key.startswith(made["prefix"]))
        stands = self.call("GET", "/v1/keys", "TFL")
        self.assertNotIn(key.encode(), stands.body)
        self.assertEqual(self.listed()[made["id"]], made)
        self.assertIsNone(made["last_used_at"])
        self.assertEqual(self.call("GET", "/v1/alerts", key).status, 200)
        self.assertIsNotNone(self.listed()[made["id"]]["last_used_at"])
        self.assertProblem(self.call("POST", "/v1/checks", key, check()), 403)
        place = f"/v1/keys/{made['id']}"
        self.assertEqual(self.call("DELETE", place, "TFL").status, 204)
        # At once at the daemon that was told; within seconds at others.
        self.assertProblem(self.call("GET", "/v1/alerts", key), 401, "unauthenticated")
        self.assertEqual(self.call("DELETE", place, "TFL").status, 204)
        self.assertIsNotNone(self.listed()[made["id"]]["revoked_at"])

    def test_two_of_a_name_live_and_no_more(self):
        first = self.assertAnswer(self.make("rotated"), 201)
        self.assertAnswer(self.make("rotated"), 201)
        self.assertProblem(self.make("rotated"), 409, "conflict")
        self.call("DELETE", f"/v1/keys/{first['id']}", "TFL")
        self.assertAnswer(self.make("rotated"), 201)

    def test_another_authority_s_key_is_not_there(self):
        made = self.assertAnswer(self.make("own"), 201)
        self.assertNotIn(made["id"], self.listed("BIR"))
        self.assertProblem(self.call("DELETE", f"/v1/keys/{made['id']}", "BIR"), 404)
        self.assertProblem(self.call("DELETE", "/v1/keys/none", "TFL"), 404)
        self.assertEqual(self.call("GET", "/v1/alerts", made["key"]).status, 200)

    def test_from_elsewhere_a_key_is_no_key(self):
        here = self.assertAnswer(self.make("here", networks=["127.0.0.0/8", "2001:db8::/32"]), 201)
        there = self.assertAnswer(self.make("there", networks=["192.0.2.0/24"]), 201)
        self.assertEqual(self.call("GET", "/v1/alerts", here["key"]).status, 200)
        refused = self.call("GET", "/v1/alerts", there["key"])
        unknown = self.call("GET", "/v1/alerts", "bw_" + "x" * 43 + "_000000")
        names = ("date", "x-request-id")
        shape = lambda one: (one.status, one.body,
                             {n: v for n, v in one.headers.items() if n not in names})
        self.assertEqual(shape(refused), shape(unknown))
        self.assertIsNone(self.listed()[there["id"]]["last_used_at"])

    def test_what_only_an_operator_gives_and_what_is_wrong_is_named(self):
        wrong = {"name": " ", "scopes": []}
        self.assertProblem(self.call("POST", "/v1/keys", "TFL", wrong), 422, "invalid", ["/name"])
        for body, pointers in [
            ({"name": "x", "scopes": []}, ["/scopes"]),
            ({"name": "x", "scopes": ["administration"]}, ["/scopes/0"]),
            ({"name": "x", "scopes": ["checks", "import"]}, ["/scopes/1"]),
            ({"name": "x", "scopes": ["checks", "checks"]}, ["/scopes/1"]),
            ({"name": "x", "scopes": ["checks", 7]}, ["/scopes/1"]),
            ({"name": "x\ny", "scopes": ["checks"]}, ["/name"]),
            ({"name": "x", "scopes": ["checks"], "networks": ["10.0.0.1/8", "all"]},
             ["/networks/0", "/networks/1"]),
            ({"name": "x", "scopes": ["checks"], "key": "bw_mine"}, ["/key"]),
        ]:
            with self.subTest(body):
                self.assertProblem(self.call("POST", "/v1/keys", "TFL", body), 422, "invalid", pointers)

    def test_a_key_that_is_asked_for_twice_is_made_once(self):
        ask = lambda authority: self.call("POST", "/v1/keys", authority,
                                          {"name": "twice", "scopes": ["checks"]}, {"Idempotency-Key": "1"})
        made = self.assertAnswer(ask("TFL"), 201)
        self.assertProblem(ask("TFL"), 409, "conflict")
        self.assertEqual([one["id"] for one in self.listed().values() if one["name"] == "twice"], [made["id"]])
        self.assertEqual(self.call("GET", "/v1/alerts", made["key"]).status, 403)
        # Another authority's is another key.
        self.assertNotEqual(self.assertAnswer(ask("BIR"), 201)["id"], made["id"])

    def test_a_key_without_administration_keeps_no_keys(self):
        made = self.assertAnswer(self.make("plain", ("alerts", "checks", "decisions", "licences")), 201)
        for method, path in [("GET", "/v1/keys"), ("POST", "/v1/keys"), ("GET", "/v1/clients"),
                             ("DELETE", f"/v1/keys/{made['id']}")]:
            self.assertProblem(self.call(method, path, made["key"], {} if method == "POST" else None), 403)

    def test_the_operator_gives_networks_and_sees_the_last_use(self):
        run = admin(self.register, "key", "create", "BIR", "--name", "far", "--scope", "alerts",
                    "--network", "192.0.2.0/24")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertProblem(self.call("GET", "/v1/alerts", run.stdout.strip()), 401)
        listed = [json.loads(line) for line in
                  admin(self.register, "key", "list", "BIR").stdout.splitlines()]
        far = next(one for one in listed if one["name"] == "far")
        self.assertEqual((far["networks"], far["last_used_at"]), (["192.0.2.0/24"], None))
        run = admin(self.register, "key", "create", "BIR", "--name", "x", "--scope", "alerts",
                    "--network", "10.0.0.1/8")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("networks", run.stderr)

    def test_a_client_is_kept_by_its_authority_alone(self):
        body = {"name": "back office", "scopes": ["checks"], "jwks": self.curve.jwks()}
        answer = self.call("POST", "/v1/clients", "TFL", body)
        made = self.assertAnswer(answer, 201)
        self.assertEqual(made["jwks"]["keys"][0]["alg"], "ES256")
        place = f"/v1/clients/{made['id']}"
        self.assertEqual(answer.headers["location"], place)
        self.assertEqual(self.call("GET", place, "TFL").json(), made)
        # The same again is the same client; other content is none of it.
        self.assertEqual(self.assertAnswer(self.call("POST", "/v1/clients", "TFL", body), 200), made)
        other = {**body, "scopes": ["alerts"]}
        self.assertProblem(self.call("POST", "/v1/clients", "TFL", other), 409, "conflict", ["/name"])
        for method, path, sent in [("GET", place, None), ("DELETE", place, None),
                                   ("PUT", f"{place}/jwks", self.curve.jwks())]:
            self.assertProblem(self.call(method, path, "BIR", sent), 404, "not-found")
        self.assertNotIn(made["id"], self.call("GET", "/v1/clients", "BIR").body.decode())

    def test_keys_that_are_none_are_not_registered(self):
        jwk = self.curve.jwk()
        for jwks in ({}, {"keys": []}, {"keys": [jwk] * 2}, {"keys": [{**jwk, "d": "AAAA"}]},
                     {"keys": [{**jwk, "crv": "P-384"}]}, {"keys": [{**jwk, "x": jwk["y"]}]},
                     {"keys": [{"kty": "oct", "k": "AAAA"}]}, [], "https://evil.example/keys"):
            body = {"name": "none", "scopes": ["checks"], "jwks": jwks}
            self.assertProblem(self.call("POST", "/v1/clients", "TFL", body), 422, "invalid", ["/jwks"])


if __name__ == "__main__":
    unittest.main()
