#!/usr/bin/env python3
"""What a driver may ask: that an entry bears his dispute to whoever reads it, that it is corrected or he
is told why not within a month, what is held about him; and whom anybody asks for more."""
import json
import re
import unittest

from test_backup import badgewatchd
from register import Register, RegisterTest, check, decision, licence, stranger, wait_for

WORDS = "He says that the letter was for his brother."
PLACE = "/v1/rectification-requests"


class DriverRights(RegisterTest):
    # A Tuesday.
    options = {"now": "2026-11-24T09:30:00Z"}
    today = "2026-11-24"

    @classmethod
    def setUpClass(cls):
        cls.register = Register(**cls.options)
        # Who was shown an entry is noted soon.
        cls.register.config = cls.register.write_config({"misuse": {"period_ms": 200}})
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()

    def enter(self, subject, key="LDS", **more):
        return self.assertAnswer(self.call("POST", "/v1/decisions", key, decision(subject, **more)), 201)["id"]

    def check(self, subject, key="MAN", **more):
        return self.assertAnswer(self.call("POST", "/v1/checks", key, check(subject, **more)), 201)

    def change(self, entry, change, key="LDS", **more):
        return self.call("POST", f"/v1/decisions/{entry}/changes", key,
                         {"change": change, "on": self.today, "reason": WORDS, **more})

    def read(self, entry, key="LDS"):
        return self.assertAnswer(self.call("GET", f"/v1/decisions/{entry}", key), 200)

    def alerts(self, key, **wanted):
        found = self.assertAnswer(self.call("GET", "/v1/alerts", key), 200)["alerts"]
        return [one for one in found if all(one.get(name) == value for name, value in wanted.items())]

    # ----------------------------------------------------------------------------- dispute

    def test_a_dispute_goes_with_the_entry_to_later_and_earlier_readers(self):
        subject = stranger("dispute")
        entry = self.enter(subject)
        before = self.check(subject)
        self.assertNotIn("disputed_on", before["hits"][0]["entry"])
        marked = self.assertAnswer(self.change(entry, "disputed"), 200)
        self.assertEqual((marked["state"], marked["disputed_on"], marked["history"][-1]["reason"]),
                         ("active", self.today, WORDS))
        told, = [one for one in self.alerts("MAN", kind="entry_changed") if one["entry"]["id"] == entry]
        self.assertEqual((told["change"], told["changed_on"]), ("disputed", self.today))
        later = self.check(subject)["hits"][0]
        self.assertEqual((later["entry"]["disputed_on"], later["band"]), (self.today, before["hits"][0]["band"]))
        self.assertIn("The driver disputes this entry.", later["next_step"])
        self.assertNotIn(WORDS, str(later))
        # Whatever else happens to it, until it is lifted.
        self.assertAnswer(self.change(entry, "appeal_lodged"), 200)
        self.assertEqual(self.read(entry)["disputed_on"], self.today)
        problem = self.assertProblem(self.change(entry, "disputed"), 409, "conflict")
        self.assertIn("dispute_lifted", problem["detail"])
        lifted = self.assertAnswer(self.change(entry, "dispute_lifted"), 200)
        self.assertNotIn("disputed_on", lifted)
        self.assertNotIn("disputed_on", self.check(subject)["hits"][0]["entry"])
        self.assertEqual([one["change"] for one in self.alerts("MAN", kind="entry_changed")
                          if one["entry"]["id"] == entry], ["disputed", "appeal_lodged", "dispute_lifted"])

    def test_only_the_recorder_marks_and_the_words_come_with_an_answer(self):
        subject = stranger("words")
        entry = self.enter(subject)
        asked = self.check(subject)
        self.assertProblem(self.change(entry, "disputed", key="MAN"), 403, "forbidden")
        self.assertProblem(self.change(entry, "dispute_lifted"), 409, "conflict")
        self.assertProblem(self.change(entry, "disputed", reason=""), 422, "invalid", ["/reason"])
        request = self.assertAnswer(self.call("POST", "/v1/disclosure-requests", "MAN",
                                              {"entry": entry, "check": asked["id"], "question": "Why?"}), 201)
        place = f"/v1/disclosure-requests/{request['id']}"
        self.assertAnswer(self.call("POST", f"{place}/answer", "LDS", {"answer": "In short."}), 200)
        self.assertAnswer(self.change(entry, "disputed"), 200)
        change, = self.assertAnswer(self.call("GET", place, "MAN"), 200)["changes"]
        self.assertEqual((change["change"], change["reason"]), ("disputed", WORDS))

    def test_the_operator_marks_a_dispute_for_a_driver_who_turned_to_the_register(self):
        subject = stranger("operator's dispute")
        entry = self.enter(subject)
        self.check(subject)

        def dispute(what, *more, id_=entry):
            return badgewatchd(self.register, "admin", "dispute", what, id_, "--reason", WORDS, *more)
        self.assertIn("There is no decision", dispute("mark", id_="0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11").stderr)
        marked = dispute("mark")
        self.assertEqual(marked.returncode, 0, marked.stderr)
        self.assertNotIn(WORDS, marked.stdout)
        today = json.loads(marked.stdout)["disputed_on"]  # by the command's own clock
        record = self.read(entry)
        self.assertEqual((record["state"], record["disputed_on"]), ("active", today))
        self.assertEqual([record["history"][-1][name] for name in ("change", "reason", "recorded_by")],
                         ["disputed", WORDS, "operator"])
        # Whoever was given the entry is told, and who recorded it.
        for key in ("MAN", "LDS"):
            told, = [one for one in self.alerts(key, kind="entry_changed") if one["entry"]["id"] == entry]
            self.assertEqual((told["change"], told["changed_on"]), ("disputed", today))
        hit = wait_for(lambda: [one for one in self.check(subject)["hits"] if one["entry"].get("disputed_on")],
                       "the mark in a hit")[0]
        self.assertEqual(hit["entry"]["disputed_on"], today)
        self.assertNotEqual(dispute("mark").returncode, 0)
        self.assertEqual(dispute("lift").returncode, 0)
        self.assertNotIn("disputed_on", self.read(entry))

    # ----------------------------------------------------------------------------- rectification

    def taken(self, seed, key="MAN", **more):
        subject = stranger(seed)
        entry = self.enter(subject)
        asked = self.check(subject, key=key, purpose="subject_request")
        body = {"entry": entry, "check": asked["id"], "received_on": self.today, "wrong": "It was in March.", **more}
        return self.call("POST", PLACE, key, body), entry, asked

    def request(self, request, key):
        return self.assertAnswer(self.call("GET", f"{PLACE}/{request['id']}", key), 200)

    def answer(self, request, outcome, key="LDS"):
        return self.call("POST", f"{PLACE}/{request['id']}/answer", key, {"outcome": outcome, "reasons": WORDS})

    def duty(self, request, key="LDS", state=""):
        found = self.assertAnswer(self.call("GET", f"/v1/duties?kind=rectify{state}", key), 200)["duties"]
        return next((one for one in found if one["about"]["id"] == request["id"]), None)

    def test_refused_with_reasons_within_the_month(self):
        answer, entry, _ = self.taken("refused")
        request = self.assertAnswer(answer, 201)
        self.assertEqual(answer.headers["location"], f"{PLACE}/{request['id']}")
        self.assertEqual((request["state"], request["answer_by"], request["late"], request["possible"]),
                         ("open", "2026-12-24", False, ["withdraw"]))
        self.assertEqual(request["entry"], {"type": "decision", "id": entry, "recording_authority": "LDS"})
        duty = self.duty(request)
        self.assertEqual((duty["due_on"], duty["opened_by"], duty["about"]["type"]),
                         ("2026-12-24", "MAN", "rectification_request"))
        self.assertEqual(len(self.alerts("LDS", kind="rectification_asked", request=request["id"])), 1)
        self.assertEqual(self.request(request, "LDS")["possible"], ["correct", "refuse", "extend"])
        self.assertProblem(self.call("GET", f"{PLACE}/{request['id']}", "BIR"), 404, "not-found")
        self.assertProblem(self.answer(request, "refused", key="MAN"), 403, "forbidden")
        self.assertProblem(self.answer(request, "corrected"), 409, "conflict")
        self.assertAnswer(self.answer(request, "refused"), 200)
        theirs = self.request(request, "MAN")
        self.assertEqual((theirs["state"], theirs["reasons"], theirs["possible"]), ("refused", WORDS, []))
        self.assertEqual(len(self.alerts("MAN", kind="rectification_answered", request=request["id"])), 1)
        self.assertIsNone(self.duty(request))
        self.assertProblem(self.answer(request, "refused"), 409, "conflict")

    def test_corrected_once_it_was(self):
        answer, entry, _ = self.taken("corrected")
        request = self.assertAnswer(answer, 201)
        self.assertAnswer(self.change(entry, "disputed"), 200)
        self.assertProblem(self.answer(request, "corrected"), 409, "conflict")
        self.assertAnswer(self.change(entry, "amend", effective_on="2024-03-05"), 200)
        self.assertEqual(self.assertAnswer(self.answer(request, "corrected"), 200)["state"], "corrected")

    def test_withdrawn_by_the_receiver_ends_the_duty(self):
        request = self.assertAnswer(self.taken("withdrawn")[0], 201)
        place = f"{PLACE}/{request['id']}/withdrawal"
        self.assertProblem(self.call("POST", place, "LDS", {"reason": WORDS}), 403, "forbidden")
        self.assertAnswer(self.call("POST", place, "MAN", {"reason": WORDS}), 200)
        self.assertIsNone(self.duty(request))
        self.assertEqual(len(self.alerts("LDS", kind="rectification_answered", request=request["id"])), 1)

    def test_the_clock_stands_still_while_the_driver_is_asked(self):
        request = self.assertAnswer(self.taken("clock")[0], 201)
        place = f"/v1/duties/{self.duty(request)['id']}/clock"
        self.assertProblem(self.call("POST", place, "MAN", {"clock": "pause", "reason": "identity"}), 404)
        self.assertProblem(self.call("POST", place, "LDS", {"clock": "resume"}), 409, "conflict")
        self.assertProblem(self.call("POST", place, "LDS", {"clock": "pause"}), 422, "invalid", ["/reason"])
        paused = self.assertAnswer(self.call("POST", place, "LDS", {"clock": "pause", "reason": "identity"}), 200)
        self.assertEqual((paused["state"], paused["pauses"]),
                         ("paused", [{"from": self.today, "to": None, "reason": "identity"}]))
        resumed = self.assertAnswer(self.call("POST", place, "LDS", {"clock": "resume"}), 200)
        self.assertEqual((resumed["state"], resumed["due_on"], resumed["pauses"][0]["to"]),
                         ("open", "2026-12-24", self.today))
        # Answered while it stands still, it is done.
        self.assertAnswer(self.call("POST", place, "LDS", {"clock": "pause", "reason": "clarification"}), 200)
        self.assertAnswer(self.answer(request, "refused"), 200)
        done = self.duty(request, state="&state=done")
        self.assertEqual([one["to"] for one in done["pauses"]], [self.today] * 2)

    def test_no_clock_of_the_statute_stands_still(self):
        subject = stranger("statute")
        entry = self.enter(subject)
        asked = self.check(subject)
        self.call("POST", "/v1/disclosure-requests", "MAN",
                  {"entry": entry, "check": asked["id"], "question": "Why?"})
        duty = self.call("GET", "/v1/duties?kind=answer_disclosure", "LDS").json()["duties"][0]
        refused = self.call("POST", f"/v1/duties/{duty['id']}/clock", "LDS", {"clock": "pause", "reason": "identity"})
        self.assertIn("never stands still", self.assertProblem(refused, 409, "conflict")["detail"])

    def test_the_answer_may_take_two_further_months_once_and_told_within_the_first(self):
        answer, entry, _ = self.taken("extended")
        request = self.assertAnswer(answer, 201)
        place = f"{PLACE}/{request['id']}/extension"
        body = {"told_on": self.today, "reason": "The file is with the court."}
        self.assertProblem(self.call("POST", place, "MAN", body), 403, "forbidden")
        self.assertProblem(self.call("POST", place, "BIR", body), 404, "not-found")
        self.assertProblem(self.call("POST", place, "LDS", {"told_on": "2026-11-25", "reason": ""}), 422, "invalid",
                           ["/reason"])
        for wrong in ("2026-11-25", "2026-11-23"):
            self.assertProblem(self.call("POST", place, "LDS", {**body, "told_on": wrong}), 422, "invalid",
                               ["/told_on"])
        self.assertIn("extend", self.request(request, "LDS")["possible"])
        before = self.duty(request)
        extended = self.assertAnswer(self.call("POST", place, "LDS", body), 200)
        # The month ends on 24 December, three months on a Wednesday.
        self.assertEqual((extended["answer_by"], extended["extended_on"], extended["told_on"], extended["possible"]),
                         ("2027-02-24", self.today, self.today, ["correct", "refuse"]))
        duty = self.duty(request)
        self.assertEqual((duty["id"], duty["due_on"], duty["opened_on"]),
                         (before["id"], "2027-02-24", before["opened_on"]))
        self.assertTrue(duty["reckoning"].startswith(before["reckoning"]))
        self.assertIn("Extended by 2 months, of which the person was told on Tuesday 24 November 2026",
                      duty["reckoning"])
        theirs = self.request(request, "MAN")
        self.assertEqual((theirs["answer_by"], theirs["extension_reason"], theirs["late"]),
                         ("2027-02-24", body["reason"], False))
        for key in ("MAN", "LDS"):
            told = [one for one in self.assertAnswer(self.call("GET", "/v1/events", key), 200)["events"]
                    if one["type"] == "rectification.extended" and one["data"]["request"] == request["id"]]
            self.assertEqual(len(told), 1)
        refused = self.assertProblem(self.call("POST", place, "LDS", body), 409, "conflict")
        self.assertIn("once is all", refused["detail"])
        self.assertAnswer(self.answer(request, "refused"), 200)
        self.assertProblem(self.call("POST", place, "LDS", body), 409, "conflict")
        # What came more than a month ago is late, and stays so.
        late = self.assertAnswer(self.taken("too late", received_on="2026-10-20")[0], 201)
        refused = self.assertProblem(self.call("POST", f"{PLACE}/{late['id']}/extension", "LDS", body), 409)
        self.assertIn("what is late stays late", refused["detail"])
        self.assertEqual(self.request(late, "LDS")["answer_by"], late["answer_by"])

    def test_whoever_was_not_given_the_entry_asks_nothing(self):
        _, entry, asked = self.taken("given")
        body = {"entry": entry, "received_on": self.today, "wrong": "x"}
        self.assertProblem(self.call("POST", PLACE, "BIR", body), 404, "not-found")
        self.assertProblem(self.call("POST", PLACE, "BIR", {**body, "check": asked["id"]}), 404, "not-found")
        self.assertProblem(self.call("POST", PLACE, "LDS", {**body, "received_on": "2026-11-25"}), 422, "invalid",
                           ["/received_on"])
        own = self.assertAnswer(self.call("POST", PLACE, "LDS", body), 201)
        self.assertEqual((own["received_by"], own["possible"]), ("LDS", ["correct", "refuse", "withdraw", "extend"]))
        self.assertEqual(self.alerts("LDS", kind="rectification_asked", request=own["id"]), [])

    # ----------------------------------------------------------------------------- whom to ask

    def test_an_authority_says_how_it_is_asked_and_is_reminded(self):
        said = {"team": "Taxi Licensing", "address": "Town Hall, Bradford", "telephone": "01274 960111",
                "email": "taxi@example.org", "url": "https://example.org/taxi"}
        before = self.assertAnswer(self.call("GET", "/v1/contact", "GLG"), 200)
        self.assertIsNone(before["confirmed_at"])
        kept = self.assertAnswer(self.call("PUT", "/v1/contact", "GLG", said), 200)
        self.assertEqual({name: kept[name] for name in said}, said)
        self.assertEqual(kept["review_by"], "2027-11-24")
        subject = stranger("whom to ask")
        entry = self.enter(subject, key="GLG")
        hit = wait_for(lambda: next((one for one in self.check(subject)["hits"]
                                     if one["entry"]["ask"].get("address")), None), "the contact in a hit", 35)
        self.assertEqual(hit["entry"]["ask"], said)
        self.assertAnswer(self.change(entry, "appeal_lodged", key="GLG"), 200)
        alert, = [one for one in self.alerts("MAN", kind="entry_changed") if one["entry"]["id"] == entry]
        self.assertEqual(self.call("GET", f"/v1/alerts/{alert['id']}", "MAN").json()["ask"], said)
        # Confirmed again, there is one duty, a year from now.
        self.assertAnswer(self.call("PUT", "/v1/contact", "GLG", said), 200)
        duty, = self.call("GET", "/v1/duties?kind=contact_review", "GLG").json()["duties"]
        self.assertEqual((duty["due_on"], duty["escalates_to"]), ("2027-11-24", "data_administrator"))
        self.assertProblem(self.call("PUT", "/v1/contact", "GLG", {"team": "Nobody"}), 422, "invalid", ["/telephone"])
        self.assertProblem(self.call("PUT", "/v1/contact", "GLG", {**said, "url": "javascript:alert(1)"}), 422,
                           "invalid", ["/url"])

    # ----------------------------------------------------------------------------- access

    def test_what_is_held_about_a_person_and_about_nobody_else(self):
        subject, other = stranger("subject access"), stranger("somebody else")
        entry = self.enter(subject, key="BIR")
        theirs = self.enter(subject, key="CRF")
        for number, holder, status in (("B 1", subject, "current"), ("B 1", subject, "expired"),
                                       ("B 2", other, "current")):
            self.call("PUT", f"/v1/licences/{number.replace(' ', '%20')}", "BIR", licence(holder, status))
        asked = self.check(subject, key="BIR", case="B/77")
        self.check(other, key="BIR", case="B/78")
        self.check(subject, key="MAN", case="M/1")
        request = {"case_reference": "SAR/1", "received_on": self.today, "subject": subject}
        found = self.assertAnswer(self.call("POST", "/v1/subject-requests", "BIR", request), 201)
        self.assertEqual({(one["id"], one["own"]) for one in found["entries"]}, {(entry, True), (theirs, False)})
        self.assertEqual([one["licence_number"] for one in found["licences"]], ["B 1"])
        self.assertEqual([one["case_reference"] for one in found["searches"]], ["B/77"])
        self.assertEqual(found["answer_by"], "2026-12-24")
        duty, = self.call("GET", "/v1/duties?kind=subject_request", "BIR").json()["duties"]
        self.assertEqual(duty["about"], {"type": "check", "id": found["id"]})

        place = f"/v1/subject-requests/{found['id']}/bundle"
        wanted = {"entries": [entry], "licences": ["B 1"], "searches": [asked["id"]]}
        wrong = {"entries": [theirs], "licences": ["B 2", "B 3"], "searches": [found["id"], duty["id"]]}
        self.assertProblem(self.call("POST", place, "BIR", {**wrong, "searches": [duty["id"]]}), 422, "invalid",
                           ["/entries/0", "/licences/0", "/licences/1", "/searches/0"])
        self.assertProblem(self.call("POST", place, "MAN", wanted), 404, "not-found")
        seen = lambda: "MAN" in str(self.call("GET", f"/v1/decisions/{entry}/seen-by", "BIR").body)
        wait_for(seen, "it to be noted who was shown the entry", 30)
        bundle = self.assertAnswer(self.call("POST", place, "BIR", wanted), 200)
        self.assertEqual(bundle["entries"][0]["entry"]["id"], entry)
        self.assertIn("MAN", {one["authority"] for one in bundle["entries"][0]["seen"]})
        self.assertEqual([one["status"] for one in [bundle["licences"][0]["now"], *bundle["licences"][0]["earlier"]]],
                         ["expired", "current"])
        self.assertEqual([(one["case_reference"], one["purpose"]) for one in bundle["searches"]],
                         [("B/77", "new_application")])
        self.assertEqual(bundle["ask_also"], ["CRF"])
        self.assertNotIn(other["national_insurance_number"], str(bundle))
        self.assertEqual(self.call("GET", "/v1/duties?kind=subject_request", "BIR").json()["duties"], [])

        page = self.call("POST", place, "BIR", {**wanted, "format": "html"})
        self.assertEqual((page.status, page.headers["content-type"]), (200, "text/html; charset=utf-8"))
        text = page.body.decode()
        self.assertIn(subject["names"][0]["full"], text)
        self.assertIn("B/77", text)
        self.assertNotRegex(text, r"(src|href)=")
        self.assertIn("default-src 'none'", page.headers["content-security-policy"])
        self.assertEqual(re.findall(r"<script", text), [])

    def test_what_people_wrote_is_no_markup(self):
        subject = stranger("markup")
        self.call("PUT", "/v1/licences/M%20%3Cb%3E", "TFL", licence(subject))
        request = {"case_reference": "<script>", "received_on": self.today, "subject": subject}
        found = self.assertAnswer(self.call("POST", "/v1/subject-requests", "TFL", request), 201)
        page = self.call("POST", f"/v1/subject-requests/{found['id']}/bundle", "TFL",
                         {"licences": ["M <b>"], "searches": [found["id"]], "format": "html"})
        self.assertEqual(page.status, 200, page.body)
        self.assertIn(b"M &lt;b&gt;", page.body)
        self.assertNotIn(b"<script", page.body)

    def test_a_check_for_an_application_is_no_subject_request(self):
        asked = self.check(stranger("application"), key="BIR")
        self.assertProblem(self.call("POST", f"/v1/subject-requests/{asked['id']}/bundle", "BIR", {}), 409)


if __name__ == "__main__":
    unittest.main()
