#!/usr/bin/env python3
"""Every route of lib/api/routes.cpp: its scope alone opens it, without a key nothing does, and another
authority's record is hidden where lib/access/permissions.cpp says so."""
import datetime
import email.utils
import json
import pathlib
import re
import subprocess
import sys
import unittest

from oauth import FORM, PrivateKey
from officers import Browser
from register import BIN, Register, RegisterTest, admin, check, decision, licence, person, stranger, wait_for

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import permissions  # noqa: E402

TABLE = permissions.rows()
# Method, path, scope, and what another authority's record is.
ROUTES = [(*call, TABLE[call][0], TABLE[call][2]) for call in permissions.routes()]
CURVE = PrivateKey("EC")
NOTHING = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11"
ROWS = {"Content-Type": "application/x-ndjson"}
# Readings that leave no leaf: they tell nobody's matters, the register's own tables, or oneself.
UNLOGGED = {"/v1/alert-counts", "/v1/authorities", "/v1/column-mappings", "/v1/column-mappings/{name}",
            "/v1/contact", "/v1/log/checkpoint", "/v1/log/consistency", "/v1/log/leaves/{leaf}",
            "/v1/log/tile/{level}/{n}/{n2}"}
# What the daemon prints of another authority's record, and the word of the table.
FOREIGN = {"not named": "unnamed", "hidden": "hidden",
           "refused where it is known, else hidden": "refused"}


def line(value):
    return json.dumps(value).encode() + b"\n"


MAPPING = {"format": "badgewatch-mapping/1", "name": "routes", "description": "Ours",
           "columns": {"licence_number": {"header": "No"}, "full_name": {"header": "Driver"}},
           "values": {}, "defaults": {}, "dates": ["dmy"], "name_order": "as_written"}


# A good call of each route: what it sends, with which headers, and the answer's status.
CALLS = {
    ("PUT", "/v1/licences/{licence_number}"): (licence(), {}, 200),
    ("GET", "/v1/licences/{licence_number}"): (None, {}, 200),
    ("GET", "/v1/licences/{licence_number}/history"): (None, {}, 200),
    ("GET", "/v1/licences/{licence_number}/elsewhere"): (None, {}, 200),
    ("POST", "/v1/licences/batch"): (line({"licence_number": "1", **licence()}), ROWS, 200),
    ("GET", "/v1/column-mappings"): (None, {}, 200),
    ("GET", "/v1/column-mappings/{name}"): (None, {}, 200),
    ("PUT", "/v1/column-mappings/{name}"): (MAPPING, {}, 200),
    ("DELETE", "/v1/column-mappings/{name}"): (None, {}, 204),
    ("POST", "/v1/decisions"): (decision(), {}, 201),
    ("GET", "/v1/decisions"): (None, {}, 200),
    ("GET", "/v1/decisions/{id}"): (None, {}, 200),
    ("POST", "/v1/decisions/{id}/changes"): ({"change": "later_grant", "on": "2026-11-02"}, {}, 200),
    ("GET", "/v1/decisions/{id}/seen-by"): (None, {}, 200),
    ("POST", "/v1/decisions/batch"): (line({**decision(), "your_reference": "1"}), ROWS, 200),
    ("POST", "/v1/checks"): (check(), {}, 201),
    ("GET", "/v1/checks"): (None, {}, 200),
    ("GET", "/v1/undecided-hits"): (None, {}, 200),
    ("GET", "/v1/checks/{id}"): (None, {}, 200),
    ("POST", "/v1/checks/batch"): (line(check()), ROWS, 200),
    ("POST", "/v1/checks/{id}/hits/{hit_id}/adjudication"):
        ({"finding": "undecided", "reason": "To be asked."}, {}, 200),
    ("POST", "/v1/checks/{id}/outcome"):
        ({"result": "granted", "decided_on": "2024-03-04", "reason": "It was another man."}, {}, 201),
    ("GET", "/v1/reports/grants"): (None, {}, 200),
    ("POST", "/v1/rectification-requests"):
        ({"entry": NOTHING, "received_on": "2024-03-04", "wrong": "The day."}, {}, 404),
    ("GET", "/v1/rectification-requests"): (None, {}, 200),
    ("GET", "/v1/rectification-requests/{id}"): (None, {}, 200),
    ("POST", "/v1/rectification-requests/{id}/answer"):
        ({"outcome": "refused", "reasons": "It is as it was."}, {}, 200),
    ("POST", "/v1/rectification-requests/{id}/extension"):
        ({"told_on": str(datetime.date.today() - datetime.timedelta(days=1)), "reason": "The file is away."}, {}, 200),
    ("POST", "/v1/rectification-requests/{id}/withdrawal"): ({"reason": "He said so."}, {}, 200),
    ("POST", "/v1/duties/{id}/clock"): ({"clock": "pause", "reason": "identity"}, {}, 200),
    ("GET", "/v1/contact"): (None, {}, 200),
    ("PUT", "/v1/contact"): ({"team": "Licensing", "telephone": "020 7946 0000"}, {}, 200),
    ("POST", "/v1/subject-requests"): ({"case_reference": "1", "received_on": "2024-03-04",
                                        "subject": person("Thaddeus Nobody", "1961-02-03")}, {}, 201),
    ("POST", "/v1/subject-requests/{id}/bundle"): ({}, {}, 200),
    # Asking needs a hit of one's own on another authority's entry; here both are TFL's.
    ("POST", "/v1/disclosure-requests"):
        ({"entry": NOTHING, "check": NOTHING, "question": "Why?"}, {}, 404),
    ("GET", "/v1/disclosure-requests"): (None, {}, 200),
    ("GET", "/v1/disclosure-requests/{id}"): (None, {}, 200),
    ("POST", "/v1/disclosure-requests/{id}/answer"): ({"answer": "In short."}, {}, 403),
    ("POST", "/v1/disclosure-requests/{id}/had-regard"): ({"regard": "It was weighed."}, {}, 409),
    ("POST", "/v1/disclosure-requests/{id}/withdrawal"): ({"reason": "No application."}, {}, 200),
    ("POST", "/v1/disclosure-requests/{id}/messages"): ({"text": "When?"}, {}, 200),
    ("POST", "/v1/disclosure-requests/{id}/attachments"):
        ({"name": "letter.txt", "content": "RGVhciBMZWVkcw=="}, {}, 200),
    ("GET", "/v1/disclosure-requests/{id}/attachments/{attachment_id}"): (None, {}, 200),
    ("GET", "/v1/alerts"): (None, {}, 200),
    ("GET", "/v1/alert-counts"): (None, {}, 200),
    ("GET", "/v1/licences/{licence_number}/alerts"): (None, {}, 200),
    ("GET", "/v1/alerts/{id}"): (None, {}, 404),
    ("POST", "/v1/alerts/{id}/changes"): ({"change": "acknowledge"}, {}, 404),
    ("GET", "/v1/events"): (None, {}, 200),
    ("GET", "/v1/misuse/flags"): (None, {}, 200),
    ("POST", "/v1/misuse/flags/{id}/review"): ({"outcome": "explained", "reason": "Asked."}, {}, 404),
    ("GET", "/v1/misuse/sample"): (None, {}, 200),
    ("POST", "/v1/misuse/sample/{id}/review"): ({"outcome": "explained", "reason": "Asked."}, {}, 404),
    ("POST", "/v1/concerns"): ({"became_aware_on": "2024-03-04", "categories": ["c"],
                                "subject": person("Thaddeus Nobody", "1961-02-03")}, {}, 201),
    ("GET", "/v1/concerns"): (None, {}, 200),
    ("GET", "/v1/concerns/{id}"): (None, {}, 200),
    ("POST", "/v1/concerns/{id}/changes"): ({"change": "name_issuer", "issuer": "BRD"}, {}, 200),
    ("GET", "/v1/reports/concerns"): (None, {}, 200),
    ("GET", "/v1/duties"): (None, {}, 200),
    ("GET", "/v1/reports/lateness"): (None, {}, 200),
    ("GET", "/v1/holds"): (None, {}, 200),
    # Nothing waits: whatever hold is named is nobody's.
    ("POST", "/v1/holds/{id}/release"): ({"entries": 1, "reason": "The files were seen."}, {}, 404),
    ("POST", "/v1/reconciliations"): (None, {}, 202),
    ("GET", "/v1/reconciliations"): (None, {}, 200),
    # There is none of that id.
    ("GET", "/v1/reconciliations/{id}"): (None, {}, 404),
    ("GET", "/v1/reconciliations/{id}/report"): (None, {}, 404),
    # It does not say of which day it is.
    ("POST", "/v1/rosters"): (line({"licence_number": "1", **licence()}), ROWS, 422),
    ("GET", "/v1/rosters/{id}"): (None, {}, 200),
    ("POST", "/v1/rosters/{id}/apply"):
        ({"different": 0, "missing": 0, "extra": 0, "extra_becomes": "unchanged"}, {}, 409),
    ("GET", "/v1/log/checkpoint"): (None, {}, 200),
    ("GET", "/v1/log/tile/{level}/{n}"): (None, {}, 404),
    ("GET", "/v1/log/tile/{level}/{n}/{n2}"): (None, {}, 200),
    ("GET", "/v1/log/tile/{level}/{n}/{n2}/{n3}"): (None, {}, 404),
    ("GET", "/v1/log/tile/{level}/{n}/{n2}/{n3}/{w}"): (None, {}, 404),
    ("GET", "/v1/log/leaves/{leaf}"): (None, {}, 200),
    ("GET", "/v1/log/consistency"): (None, {}, 200),
    ("GET", "/v1/keys"): (None, {}, 200),
    ("POST", "/v1/keys"): ({"name": "NEW", "scopes": ["alerts"]}, {}, 201),
    ("DELETE", "/v1/keys/{id}"): (None, {}, 204),
    ("GET", "/v1/clients"): (None, {}, 200),
    ("POST", "/v1/clients"): ({"name": "NEW", "scopes": ["alerts"], "jwks": CURVE.jwks()}, {}, 201),
    ("GET", "/v1/clients/{id}"): (None, {}, 200),
    ("PUT", "/v1/clients/{id}/jwks"): (CURVE.jwks(), {}, 200),
    ("DELETE", "/v1/clients/{id}"): (None, {}, 204),
    ("GET", "/v1/webhooks"): (None, {}, 200),
    # Nothing may be sent to this machine itself: it is heard, and refused.
    ("POST", "/v1/webhooks"): ({"url": "https://localhost/"}, {}, 422),
    ("GET", "/v1/webhooks/{id}"): (None, {}, 404),
    ("DELETE", "/v1/webhooks/{id}"): (None, {}, 404),
    ("POST", "/v1/webhooks/{id}/key"): ({}, {}, 404),
    ("POST", "/v1/webhooks/{id}/test"): (None, {}, 404),
    ("POST", "/v1/webhooks/{id}/replay"): ({"after": 0}, {}, 404),
    ("PUT", "/v1/webhooks/{id}/state"): ({"state": "enabled"}, {}, 404),
    ("GET", "/v1/webhooks/{id}/attempts"): (None, {}, 404),
    ("GET", "/v1/mail-addresses"): (None, {}, 200),
    # This register has no relay.
    ("POST", "/v1/mail-addresses"): ({"email": "licensing@example.org"}, {}, 409),
    ("GET", "/v1/mail-addresses/{id}"): (None, {}, 404),
    ("PUT", "/v1/mail-addresses/{id}"): ({"mode": "each", "state": "enabled"}, {}, 404),
    ("DELETE", "/v1/mail-addresses/{id}"): (None, {}, 404),
    ("POST", "/v1/mail-addresses/{id}/code"): (None, {}, 404),
    ("POST", "/v1/mail-addresses/{id}/test"): (None, {}, 404),
    ("POST", "/v1/mail-addresses/{id}/confirmation"): ({"code": "01234567"}, {}, 404),
    ("GET", "/v1/mail-addresses/{id}/attempts"): (None, {}, 404),
    ("GET", "/v1/officers"): (None, {}, 200),
    ("POST", "/v1/officers"): ({"username": "NEW", "name": "Amina", "roles": ["officer"]}, {}, 201),
    ("GET", "/v1/officers/{id}"): (None, {}, 200),
    ("PUT", "/v1/officers/{id}/roles"): ({"roles": ["supervisor"]}, {}, 200),
    ("POST", "/v1/officers/{id}/invitation"): (None, {}, 201),
    ("DELETE", "/v1/officers/{id}/sessions"): (None, {}, 204),
    ("DELETE", "/v1/officers/{id}"): (None, {}, 204),
    # Who was never disabled.
    ("POST", "/v1/officers/{id}/enable"): (None, {}, 409),
    ("GET", "/v1/session"): (None, {}, 200),
    ("DELETE", "/v1/session"): (None, {}, 204),
    ("POST", "/v1/session/step-up"): ({"code": "000000"}, {}, 403),
    ("PUT", "/v1/session/password"): ({"password": "no", "new_password": "seven marble otters"}, {}, 403),
    ("POST", "/v1/session/totp"): (None, {}, 201),
    ("POST", "/v1/session/totp/confirmation"): ({"code": "000000"}, {}, 422),
    ("POST", "/v1/session/recovery-codes"): (None, {}, 201),
    ("GET", "/v1/sessions"): (None, {}, 200),
    ("DELETE", "/v1/sessions/{id}"): (None, {}, 404),
    ("POST", "/v1/session"): ({"username": "NEW", "password": "no", "code": "000000"}, {}, 401),
    ("POST", "/v1/invitation"): ({"invitation": "none", "password": "no"}, {}, 401),
    ("POST", "/v1/invitation/confirmation"): ({"invitation": "none", "code": "000000"}, {}, 401),
    # What is sent is no client's: it is heard, and that is refused.
    ("POST", "/v1/token"): (b"grant_type=none", FORM, 400),
    # There is none of that name.
    ("GET", "/v1/identity-providers"): (None, {}, 200),
    ("GET", "/v1/identity-providers/{provider}/sign-in"): (None, {}, 404),
    ("GET", "/v1/identity-providers/{provider}/callback"): (None, {}, 404),
    ("GET", "/v1/identity-providers/{provider}/jwks"): (None, {}, 404),
    ("POST", "/v1/identity-providers/{provider}/logout"): (b"logout_token=x", FORM, 404),
    # For who runs the register alone.
    ("GET", "/v1/register"): (None, {}, 403),
    ("GET", "/v1/authorities"): (None, {}, 200),
    ("GET", "/livez"): (None, {}, 200),
    ("GET", "/readyz"): (None, {}, 200),
    ("GET", "/metrics"): (None, {}, 200),
    ("GET", "/openapi.json"): (None, {}, 200),
}


class Routes(RegisterTest):

    @classmethod
    def setUpClass(cls):
        cls.register = Register()
        cls.addClassCleanup(cls.register.remove)
        # Each call is made several times.
        cls.register.config = cls.register.write_config({"reconciliation": {"pause_minutes": 0}})
        cls.register.start()
        call = cls.register.call
        cls.places = {
            "/v1/licences/{licence_number}": "/v1/licences/L%2F1",
            "/v1/licences/{licence_number}/alerts": "/v1/licences/L%2F1/alerts",
            "/v1/licences/{licence_number}/history": "/v1/licences/L%2F1/history",
            "/v1/licences/{licence_number}/elsewhere": "/v1/licences/L%2F1/elsewhere",
            "/v1/decisions/{id}": call("POST", "/v1/decisions", "TFL", decision()).headers["location"],
            "/v1/decisions/{id}/changes": call("POST", "/v1/decisions", "TFL",
                                               decision()).headers["location"] + "/changes",
            "/v1/checks/{id}": call("POST", "/v1/checks", "TFL", check()).headers["location"],
            "/v1/log/tile/{level}/{n}": "/v1/log/tile/0/999",
            "/v1/log/tile/{level}/{n}/{n2}": "/v1/log/tile/0/000.p/1",
            "/v1/log/tile/{level}/{n}/{n2}/{n3}": "/v1/log/tile/0/x001/000.p/1",
            "/v1/log/tile/{level}/{n}/{n2}/{n3}/{w}": "/v1/log/tile/0/x001/x000/000.p/1",
            "/v1/misuse/sample": "/v1/misuse/sample?week=2020-W05",
            "/v1/holds/{id}/release": "/v1/holds/00000000-0000-0000-0000-000000000000/release",
            "/v1/reconciliations/{id}/report":
                "/v1/reconciliations/00000000-0000-0000-0000-000000000000/report",
            "/v1/reconciliations/{id}": "/v1/reconciliations/00000000-0000-0000-0000-000000000000",
            "/v1/log/consistency": "/v1/log/consistency?from=1"}
        for act in ("sign-in", "callback", "jwks", "logout"):
            cls.places[f"/v1/identity-providers/{{provider}}/{act}"] = f"/v1/identity-providers/none/{act}"
        for reviewed in ("flags", "sample"):
            pattern = f"/v1/misuse/{reviewed}/{{id}}/review"
            cls.places[pattern] = pattern.replace("{id}", "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11")
        for act in ("", "/changes"):
            pattern = f"/v1/alerts/{{id}}{act}"
            cls.places[pattern] = pattern.replace("{id}", "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b32")
        for act in ("", "/code", "/test", "/confirmation", "/attempts"):
            pattern = f"/v1/mail-addresses/{{id}}{act}"
            cls.places[pattern] = pattern.replace("{id}", "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b41")
        for act in ("", "/key", "/test", "/replay", "/state", "/attempts"):
            pattern = f"/v1/webhooks/{{id}}{act}"
            cls.places[pattern] = pattern.replace("{id}", "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b31")
        day = datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=1)
        posted = cls.register.upload(f"/v1/rosters?as_of={day}&rows=1", "TFL",
                                     [{"licence_number": "ROSTER/1", **licence()}]).lines()
        cls.places["/v1/rosters/{id}"] = "/v1/rosters/" + posted[-1]["summary"]["roster"]
        cls.places["/v1/rosters/{id}/apply"] = cls.places["/v1/rosters/{id}"] + "/apply"
        cls.places["/v1/decisions/{id}/seen-by"] = cls.places["/v1/decisions/{id}"] + "/seen-by"
        told = call("POST", "/v1/concerns", "TFL", CALLS["POST", "/v1/concerns"][0]).headers["location"]
        cls.places |= {"/v1/concerns/{id}": told, "/v1/concerns/{id}/changes": told + "/changes"}
        asked = call("POST", "/v1/checks", "TFL", check()).json()
        cls.places["/v1/checks/{id}/hits/{hit_id}/adjudication"] = (
            f"/v1/checks/{asked['id']}/hits/{asked['hits'][0]['id']}/adjudication")
        call("PUT", "/v1/licences/L%2F1", "TFL", licence())
        receipt = call("POST", "/v1/checks", "TFL", check()).json()["receipt"]["text"]
        leaf = "/v1/log/leaves/" + re.search("^leaf (.*)$", receipt, re.M).group(1)
        cls.places["/v1/log/leaves/{leaf}"] = leaf
        wait_for(lambda: call("GET", leaf, "TFL").status == 200, "the leaf to be in the signed log")
        cls.named = 0
        cls.scopes = sorted({scope for _, _, scope, _ in ROUTES if scope} - {"any", "people"})
        cls.alone = {one: cls.key_with(f"only {one}", [one]) for one in cls.scopes}
        cls.others = {one: cls.key_with(f"not {one}", [other for other in cls.scopes if other != one])
                      for one in cls.scopes}

    @classmethod
    def key_with(cls, name, scopes):
        options = [option for one in scopes for option in ("--scope", one)]
        return admin(cls.register, "key", "create", "TFL", "--name", name, *options).stdout.strip()

    def fresh(self):
        """An officer of their own, since a code opens one session."""
        type(self).named += 1
        made = admin(self.register, "officer", "create", "TFL", f"fresh-{self.named}", "--name", "Fresh",
                     "--role", "officer")
        return json.loads(made.stdout)

    def new_name(self):
        type(self).named += 1
        return f"new {self.named}"

    def ended_by_the_call(self, pattern):
        """A key or a client of its own for each call: some end it."""
        kind = pattern.split("/")[2]
        name = self.new_name()
        body = {"name": name, "scopes": ["alerts"]}
        body |= {"jwks": CURVE.jwks()} if kind == "clients" else {}
        if kind == "officers":
            body = {"username": name.replace(" ", "-"), "name": name, "roles": ["officer"]}
        return pattern.replace("{id}", self.call("POST", f"/v1/{kind}", "TFL", body).json()["id"])

    def asked_of_another(self, pattern):
        """A request of its own for each call: some end it."""
        type(self).named += 1
        subject = stranger(f"asked {self.named}")
        entry = self.call("POST", "/v1/decisions", "LDS", decision(subject)).json()["id"]
        asked = self.call("POST", "/v1/checks", "TFL", check(subject)).json()["id"]
        made = self.call("POST", "/v1/disclosure-requests", "TFL",
                         {"entry": entry, "check": asked, "question": "Why?"}).headers["location"]
        sent = self.call("POST", f"{made}/attachments", "TFL",
                         {"name": "letter.txt", "content": "RGVhciBMZWVkcw=="}).json()
        return pattern.replace("{attachment_id}", sent["items"][-1]["id"]).replace(
            "/v1/disclosure-requests/{id}", made)

    def taken(self):
        """A rectification request of its own for each call, about an entry of TFL."""
        entry = self.places["/v1/decisions/{id}"].rsplit("/", 1)[1]
        today = self.call("GET", "/v1/duties", "TFL").headers["date"]
        yesterday = email.utils.parsedate_to_datetime(today).date() - datetime.timedelta(days=1)
        return self.call("POST", "/v1/rectification-requests", "TFL",
                         {"entry": entry, "received_on": str(yesterday), "wrong": "The day."}).json()

    def place(self, pattern):
        if pattern == "/v1/disclosure-requests":
            return pattern + "?list=asked"
        if pattern.startswith("/v1/disclosure-requests/"):
            return self.asked_of_another(pattern)
        if pattern == "/v1/checks/{id}/outcome":
            return pattern.replace("{id}", self.call("POST", "/v1/checks", "TFL", check()).json()["id"])
        if pattern.startswith("/v1/subject-requests/"):
            body = CALLS["POST", "/v1/subject-requests"][0]
            return pattern.replace("{id}", self.call("POST", "/v1/subject-requests", "TFL", body).json()["id"])
        if pattern.startswith("/v1/rectification-requests/"):
            return pattern.replace("{id}", self.taken()["id"])
        if pattern.startswith("/v1/duties/"):
            request = self.taken()["id"]
            duties = self.call("GET", "/v1/duties?kind=rectify", "TFL").json()["duties"]
            return pattern.replace("{id}", next(one["id"] for one in duties
                                                if one["about"]["id"] == request))
        if pattern.startswith("/v1/column-mappings/"):
            self.call("PUT", "/v1/column-mappings/routes", "TFL", MAPPING)
            return "/v1/column-mappings/routes"
        if pattern.startswith("/v1/sessions/"):
            return "/v1/sessions/0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b21"
        if pattern.startswith(("/v1/keys/", "/v1/clients/", "/v1/officers/")):
            return self.ended_by_the_call(pattern)
        return self.places.get(pattern, pattern)

    def ask(self, method, pattern, key=None):
        body, headers, _ = CALLS[method, pattern]
        if isinstance(body, dict) and body.get("name") == "NEW":
            body = {**body, "name": self.new_name()}
        if isinstance(body, dict) and body.get("username") == "NEW":
            body = {**body, "username": self.new_name().replace(" ", "-")}
        return self.call(method, self.place(pattern), key, body, headers)

    def test_the_list_here_is_the_list_there(self):
        self.assertEqual(sorted((method, path) for method, path, *_ in ROUTES), sorted(CALLS))
        self.assertEqual(len(self.scopes), 8)

    def test_the_daemon_prints_the_table(self):
        run = subprocess.run([BIN / "badgewatchd", "admin", "permissions"], capture_output=True,
                             text=True, timeout=60, check=True)
        printed = {(one["method"], one["path"]): (one["scope"], one["roles"],
                                                  FOREIGN[one["of_another_authority"]])
                   for one in map(json.loads, run.stdout.splitlines())}
        self.assertEqual(printed, TABLE)

    def test_its_scope_alone_opens_it(self):
        for method, pattern, scope, _ in ROUTES:
            with self.subTest(f"{method} {pattern}"):
                status = CALLS[method, pattern][2]
                if not scope:
                    self.assertEqual(self.ask(method, pattern).status, status)
                    continue
                if scope == "people":
                    for key in self.alone.values():
                        self.assertProblem(self.ask(method, pattern, key), 403, "forbidden")
                    self.assertProblem(self.ask(method, pattern), 401, "unauthenticated")
                    signed_in = Browser(self.register).sign_in(self.fresh())
                    body, _, status = CALLS[method, pattern]
                    if pattern.endswith("/confirmation"):
                        signed_in.call("POST", "/v1/session/totp")
                    answer = signed_in.call(method, self.place(pattern), body)
                    self.assertEqual(answer.status, status, answer.body)
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
        # Nobody but its authority was given a hit on that entry.
        hidden = [one for one in ROUTES if one[3] in ("hidden", "refused") and one[2] != "people"]
        self.assertGreaterEqual(len(hidden), 7)
        for method, pattern, *_ in hidden:
            with self.subTest(f"{method} {pattern}"):
                self.assertProblem(self.ask(method, pattern, "BIR"), 404, "not-found")

    def leaves_of(self, actor):
        found = self.register.psql(f"select kind from log_leaf where actor = '{actor}' order by recorded_in")
        return found.splitlines()

    def test_each_reading_leaves_a_leaf(self):
        keys = self.call("GET", "/v1/keys", "TFL").json()["keys"]
        actors = {scope: next(one["id"] for one in keys if one["name"] == f"only {scope}")
                  for scope in self.scopes}
        for method, pattern, scope, _ in ROUTES:
            status = CALLS[method, pattern][2]
            if method != "GET" or scope not in (*self.scopes, "any") or status == 403:
                continue
            with self.subTest(pattern):
                by = scope if scope in actors else "alerts"
                place, before = self.place(pattern), self.leaves_of(actors[by])
                answer = self.call("GET", place, self.alone[by])
                self.assertEqual(answer.status, status, answer.body)
                # Who is named beside a record is read too.
                new = set(self.leaves_of(actors[by])[len(before):]) - {"officers_listed"}
                if pattern == "/v1/officers":
                    continue
                if status != 200:
                    self.assertEqual(new, {"refused"})
                elif pattern in UNLOGGED:
                    self.assertEqual(new, set())
                else:
                    self.assertTrue(new - {"refused"})

    def test_other_methods_name_its_own(self):
        for method, pattern, _, _ in ROUTES:
            answer = self.call("PATCH", self.place(pattern), "TFL")
            self.assertProblem(answer, 405, "method-not-allowed")
            self.assertIn(method, answer.headers["allow"].split(", "))

    def test_answers_are_for_nobody_s_cache(self):
        for method, pattern, scope, _ in ROUTES:
            if scope:
                answer = self.ask(method, pattern, "TFL")
                self.assertIn("no-store", answer.headers.get("cache-control", ""), pattern)


if __name__ == "__main__":
    unittest.main()
