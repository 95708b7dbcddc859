#!/usr/bin/env python3
"""What an authority has to do over HTTP, and how late it was: lists, reports, and who may see them."""
import datetime
import unittest

from officers import Browser
from register import RegisterTest, decision, licence, stranger, wait_for


class Duties(RegisterTest):

    def test_what_is_asked_for_wrongly_is_named(self):
        for query in ("kind=unheard", "state=late", "after=17", "after=2026-12-04.x", "colour=red", "limit=0",
                      "limit=201", "limit=x"):
            self.assertProblem(self.call("GET", f"/v1/duties?{query}", "LDS"), 400, "malformed")
        self.assertProblem(self.call("GET", "/v1/reports/lateness?from=yesterday", "LDS"), 400, "malformed")
        self.assertProblem(self.call("GET", "/v1/reports/lateness?from=2026-12-02&to=2026-12-01", "LDS"), 422,
                           "invalid", pointers=["/from", "/to"])
        self.assertEqual(self.assertAnswer(self.call("GET", "/v1/duties?state=overdue", "LDS"), 200),
                         {"waiting": {"count": 0, "overdue": 0, "count_is_whole": True}, "duties": [], "next": None})

    def test_pages_are_as_long_as_is_asked_and_each_counts_all(self):
        who = stranger("watched")
        for n in range(3):
            self.assertAnswer(self.call("PUT", f"/v1/licences/D{n}", "MAN", licence(who)), 201)
        self.assertAnswer(self.call("POST", "/v1/decisions", "WLV", decision(who)), 201)
        wait_for(lambda: self.call("GET", "/v1/duties", "MAN").json()["waiting"]["count"] == 3, "three duties")
        found, after = [], ""
        while after is not None:
            page = self.assertAnswer(self.call("GET", f"/v1/duties?kind=acknowledge_alert&limit=2{after}", "MAN"), 200)
            self.assertEqual(page["waiting"], {"count": 3, "overdue": 0, "count_is_whole": True})
            self.assertLessEqual(len(page["duties"]), 2)
            found += [one["id"] for one in page["duties"]]
            after = page["next"] and f"&after={page['next']}"
        self.assertEqual(len(set(found)), 3)
        whole = self.assertAnswer(self.call("GET", "/v1/duties", "MAN"), 200)
        self.assertEqual([one["id"] for one in whole["duties"]], found)

    def test_a_council_sees_its_own_lateness(self):
        today = datetime.date.today()
        long_ago, lately = (today - datetime.timedelta(days) for days in (200, 1))
        for n, day in enumerate((lately, long_ago, long_ago)):
            self.assertAnswer(self.call("POST", "/v1/decisions", "LDS",
                                        decision(stranger(f"late {n}"), str(day))), 201)
        self.assertAnswer(self.call("POST", "/v1/decisions", "BIR", decision(stranger("other"), str(lately))), 201)
        report = self.assertAnswer(self.call("GET", "/v1/reports/lateness", "LDS"), 200)
        self.assertEqual(report["hides_counts_below"], None)
        own, = report["authorities"]
        self.assertEqual((own["authority"], own["name"]), ("LDS", "Leeds City Council"))
        duty, = own["duties"]
        # Notified 200 days ago, it had at most two weeks of them.
        self.assertGreater(duty.pop("most_days_late"), 180)
        self.assertEqual(duty, {"kind": "enter_decision", "done": 3, "done_late": 2, "open": 0, "overdue": 0})
        earlier = self.assertAnswer(self.call("GET", f"/v1/reports/lateness?to={long_ago}", "LDS"), 200)
        self.assertEqual(earlier["authorities"][0]["duties"][0]["done"], 2)

    def test_the_operator_sees_all_by_name_without_small_counts(self):
        lately = str(datetime.date.today() - datetime.timedelta(1))
        self.assertAnswer(self.call("POST", "/v1/decisions", "GLG", decision(stranger("one"), lately)), 201)
        operator = Browser(self.register).sign_in(self.register.demo()["operator"])
        report = self.assertAnswer(operator.call("GET", "/v1/reports/lateness"), 200)
        self.assertEqual(report["hides_counts_below"], 5)
        by_code = {one["authority"]: one for one in report["authorities"]}
        self.assertEqual(by_code["GLG"]["duties"][0]["done"], None)
        self.assertEqual(by_code["GLG"]["name"], "Glasgow City Council")
        self.assertEqual(operator.call("GET", "/v1/duties").status, 403)


if __name__ == "__main__":
    unittest.main()
