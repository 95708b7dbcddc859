#!/usr/bin/env python3
"""What an authority's people do about its alerts, over HTTP: the moves, who made them, two at once,
the list of what waits, and the duty of what nobody takes up."""
import threading
import unittest

from officers import Browser
from register import RegisterTest, decision, licence, stranger, wait_for


class AlertStates(RegisterTest):
    made = 0

    def raised(self, authority="MAN"):
        """A new alert of that authority."""
        type(self).made += 1
        somebody = stranger(f"states {self.made}")
        self.call("PUT", f"/v1/licences/S{self.made}", authority, licence(somebody))
        entered = self.assertAnswer(self.call("POST", "/v1/decisions", "LDS", decision(somebody)), 201)

        def there():
            found = self.call("GET", "/v1/alerts?state=raised", authority).json()["alerts"]
            return [one for one in found if one["entry"]["id"] == entered["id"]]
        return wait_for(there, "the alert")[0]

    def change(self, alert, change, key="MAN", **more):
        return self.call("POST", f"/v1/alerts/{alert['id']}/changes", key, {"change": change, **more})

    def events_of(self, alert):
        return [(one["type"], one["data"].get("state")) for one in
                self.call("GET", "/v1/events", "MAN").json()["events"] if one["data"]["alert"] == alert["id"]]

    def test_it_goes_from_raised_to_acted_with_its_history(self):
        alert = self.raised()
        self.assertEqual(alert["state"], "raised")
        for change, state, more in [("see", "seen", {}), ("acknowledge", "acknowledged", {}),
                                    ("act", "acted", {"note": "The licence is suspended."})]:
            answered = self.assertAnswer(self.change(alert, change, **more), 200)
            self.assertEqual(answered["state"], state)
        read = self.assertAnswer(self.call("GET", f"/v1/alerts/{alert['id']}", "MAN"), 200)
        self.assertEqual([(one["change"], one["state"], one["note"]) for one in read["history"]],
                         [("see", "seen", None), ("acknowledge", "acknowledged", None),
                          ("act", "acted", "The licence is suspended.")])
        self.assertEqual(read["possible"], ["act"])
        self.assertEqual(self.events_of(alert), [("alert.raised", None), ("alert.changed", "seen"),
                                                 ("alert.changed", "acknowledged"), ("alert.changed", "acted")])

    def test_an_illegal_move_names_the_legal_ones(self):
        alert = self.raised()
        self.assertAnswer(self.change(alert, "dismiss", note="A namesake: the birth dates differ."), 200)
        problem = self.assertProblem(self.change(alert, "act", note="Too late."), 409, "conflict")
        self.assertIn("The alert is dismissed. What is possible: acknowledge.", problem["detail"])
        # The same again, as after a lost answer, is it already.
        again = self.change(alert, "dismiss", note="A namesake: the birth dates differ.")
        self.assertEqual(len(self.assertAnswer(again, 200)["history"]), 1)

    def test_what_was_done_and_why_must_be_said(self):
        alert = self.raised()
        for change in ("act", "dismiss"):
            self.assertProblem(self.change(alert, change), 422, "invalid", ["/note"])
        self.assertProblem(self.change(alert, "forget"), 422, "invalid", ["/change"])
        self.assertProblem(self.change(alert, "see", reason="x"), 422, "invalid", ["/reason"])
        self.assertEqual(self.call("GET", f"/v1/alerts/{alert['id']}", "MAN").json()["history"], [])

    def test_of_two_officers_at_once_one_is_told_what_the_other_did(self):
        for _ in range(5):
            alert = self.raised()
            answers = {}

            def answer(change, note):
                answers[change] = self.change(alert, change, note=note)
            both = [threading.Thread(target=answer, args=one) for one in (("act", "Done."), ("dismiss", "No."))]
            for one in both:
                one.start()
            for one in both:
                one.join()
            self.assertEqual(sorted(one.status for one in answers.values()), [200, 409])
            history = self.call("GET", f"/v1/alerts/{alert['id']}", "MAN").json()["history"]
            self.assertEqual(len(history), 1)

    def test_an_officer_is_named_in_the_history(self):
        alert = self.raised("TFL")
        officer = next(one for one in self.register.officers("TFL") if "officer" in one["roles"])
        signed_in = Browser(self.register).sign_in(officer)
        answered = signed_in.call("POST", f"/v1/alerts/{alert['id']}/changes", {"change": "acknowledge"})
        self.assertEqual(answered.status, 200, answered.body)
        [made] = answered.json()["history"]
        self.assertTrue(made["by"])

    def test_what_waits_is_listed_and_others_see_nothing(self):
        first, second = self.raised(), self.raised()
        self.assertAnswer(self.change(first, "acknowledge"), 200)
        waits = [one["id"] for one in
                 self.call("GET", "/v1/alerts?state=raised,seen", "MAN").json()["alerts"]]
        self.assertIn(second["id"], waits)
        self.assertNotIn(first["id"], waits)
        taken = self.call("GET", "/v1/alerts?state=acknowledged&kind=licensee_matched", "MAN").json()
        self.assertIn(first["id"], [one["id"] for one in taken["alerts"]])
        self.assertEqual(self.call("GET", "/v1/alerts?kind=entry_changed", "MAN").json()["alerts"], [])
        for bad in ("state=lost", "state=", "kind=licensee_matched,", "who=me"):
            self.assertProblem(self.call("GET", f"/v1/alerts?{bad}", "MAN"), 400, "malformed")
        for key in ("LDS", "BIR"):
            self.assertProblem(self.call("GET", f"/v1/alerts/{second['id']}", key), 404, "not-found")
            self.assertProblem(self.change(second, "see", key), 404, "not-found")
        self.assertProblem(self.change({"id": "none"}, "see"), 404, "not-found")

    def test_they_are_read_from_the_newest_on_and_counted(self):
        for _ in range(3):
            self.raised("WLV")
        newest = self.assertAnswer(self.call("GET", "/v1/alerts?before=9999&limit=2", "WLV"), 200)
        self.assertEqual([one["number"] for one in newest["alerts"]], [3, 2])
        older = self.call("GET", f"/v1/alerts?before={newest['next']}&limit=2", "WLV").json()
        self.assertEqual([one["number"] for one in older["alerts"]], [1])
        self.assertEqual(self.call("GET", f"/v1/alerts?before={older['next']}", "WLV").json()["alerts"], [])
        self.assertAnswer(self.change(older["alerts"][0], "see", "WLV"), 200)
        counts = {(one["kind"], one["state"]): one for one in
                  self.assertAnswer(self.call("GET", "/v1/alert-counts", "WLV"), 200)["counts"]}
        self.assertEqual({key: one["count"] for key, one in counts.items()},
                         {("licensee_matched", "raised"): 2, ("licensee_matched", "seen"): 1})
        self.assertEqual(counts["licensee_matched", "seen"]["oldest_raised_at"], older["alerts"][0]["raised_at"])
        for query in ("before=-1", "before=x", "before=1&after=1", "limit=501", "limit=-1", "limit="):
            self.assertProblem(self.call("GET", f"/v1/alerts?{query}", "WLV"), 400, "malformed")

    def test_those_about_one_licence_are_told_to_its_authority_alone(self):
        alert, other = self.raised("GLG"), self.raised("GLG")
        number = alert["licence_number"]
        self.assertNotEqual(number, other["licence_number"])
        found = self.assertAnswer(self.call("GET", f"/v1/licences/{number}/alerts", "GLG"), 200)
        self.assertEqual([one["id"] for one in found["alerts"]], [alert["id"]])
        self.assertProblem(self.call("GET", f"/v1/licences/{number}/alerts", "MAN"), 404, "not-found")

    def test_until_somebody_takes_it_up_it_is_a_duty(self):
        alert = self.raised()

        def duties(state):
            found = self.call("GET", f"/v1/duties?kind=acknowledge_alert{state}", "MAN").json()["duties"]
            return [one for one in found if one["about"]["id"] == alert["id"]]
        [duty] = wait_for(lambda: duties(""), "the duty")
        self.assertEqual((duty["kind"], duty["about"]["type"]), ("acknowledge_alert", "alert"))
        self.assertAnswer(self.change(alert, "see"), 200)
        self.assertTrue(duties(""))
        self.assertAnswer(self.change(alert, "acknowledge"), 200)
        self.assertEqual(duties(""), [])
        self.assertTrue(duties("&state=done"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
