#!/usr/bin/env python3
"""An entry through its life over HTTP: two people, appeals, the dates, who is told; two at once, two
daemons, and kills in between."""
import threading
import unittest

from register import RegisterTest, check, decision, licence, person, stranger, wait_for

REASON = "Zweifel am Sachverhalt, entered against the wrong Wilhelmina."
ON = "2024-04-10"


class Life(RegisterTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = {code: cls.register.key(code) for code in ("LDS", "WLV", "MAN", "CRF", "GLG", "BIR")}

    def ask(self, method, path, key, body=None, headers=None, daemon=None):
        return (daemon or self.register).call(method, path, self.keys[key], body, headers)

    def enter(self, subject, key="LDS", **more):
        return self.assertAnswer(self.ask("POST", "/v1/decisions", key, decision(subject, **more)),
                                 201)["id"]

    def change(self, entry, change, key="LDS", headers=None, daemon=None, **more):
        body = {"change": change, "on": ON, "reason": REASON, **more}
        body = {name: value for name, value in body.items() if value is not None}
        return self.ask("POST", f"/v1/decisions/{entry}/changes", key, body, headers, daemon)

    def changed(self, entry, change, status=200, **more):
        return self.assertAnswer(self.change(entry, change, **more), status)

    def read(self, entry, key="LDS"):
        return self.assertAnswer(self.ask("GET", f"/v1/decisions/{entry}", key), 200)

    def state_in_check(self, subject, entry, key="MAN"):
        """As a check shows it; None where it is no hit."""
        asked = self.assertAnswer(self.ask("POST", "/v1/checks", key, check(subject)), 201)
        return next((one["entry"]["state"] for one in asked["hits"] if one["entry"]["id"] == entry), None)

    def put(self, number, holder, key="WLV"):
        self.assertIn(self.ask("PUT", f"/v1/licences/{number}", key, licence(holder)).status, (200, 201))

    def compared(self):
        """Waits until the watch has seen all that was sent before."""
        entry = self.enter(stranger("Watch Mark"), "CRF")
        wait_for(lambda: self.read(entry, "CRF")["watched"], "the watch to have compared every licence", 30)

    def alerts(self, entry, key="WLV", kind="entry_changed", daemon=None):
        alerts, after = [], 0
        while True:
            page = self.assertAnswer(self.ask("GET", f"/v1/alerts?after={after}", key, daemon=daemon), 200)
            if not page["alerts"]:
                return [one for one in alerts if one["entry"]["id"] == entry and one["kind"] == kind]
            alerts, after = alerts + page["alerts"], page["next"]

    def assertDense(self, key):
        after, seqs = 0, []
        while True:
            page = self.ask("GET", f"/v1/events?after={after}", key).json()
            if not page["events"]:
                break
            seqs, after = seqs + [one["seq"] for one in page["events"]], page["next"]
        self.assertEqual(seqs, list(range(1, len(seqs) + 1)))


class EntryChanges(Life):

    # ---------------------------------------------------------------------------------- two people

    def test_one_person_proposes_a_removal_and_another_makes_it(self):
        subject = stranger("Removal")
        entry = self.enter(subject)
        made = self.changed(entry, "remove", 202, decided_by="Ann Archer")
        self.assertEqual((made["state"], made["proposal"]["proposed_by"]), ("removal_proposed", "Ann Archer"))
        self.assertEqual(self.state_in_check(subject, entry), "removal_proposed")
        for more in ({"decided_by": "ANN  ARCHER"}, {"approved_by": " ann archer "}):
            answer = self.change(entry, "remove", **more)
            self.assertProblem(answer, 422, "invalid", ["/" + next(iter(more))])
        self.assertEqual(self.state_in_check(subject, entry), "removal_proposed")
        self.assertEqual(self.changed(entry, "remove", approved_by="Bob Baker")["state"], "removed")
        self.assertIsNone(self.state_in_check(subject, entry))
        read = self.read(entry)
        self.assertEqual([(one["change"], one["state"], one.get("proposed", False))
                          for one in read["history"]],
                         [("entered", "active", False), ("remove", "removal_proposed", True),
                          ("remove", "removed", False)])
        # Who entered it is known to its authority.
        self.assertTrue(read["history"][0]["recorded_by"])
        last = read["history"][-1]
        self.assertEqual((last["decided_by"], last["approved_by"], last["reason"], last["on"]),
                         ("Ann Archer", "Bob Baker", REASON, ON))
        self.assertNotIn("proposal", read)

    def test_two_people_remove_in_one_call_and_one_under_two_names_does_not(self):
        subject = stranger("One Call")
        entry = self.enter(subject)
        self.assertProblem(self.change(entry, "remove"), 422, "invalid", ["/decided_by"])
        self.assertProblem(self.change(entry, "remove", decided_by="Ann", approved_by=" ANN"), 422,
                           "invalid", ["/approved_by"])
        self.assertEqual(self.state_in_check(subject, entry), "active")
        self.changed(entry, "remove", decided_by="Ann", approved_by="Bob")
        self.assertIsNone(self.state_in_check(subject, entry))

    def test_a_proposal_is_withdrawn(self):
        subject = stranger("Withdrawn")
        entry = self.enter(subject)
        self.changed(entry, "appeal_lodged")
        self.changed(entry, "remove", 202, decided_by="Ann")
        self.assertEqual(self.changed(entry, "withdraw")["state"], "under_appeal")
        self.assertProblem(self.change(entry, "withdraw"), 409, "conflict", ["/change"])

    def test_a_correction_of_identity_waits_and_then_is_found(self):
        subject, right = stranger("Correction"), stranger("Correction Right")
        self.put("CI-1", right)
        entry = self.enter(subject)
        self.compared()
        clear = self.assertAnswer(self.ask("POST", "/v1/checks", "MAN", check(right)), 201)
        self.assertEqual(clear["outcome"], "no_match")
        made = self.changed(entry, "amend", 202, subject=right, decided_by="Ann")
        self.assertEqual((made["state"], made["subject"]["names"][0]["full"]),
                         ("active", subject["names"][0]["full"]))
        self.assertEqual(made["proposal"]["subject"]["names"][0]["full"], right["names"][0]["full"])
        self.assertEqual(self.state_in_check(subject, entry), "active")
        self.assertIsNone(self.state_in_check(right, entry))
        self.assertProblem(self.change(entry, "amend", subject=stranger("Third"), approved_by="Bob"), 409,
                           "conflict", ["/subject"])
        self.assertProblem(self.change(entry, "remove", decided_by="Ann"), 409, "conflict", ["/change"])
        done = self.changed(entry, "amend", approved_by="Bob", on=None, reason=None)
        self.assertEqual(done["history"][-1]["fields"], ["/subject"])
        self.assertIsNone(self.state_in_check(subject, entry))
        self.assertEqual(self.state_in_check(right, entry), "active")
        self.compared()
        self.assertEqual([one["licence_number"] for one in self.alerts(entry, kind="licensee_matched")],
                         ["CI-1"])
        contradicted = self.assertAnswer(self.ask("GET", f"/v1/checks/{clear['id']}", "MAN"), 200)
        self.assertEqual((contradicted["current"], contradicted["contradicted_by"]), (False, [entry]))

    # ------------------------------------------------------------------------------------- its life

    def test_through_appeals_to_removal_and_back_under_the_first_clock(self):
        subject = stranger("Appeals")
        entry = self.enter(subject)
        first = self.read(entry)["retained_until"]
        for change, state, shown in (
                ("appeal_lodged", "under_appeal", "under_appeal"), ("appeal_dismissed", "active", "active"),
                ("appeal_lodged", "under_appeal", "under_appeal"), ("appeal_allowed", "removed", None),
                ("reinstate", "active", "active"), ("later_grant", "active", "active")):
            made = self.changed(entry, change)
            self.assertEqual((made["state"], made["retained_until"]), (state, first), change)
            self.assertEqual(self.state_in_check(subject, entry), shown, change)
        self.assertEqual(len(self.read(entry)["history"]), 7)

    def test_a_reinstated_entry_contradicts_the_clear_that_was_given_meanwhile(self):
        subject = stranger("Reinstated")
        entry = self.enter(subject)
        self.changed(entry, "remove", decided_by="Ann", approved_by="Bob")
        clear = self.assertAnswer(self.ask("POST", "/v1/checks", "MAN", check(subject)), 201)
        self.assertEqual(clear["outcome"], "no_match")
        self.changed(entry, "reinstate")
        wait_for(lambda: self.alerts(entry, "MAN", "earlier_check_contradicted"), "the alert", 30)
        alert, = self.alerts(entry, "MAN", "earlier_check_contradicted")
        self.assertEqual((alert["check"], alert["licence_number"], alert["band"]),
                         (clear["id"], None, "strong"))
        again = self.assertAnswer(self.ask("GET", f"/v1/checks/{clear['id']}", "MAN"), 200)
        self.assertEqual((again["current"], again["contradicted_by"]), (False, [entry]))

    def test_a_suspension_is_lifted_amended_and_ended_by_time(self):
        subject = stranger("Suspension")
        entry = self.enter(subject, kind="suspension", suspension_ends_on="2030-01-01")
        self.assertEqual(self.changed(entry, "amend", suspension_ends_on="2024-05-01")["state"], "ended")
        self.assertEqual(self.state_in_check(subject, entry), "ended")
        self.assertProblem(self.change(entry, "lift"), 409, "conflict", ["/change"])
        self.assertEqual(self.changed(entry, "amend", suspension_ends_on="2031-01-01")["state"], "active")
        self.assertEqual(self.changed(entry, "lift")["state"], "ended")
        self.assertEqual(self.state_in_check(subject, entry), "ended")
        self.changed(entry, "appeal_lodged")
        self.assertEqual(self.changed(entry, "appeal_dismissed")["state"], "ended")

    # ------------------------------------------------------------------------------ what is refused

    def test_an_illegal_move_names_the_state_and_what_is_possible(self):
        entry = self.enter(stranger("Illegal"))
        moves = {"active": "amend, appeal_lodged, later_grant, remove",
                 "under_appeal": "amend, appeal_allowed, appeal_dismissed, later_grant, remove",
                 "removal_proposed": "remove, withdraw", "removed": "reinstate"}
        for state, move in (("active", "reinstate"), ("active", "lift"), ("active", "appeal_dismissed"),
                            ("under_appeal", "appeal_lodged"), ("removal_proposed", "appeal_allowed"),
                            ("removed", "appeal_lodged"), ("removed", "withdraw")):
            current = self.read(entry)["state"]
            if current != state:
                self.changed(entry, *{"under_appeal": ("appeal_lodged",), "removal_proposed": ("remove", 202),
                                      "removed": ("remove",)}[state],
                             **({"decided_by": "Ann"} if state == "removal_proposed" else
                                {"approved_by": "Bob"} if state == "removed" else {}))
            problem = self.assertProblem(self.change(entry, move), 409, "conflict", ["/change"])
            self.assertIn(f"`{state}`", problem["detail"])
            self.assertIn(moves[state], problem["detail"])
            self.assertEqual(self.read(entry)["state"], state)

    def test_dates_out_of_order_are_refused_with_both_pointers(self):
        entry = self.enter(stranger("Dates"), kind="suspension", suspension_ends_on="2030-01-01")
        for more, pointers in (
                ({"change": "lift", "on": "2024-03-03"}, ["/decided_on", "/on"]),
                ({"change": "lift", "on": "2999-01-01"}, ["/on"]),
                ({"change": "amend", "suspension_ends_on": "2024-03-03"},
                 ["/effective_on", "/suspension_ends_on"]),
                ({"change": "amend", "effective_on": "2030-01-02"},
                 ["/effective_on", "/suspension_ends_on"]),
                ({"change": "amend", "decided_on": "2024-04-11"}, ["/decided_on", "/on"])):
            with self.subTest(str(more)):
                self.assertProblem(self.change(entry, **more), 422, "invalid", pointers)
        self.changed(entry, "appeal_lodged", on="2024-04-05")
        self.assertProblem(self.change(entry, "appeal_dismissed", on="2024-04-04"), 422, "invalid",
                           ["/history/1/on", "/on"])
        self.assertEqual(len(self.read(entry)["history"]), 2)

    def test_each_wrong_field_is_named(self):
        entry = self.enter(stranger("Wrong Fields"))
        for body, pointers in (
                ({}, ["/change"]),
                ({"change": "erase", "on": ON, "reason": "x"}, ["/change"]),
                ({"change": "lift"}, ["/on", "/reason"]),
                ({"change": "remove", "decided_by": "Ann"}, ["/on", "/reason"]),
                ({"change": "appeal_lodged", "on": "2024-02-30"}, ["/on"]),
                ({"change": "appeal_lodged", "on": ON, "ground": "x", "narrative": "y"},
                 ["/ground", "/narrative"]),
                ({"change": "reinstate", "on": ON, "reason": "x" * 1001}, ["/reason"]),
                ({"change": "appeal_lodged", "on": ON, "subject": person(), "effective_on": ON},
                 ["/effective_on", "/subject"]),
                ({"change": "amend", "on": ON, "reason": "x"}, ["/subject"]),
                ({"change": "amend", "on": ON, "reason": "x", "decided_by": "A",
                  "subject": {"names": [], "age": 7}}, ["/subject/age", "/subject/names"])):
            with self.subTest(str(body)[:80]):
                answer = self.ask("POST", f"/v1/decisions/{entry}/changes", "LDS", body)
                self.assertProblem(answer, 422, "invalid", pointers)
        self.assertProblem(self.ask("POST", f"/v1/decisions/{entry}/changes", "LDS", b"["), 400)
        self.assertEqual(len(self.read(entry)["history"]), 1)

    def test_another_authoritys_entry(self):
        subject = stranger("Another's")
        entry = self.enter(subject)
        for place in (entry, "none", "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11"):
            self.assertProblem(self.change(place, "appeal_lodged", key="GLG"), 404, "not-found")
        self.assertEqual(self.state_in_check(subject, entry, "GLG"), "active")
        self.assertProblem(self.change(entry, "appeal_lodged", key="GLG"), 403, "forbidden")
        self.assertProblem(self.change(entry, "appeal_lodged", key="BIR"), 404, "not-found")
        self.put("AA-1", subject, "BIR")
        self.compared()
        self.assertProblem(self.change(entry, "appeal_lodged", key="BIR"), 403, "forbidden")
        self.assertEqual(self.read(entry)["version"], 1)

    # ------------------------------------------------------------------------------------- once, and if

    def test_once_under_its_key(self):
        entry = self.enter(stranger("Once"))
        key = {"Idempotency-Key": "entry-change-1"}
        first = self.change(entry, "remove", headers=key, decided_by="Ann")
        again = self.change(entry, "remove", headers=key, decided_by="Ann")
        self.assertEqual((again.status, again.json()), (202, first.json()))
        self.assertEqual((again.headers["idempotency-replayed"], again.headers["etag"]), ("true", '"2"'))
        other = self.change(entry, "remove", headers=key, decided_by="Bob")
        self.assertProblem(other, 422, "key-reused")
        self.assertEqual(self.read(entry)["state"], "removal_proposed")

    def test_if_match(self):
        entry = self.enter(stranger("If Match"))
        tag = self.ask("GET", f"/v1/decisions/{entry}", "LDS").headers["etag"]
        made = self.change(entry, "appeal_lodged", headers={"If-Match": tag})
        self.assertEqual((made.status, made.headers["etag"]), (200, '"2"'))
        late = self.change(entry, "appeal_dismissed", headers={"If-Match": tag})
        self.assertProblem(late, 412, "precondition-failed")
        self.assertEqual(self.read(entry)["state"], "under_appeal")

    def at_once(self, calls):
        answers = []
        threads = [threading.Thread(target=lambda one=one: answers.append(one())) for one in calls]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        return sorted(one.status for one in answers)

    def test_two_officers_at_once(self):
        for i in range(10):
            entry = self.enter(stranger(f"At Once {i}"))
            both = self.at_once([lambda: self.change(entry, "appeal_lodged")] * 2)
            self.assertEqual(both, [200, 409])
            same = self.at_once([lambda: self.change(entry, "remove", decided_by="Ann"),
                                 lambda: self.change(entry, "remove", decided_by="ann ")])
            self.assertEqual(same, [202, 422])
            self.assertEqual(self.read(entry)["state"], "removal_proposed")
            self.changed(entry, "withdraw")
            two = self.at_once([lambda: self.change(entry, "remove", decided_by="Ann"),
                                lambda: self.change(entry, "remove", decided_by="Bob")])
            self.assertEqual(two, [200, 202])
            read = self.read(entry)
            self.assertEqual((read["state"], read["version"]), ("removed", len(read["history"])))

    # ---------------------------------------------------------------------------------- who is told

    def test_each_change_is_told_once_to_whoever_was_given_it(self):
        subject = stranger("Told")
        self.put("TO-1", subject)
        self.put("TO-2", subject)
        entry = self.enter(subject)
        self.compared()
        for _ in range(2):
            self.assertEqual(self.state_in_check(subject, entry, "MAN"), "active")
            self.assertEqual(self.state_in_check(subject, entry, "WLV"), "active")
        self.changed(entry, "appeal_lodged")
        self.changed(entry, "later_grant", reason=None)
        self.changed(entry, "appeal_allowed", on="2024-04-11")
        self.compared()
        changes = [("appeal_lodged", ON), ("later_grant", ON), ("appeal_allowed", "2024-04-11")]
        told = [(one["licence_number"], one["change"], one["changed_on"], one["band"])
                for one in self.alerts(entry)]
        self.assertEqual(sorted(told), sorted((number, *change, "strong") for number in ("TO-1", "TO-2")
                                              for change in changes))
        told = [(one["licence_number"], one["change"], one["band"], one["probability"])
                for one in self.alerts(entry, "MAN")]
        self.assertEqual(told, [(None, change, None, None) for change, _ in changes])
        self.assertEqual(self.alerts(entry, "LDS"), [])
        self.assertEqual(self.alerts(entry, "BIR"), [])
        for key in ("WLV", "MAN"):
            self.assertDense(key)

    def test_neither_ground_nor_names_go_anywhere(self):
        subject = stranger("Thin")
        entry = self.enter(subject)
        self.state_in_check(subject, entry)
        self.changed(entry, "remove", 202, decided_by="Ottoline Archer")
        self.changed(entry, "remove", approved_by="Peregrine Baker")
        told = str(self.ask("GET", "/v1/alerts", "MAN").body + self.ask("GET", "/v1/events", "MAN").body)
        told += self.register.log.read_text() + self.ask("GET", "/metrics", "MAN").body.decode()
        self.assertIn(entry, told)
        for word in ("Zweifel", "Ottoline", "Peregrine", subject["names"][0]["full"]):
            self.assertNotIn(word, told)

    def test_who_was_told_no_match_hears_of_the_entry_that_came_later(self):
        subject = stranger("Came Later")
        clears = {key: self.ask("POST", "/v1/checks", key, check(subject)).json()
                  for key in ("MAN", "GLG", "LDS")}
        self.assertEqual({one["outcome"] for one in clears.values()}, {"no_match"})
        entry = self.enter(subject)
        for key in ("MAN", "GLG"):
            wait_for(lambda key=key: self.alerts(entry, key, "earlier_check_contradicted"), "the alert", 30)
            told = [one["check"] for one in self.alerts(entry, key, "earlier_check_contradicted")]
            self.assertEqual(told, [clears[key]["id"]])
        self.assertEqual(self.alerts(entry, "LDS", "earlier_check_contradicted"), [])
        # It was told of the entry, so it hears of its changes.
        self.changed(entry, "appeal_lodged")
        self.assertEqual([one["change"] for one in self.alerts(entry, "GLG")], ["appeal_lodged"])

    def test_kinds_beyond_the_statutes(self):
        for kind, more in (("interim_suspension", {}),
                           ("surrendered_under_investigation", {}),
                           ("out_of_area_suspension", {"suspension_ends_on": "2024-03-20"})):
            subject = stranger(kind)
            entry = self.enter(subject, kind=kind, **more)
            self.assertEqual(self.state_in_check(subject, entry), "ended" if more else "active")
        refused = self.ask("POST", "/v1/decisions", "LDS",
                           decision(stranger("No End"), kind="out_of_area_suspension"))
        self.assertProblem(refused, 422, "invalid", ["/suspension_ends_on"])
        refused = self.ask("POST", "/v1/decisions", "GLG",
                           decision(stranger("Scotland"), kind="out_of_area_suspension",
                                    suspension_ends_on="2024-03-20"))
        self.assertProblem(refused, 422, "invalid", ["/kind"])

    def test_zz_kills_in_between_lose_and_double_nothing(self):
        """Each change under its key, sent again behind a kill that may have come before or behind it."""
        subject = stranger("Killed")
        entry = self.enter(subject)
        self.state_in_check(subject, entry)
        story = ["appeal_lodged", "appeal_dismissed", "appeal_lodged", "appeal_allowed", "reinstate"]
        for i, change in enumerate(story):
            key = {"Idempotency-Key": f"killed-{i}"}

            def send(change=change, key=key):
                try:
                    self.change(entry, change, headers=key)
                except OSError:
                    pass  # killed while it was asked

            sender = threading.Thread(target=send)
            sender.start()
            if i % 2:
                sender.join()
            self.register.kill()
            sender.join()
            self.register.start()
            self.assertAnswer(self.change(entry, change, headers=key), 200)
        read = self.read(entry)
        self.assertEqual([one["change"] for one in read["history"]], ["entered", *story])
        self.assertEqual(self.state_in_check(subject, entry), "active")
        self.compared()
        self.assertEqual([one["change"] for one in self.alerts(entry, "MAN")], story)
        self.assertDense("MAN")


class TwoDaemons(Life):
    """A and B on one database, changing and watching both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.second_daemon()

    def test_every_alert_once(self):
        people = [stranger(f"two daemons {i}") for i in range(12)]
        for i, one in enumerate(people):
            self.put(f"TD-{i}", one)
        entries = [self.enter(one) for one in people]
        self.compared()
        for one, entry in zip(people, entries):
            self.state_in_check(one, entry)
        story = ("appeal_lodged", "appeal_dismissed", "appeal_lodged", "appeal_allowed", "reinstate")
        for step, change in enumerate(story):
            for i, entry in enumerate(entries):
                daemon = self.register if (i + step) % 2 else self.other
                self.assertAnswer(self.change(entry, change, daemon=daemon), 200)
        self.compared()
        for i, entry in enumerate(entries):
            for key, number in (("WLV", f"TD-{i}"), ("MAN", None)):
                told = [(one["licence_number"], one["change"]) for one in self.alerts(entry, key)]
                self.assertEqual(told, [(number, change) for change in story])
        for key in ("WLV", "MAN"):
            self.assertDense(key)

    def test_every_contradiction_once(self):
        people = [stranger(f"contradicted {i}") for i in range(8)]
        clears = [self.ask("POST", "/v1/checks", "GLG", check(one)).json() for one in people]
        entries = [self.enter(one) for one in people]
        for i, entry in enumerate(entries):
            wait_for(lambda entry=entry: self.alerts(entry, "GLG", "earlier_check_contradicted"), "it", 60)
        # Both daemons look twice at each.
        last = self.enter(stranger("the last of them"))
        self.changed(last, "appeal_lodged")
        for i, entry in enumerate(entries):
            told = [one["check"] for one in self.alerts(entry, "GLG", "earlier_check_contradicted")]
            self.assertEqual(told, [clears[i]["id"]])
        self.assertDense("GLG")

    def test_removed_at_one_is_clear_at_the_other_and_back_again(self):
        subject = stranger("at the other")
        entry = self.enter(subject)
        for i in range(20):
            one, two = (self.register, self.other) if i % 2 else (self.other, self.register)
            change = ("remove", "reinstate")[i % 2]
            more = {"decided_by": "Ann", "approved_by": "Bob"} if change == "remove" else {}
            self.assertAnswer(self.change(entry, change, daemon=one, **more), 200)
            asked = self.assertAnswer(self.ask("POST", "/v1/checks", "MAN", check(subject), daemon=two), 201)
            self.assertEqual([hit["entry"]["id"] for hit in asked["hits"]],
                             [] if change == "remove" else [entry])

    def test_a_kind_that_is_not_turned_on_is_refused(self):
        for kind in ("interim_suspension", "surrendered_under_investigation"):
            answer = self.ask("POST", "/v1/decisions", "LDS", decision(stranger(kind), kind=kind),
                              daemon=self.other)
            self.assertProblem(answer, 422, "invalid", ["/kind"])

    def test_a_check_beside_a_change_is_told_of_it_or_shows_it(self):
        """Who is shown an entry while it changes is told of that change, or was shown what it is now."""
        for i in range(30):
            subject = stranger(f"beside {i}")
            entry = self.enter(subject)
            shown = []
            asking = threading.Thread(
                target=lambda: shown.append(self.state_in_check(subject, entry, "GLG")))
            asking.start()
            self.changed(entry, "appeal_lodged")
            asking.join()
            told = [one["change"] for one in self.alerts(entry, "GLG")]
            self.assertIn((shown[0], told), [("active", ["appeal_lodged"]), ("under_appeal", [])])


if __name__ == "__main__":
    unittest.main()
