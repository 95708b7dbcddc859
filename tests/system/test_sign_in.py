#!/usr/bin/env python3
"""Officers sign in, stay signed in for as long as they may, and nobody else does in their name."""
import datetime
import http.client
import json
import os
import re
import subprocess
import unittest

from officers import Authenticator, Browser, authenticator, totp
from register import RegisterTest, admin, check

COOKIE = re.compile(r"__Host-badgewatch=[\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax$")
DEVICE = re.compile(r"__Host-badgewatch-device=[\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict; "
                    r"Max-Age=\d+$")


class SignInTest(RegisterTest):
    made = 0

    @classmethod
    def account(cls, code="TFL", *roles):
        """An officer of their own, made as break-glass makes one: with the database alone."""
        SignInTest.made += 1
        name = f"officer-{SignInTest.made}"
        told = admin(cls.register, "officer", "create", code, name, "--name", f"Officer {SignInTest.made}",
                     *[option for role in roles or ["officer"] for option in ("--role", role)])
        if told.returncode:
            raise AssertionError(told.stderr)
        return json.loads(told.stdout)

    def browser(self, account=None):
        browser = Browser(self.register)
        return browser.sign_in(account) if account else browser

    def leaves(self, kind, actor=None):
        """How many leaves of that kind there are, by that officer: read as the auditor reads."""
        lines = self.register.postmaster_file().read_text().splitlines()
        where = f" and actor = '{actor}'" if actor else ""
        told = subprocess.run(
            ["psql", "-At", "-U", "postgres", "-h", lines[4], "-p", lines[3], "badgewatch", "-c",
             f"select count(*) from badgewatch.log_leaf where kind = '{kind}'{where}"],
            capture_output=True, text=True, timeout=60, check=True, user=os.stat(lines[1]).st_uid)
        return int(told.stdout)


class SigningIn(SignInTest):

    def test_the_demos_officers_and_operator_sign_in(self):
        self.assertEqual((self.register.state / "demo.json").stat().st_mode & 0o777, 0o600)
        for code in ("TFL", "BIR", "WLV", "MAN", "LDS", "GLG", "CRF"):
            self.assertGreaterEqual(len(self.register.officers(code)), 2)
        officer = self.register.officers("MAN")[0]
        who = self.browser(officer).call("GET", "/v1/session").json()
        self.assertEqual((who["officer"]["authority"], who["officer"]["roles"]), ("MAN", officer["roles"]))
        who = self.browser(self.register.demo()["operator"]).call("GET", "/v1/session").json()
        self.assertEqual((who["officer"]["authority"], who["officer"]["roles"]), (None, ["operator"]))

    def test_cookies_and_what_may_be_called(self):
        account = self.account()
        browser = self.browser()
        answer = browser.try_in(account)
        self.assertEqual(answer.status, 201, answer.body)
        self.assertRegex(answer.cookies[0], COOKIE)
        self.assertRegex(answer.cookies[1], DEVICE)
        self.assertIn("no-store", answer.headers["cache-control"])
        self.assertEqual(answer.json(), browser.call("GET", "/v1/session").json())
        self.assertEqual(browser.call("GET", "/v1/alerts").status, 200)
        made = browser.call("POST", "/v1/checks", check())
        self.assertEqual(made.status, 201, made.body)
        self.assertProblem(browser.call("GET", "/v1/keys"), 403, "forbidden")
        # The device is known from now on, so no second one is named.
        again = browser.try_in(account)
        self.assertEqual(len(again.cookies), 1)
        self.assertNotEqual(again.cookies[0], answer.cookies[0])

    def test_the_log_and_a_finding_name_the_officer(self):
        account = self.account()
        browser = self.browser(account)
        self.assertEqual(self.leaves("signed_in", account["id"]), 1)
        browser.call("POST", "/v1/checks", check())
        self.assertEqual(self.leaves("check", account["id"]), 1)
        self.assertProblem(browser.call("GET", "/v1/keys"), 403, "forbidden")
        self.assertEqual(self.leaves("refused", account["id"]), 1)
        browser.call("DELETE", "/v1/session")
        self.assertEqual(self.leaves("session_ended", account["id"]), 1)

    def test_the_registers_operator_is_logged_and_reaches_nothing_of_an_authority(self):
        operator = json.loads(admin(self.register, "officer", "create", "register", "op-two", "--name", "Op",
                                    "--role", "operator").stdout)
        browser = self.browser(operator)
        self.assertProblem(browser.call("GET", "/v1/alerts"), 403, "forbidden")
        self.assertProblem(browser.call("POST", "/v1/checks", check()), 403, "forbidden")
        self.assertEqual(browser.call("GET", "/v1/log/checkpoint").status, 200)
        self.assertEqual(self.leaves("refused", operator["id"]), 2)

    def test_every_refusal_is_alike_whatever_is_wrong(self):
        account = self.account()
        code = authenticator(account).code()
        tries = {
            "unknown username": {"username": "nobody@tfl", "code": code},
            "wrong password": {"password": "seven marble otters", "code": code},
            "wrong code": {"code": "000000" if code != "000000" else "000001"},
            "no code at all": {"code": "none"},
            "unknown recovery code": {"recovery_code": "aaaa-bbbb-cccc-dddd"},
            "another authority": {"username": account["username"].replace("@tfl", "@bir"), "code": code},
        }
        answers = {name: self.browser().try_in(account, **other) for name, other in tries.items()}
        for name, answer in answers.items():
            with self.subTest(name):
                self.assertProblem(answer, 401, "unauthenticated")
                self.assertEqual(answer.body, answers["wrong password"].body)
                self.assertEqual(set(answer.headers) - {"date"},
                                 set(answers["wrong password"].headers) - {"date"})
                self.assertEqual(answer.cookies, [])
        self.assertEqual(self.leaves("sign_in_refused", account["id"]), 4)
        self.assertEqual(self.browser().try_in(account, code=code).status, 201)

    def test_a_code_works_once_and_so_does_a_recovery_code(self):
        account = self.account()
        code = authenticator(account).code()
        self.assertEqual(self.browser().try_in(account, code=code).status, 201)
        self.assertProblem(self.browser().try_in(account, code=code), 401, "unauthenticated")
        self.assertEqual(self.leaves("sign_in_refused", account["id"]), 1)
        recovery = account["recovery_codes"][3]
        for typed, status in ((recovery.upper().replace("-", " "), 201), (recovery, 401),
                              (account["recovery_codes"][4], 201)):
            self.assertEqual(self.browser().try_in(account, recovery_code=typed).status, status)

    def test_a_code_from_far_away_is_none(self):
        account = self.account()
        for away in (-20, 20):
            self.assertProblem(self.browser().try_in(account, code=totp(account["totp_secret"], away)), 401)

    def test_bad_bodies(self):
        send = self.browser().send
        self.assertProblem(send("POST", "/v1/session", b"[]"), 400, "malformed")
        self.assertProblem(send("POST", "/v1/session", {}), 422, "invalid", ["/code", "/password", "/username"])
        self.assertProblem(send("POST", "/v1/session", {"username": "a", "password": 7, "code": "1", "x": 1}),
                           422, "invalid", ["/password", "/x"])
        self.assertProblem(send("POST", "/v1/session", {"username": "a", "password": "x" * 2000, "code": "1"}),
                           422, "invalid", ["/password"])
        self.assertProblem(send("POST", "/v1/session", {"username": "a" * 300, "password": "x", "code": "1"}),
                           422, "invalid", ["/username"])

    def test_no_username_stands_in_log_or_metrics(self):
        account = self.account()
        self.browser(account)
        self.browser().try_in(account, password="wrong wrong wrong")
        self.browser().try_in(account, username="somebody.unknown@tfl")
        told = self.register.log.read_bytes() + self.call("GET", "/metrics").body
        for text in (account["username"], "somebody.unknown", "officer-"):
            self.assertNotIn(text.encode(), told)
        self.assertIn(b'badgewatch_sign_ins_total{outcome="refused"}', told)


class LockOut(SignInTest):
    """From several addresses of this machine: each is a network of its own."""

    def try_from(self, address, account, **other):
        body = {"username": account["username"], "password": account["password"], "code": "000000", **other}
        connection = http.client.HTTPConnection("127.0.0.1", self.register.port, timeout=60,
                                                source_address=(address, 0))
        try:
            connection.request("POST", "/v1/session", json.dumps(body), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.getheader("Retry-After"), answer.read()
        finally:
            connection.close()

    def test_too_many_tries_lock_that_network_out_of_that_username_alone(self):
        account, other = self.account(), self.account()
        nobody = {**account, "username": "nobody.at.all@tfl"}
        locked = {}
        for name, one in (("known", account), ("unknown", nobody)):
            statuses = [self.try_from("127.0.0.2", one)[0] for _ in range(12)]
            self.assertEqual(statuses[:10], [401] * 10)
            self.assertEqual(statuses[-1], 429, statuses)
            locked[name] = self.try_from("127.0.0.2", one)
            self.assertGreater(int(locked[name][1]), 0)
        self.assertEqual(locked["known"][2], locked["unknown"][2])
        # The right code is of no use there now; another network, and another officer, are not locked.
        right = {"code": authenticator(account).code()}
        self.assertEqual(self.try_from("127.0.0.2", account, **right)[0], 429)
        self.assertEqual(self.try_from("127.0.0.3", account, **right)[0], 201)
        self.assertEqual(self.try_from("127.0.0.2", other, code=authenticator(other).code())[0], 201)
        self.assertGreaterEqual(self.leaves("sign_in_too_often", account["id"]), 1)

    def test_a_known_device_is_never_locked_by_others(self):
        account = self.account()
        browser = self.browser(account)
        for _ in range(11):
            status = self.try_from("127.0.0.1", account)[0]
        self.assertEqual(status, 429)
        self.assertEqual(browser.try_in(account).status, 201)


class Sessions(SignInTest):

    def test_sign_out_ends_the_session_and_only_that(self):
        account = self.account()
        first, second = self.browser(account), self.browser(account)
        kept = dict(first.cookies)
        self.assertEqual(len(second.call("GET", "/v1/sessions").json()["sessions"]), 2)
        gone = first.call("DELETE", "/v1/session")
        self.assertEqual((gone.status, gone.cookies[0].split(";")[0]), (204, "__Host-badgewatch="))
        first.cookies = kept
        ended = first.call("GET", "/v1/session")
        self.assertProblem(ended, 401, "unauthenticated")
        self.assertIn("Max-Age=0", ended.cookies[0])
        self.assertEqual(second.call("GET", "/v1/session").status, 200)

    def test_ones_own_sessions_are_listed_and_ended_and_nobody_elses(self):
        account, other = self.account(), self.account()
        first, second, third = self.browser(account), self.browser(account), self.browser(other)
        listed = second.call("GET", "/v1/sessions").json()["sessions"]
        self.assertEqual([one["this_one"] for one in listed].count(True), 1)
        self.assertEqual({one["address"] for one in listed}, {"127.0.0.1"})
        there = next(one["id"] for one in listed if not one["this_one"])
        self.assertProblem(third.call("DELETE", f"/v1/sessions/{there}"), 404, "not-found")
        self.assertEqual(second.call("DELETE", f"/v1/sessions/{there}").status, 204)
        self.assertProblem(first.call("GET", "/v1/session"), 401)
        self.assertProblem(second.call("DELETE", f"/v1/sessions/{there}"), 404, "not-found")
        self.assertProblem(second.call("DELETE", "/v1/sessions/none"), 404, "not-found")

    def test_a_new_password_ends_the_others_and_takes_the_old_one(self):
        account = self.account()
        first, second = self.browser(account), self.browser(account)
        change = {"password": account["password"], "new_password": "seven marble otters"}
        self.assertProblem(second.call("PUT", "/v1/session/password", {**change, "password": "no"}), 403,
                           "forbidden")
        for weak in ("short", "password1234", account["password"], "officer officer 12"):
            self.assertProblem(second.call("PUT", "/v1/session/password", {**change, "new_password": weak}),
                               422, "invalid", ["/new_password"])
        self.assertEqual(second.call("PUT", "/v1/session/password", change).status, 204)
        self.assertProblem(first.call("GET", "/v1/session"), 401)
        self.assertEqual(second.call("GET", "/v1/session").status, 200)
        recovery = account["recovery_codes"]
        self.assertEqual(self.browser().try_in(account, recovery_code=recovery[0]).status, 401)
        account = {**account, "password": "seven marble otters"}
        self.assertEqual(self.browser().try_in(account, recovery_code=recovery[1]).status, 201)

    def test_a_new_authenticator_takes_over_when_it_is_confirmed(self):
        account = self.account()
        browser, other = self.browser(account), self.browser(account)
        self.assertProblem(browser.call("POST", "/v1/session/totp/confirmation", {"code": "123456"}), 409,
                           "conflict")
        secret = browser.call("POST", "/v1/session/totp").json()["totp_secret"]
        self.assertProblem(browser.call("POST", "/v1/session/totp/confirmation", {"code": "none"}), 422,
                           "invalid", ["/code"])
        done = browser.call("POST", "/v1/session/totp/confirmation", {"code": Authenticator(secret).code()})
        self.assertEqual(done.status, 201, done.body)
        codes = done.json()["recovery_codes"]
        self.assertEqual(len(codes), 10)
        self.assertProblem(other.call("GET", "/v1/session"), 401)
        self.assertEqual(browser.call("GET", "/v1/session").status, 200)
        old = authenticator(account)
        self.assertProblem(self.browser().try_in(account, code=totp(old.secret, 1)), 401)
        self.assertProblem(self.browser().try_in(account, recovery_code=account["recovery_codes"][0]), 401)
        self.assertEqual(self.browser().try_in(account, recovery_code=codes[0]).status, 201)
        anew = browser.call("POST", "/v1/session/recovery-codes").json()["recovery_codes"]
        self.assertProblem(self.browser().try_in(account, recovery_code=codes[1]), 401)
        self.assertEqual(self.browser().try_in(account, recovery_code=anew[0]).status, 201)

    def test_whoever_is_disabled_is_out_at_every_daemon_at_once(self):
        account = self.account()
        other = self.second_daemon()
        browser = self.browser(account)
        there = Browser(other)
        there.cookies, there.csrf = browser.cookies, browser.csrf
        self.assertEqual(there.call("GET", "/v1/session").status, 200)
        told = admin(self.register, "officer", "disable", account["username"])
        self.assertEqual(told.returncode, 0, told.stderr)
        for one in (there, browser):
            self.assertProblem(one.call("GET", "/v1/session"), 401, "unauthenticated")
        self.assertProblem(self.browser().try_in(account), 401)
        # Ended here, it is ended there; a code that was used here is used there.
        second = self.account()
        code = authenticator(second).code()
        browser = self.browser()
        self.assertEqual(browser.try_in(second, code=code).status, 201)
        self.assertProblem(Browser(other).try_in(second, code=code), 401)
        there.cookies = dict(browser.cookies)
        self.assertEqual(there.send("GET", "/v1/session").status, 200)
        browser.call("DELETE", "/v1/session")
        self.assertProblem(there.send("GET", "/v1/session"), 401)


class OtherSites(SignInTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signed_in = Browser(cls.register).sign_in(cls.account())

    def refused(self, headers):
        answer = self.signed_in.send("POST", "/v1/checks", check(), headers)
        self.assertProblem(answer, 403, "forbidden")

    def test_each_rule_refuses_by_itself(self):
        own = {"X-CSRF-Token": self.signed_in.csrf}
        here = f"http://127.0.0.1:{self.register.port}"
        self.refused({})
        self.refused({"X-CSRF-Token": "A" * 43})
        self.refused({**own, "Sec-Fetch-Site": "cross-site"})
        self.refused({**own, "Sec-Fetch-Site": "same-site"})
        self.refused({**own, "Origin": "https://evil.example"})
        self.refused({**own, "Origin": "null"})
        self.refused({"Sec-Fetch-Site": "same-origin", "Origin": here})
        good = self.signed_in.send("POST", "/v1/checks", check(),
                                   {**own, "Sec-Fetch-Site": "same-origin", "Origin": here})
        self.assertEqual(good.status, 201, good.body)

    def test_reading_needs_no_token(self):
        answer = self.signed_in.send("GET", "/v1/session", None, {"Sec-Fetch-Site": "cross-site"})
        self.assertEqual(answer.status, 200)

    def test_uploads_are_held_to_it_too(self):
        account = self.account("TFL", "data_administrator")
        browser = self.browser(account)
        rows = b'{"licence_number": "1"}\n'
        kind = {"Content-Type": "application/x-ndjson"}
        self.assertProblem(browser.send("POST", "/v1/licences/batch", rows, kind), 403, "forbidden")
        self.assertEqual(browser.call("POST", "/v1/licences/batch", rows, kind).status, 200)

    def test_another_site_cannot_sign_somebody_in(self):
        account = self.account()
        body = {"username": account["username"], "password": account["password"],
                "code": authenticator(account).code()}
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            answer = self.browser().send("POST", "/v1/session", body, headers)
            self.assertProblem(answer, 403, "forbidden")
            self.assertEqual(answer.cookies, [])

    def test_keys_need_no_token_and_go_with_no_cookie(self):
        cross = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
        self.assertEqual(self.call("POST", "/v1/checks", "TFL", check(), cross).status, 201)
        cookie = "; ".join(f"{name}={value}" for name, value in self.signed_in.cookies.items())
        for sent in (cookie, "__Host-badgewatch=none"):
            both = self.call("GET", "/v1/alerts", "TFL", None, {"Cookie": sent})
            self.assertProblem(both, 400, "malformed")
        twice = f"{cookie}; __Host-badgewatch={self.signed_in.cookies['__Host-badgewatch']}"
        self.assertProblem(self.call("GET", "/v1/alerts", None, None, {"Cookie": twice}), 400, "malformed")
        self.assertEqual(self.call("GET", "/v1/alerts", "TFL", None, {"Cookie": "another=1"}).status, 200)


class Administration(SignInTest):

    def setUp(self):
        self.keeper = self.account("BIR", "data_administrator")
        self.browser_of_keeper = self.browser(self.keeper)

    def make(self, name, roles=("officer",), call=None):
        call = call or self.browser_of_keeper.call
        return call("POST", "/v1/officers", {"username": name, "name": "Ben Example", "roles": [*roles]})

    def accept(self, invitation, password="seven marble otters"):
        send = self.browser().send
        given = send("POST", "/v1/invitation", {"invitation": invitation, "password": password})
        self.assertEqual(given.status, 201, given.body)
        account = {"username": given.json()["username"], "password": password,
                   "totp_secret": given.json()["totp_secret"]}
        confirmed = send("POST", "/v1/invitation/confirmation",
                         {"invitation": invitation, "code": authenticator(account).code()})
        self.assertEqual(confirmed.status, 201, confirmed.body)
        return account

    def test_an_invitation_makes_an_account_once(self):
        made = self.make("ben")
        self.assertEqual(made.status, 201, made.body)
        invitation = made.json()["invitation"]
        self.assertEqual(made.json()["username"], "ben@bir")
        self.assertNotIn("invitation", self.browser_of_keeper.call("GET", made.headers["location"]).json())
        send = self.browser().send
        weak = send("POST", "/v1/invitation", {"invitation": invitation, "password": "ben example 1234"})
        self.assertProblem(weak, 422, "invalid", ["/password"])
        account = self.accept(invitation)
        self.assertEqual(self.browser().try_in(account).status, 201)
        again = send("POST", "/v1/invitation", {"invitation": invitation, "password": "eight marble otters"})
        self.assertProblem(again, 401, "unauthenticated")
        self.assertProblem(self.make("ben"), 409, "conflict")

    def test_roles_reset_and_disable(self):
        made = self.make("cora", ["officer"]).json()
        place = f"/v1/officers/{made['id']}"
        account = self.accept(made["invitation"])
        cora = self.browser(account)
        self.assertProblem(cora.call("GET", "/v1/officers"), 403, "forbidden")
        keeper = self.browser_of_keeper.call
        given = keeper("PUT", f"{place}/roles", {"roles": ["officer", "data_administrator"]})
        self.assertEqual(given.status, 200, given.body)
        self.assertEqual(cora.call("GET", "/v1/officers").status, 200)
        invitation = keeper("POST", f"{place}/invitation").json()["invitation"]
        self.assertProblem(cora.call("GET", "/v1/session"), 401)
        self.assertProblem(self.browser().try_in(account), 401)
        account = self.accept(invitation, "nine marble otters")
        cora = self.browser(account)
        self.assertEqual(keeper("DELETE", place).status, 204)
        self.assertProblem(cora.call("GET", "/v1/session"), 401)
        self.assertProblem(keeper("POST", f"{place}/invitation"), 409, "conflict")
        self.assertIsNotNone(keeper("GET", place).json()["disabled_at"])
        self.assertProblem(self.browser().try_in(account), 401)
        back = keeper("POST", f"{place}/enable")
        self.assertEqual(back.status, 200, back.body)
        self.assertIsNone(back.json()["disabled_at"])
        self.assertEqual(back.json()["roles"], ["officer", "data_administrator"])
        self.assertProblem(keeper("POST", f"{place}/enable"), 409, "conflict")
        self.assertProblem(self.browser().try_in(account), 401)
        again = self.browser(self.accept(back.json()["invitation"], "ten marble otters"))
        self.assertEqual(again.call("GET", "/v1/session").status, 200)

    def test_what_is_wrong_is_named(self):
        call = self.browser_of_keeper.call
        self.assertProblem(call("POST", "/v1/officers", {"username": "x", "name": "", "roles": ["operator"]}),
                           422, "invalid", ["/name"])
        self.assertProblem(call("POST", "/v1/officers", {"username": "x", "name": "X Y", "roles": ["operator"]}),
                           422, "invalid", ["/roles/0", "/username"])
        self.assertProblem(call("POST", "/v1/officers", {"username": "xyz", "name": "X Y", "roles": []}), 422,
                           "invalid", ["/roles"])

    def test_nobody_keeps_anothers_officers(self):
        made = self.make("dora").json()
        stranger = self.browser(self.account("WLV", "data_administrator"))
        for method, tail, body in (("GET", "", None), ("DELETE", "", None), ("POST", "/invitation", None), ("POST", "/enable", None),
                                   ("DELETE", "/sessions", None), ("PUT", "/roles", {"roles": ["officer"]})):
            answer = stranger.call(method, f"/v1/officers/{made['id']}{tail}", body)
            self.assertProblem(answer, 404, "not-found")
        names = [one["username"] for one in stranger.call("GET", "/v1/officers").json()["officers"]]
        self.assertFalse([name for name in names if not name.endswith("@wlv")])

    def test_a_key_keeps_officers_but_no_administrators(self):
        with_key = lambda method, path, body=None: self.call(method, path, "BIR", body)
        made = self.make("eve", ["officer"], with_key)
        self.assertEqual(made.status, 201, made.body)
        self.assertProblem(self.make("fay", ["data_administrator"], with_key), 403, "forbidden")
        place = f"/v1/officers/{made.json()['id']}"
        self.assertProblem(with_key("PUT", f"{place}/roles", {"roles": ["data_administrator"]}), 403)
        keeper = f"/v1/officers/{self.keeper['id']}"
        for method, tail in (("DELETE", ""), ("POST", "/invitation"), ("DELETE", "/sessions")):
            self.assertProblem(with_key(method, f"{keeper}{tail}"), 403, "forbidden")

    def test_an_officer_s_sessions_are_ended_alone(self):
        account = self.account("BIR")
        at_home, at_work = (self.browser().sign_in(account, recovery_code=code)
                            for code in account["recovery_codes"][:2])
        other = self.browser(self.account("BIR"))
        place = f"/v1/officers/{account['id']}/sessions"
        self.assertEqual(at_home.call("GET", "/v1/session").status, 200)
        self.assertEqual(self.browser_of_keeper.call("DELETE", place).status, 204)
        for browser in (at_home, at_work):
            self.assertProblem(browser.call("GET", "/v1/session"), 401, "unauthenticated")
        self.assertEqual(other.call("GET", "/v1/session").status, 200)
        self.assertEqual(self.browser_of_keeper.call("GET", "/v1/session").status, 200)
        self.assertEqual(self.leaves("session_ended", self.keeper["id"]), 2)
        # The account is as it was, and a second time does no more.
        self.assertEqual(self.browser_of_keeper.call("DELETE", place).status, 204)
        self.assertIsNone(self.browser_of_keeper.call("GET", f"/v1/officers/{account['id']}").json()["disabled_at"])
        self.assertEqual(self.browser(account).call("GET", "/v1/session").status, 200)

    def test_nobody_disables_themselves(self):
        answer = self.browser_of_keeper.call("DELETE", f"/v1/officers/{self.keeper['id']}")
        self.assertProblem(answer, 409, "conflict")

    def test_break_glass_resets_with_the_database_alone(self):
        told = admin(self.register, "officer", "reset", self.keeper["username"])
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertProblem(self.browser_of_keeper.call("GET", "/v1/session"), 401)
        fresh = json.loads(told.stdout)
        self.assertIn("otpauth://totp/", fresh["otpauth_uri"])
        self.assertEqual(self.browser().try_in(fresh).status, 201)
        for arguments in (["create", "NONE", "xyz", "--name", "X", "--role", "officer"],
                          ["create", "TFL", "xyz", "--name", "X", "--role", "operator"],
                          ["create", "register", "xyz", "--name", "X", "--role", "officer"],
                          ["disable", "nobody@tfl"], ["reset", "nobody@tfl"]):
            self.assertNotEqual(admin(self.register, "officer", *arguments).returncode, 0, arguments)

    def test_an_operator_with_a_username_can_sign_in(self):
        told = admin(self.register, "operator", "create", "Olga Example", "--username", "olga")
        key, account = told.stdout.splitlines()
        self.assertTrue(key.startswith("bw_"))
        self.assertEqual(self.browser().try_in(json.loads(account)).status, 201)


class SteppingUp(SignInTest):

    def test_a_wrong_code_is_refused_and_too_many_are(self):
        account = self.account("TFL", "data_administrator")
        browser = self.browser(account)
        before, csrf = dict(browser.cookies), browser.csrf
        good = browser.call("POST", "/v1/session/step-up", {"code": authenticator(account).code()})
        self.assertEqual(good.status, 200, good.body)
        # The session goes on under another token, and the one of before opens nothing any more.
        self.assertNotEqual(browser.cookies["__Host-badgewatch"], before["__Host-badgewatch"])
        self.assertNotEqual(browser.csrf, csrf)
        old = self.register.call("GET", "/v1/session", headers={
            "Cookie": f"__Host-badgewatch={before['__Host-badgewatch']}"})
        self.assertProblem(old, 401, "unauthenticated")
        now = browser.call("GET", "/v1/session").json()
        self.assertEqual((now["session"], now["csrf_token"]), (good.json()["session"], browser.csrf))
        self.assertEqual(len(browser.call("GET", "/v1/sessions").json()["sessions"]), 1)
        statuses = [browser.call("POST", "/v1/session/step-up", {"code": "none00"}).status for _ in range(7)]
        self.assertEqual((statuses[0], statuses[-1]), (403, 429), statuses)
        self.assertGreaterEqual(self.leaves("step_up_refused", account["id"]), 5)
        self.assertEqual(self.leaves("stepped_up", account["id"]), 1)
        self.assertEqual(browser.call("GET", "/v1/session").status, 200)


class LaterOn(SignInTest):
    """The register's clock is moved by starting it anew."""

    def move(self, **by):
        self.register.stop()
        self.time += datetime.timedelta(**by)
        self.register.now = self.time.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.register.start()

    def test_an_idle_session_ends_and_an_old_second_factor_has_to_be_shown_again(self):
        self.time = datetime.datetime.now(datetime.timezone.utc)
        account = self.account("TFL", "data_administrator")
        browser = self.browser(account)
        ben = {"username": "later-ben", "name": "Ben Example", "roles": ["officer"]}
        self.move(minutes=11)
        self.assertEqual(browser.call("GET", "/v1/officers").status, 200)
        self.assertProblem(browser.call("POST", "/v1/officers", ben), 403, "step-up-required")
        self.assertEqual(self.call("POST", "/v1/officers", "TFL", {**ben, "username": "by-key"}).status, 201)
        code = totp(account["totp_secret"], 0, self.time.timestamp())
        shown = browser.call("POST", "/v1/session/step-up", {"code": code})
        self.assertEqual(shown.status, 200, shown.body)
        self.assertEqual(browser.call("POST", "/v1/officers", ben).status, 201)
        # Used again eleven minutes later, it goes on; not used for a quarter of an hour, it ends.
        self.move(minutes=11)
        self.assertEqual(browser.call("GET", "/v1/session").status, 200)
        self.move(minutes=16)
        self.assertProblem(browser.call("GET", "/v1/session"), 401, "unauthenticated")
        self.assertEqual(self.leaves("stepped_up", account["id"]), 1)


if __name__ == "__main__":
    unittest.main()
