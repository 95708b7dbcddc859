#!/usr/bin/env python3
"""What became of an application: recorded once against its check, corrected beside what was there,
never in silence against a hit that nobody decided; and the report of grants without a search."""
import csv
import io
import threading
import unittest

from register import RegisterTest, check, decision, licence, stranger, wait_for

REASON = "Leeds answered on the telephone: it is another man."


class CaseOutcomes(RegisterTest):
    # A Tuesday.
    options = {"now": "2026-11-24T09:30:00Z"}
    today = "2026-11-24"

    def check(self, subject, key="MAN", **more):
        return self.assertAnswer(self.call("POST", "/v1/checks", key, check(subject, **more)), 201)

    def record(self, asked, result, key="MAN", headers=None, **more):
        body = {"result": result, "decided_on": self.today, **more}
        return self.call("POST", f"/v1/checks/{asked['id']}/outcome", key, body, headers)

    def recorded(self, asked, result, **more):
        return self.assertAnswer(self.record(asked, result, **more), 201)

    def outcomes(self, asked, key="MAN"):
        answer = self.assertAnswer(self.call("GET", f"/v1/checks/{asked['id']}", key), 200)
        return answer.get("case_outcomes", [])

    def report(self, key, query=""):
        return self.assertAnswer(self.call("GET", f"/v1/reports/grants{query}", key), 200)

    def test_once_and_corrected_beside_it(self):
        asked = self.check(stranger("once"))
        self.assertEqual(self.outcomes(asked), [])
        first = self.recorded(asked, "granted", licence_number="PH 1")
        self.assertEqual((first["result"], first["undecided_hits"], first["searched_on"], first["corrects"],
                          first["kept_until"]), ("granted", 0, self.today, None, "2037-11-23"))
        refused = self.assertProblem(self.record(asked, "refused"), 409, "conflict", ["/corrects"])
        self.assertIn(first["id"], refused["detail"])
        second = self.recorded(asked, "refused", corrects=first["id"])
        self.assertEqual(self.outcomes(asked), [first, second])
        # What is corrected already, and what is another check's, is not corrected.
        other = self.recorded(self.check(stranger("once more")), "withdrawn")
        for wrong in (first["id"], other["id"]):
            self.assertProblem(self.record(asked, "withdrawn", corrects=wrong), 409, "conflict")
        self.assertEqual(len(self.outcomes(asked)), 2)

    def test_two_at_once_are_one(self):
        asked = self.check(stranger("two at once"))
        statuses = []
        threads = [threading.Thread(target=lambda: statuses.append(self.record(asked, "withdrawn").status))
                   for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(statuses), [201] + [409] * 5)
        self.assertEqual(len(self.outcomes(asked)), 1)

    def test_under_one_key_it_happens_once(self):
        asked = self.check(stranger("one key"))
        headers = {"Idempotency-Key": "outcome-1"}
        first = self.assertAnswer(self.record(asked, "granted", headers=headers), 201)
        again = self.record(asked, "granted", headers=headers)
        self.assertEqual((again.status, again.json(), again.headers["idempotency-replayed"]), (201, first, "true"))

    def test_a_grant_against_an_undecided_hit_says_why_and_is_found(self):
        subject = stranger("undecided")
        self.assertAnswer(self.call("POST", "/v1/decisions", "LDS", decision(subject)), 201)
        asked = self.check(subject, key="BIR")
        self.assertProblem(self.record(asked, "granted", key="BIR"), 422, "invalid", ["/reason"])
        made = self.recorded(asked, "granted", key="BIR", reason=REASON, licence_number="=PH 2")
        self.assertEqual(made["undecided_hits"], 1)
        found = self.report("BIR")["against_undecided_hit"]
        self.assertEqual(found, [made])
        self.assertEqual(self.report("BIR")["against_undecided_hit_count"], 1)
        rows = list(csv.DictReader(io.StringIO(self.call("GET", "/v1/reports/grants?format=csv", "BIR")
                                               .body.decode())))
        self.assertEqual([(one["finding"], one["licence_number"], one["undecided_hits"], one["reason"])
                          for one in rows], [("against_undecided_hit", "'=PH 2", "1", REASON)])
        # Decided, the next grant needs no reason.
        again = self.check(subject, key="BIR")
        place = f"/v1/checks/{again['id']}/hits/{again['hits'][0]['id']}/adjudication"
        self.assertAnswer(self.call("POST", place, "BIR", {"finding": "different_person", "reason": REASON}), 200)
        self.assertEqual(self.recorded(again, "renewed", key="BIR")["undecided_hits"], 0)
        # Refusing or withdrawing decides nothing that one had to have regard for.
        self.recorded(self.check(subject, key="CRF"), "refused", key="CRF")

    def test_the_report_names_licences_that_began_without_a_search(self):
        put = lambda number, day, status="current": self.assertIn(
            self.call("PUT", f"/v1/licences/{number}", "WLV",
                      licence(stranger(number), status, granted_on=day)).status, (200, 201))
        put("searched", self.today)
        put("never", self.today)
        put("before", "2026-11-20")
        put("applied", self.today, "applied")
        self.recorded(self.check(stranger("searched"), key="WLV"), "granted", key="WLV", licence_number="searched")
        # The check came when the licence had begun.
        self.recorded(self.check(stranger("before"), key="WLV"), "granted", key="WLV", licence_number="before")
        self.recorded(self.check(stranger("nameless"), key="WLV"), "renewed", key="WLV")
        found = self.report("WLV")
        self.assertEqual((found["granted"], found["searched"], found["without_licence_number"]), (3, 1, 1))
        self.assertEqual([(one["licence_number"], one["why"]) for one in found["without_search"]],
                         [("never", "no_outcome"), ("before", "searched_after")])
        self.assertEqual((found["without_search_count"], found["against_undecided_hit_count"]), (2, 0))
        # The latest; what is counted is all, and so is what the file lists.
        few = self.report("WLV", "?limit=1")
        self.assertEqual(few, {**found, "without_search": found["without_search"][:1]})
        self.assertEqual(self.report("WLV", "?limit=1000"), found)
        rows = self.call("GET", "/v1/reports/grants?limit=1&format=csv", "WLV").body.decode().splitlines()
        self.assertEqual([row.split(",")[1] for row in rows[1:]], ["never", "before"])
        for wrong in ("0", "1001", "-1", "x", ""):
            self.assertProblem(self.call("GET", f"/v1/reports/grants?limit={wrong}", "WLV"), 400, "malformed")
        day = self.report("WLV", f"?from={self.today}&to={self.today}")
        self.assertEqual([one["licence_number"] for one in day["without_search"]], ["never"])
        self.assertEqual(self.report("GLG")["granted"], 0)
        self.assertProblem(self.call("GET", "/v1/reports/grants?from=2026-12-02&to=2026-12-01", "WLV"), 422,
                           "invalid", pointers=["/from", "/to"])

    def test_an_alert_says_whether_it_is_too_late(self):
        granted, waiting = stranger("too late"), stranger("in time")
        late, early = self.check(granted), self.check(waiting)
        self.assertEqual((late["outcome"], early["outcome"]), ("no_match", "no_match"))
        self.recorded(late, "granted", licence_number="PH 9")
        for subject in (granted, waiting):
            self.assertAnswer(self.call("POST", "/v1/decisions", "LDS", decision(subject)), 201)

        def told():
            alerts = self.call("GET", "/v1/alerts?kind=earlier_check_contradicted", "MAN").json()["alerts"]
            return {one["check"]: one["case"] for one in alerts}
        wait_for(lambda: len(told()) == 2, "both alerts", 40)
        self.assertEqual(told(), {late["id"]: "already_granted", early["id"]: "undecided"})
        events = self.call("GET", "/v1/events", "MAN").json()["events"]
        self.assertEqual({one["data"]["check"]: one["data"]["case"] for one in events
                          if one["data"].get("kind") == "earlier_check_contradicted"}, told())
        self.recorded(early, "refused")
        self.assertEqual(told()[early["id"]], "refused")

    def test_what_is_wrong_is_named(self):
        asked = self.check(stranger("wrong"))
        self.assertProblem(self.record(asked, "lost"), 422, "invalid", ["/result"])
        self.assertProblem(self.record(asked, "refused", decided_on="2026-11-25", licence_number="PH 1"), 422,
                           "invalid", ["/decided_on", "/licence_number"])
        self.assertProblem(self.record(asked, "granted", corrects="nobody", more=1), 422, "invalid",
                           ["/corrects", "/more"])
        for purpose in ("in_term", "investigation", "subject_request"):
            other = self.check(stranger("wrong"), purpose=purpose)
            self.assertProblem(self.record(other, "refused"), 409, "conflict")
        self.assertProblem(self.record(asked, "refused", key="LDS"), 404, "not-found")


if __name__ == "__main__":
    unittest.main()
