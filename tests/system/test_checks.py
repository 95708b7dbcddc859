#!/usr/bin/env python3
"""Checks: what each outcome needs, what a hit says and hides, proof, receipt, a check read again."""
import re
import unittest

from register import RegisterTest, check, decision, person, wait_for

UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
HEX = re.compile(r"^[0-9a-f]{64}$")
INSTANT = re.compile(r"^2026-03-02T\d\d:\d\d:\d\d(\.\d+)?Z$")
FIELDS = {"name", "date_of_birth", "national_insurance_number", "driving_licence_number",
          "address", "email", "telephone"}

ENTRY = {"names": [{"given": "Mohammed Abdul", "family": "Chowdhury"}],
         "date_of_birth": "1984-03-07", "national_insurance_number": "QQ998877C",
         "addresses": [{"lines": ["14 Roundhay Road"], "postcode": "LS8 5AN"}]}


class Checks(RegisterTest):
    options = {"now": "2026-03-02T10:00:00Z"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        answer = cls.register.call("POST", "/v1/decisions", "LDS",
                                   decision(ENTRY, "2026-02-27", your_reference="SECRET/REF"))
        cls.entry = answer.json()["id"]

    def ask(self, subject, key="MAN", **more):
        return self.assertAnswer(self.call("POST", "/v1/checks", key, {**check(subject), **more}),
                                 201)

    def enter(self, subject, key="LDS", **more):
        body = decision(subject, "2026-02-27", **more)
        return self.assertAnswer(self.call("POST", "/v1/decisions", key, body), 201)["id"]

    def assertProven(self, answer):
        self.assertEqual((answer["freshness"], answer["current"]), ("proven", True))
        proof = answer["proof"]
        self.assertEqual(set(proof), {"epoch", "seq", "chain", "rules", "proven_at"})
        self.assertRegex(proof["epoch"], UUID)
        self.assertRegex(proof["chain"], HEX)
        self.assertRegex(proof["proven_at"], INSTANT)
        self.assertGreaterEqual(proof["seq"], 1)
        self.assertTrue(proof["rules"])

    def test_no_match_is_proven(self):
        answer = self.ask(person("Nobody Known", "1961-05-06"))
        self.assertEqual((answer["outcome"], answer["hits"]), ("no_match", []))
        self.assertRegex(answer["id"], UUID)
        self.assertRegex(answer["checked_at"], INSTANT)
        self.assertIn("decisions", answer["searched"])
        self.assertProven(answer)
        self.assertTrue(answer["receipt"])

    def test_proof_is_of_the_head_after_the_last_entry(self):
        first = self.ask(person("Nobody Known", "1961-05-06"))["proof"]
        self.enter(person("Quite Another", "1950-01-02"))
        then = self.ask(person("Nobody Known", "1961-05-06"))["proof"]
        self.assertEqual(then["epoch"], first["epoch"])
        self.assertGreater(then["seq"], first["seq"])
        self.assertNotEqual(then["chain"], first["chain"])

    def test_match_says_why_and_whom_to_ask(self):
        answer = self.ask({"names": [{"full": "Md Abdul Choudhury"}], "date_of_birth": "1984-03-07",
                           "national_insurance_number": "QQ998877C"})
        self.assertEqual(answer["outcome"], "match")
        self.assertProven(answer)
        hit = next(one for one in answer["hits"] if one["entry"]["id"] == self.entry)
        self.assertEqual(hit["band"], "strong")
        self.assertRegex(hit["id"], UUID)
        self.assertTrue(0.9 < hit["probability"] <= 1 and hit["weight"] > 10, hit)
        self.assertTrue(hit["next_step"])
        self.assertIn("earlier_finding", hit)
        entry = hit["entry"]
        self.assertEqual({name: entry[name] for name in ("type", "recording_authority", "kind",
                                                         "decided_on", "effective_on", "state",
                                                         "name", "birth_year")},
                         {"type": "decision", "recording_authority": "LDS", "kind": "revocation",
                          "decided_on": "2026-02-27", "effective_on": "2026-02-27",
                          "state": "active", "name": "Mohammed Abdul Chowdhury",
                          "birth_year": 1984})
        self.assertLessEqual({"team", "email", "telephone", "url"}, set(entry["ask"]))
        self.assertTrue(entry["ask"]["team"] or entry["ask"]["url"])

    def test_ones_own_entry_is_looked_up_at_home(self):
        answer = self.ask(person("Mohammed Abdul Chowdhury", "1984-03-07"), key="LDS")
        hit = next(one for one in answer["hits"] if one["entry"]["id"] == self.entry)
        self.assertIn("Your own authority recorded this entry", hit["next_step"])

    def test_evidence_of_each_field(self):
        hit = self.ask({"names": [{"full": "Md Abdul Choudhury"}], "date_of_birth": "1984-07-03",
                        "national_insurance_number": "QQ998877C",
                        "addresses": [{"lines": ["3 Wilmslow Road"], "postcode": "M14 5TQ"}]},
                       )["hits"][0]
        verdicts = {one["field"]: one["verdict"] for one in hit["evidence"]}
        self.assertLessEqual(set(verdicts), FIELDS)
        self.assertEqual(verdicts["national_insurance_number"], "agree")
        self.assertIn(verdicts["name"], ("agree", "similar"))
        self.assertEqual(verdicts["date_of_birth"], "similar")
        # People move: another address speaks for nothing, and its note says that it is another.
        address = next(one for one in hit["evidence"] if one["field"] == "address")
        self.assertNotIn(address["verdict"], ("agree", "similar"))
        self.assertTrue(address["weight"] <= 0 and address["note"], address)
        self.assertEqual(verdicts["driving_licence_number"], "missing")
        for one in hit["evidence"]:
            self.assertEqual(set(one), {"field", "verdict", "weight", "note"})

    def test_a_hit_shows_no_particulars(self):
        body = {"names": [{"full": "Md Abdul Choudhury"}], "date_of_birth": "1984",
                "national_insurance_number": "QQ998877C"}
        answer = self.call("POST", "/v1/checks", "MAN", check(body)).body.decode()
        for particular in ("1984-03-07", "Roundhay", "LS8 5AN", "QQ998877", "SECRET/REF"):
            self.assertNotIn(particular, answer)

    def test_name_and_birth_date_alone_are_possible(self):
        answer = self.ask(person("Mohammed Abdul Chowdhury", "1984-03-07"))
        self.assertEqual(answer["outcome"], "possible_match")
        self.assertEqual({one["band"] for one in answer["hits"]}, {"possible"})

    def test_other_number_is_possible_with_its_conflict(self):
        answer = self.ask(person("Mohammed Abdul Chowdhury", "1984-03-07", "QQ111111A"))
        self.assertEqual(answer["outcome"], "possible_match")
        verdicts = {one["field"]: one["verdict"] for one in answer["hits"][0]["evidence"]}
        self.assertEqual(verdicts["national_insurance_number"], "conflict")

    def test_an_equal_number_is_at_least_possible(self):
        answer = self.ask(person("Wholly Different", "1950-12-31", "QQ998877A"))
        self.assertIn(self.entry, [one["entry"]["id"] for one in answer["hits"]])
        self.assertNotEqual(answer["hits"][0]["band"], "strong")

    def test_one_s_own_entries_are_shown_too(self):
        self.assertEqual(self.ask(ENTRY, "LDS")["outcome"], "match")

    def test_an_ended_suspension_is_still_shown(self):
        self.enter(person("Paul Ended", "1977-07-07", "QQ707070A"), kind="suspension",
                   suspension_ends_on="2026-02-28")
        hit = self.ask(person("Paul Ended", "1977-07-07", "QQ707070A"))["hits"][0]
        self.assertEqual((hit["entry"]["kind"], hit["entry"]["state"]), ("suspension", "ended"))

    def test_purpose_and_case_are_needed(self):
        for name in ("case_reference", "purpose", "subject"):
            body = check(ENTRY)
            del body[name]
            self.assertProblem(self.call("POST", "/v1/checks", "MAN", body), 422, "invalid",
                               [f"/{name}"])
        body = {**check({"names": []}), "purpose": "curiosity", "case_reference": " ", "why": "x"}
        self.assertProblem(self.call("POST", "/v1/checks", "MAN", body), 422, "invalid",
                           ["/purpose", "/case_reference", "/subject/names", "/why"])
        for purpose in ("new_application", "renewal", "in_term", "investigation",
                        "subject_request"):
            self.ask(ENTRY, purpose=purpose)

    def test_is_asked_anew_each_time(self):
        subject = person("Asked Twice", "1966-06-06", "QQ666666A")
        key = {"Idempotency-Key": "same"}
        first = self.call("POST", "/v1/checks", "MAN", check(subject), key)
        self.enter(subject)
        second = self.call("POST", "/v1/checks", "MAN", check(subject), key)
        self.assertEqual((first.json()["outcome"], second.json()["outcome"]), ("no_match", "match"))
        self.assertNotEqual(first.json()["id"], second.json()["id"])
        self.assertNotIn("idempotency-replayed", second.headers)

    def test_is_read_again_and_contradicted(self):
        subject = person("Later Known", "1955-05-05", "QQ555555A")
        asked = self.call("POST", "/v1/checks", "MAN", check(subject))
        place = asked.headers["location"]
        self.assertEqual(self.assertAnswer(self.call("GET", place, "MAN"), 200), asked.json())
        entry = self.enter(subject)
        now = self.assertAnswer(self.call("GET", place, "MAN"), 200)
        self.assertEqual((now["outcome"], now["current"], now["contradicted_by"]),
                         ("no_match", False, [entry]))
        self.assertEqual(now["receipt"], asked.json()["receipt"])
        self.assertProblem(self.call("GET", place, "BIR"), 404, "not-found")
        self.assertProblem(self.call("GET", "/v1/checks/x", "MAN"), 404, "not-found")

    def test_an_entry_that_was_shown_contradicts_nothing(self):
        asked = self.ask(ENTRY)
        again = self.assertAnswer(self.call("GET", f"/v1/checks/{asked['id']}", "MAN"), 200)
        self.assertEqual((again["current"], again["hits"]), (True, asked["hits"]))

    def test_batch_keeps_the_order_and_rejects_bad_rows_alone(self):
        rows = [check(person("Nobody Known", "1961-05-06")), check(ENTRY), {"purpose": "renewal"},
                check(person("Nobody Else", "1961-05-06"))]
        answer = self.register.upload("/v1/checks/batch", "MAN", rows)
        self.assertEqual((answer.status, answer.headers["content-type"]),
                         (200, "application/x-ndjson"))
        first, second, bad, last, end = answer.lines()
        self.assertEqual([one["outcome"] for one in (first, second, last)],
                         ["no_match", "match", "no_match"])
        for one in (first, second, last):
            self.assertProven(one)
        self.assertEqual(bad["row"], 3)
        self.assertProblemDocument(bad["problem"], 422)
        self.assertEqual(end["summary"]["rows"], 4)
        read = self.assertAnswer(self.call("GET", f"/v1/checks/{second['id']}", "MAN"), 200)
        self.assertEqual(read["hits"], second["hits"])
        self.assertProblem(self.register.upload("/v1/checks/batch", "MAN", b"a,b\n", "text/csv"),
                           415, "unsupported-media-type")

    def test_every_outcome_is_counted(self):
        def counted():
            text = self.call("GET", "/metrics").body.decode()
            return sum(float(line.split()[-1]) for line in text.splitlines()
                       if line.startswith("badgewatch_checks_total{"))
        before = counted()
        self.ask(ENTRY)
        self.ask(person("Nobody Known", "1961-05-06"))
        self.assertEqual(counted() - before, 2)

    def test_zz_survives_kill_and_start(self):
        asked = self.ask(ENTRY)
        self.register.kill()
        self.register.start()
        again = self.assertAnswer(self.call("GET", f"/v1/checks/{asked['id']}", "MAN"), 200)
        self.assertEqual(again["receipt"], asked["receipt"])
        wait_for(lambda: self.call("GET", "/readyz").status == 200, "the register to be ready")
        self.assertEqual(self.ask(ENTRY)["outcome"], "match")


if __name__ == "__main__":
    unittest.main()
