#!/usr/bin/env python3
"""Findings of humans: kept for two people as they are, shown to who found them, heeded by the watch,
and no part of any outcome."""
import unittest

from register import RegisterTest, check, decision, licence, stranger, wait_for

REASON = "Another photograph, another place of birth."


class Findings(RegisterTest):

    def enter(self, subject, key="LDS", **more):
        return self.assertAnswer(self.call("POST", "/v1/decisions", key,
                                           decision(subject, **more)), 201)["id"]

    def ask(self, subject, key="WLV", case="CASE/1"):
        return self.assertAnswer(self.call("POST", "/v1/checks", key, check(subject, case=case)), 201)

    def hit(self, subject, entry, key="WLV", case="CASE/1"):
        """The hit on that entry, and its check."""
        asked = self.ask(subject, key, case)
        return next(one for one in asked["hits"] if one["entry"]["id"] == entry), asked

    def adjudicate(self, asked, hit, body, key="WLV", headers=None):
        return self.call("POST", f"/v1/checks/{asked['id']}/hits/{hit['id']}/adjudication", key, body,
                         headers)

    def find(self, subject, entry, finding, key="WLV"):
        hit, asked = self.hit(subject, entry, key)
        return self.assertAnswer(self.adjudicate(asked, hit, {"finding": finding, "reason": REASON},
                                                 key), 200)

    def earlier(self, subject, entry, key="WLV"):
        finding = self.hit(subject, entry, key)[0]["earlier_finding"]
        return finding and finding["finding"]

    def put(self, number, holder, key="WLV", status="current"):
        self.assertIn(self.call("PUT", f"/v1/licences/{number}", key, licence(holder, status)).status,
                      (200, 201))

    def compared(self):
        """Waits until the watch has seen all that was sent before."""
        entry = self.enter(stranger("Watch Mark"), "CRF")
        wait_for(lambda: self.call("GET", f"/v1/decisions/{entry}", "CRF").json()["watched"] is True,
                 "the watch to have compared every licence")

    def alerts(self, entry, key="WLV"):
        """Of that entry, once the watch has seen all that was sent before."""
        self.compared()
        page = self.assertAnswer(self.call("GET", "/v1/alerts", key), 200)["alerts"]
        return [one["licence_number"] for one in page if one["entry"]["id"] == entry]

    # ------------------------------------------------------------------------------ what is shown

    def test_a_finding_is_answered_and_shown_on_the_next_hit(self):
        subject = stranger("Shown")
        entry = self.enter(subject)
        hit, asked = self.hit(subject, entry)
        self.assertIsNone(hit["earlier_finding"])
        answer = self.adjudicate(asked, hit, {"finding": "different_person", "reason": f"  {REASON} "})
        made = self.assertAnswer(answer, 200)
        self.assertEqual({name: made[name] for name in ("check", "hit", "entry", "finding", "reason")},
                         {"check": asked["id"], "hit": hit["id"], "finding": "different_person",
                          "entry": {"type": "decision", "id": entry, "recording_authority": "LDS"},
                          "reason": REASON})
        self.assertTrue(made["found_by"] and made["found_at"])

        otherwise = {**subject, "names": [{"full": subject["names"][0]["full"].upper()}],
                     "national_insurance_number": " ".join(subject["national_insurance_number"])}
        later, then = self.hit(otherwise, entry, case="ANOTHER/2")
        self.assertEqual(later["earlier_finding"],
                         {"finding": "different_person", "reason": REASON, "check": asked["id"],
                          "found_by": made["found_by"], "found_at": made["found_at"]})
        rows = self.register.upload("/v1/checks/batch", "WLV",
                                    [check(subject), check(stranger("Nobody At All"))]).lines()
        self.assertEqual(rows[0]["hits"][0]["earlier_finding"]["finding"], "different_person")
        # Neither the hit nor the outcome is another one.
        for name in ("band", "probability", "weight", "evidence", "next_step"):
            self.assertEqual(later[name], hit[name])
        self.assertEqual((then["outcome"], asked["outcome"]), ("match", "match"))

    def test_a_check_read_again_shows_what_was_found_since(self):
        subject = stranger("Read Again")
        entry = self.enter(subject)
        hit, asked = self.hit(subject, entry)
        place = f"/v1/checks/{asked['id']}"
        self.assertEqual(self.call("GET", place, "WLV").json(), asked)
        for finding in ("undecided", "same_person"):
            self.assertAnswer(self.adjudicate(asked, hit, {"finding": finding, "reason": REASON}), 200)
        read = self.assertAnswer(self.call("GET", place, "WLV"), 200)
        self.assertEqual(read["hits"][0].pop("finding")["finding"], "same_person")
        self.assertEqual(read, asked)

    def test_no_other_authority_sees_it(self):
        subject = stranger("Not Theirs")
        entry = self.enter(subject)
        self.find(subject, entry, "same_person")
        for key in ("MAN", "LDS"):
            self.assertIsNone(self.earlier(subject, entry, key))
        self.assertEqual(self.earlier(subject, entry), "same_person")

    def test_other_evidence_asks_again(self):
        subject = stranger("Evidence")
        entry = self.enter(subject)
        self.find(subject, entry, "different_person")
        for more in ({"addresses": [{"lines": ["1 High Street"], "postcode": "LU1 1AA"}]},
                     {"contact": {"email": "evidence@example.org"}},
                     {"national_insurance_number": "QQ000001A"},
                     {"names": subject["names"] + [{"full": "Ann Other", "kind": "former"}]}):
            self.assertIsNone(self.earlier({**subject, **more}, entry), more)
        self.assertEqual(self.earlier(subject, entry), "different_person")

    def test_the_last_finding_counts(self):
        subject = stranger("Corrected")
        entry = self.enter(subject)
        for finding in ("same_person", "undecided", "different_person"):
            self.find(subject, entry, finding)
            self.assertEqual(self.earlier(subject, entry), finding)

    # -------------------------------------------------------------------------- what is refused

    def test_only_a_hit_of_ones_own_check(self):
        subject = stranger("Own Hits")
        entry = self.enter(subject)
        hit, asked = self.hit(subject, entry)
        other, _ = self.hit(subject, entry)
        body = {"finding": "same_person", "reason": REASON}
        self.assertProblem(self.adjudicate(asked, hit, body, "MAN"), 404, "not-found")
        self.assertProblem(self.adjudicate(asked, other, body), 404, "not-found")
        self.assertProblem(self.adjudicate(asked, {"id": "none"}, body), 404, "not-found")
        self.assertProblem(self.adjudicate({"id": hit["id"]}, hit, body), 404, "not-found")
        self.assertIsNone(self.earlier(subject, entry))

    def test_each_wrong_field_is_named(self):
        subject = stranger("Wrong Fields")
        hit, asked = self.hit(subject, self.enter(subject))
        for body, pointers in (
                ({}, ["/finding", "/reason"]),
                ({"finding": "maybe", "reason": REASON}, ["/finding"]),
                ({"finding": "same_person"}, ["/reason"]),
                ({"finding": "same_person", "reason": "  "}, ["/reason"]),
                ({"finding": "same_person", "reason": "x" * 1001}, ["/reason"]),
                ({"finding": "same_person", "reason": 7}, ["/reason"]),
                ({"finding": "same_person", "reason": REASON, "by": "me"}, ["/by"])):
            self.assertProblem(self.adjudicate(asked, hit, body), 422, "invalid", pointers)
        self.assertProblem(self.adjudicate(asked, hit, b"["), 400)
        longest = {"finding": "same_person", "reason": "é" * 1000}
        self.assertEqual(self.assertAnswer(self.adjudicate(asked, hit, longest), 200)["reason"],
                         "é" * 1000)

    def test_once_under_its_key(self):
        subject = stranger("Once")
        entry = self.enter(subject)
        hit, asked = self.hit(subject, entry)
        body, key = {"finding": "same_person", "reason": REASON}, {"Idempotency-Key": "findings-1"}
        first = self.adjudicate(asked, hit, body, headers=key)
        self.find(subject, entry, "undecided")
        again = self.adjudicate(asked, hit, body, headers=key)
        self.assertEqual((again.status, again.json()), (200, first.json()))
        self.assertEqual(again.headers["idempotency-replayed"], "true")
        self.assertEqual(self.earlier(subject, entry), "undecided")
        other = self.adjudicate(asked, hit, {**body, "reason": "Other."}, headers=key)
        self.assertProblem(other, 422, "key-reused")

    # -------------------------------------------------------------------------------- the watch

    def test_the_watch_is_quiet_until_the_evidence_changes(self):
        for finding in ("same_person", "different_person"):
            with self.subTest(finding):
                subject = stranger(f"Quiet {finding}")
                entry = self.enter(subject)
                self.find(subject, entry, finding)
                number = f"Q-{finding}"
                self.put(number, subject)
                self.put(number, subject, status="suspended")
                self.put(number, subject, key="BIR")
                self.assertEqual(self.alerts(entry), [])
                self.assertEqual(self.alerts(entry, "BIR"), [number])
                self.put(number, {**subject, "contact": {"email": "new@example.org"}})
                self.assertEqual(self.alerts(entry), [number])

    def test_the_undecided_are_told(self):
        subject = stranger("Undecided")
        entry = self.enter(subject)
        self.find(subject, entry, "different_person")
        self.find(subject, entry, "undecided")
        self.put("U-1", subject)
        self.assertEqual(self.alerts(entry), ["U-1"])

    def test_an_alert_that_was_decided_comes_again_with_other_evidence_and_once(self):
        subject = stranger("Decided Alert")
        self.put("D-1", subject)
        entry = self.enter(subject)
        self.assertEqual(self.alerts(entry), ["D-1"])
        self.find(subject, entry, "different_person")
        self.put("D-1", subject, status="suspended")
        self.assertEqual(self.alerts(entry), ["D-1"])
        changed = {**subject, "contact": {"email": "changed@example.org"}}
        for status in ("current", "suspended"):
            self.put("D-1", changed, status=status)
        self.assertEqual(self.alerts(entry), ["D-1", "D-1"])

    def test_another_decision_about_the_same_person_is_told(self):
        subject = stranger("Another Decision")
        self.put("A-1", subject)
        first = self.enter(subject)
        self.find(subject, first, "same_person")
        second = self.enter(subject, "GLG")
        self.assertEqual(self.alerts(second), ["A-1"])
        self.assertIsNone(self.earlier(subject, second))

    def test_it_outlives_the_daemon(self):
        subject = stranger("Killed")
        entry = self.enter(subject)
        self.find(subject, entry, "same_person")
        self.register.kill()
        self.register.start()
        self.put("K-1", subject)
        self.assertEqual(self.earlier(subject, entry), "same_person")
        self.assertEqual(self.alerts(entry), [])
        self.put("K-1", {**subject, "contact": {"email": "killed@example.org"}})
        self.assertEqual(self.alerts(entry), ["K-1"])


if __name__ == "__main__":
    unittest.main()
