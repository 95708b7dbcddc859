#!/usr/bin/env python3
"""Every route of lib/api/routes.cpp: its scope alone opens it, without a key nothing does."""
import json
import re
import unittest

from register import ROOT, RegisterTest, admin, check, decision, licence, wait_for

ROUTE = re.compile(r'\{"([A-Z]+)",\s*"(/[^"]*)",\s*\{(?:\.scope = (\w+), )?\.(immediate|open|handler|upload)')
ROUTES = ROUTE.findall((ROOT / "lib" / "api" / "routes.cpp").read_text())
ROWS = {"Content-Type": "application/x-ndjson"}


def line(value):
    return json.dumps(value).encode() + b"\n"


# A good call of each route: what it sends, with which headers, and the answer's status.
CALLS = {
    ("PUT", "/v1/licences/{licence_number}"): (licence(), {}, 200),
    ("GET", "/v1/licences/{licence_number}"): (None, {}, 200),
    ("POST", "/v1/licences/batch"): (line({"licence_number": "1", **licence()}), ROWS, 200),
    ("POST", "/v1/decisions"): (decision(), {}, 201),
    ("GET", "/v1/decisions/{id}"): (None, {}, 200),
    ("POST", "/v1/decisions/batch"): (line({**decision(), "your_reference": "1"}), ROWS, 200),
    ("POST", "/v1/checks"): (check(), {}, 201),
    ("GET", "/v1/checks/{id}"): (None, {}, 200),
    ("POST", "/v1/checks/batch"): (line(check()), ROWS, 200),
    ("POST", "/v1/checks/{id}/hits/{hit_id}/adjudication"):
        ({"finding": "undecided", "reason": "To be asked."}, {}, 200),
    ("GET", "/v1/alerts"): (None, {}, 200),
    ("GET", "/v1/events"): (None, {}, 200),
    ("GET", "/v1/log/checkpoint"): (None, {}, 200),
    ("GET", "/v1/log/tile/{level}/{n}"): (None, {}, 404),
    ("GET", "/v1/log/tile/{level}/{n}/{n2}"): (None, {}, 200),
    ("GET", "/v1/log/tile/{level}/{n}/{n2}/{n3}"): (None, {}, 404),
    ("GET", "/v1/log/tile/{level}/{n}/{n2}/{n3}/{w}"): (None, {}, 404),
    ("GET", "/v1/log/leaves/{leaf}"): (None, {}, 200),
    ("GET", "/v1/log/consistency"): (None, {}, 200),
    ("GET", "/livez"): (None, {}, 200),
    ("GET", "/readyz"): (None, {}, 200),
    ("GET", "/metrics"): (None, {}, 200),
    ("GET", "/openapi.json"): (None, {}, 200),
}


class Routes(RegisterTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        call = cls.register.call
        cls.places = {
            "/v1/licences/{licence_number}": "/v1/licences/L%2F1",
            "/v1/decisions/{id}": call("POST", "/v1/decisions", "TFL", decision()).headers["location"],
            "/v1/checks/{id}": call("POST", "/v1/checks", "TFL", check()).headers["location"],
            "/v1/log/tile/{level}/{n}": "/v1/log/tile/0/001",
            "/v1/log/tile/{level}/{n}/{n2}": "/v1/log/tile/0/000.p/1",
            "/v1/log/tile/{level}/{n}/{n2}/{n3}": "/v1/log/tile/0/x001/000.p/1",
            "/v1/log/tile/{level}/{n}/{n2}/{n3}/{w}": "/v1/log/tile/0/x001/x000/000.p/1",
            "/v1/log/consistency": "/v1/log/consistency?from=1"}
        asked = call("POST", "/v1/checks", "TFL", check()).json()
        cls.places["/v1/checks/{id}/hits/{hit_id}/adjudication"] = (
            f"/v1/checks/{asked['id']}/hits/{asked['hits'][0]['id']}/adjudication")
        call("PUT", "/v1/licences/L%2F1", "TFL", licence())
        receipt = call("POST", "/v1/checks", "TFL", check()).json()["receipt"]["text"]
        leaf = "/v1/log/leaves/" + re.search("^leaf (.*)$", receipt, re.M).group(1)
        cls.places["/v1/log/leaves/{leaf}"] = leaf
        wait_for(lambda: call("GET", leaf, "TFL").status == 200, "the leaf to be in the signed log")
        cls.scopes = sorted({scope for _, _, scope, _ in ROUTES if scope} - {"any"})
        cls.alone = {one: cls.key_with(f"only {one}", [one]) for one in cls.scopes}
        cls.others = {one: cls.key_with(f"not {one}", [other for other in cls.scopes if other != one])
                      for one in cls.scopes}

    @classmethod
    def key_with(cls, name, scopes):
        options = [option for one in scopes for option in ("--scope", one)]
        return admin(cls.register, "key", "create", "TFL", "--name", name, *options).stdout.strip()

    def ask(self, method, pattern, key=None):
        body, headers, _ = CALLS[method, pattern]
        return self.call(method, self.places.get(pattern, pattern), key, body, headers)

    def test_the_list_here_is_the_list_there(self):
        self.assertEqual(sorted((method, path) for method, path, *_ in ROUTES), sorted(CALLS))
        self.assertEqual(len(self.scopes), 4)

    def test_its_scope_alone_opens_it(self):
        for method, pattern, scope, _ in ROUTES:
            with self.subTest(f"{method} {pattern}"):
                status = CALLS[method, pattern][2]
                if not scope:
                    self.assertEqual(self.ask(method, pattern).status, status)
                    continue
                if scope == "any":
                    for key in self.alone.values():
                        self.assertEqual(self.ask(method, pattern, key).status, status)
                    self.assertProblem(self.ask(method, pattern), 401, "unauthenticated")
                    continue
                self.assertEqual(self.ask(method, pattern, self.alone[scope]).status, status)
                refused = self.ask(method, pattern, self.others[scope])
                self.assertIn(scope, self.assertProblem(refused, 403, "forbidden")["detail"])
                self.assertProblem(self.ask(method, pattern), 401, "unauthenticated")

    def test_another_authority_sees_nothing_of_it(self):
        for method, pattern, _, _ in ROUTES:
            # Tiles are everybody's.
            if method == "GET" and "{" in pattern and "/tile/" not in pattern:
                self.assertProblem(self.ask(method, pattern, "BIR"), 404, "not-found")

    def test_other_methods_name_its_own(self):
        for method, pattern, _, _ in ROUTES:
            answer = self.call("DELETE", self.places.get(pattern, pattern), "TFL")
            self.assertProblem(answer, 405, "method-not-allowed")
            self.assertIn(method, answer.headers["allow"].split(", "))

    def test_answers_are_for_nobody_s_cache(self):
        for method, pattern, scope, _ in ROUTES:
            if scope:
                answer = self.ask(method, pattern, "TFL")
                self.assertIn("no-store", answer.headers.get("cache-control", ""), pattern)


if __name__ == "__main__":
    unittest.main()
