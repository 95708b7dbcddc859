#!/usr/bin/env python3
"""The watch: alerts and events, both ways round, once each, whoever dies in between."""
import time
import unittest

from register import Register, RegisterTest, decision, licence, stranger, wait_for


class Alerts(RegisterTest):

    def put(self, number, holder, key="WLV", status="current"):
        answer = self.call("PUT", f"/v1/licences/{number}", key, licence(holder, status))
        self.assertIn(answer.status, (200, 201), answer.body)

    def enter(self, subject, key="BIR", **more):
        return self.assertAnswer(self.call("POST", "/v1/decisions", key,
                                           decision(subject, **more)), 201)["id"]

    def watched(self, entry, key="BIR"):
        """Waits until every licence has been compared with it."""
        wait_for(lambda: self.call("GET", f"/v1/decisions/{entry}", key).json()["watched"] is True,
                 "the watch to have compared every licence")
        return entry

    def compared(self):
        """Waits until the watch has seen all that was sent before."""
        self.watched(self.enter(stranger("Watch Mark"), "CRF"), "CRF")

    def pages(self, what, key, after=None):
        """All pages behind a cursor, and the last `next`."""
        found = []
        while True:
            query = "" if after is None else f"?after={after}"
            page = self.assertAnswer(self.call("GET", f"/v1/{what}{query}", key), 200)
            found += page[what]
            if not page[what]:
                return found, page["next"]
            after = page["next"]

    def alerts(self, key, entry):
        return [one for one in self.pages("alerts", key)[0] if one["entry"]["id"] == entry]

    def assertDense(self, key):
        numbers = [one["seq"] for one in self.pages("events", key)[0]]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))

    def test_decision_after_licence(self):
        subject = stranger("Decision After")
        self.put("DA-1", subject)
        entry = self.watched(self.enter(subject))
        alert, = self.alerts("WLV", entry)
        self.assertEqual({name: alert[name] for name in ("kind", "licence_number", "band", "entry")},
                         {"kind": "licensee_matched", "licence_number": "DA-1", "band": "strong",
                          "entry": {"type": "decision", "id": entry, "recording_authority": "BIR"}})
        self.assertLessEqual({"id", "raised_at", "state"}, set(alert))
        self.assertEqual(self.alerts("BIR", entry), [])
        self.assertEqual(self.alerts("MAN", entry), [])

    def test_licence_after_decision(self):
        subject = stranger("Licence After")
        entry = self.watched(self.enter(subject))
        self.assertEqual(self.alerts("WLV", entry), [])
        self.put("LA-1", subject)
        self.compared()
        self.assertEqual([one["licence_number"] for one in self.alerts("WLV", entry)], ["LA-1"])

    def test_once_for_each_entry_and_licence(self):
        subject = stranger("Once Each")
        for number, key in (("OE-1", "WLV"), ("OE-2", "WLV"), ("OE-1", "MAN")):
            self.put(number, subject, key)
        first = self.watched(self.enter(subject, your_reference="OE"))
        second = self.watched(self.enter(subject, "LDS"), "LDS")
        self.put("OE-1", {**subject, "contact": {"email": "once@example.com"}})  # a new version
        self.put("OE-1", subject, status="suspended")
        self.call("POST", "/v1/decisions", "BIR",
                  decision(subject, your_reference="OE"))
        self.compared()
        for entry in (first, second):
            self.assertEqual(sorted(one["licence_number"] for one in self.alerts("WLV", entry)),
                             ["OE-1", "OE-2"])
            self.assertEqual(len(self.alerts("MAN", entry)), 1)

    def test_which_licences_are_watched(self):
        subject = stranger("Which Ones")
        statuses = ("applied", "current", "suspended", "revoked", "refused", "expired",
                    "surrendered")
        for status in statuses:
            self.put(f"WO-{status}", subject, status=status)
        entry = self.watched(self.enter(subject))
        self.assertEqual(sorted(one["licence_number"] for one in self.alerts("WLV", entry)),
                         ["WO-applied", "WO-current", "WO-suspended"])
        self.put("WO-expired", subject, status="current")
        self.compared()
        self.assertEqual(len(self.alerts("WLV", entry)), 4)

    def test_own_entries_raise_none(self):
        subject = stranger("Their Own")
        self.put("TO-1", subject)
        self.assertEqual(self.alerts("WLV", self.watched(self.enter(subject, "WLV"), "WLV")), [])

    def test_a_possible_match_is_told_as_such(self):
        subject = stranger("Possible Match")
        del subject["national_insurance_number"]
        self.put("PM-1", subject)
        entry = self.watched(self.enter(subject))
        self.assertEqual([one["band"] for one in self.alerts("WLV", entry)], ["possible"])

    def test_batches_are_watched_too(self):
        people = [stranger(f"Batch {i}") for i in range(20)]
        rows = [{"licence_number": f"BW-{i}", **licence(one)} for i, one in enumerate(people)]
        self.register.upload("/v1/licences/batch", "WLV", rows)
        rows = [decision(one, your_reference=f"BW-{i}")
                for i, one in enumerate(people)]
        lines = self.register.upload("/v1/decisions/batch", "BIR", rows).lines()
        entries = [one["id"] for one in lines[:-1]]
        self.watched(entries[-1])
        told = {one["entry"]["id"]: one["licence_number"] for one in self.pages("alerts", "WLV")[0]}
        self.assertEqual([told.get(one) for one in entries], [f"BW-{i}" for i in range(20)])

    def test_events_are_dense_and_tell_of_each_alert(self):
        subject = stranger("Event Full")
        _, before = self.pages("events", "WLV")
        self.put("EF-1", subject)
        entry = self.watched(self.enter(subject))
        events, after = self.pages("events", "WLV", before)
        told = [one for one in events if one["type"] == "alert.raised"]
        self.assertEqual([one["data"]["entry"]["id"] for one in told], [entry])
        for one in events:
            self.assertEqual(set(one), {"seq", "type", "at", "data"})
        self.assertEqual(after, events[-1]["seq"])
        self.assertNotIn(subject["names"][0]["full"], str(events))
        self.assertDense("WLV")

    def test_cursors_may_be_used_again(self):
        for number in ("CU-1", "CU-2", "CU-3"):
            self.put(number, stranger("Cursor Case"), "GLG")
        self.watched(self.enter(stranger("Cursor Case")))
        for what in ("alerts", "events"):
            everything, end = self.pages(what, "GLG")
            self.assertGreaterEqual(len(everything), 3)
            self.assertEqual(self.pages(what, "GLG", 0)[0], everything)
            self.assertEqual(self.pages(what, "GLG", end), ([], end))
            self.assertEqual(self.pages(what, "GLG", end), ([], end))
            for never_given in (end + 1, 999999999):
                self.assertProblem(self.call("GET", f"/v1/{what}?after={never_given}", "GLG"), 400)
        empty = self.assertAnswer(self.call("GET", "/v1/alerts", "TFL"), 200)
        self.assertEqual(empty, {"alerts": [], "next": 0})

    def test_zz_kill_between_loses_and_doubles_nothing(self):
        people = [stranger(f"Killed {i}") for i in range(30)]
        rows = [{"licence_number": f"KB-{i}", **licence(one)} for i, one in enumerate(people)]
        self.register.upload("/v1/licences/batch", "WLV", rows)
        entries = []
        for start in range(0, 30, 10):
            entries += [self.enter(one) for one in people[start:start + 10]]
            self.register.kill()  # the watch may be anywhere behind
            self.register.start()
        self.watched(entries[-1])
        for i, entry in enumerate(entries):
            self.assertEqual([one["licence_number"] for one in self.alerts("WLV", entry)],
                             [f"KB-{i}"])
        self.assertDense("WLV")


class WatchTurnedOn(unittest.TestCase):
    """What was entered while the watch was off is compared once it is on."""

    def test_off_and_on_and_off_and_on(self):
        main = Register()
        self.addCleanup(main.remove)
        main.start()
        wlv, bir = main.key("WLV"), main.key("BIR")
        shared = main.shared()
        main.stop()

        def daemon(on):
            """The same state, served with the policy on or off."""
            basis = {"enabled": on, "legal_basis": "Agreement 2026/14" if on else ""}
            made = Register(serve=True, state=main.state)
            made.config = made.write_config({"http": shared["http"], "keys": shared["keys"],
                                             "policies.in_term_watch": basis})
            self.addCleanup(made.stop)
            return made.start()

        entries, subjects = [], [stranger(f"off and on {i}") for i in range(4)]
        for i, on in enumerate((False, True, False, True)):
            serving = daemon(on)
            put = serving.call("PUT", f"/v1/licences/OO-{i}", wlv, licence(subjects[i]))
            self.assertEqual(put.status, 201, put.body)
            entries.append(serving.call("POST", "/v1/decisions", bir,
                                        decision(subjects[i])).json()["id"])

            def watched(entry):
                return serving.call("GET", f"/v1/decisions/{entry}", bir).json()["watched"]

            def told():
                alerts = serving.call("GET", "/v1/alerts", wlv).json()["alerts"]
                return sorted(one["licence_number"] for one in alerts if one["kind"] == "licensee_matched")

            if on:
                wait_for(lambda: watched(entries[-1]), "the watch to have compared them", 15)
                self.assertEqual(told(), [f"OO-{one}" for one in range(i + 1)])
            else:
                time.sleep(0.5)
                self.assertEqual([watched(one) for one in entries], [False] * len(entries))
                self.assertEqual(told(), [f"OO-{one}" for one in range(i)])
            self.assertEqual(serving.stop(), 0)


if __name__ == "__main__":
    unittest.main()
