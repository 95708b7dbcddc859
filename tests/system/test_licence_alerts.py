#!/usr/bin/env python3
"""What councils are told of licences beside the watch: one person licensed twice, one that ended without an
entry, and records that cannot be."""
import unittest

from register import Register, RegisterTest, decision, licence, stranger, wait_for


def told(register, code, kind):
    alerts = register.call("GET", f"/v1/alerts?kind={kind}", code).json()["alerts"]
    return [(one["licence_number"], one["entry"]["type"], one["entry"]["recording_authority"]) for one in alerts]


class LicenceAlerts(RegisterTest):

    def test_one_person_licensed_by_two_councils_is_told_to_both(self):
        somebody = stranger("licensed twice")
        for code in ("MAN", "WLV"):
            self.assertAnswer(self.call("PUT", f"/v1/licences/{code}-2", code, licence(somebody)), 201)
        wait_for(lambda: told(self.register, "MAN", "dual_licence"), "Manchester to be told", 30)
        self.assertEqual(told(self.register, "MAN", "dual_licence"), [("MAN-2", "licence", "WLV")])
        self.assertEqual(told(self.register, "WLV", "dual_licence"), [("WLV-2", "licence", "MAN")])
        # What is sent of it names nobody.
        events = self.call("GET", "/v1/events", "WLV").json()["events"]
        [event] = [one for one in events if one["data"].get("kind") == "dual_licence"]
        self.assertEqual(set(event["data"]), {"alert", "number", "kind", "entry", "licence", "band"})

    def test_of_one_person_under_two_numbers_each_number_says_so_once(self):
        """An alert is one for each kind, entry and licence: whoever opens either licence finds what concerns it."""
        somebody = stranger("two numbers here, one there")
        for code, number in (("CRF", "L-taxi"), ("CRF", "L-hire"), ("BIR", "B-one")):
            self.assertAnswer(self.call("PUT", f"/v1/licences/{number}", code, licence(somebody)), 201)
        wait_for(lambda: len(told(self.register, "BIR", "dual_licence")) == 2, "Birmingham to be told of both", 30)
        self.assertEqual(sorted(told(self.register, "CRF", "dual_licence")),
                         [("L-hire", "licence", "BIR"), ("L-taxi", "licence", "BIR")])
        # Pushed again they are nothing new, and their own two numbers are nobody's second licence.
        for number in ("L-taxi", "L-hire"):
            self.assertAnswer(self.call("PUT", f"/v1/licences/{number}", "CRF",
                                        licence(somebody, expires_on="2029-01-01")), 200)
        third = stranger("a mark behind them")
        for code in ("CRF", "BIR"):
            self.assertAnswer(self.call("PUT", f"/v1/licences/{code}-mark", code, licence(third)), 201)
        wait_for(lambda: len(told(self.register, "BIR", "dual_licence")) == 3, "what came behind them", 30)
        self.assertEqual(len(told(self.register, "CRF", "dual_licence")), 3)

    def test_records_that_cannot_be_are_told_of_by_a_run(self):
        wrong = licence(stranger("expired"), granted_on="2020-01-01", expires_on="2021-01-01")
        self.assertAnswer(self.call("PUT", "/v1/licences/E1", "GLG", wrong), 201)
        run = self.assertAnswer(self.call("POST", "/v1/reconciliations", "LDS"), 202)
        wait_for(lambda: self.call("GET", f"/v1/reconciliations/{run['id']}", "LDS").json()["state"] == "done",
                 "the run to end", 60)
        alerts = self.call("GET", "/v1/alerts?kind=data_quality", "GLG").json()["alerts"]
        self.assertEqual([one["entry"] for one in alerts],
                         [{"type": "reconciliation", "id": run["id"], "recording_authority": "GLG"}])
        self.assertEqual(told(self.register, "LDS", "data_quality"), [])


class EndedWithoutEntry(unittest.TestCase):

    def test_a_revocation_without_an_entry_is_told_of_after_five_working_days(self):
        register = Register(now="2026-11-16T10:00:00Z")  # a Monday
        self.addCleanup(register.remove)
        register.start()
        for number, status in (("R1", "revoked"), ("R2", "refused"), ("R3", "current")):
            put = register.call("PUT", f"/v1/licences/{number}", "MAN", licence(stranger(number), status))
            self.assertEqual(put.status, 201, put.body)
        entered = register.call("POST", "/v1/decisions", "MAN", decision(stranger("R2"), "2026-11-13"))
        self.assertEqual(entered.status, 201, entered.body)
        register.stop()
        register.now = "2026-11-23T08:00:00Z"
        register.start()
        wait_for(lambda: told(register, "MAN", "revoked_without_entry"), "the alert", 30)
        self.assertEqual(told(register, "MAN", "revoked_without_entry"), [("R1", "licence", "MAN")])
        self.assertEqual(told(register, "WLV", "revoked_without_entry"), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
