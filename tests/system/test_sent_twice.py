#!/usr/bin/env python3
"""Forms that are sent twice, as a hasty hand does: one thing is made, whether the second comes behind the
first or while it runs, and its answer is of use to whoever presses."""
import contextlib
import json
import subprocess
import threading
import time
import unittest

from oauth import PrivateKey
from pages import Officer, forms, text_of, words
from register import PSQL, Register, RegisterTest, check, decision, licence, stranger, wait_for
from test_at_once import at_once

WORDS = words()
TODAY = time.strftime("%Y-%m-%d", time.gmtime())
YEAR, MONTH, DAY = (str(int(one)) for one in TODAY.split("-"))
NO_WORDS_OF_A_PAGE = ("Idempotency", "under this key", "If-Match")


class SentTwice(RegisterTest):

    @classmethod
    def setUpClass(cls):
        cls.register = Register()
        cls.register.config = cls.register.write_config(
            {"webhooks": {"allowed_networks": ["127.0.0.0/8", "::1/128"]}, "misuse": {"period_ms": 200}})
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()
        cls.signed_in = {}

    def officer(self, code, role="supervisor"):
        """Signed in once: each code works once."""
        if (code, role) not in self.signed_in:
            account = (self.register.demo()["operator"] if code is None else
                       next(one for one in self.register.officers(code) if role in one["roles"]))
            self.signed_in[code, role] = Officer(self.register).sign_in(account)
        return self.signed_in[code, role]

    def rows(self, kind):
        return int(self.register.psql(f"select count(*) from log_leaf where kind = '{kind}'"))

    @contextlib.contextmanager
    def answers_held_back(self, table="idempotency_answer"):
        """No answer can be kept under its key meanwhile: whoever is first waits at the end of its work. Or where it
        writes last, if that is another table."""
        place = self.register.postmaster_file().read_text().splitlines()[4]
        with subprocess.Popen([PSQL, "-qXAt", "-h", place, "-U", "postgres", "badgewatch"], text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
            holder.stdin.write(f"begin; lock table badgewatch.{table} in exclusive mode; select 'held';\n")
            holder.stdin.flush()
            self.assertEqual(holder.stdout.readline().strip(), "held")
            yield
            holder.stdin.write("commit;\n")
            holder.stdin.close()

    def wait_until_one_waits(self):
        waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = 'badgewatch'"
        wait_for(lambda: int(self.register.psql(waiting)) > 0, "the first to wait")

    def assertOfUse(self, answer):
        """It leads to what was made, or says in words of a page what to do."""
        if answer.status == 303:
            return
        said = text_of(answer)
        self.assertLess(answer.status, 500, said)
        for word in NO_WORDS_OF_A_PAGE:
            self.assertNotIn(word, said)

    def send_twice(self, officer, form, held="idempotency_answer", **more):
        """While the first is under way, and again behind it. Where it led."""
        found = []
        with self.answers_held_back(held):
            first = threading.Thread(target=lambda: found.append(officer.submit(form, **more)))
            first.start()
            self.wait_until_one_waits()
            second = officer.submit(form, **more)
            self.assertOfUse(second)
            if second.status != 303:
                self.assertEqual(second.status, 409, text_of(second))
                self.assertIn(WORDS["form.being_done"], text_of(second))
        first.join()
        third = officer.submit(form, **more)
        for one in (found[0], third):
            self.assertEqual(one.status, 303, text_of(one))
            self.assertEqual(one.headers["location"], third.headers["location"])
        return third.headers["location"]

    # ------------------------------------------------------------------------------ entries

    def entered(self, seed, code="LDS"):
        return self.assertAnswer(self.call("POST", "/v1/decisions", code, decision(stranger(seed), TODAY)), 201)["id"]

    def steps(self, entry, code="LDS"):
        return [one["change"] for one in self.call("GET", f"/v1/decisions/{entry}", code).json()["history"]]

    def change(self, entry, change, officer=None, **typed):
        officer = officer or self.officer("LDS", "officer")
        form = officer.form(f"/decisions/{entry}/change/{change}", f"/change/{change}").fill(**typed)
        place = self.send_twice(officer, form)
        self.assertEqual(place, f"/decisions/{entry}")

    def test_an_appeal_and_its_outcome(self):
        entry = self.entered("twice appealed")
        self.change(entry, "appeal_lodged")
        self.change(entry, "appeal_dismissed", reason="The court said so.")
        self.assertEqual(self.steps(entry), ["entered", "appeal_lodged", "appeal_dismissed"])

    def test_a_correction_of_a_day(self):
        entry = self.entered("twice a day")
        self.change(entry, "amend", **{"reason": "Wrong day.", "effective_on-day": "1", "effective_on-month": "1",
                                       "effective_on-year": str(int(YEAR) + 1)})
        self.assertEqual(self.steps(entry), ["entered", "amend"])
        read = self.call("GET", f"/v1/decisions/{entry}", "LDS").json()
        self.assertEqual(read["effective_on"], f"{int(YEAR) + 1}-01-01")

    def test_a_correction_of_a_day_that_was_another_s_is_told_as_that(self):
        """Who did not send it is not led on as if they had."""
        entry = self.entered("a day of another's")
        officer = self.officer("LDS", "officer")
        form = officer.form(f"/decisions/{entry}/change/amend", "/change/amend")
        form.fill(**{"reason": "Mine.", "effective_on-day": "1", "effective_on-month": "1",
                     "effective_on-year": str(int(YEAR) + 1)})
        changed = self.call("POST", f"/v1/decisions/{entry}/changes", "LDS",
                            {"change": "amend", "on": TODAY, "reason": "x", "effective_on": f"{int(YEAR) + 1}-01-01"})
        self.assertAnswer(changed, 200)
        answer = officer.submit(form)
        self.assertEqual(answer.status, 412, text_of(answer))
        self.assertIn(WORDS["change_form.stale"], text_of(answer))
        self.assertIn("Mine.", text_of(answer))

    def test_a_correction_of_who_it_is_waits_for_a_second_person_and_both_press_twice(self):
        entry = self.entered("twice a name")
        self.change(entry, "amend", reason="Another name.", full_name="Somebody Quite Different")
        self.assertEqual(self.steps(entry), ["entered", "amend"])
        read = self.call("GET", f"/v1/decisions/{entry}", "LDS").json()
        self.assertEqual(read["proposal"]["change"], "amend")
        self.change(entry, "amend", self.officer("LDS"))
        read = self.call("GET", f"/v1/decisions/{entry}", "LDS").json()
        self.assertEqual(read["subject"]["names"][0]["full"], "Somebody Quite Different")
        self.assertEqual(self.steps(entry), ["entered", "amend", "amend"])

    def test_a_removal_waits_for_a_second_person_and_both_press_twice(self):
        entry = self.entered("twice removed")
        self.change(entry, "remove", reason="Another person.")
        self.assertEqual(self.steps(entry), ["entered", "remove"])
        self.change(entry, "remove", self.officer("LDS"))
        self.assertEqual(self.steps(entry), ["entered", "remove", "remove"])

    def test_a_form_that_is_sent_again_with_something_else_in_it_is_no_second_press(self):
        entry = self.entered("sent otherwise")
        officer = self.officer("LDS", "officer")
        form = officer.form(f"/decisions/{entry}/change/appeal_lodged", "lodged")
        self.assertEqual(officer.submit(form).status, 303)
        answer = officer.submit(form.fill(**{"on-day": "1", "on-month": "1", "on-year": YEAR}))
        self.assertEqual(answer.status, 412, text_of(answer))
        self.assertOfUse(answer)
        self.assertEqual(self.steps(entry), ["entered", "appeal_lodged"])

    # ------------------------------------------------------------------------------ what is asked

    def hit(self, seed, asking="MAN", purpose="new_application"):
        subject = stranger(seed)
        entry = self.assertAnswer(self.call("POST", "/v1/decisions", "LDS", decision(subject, TODAY)), 201)["id"]
        found = self.assertAnswer(self.call("POST", "/v1/checks", asking, check(subject, purpose)), 201)
        return entry, found["id"], next(one["id"] for one in found["hits"] if one["entry"]["id"] == entry)

    def test_a_finding(self):
        _, found, hit = self.hit("a finding")
        officer = self.officer("MAN")
        form = officer.form(f"/checks/{found}", f"/hits/{hit}/finding").fill(finding="same_person", reason="A photograph.")
        before = self.rows("hit_adjudicated")
        self.assertEqual(self.send_twice(officer, form), f"/checks/{found}#hit-1")
        self.assertEqual(self.rows("hit_adjudicated"), before + 1)

    def taken(self, seed):
        entry, found, _ = self.hit(seed, purpose="subject_request")
        body = {"entry": entry, "check": found, "received_on": TODAY, "wrong": "It was in March."}
        return self.assertAnswer(self.call("POST", "/v1/rectification-requests", "MAN", body), 201)["id"]

    def correction(self, request, act, officer, **typed):
        form = officer.form(f"/corrections/{request}", f"/{act}").fill(**typed)
        self.assertEqual(self.send_twice(officer, form), f"/corrections/{request}")

    def test_a_request_to_correct_is_extended_and_answered(self):
        request, officer = self.taken("extended"), self.officer("LDS")
        counts = [self.rows(f"rectification_{what}") for what in ("extended", "refused")]
        self.correction(request, "extension", officer, **{
            "reason": "The file is away.", "told_on-day": DAY, "told_on-month": MONTH, "told_on-year": YEAR})
        self.correction(request, "answer", officer, outcome="refused", reasons="It is right.")
        self.assertEqual([self.rows(f"rectification_{what}") for what in ("extended", "refused")],
                         [one + 1 for one in counts])

    def test_a_request_to_correct_is_withdrawn(self):
        self.correction(self.taken("withdrawn"), "withdrawal", self.officer("MAN"), reason="The driver said so.")

    def test_an_attachment(self):
        entry, found, _ = self.hit("an attachment")
        request = self.assertAnswer(self.call("POST", "/v1/disclosure-requests", "MAN", {
            "entry": entry, "check": found, "question": "Why?"}), 201)["id"]
        officer = self.officer("MAN")
        form = officer.form(f"/requests/{request}")
        form.multipart = True  # as its button says
        self.send_twice(officer, form, file=("letter.txt", b"A letter."), action=f"/requests/{request}/attachments")
        items = self.call("GET", f"/v1/disclosure-requests/{request}", "LDS").json()["items"]
        self.assertEqual([one["kind"] for one in items], ["question", "attachment"])

    # ------------------------------------------------------------------------------ reviews and runs

    def test_a_review_of_a_search(self):
        self.assertAnswer(self.call("POST", "/v1/checks", "BIR", check(
            {"names": [{"full": "Boris Johnson"}], "date_of_birth": "1964-06-19"})), 201)
        flag = wait_for(lambda: self.call("GET", "/v1/misuse/flags", "BIR").json()["flags"], "the flag", 60)[0]["id"]
        officer = self.officer("BIR")
        form = officer.form("/searches/review", f"/flag/{flag}").fill(outcome="explained", reason="A namesake.")
        self.assertEqual(self.send_twice(officer, form), "/searches/review")
        self.assertEqual(self.rows("misuse_flag_reviewed"), 1)

    def test_a_run_that_was_asked_for(self):
        operator = self.officer(None)
        form = operator.form("/reports", "/runs")
        for answers in (at_once(operator.submit, [form] * 4), [operator.submit(form)]):
            self.assertEqual({one.status for one in answers}, {303}, [text_of(one) for one in answers])
            place = {one.headers["location"] for one in answers}
            self.assertEqual(len(place), 1)
        self.assertEqual(int(self.register.psql("select count(*) from reconciliation where cause = 'asked'")), 1)

    # ------------------------------------------------------------------------------ what a council keeps

    def webhook(self, scheme="v1", code="LDS"):
        """Registered by its form, several times at once; its id."""
        officer = self.officer(code)
        form = officer.form("/admin/webhooks/new").fill(url=f"https://localhost:9/{scheme}", scheme=scheme, description="x")
        answers = at_once(officer.submit, [form] * 4)
        for one in answers:
            self.assertOfUse(one)
        self.assertEqual(sum(one.status == 200 for one in answers), 1, [text_of(one) for one in answers])
        again = officer.submit(form)
        self.assertEqual(again.status, 303)
        kept = [one["id"] for one in self.call("GET", "/v1/webhooks", code).json()["webhooks"]
                if one["url"].endswith(f"/{scheme}")]
        self.assertEqual(again.headers["location"], f"/admin/webhooks/{kept[0]}")
        self.assertEqual(len(kept), 1)
        return kept[0]

    def test_an_address_for_events_is_added_tried_and_given_another_key_once(self):
        place, officer = f"/admin/webhooks/{self.webhook()}", self.officer("LDS")
        counts = {kind: self.rows(f"webhook_{kind}") for kind in ("tested", "replayed", "key_replaced")}
        self.send_twice(officer, officer.form(place, "/test"))
        self.send_twice(officer, officer.form(place, "/replay").fill(after="0"))
        form = officer.form(place, "/key")
        found = []
        with self.answers_held_back():
            first = threading.Thread(target=lambda: found.append(officer.submit(form)))
            first.start()
            self.wait_until_one_waits()
            meanwhile = officer.submit(form)
        first.join()
        self.assertEqual((found[0].status, meanwhile.status), (200, 409), text_of(meanwhile))
        self.assertIn("whsec_", text_of(found[0]))
        behind = officer.submit(form)
        self.assertEqual(behind.status, 409)
        for one in (meanwhile, behind):
            said = text_of(one)
            self.assertTrue(WORDS["form.being_done"] in said or WORDS["webhook.key.stale"] in said, said)
            self.assertNotIn("whsec_", said)
        self.assertEqual({kind: self.rows(f"webhook_{kind}") for kind in counts},
                         {kind: count + 1 for kind, count in counts.items()})

    def test_a_client_is_registered_and_given_other_keys_once(self):
        officer = self.officer("WLV")
        key = PrivateKey()
        form = officer.form("/admin/clients/new").fill(
            name="Sent twice", scope_checks="yes", jwks=json.dumps(key.jwks(kid="one", alg="ES256", use="sig")))
        answers = at_once(officer.submit, [form] * 4) + [officer.submit(form)]
        self.assertEqual({one.status for one in answers}, {303}, [text_of(one) for one in answers])
        places = {one.headers["location"] for one in answers}
        self.assertEqual(len(places), 1)
        kept = self.call("GET", "/v1/clients", "WLV").json()["clients"]
        self.assertEqual(len([one for one in kept if one["name"] == "Sent twice"]), 1)
        other = json.dumps(PrivateKey().jwks(kid="two", alg="ES256", use="sig"))
        form = officer.form(places.pop(), "/keys").fill(jwks=other)
        before = self.rows("client_keys_replaced")
        for one in at_once(officer.submit, [form] * 4) + [officer.submit(form)]:
            self.assertEqual(one.status, 303, text_of(one))
        self.assertEqual(self.rows("client_keys_replaced"), before + 1)

    def test_how_to_be_asked(self):
        officer = self.officer("GLG")
        form = officer.form("/admin/contact").fill(team="Night desk", telephone="0141 496 0000", email="", address="", url="")
        answers = at_once(officer.submit, [form] * 4) + [officer.submit(form)]
        self.assertEqual({(one.status, one.headers.get("location")) for one in answers}, {(303, "/admin/contact")},
                         [text_of(one) for one in answers])
        self.assertEqual(self.call("GET", "/v1/contact", "GLG").json()["team"], "Night desk")

    def test_a_roster_is_applied(self):
        for number in range(3):
            self.assertAnswer(self.call("PUT", f"/v1/licences/T{number}", "TFL", licence(stranger(f"roster {number}"))), 201)
        officer = self.officer("TFL")
        form = officer.form("/drivers/roster", "/roster")
        rows = "licence_number,class,status,full_name\nT9,private_hire,current,Octavia Vyvyan\n"
        compared = officer.submit(form, file=("roster.csv", rows.encode()))
        self.assertEqual(compared.status, 200, text_of(compared))
        apply = next(one for one in forms(compared) if one.action.startswith("/drivers/roster/")).fill(extra_becomes="expired")
        self.assertEqual(self.send_twice(officer, apply, held="roster"), apply.action)
        licences = [self.call("GET", f"/v1/licences/T{number}", "TFL").json() for number in (0, 1, 2, 9)]
        self.assertEqual([one["status"] for one in licences], ["expired"] * 3 + ["current"])
        self.assertEqual(self.rows("roster_applied"), 1)


if __name__ == "__main__":
    unittest.main()
