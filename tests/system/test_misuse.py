#!/usr/bin/env python3
"""Misuse of searches: flags, their review, samples, who saw an entry, and the budget of people, on two
daemons of one register."""
import hashlib
import json
import unittest
import uuid

from register import Register, RegisterTest, admin, check, decision, person, stranger, wait_for

SOON = {"misuse": {"period_ms": 200}}
REVIEW = {"outcome": "explained", "reason": "A family of drivers."}


class Misuse(RegisterTest):

    @classmethod
    def setUpClass(cls):
        cls.register = Register()
        cls.register.config = cls.register.write_config(SOON)
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()
        cls.other = cls.serving({"period_ms": 200})
        cls.keys = {}

    @classmethod
    def serving(cls, misuse):
        """One more daemon on this register's database."""
        other = Register(serve=True)
        cls.addClassCleanup(other.remove)
        shared = cls.register.shared()
        shared["misuse"] = {**shared["misuse"], **misuse}
        other.config = other.write_config(shared)
        return other.start()

    def key(self, code, name):
        """A key of its own: another actor than the demo's."""
        if (code, name) not in self.keys:
            made = admin(self.register, "key", "create", code, "--name", name, "--scope", "checks",
                         "--scope", "supervision")
            self.keys[code, name] = made.stdout.strip()
        return self.keys[code, name]

    def flags(self, code, pattern):
        page = self.assertAnswer(self.call("GET", "/v1/misuse/flags", code), 200)["flags"]
        return [one for one in page if one["pattern"] == pattern]

    def walk(self, code, key):
        """Six dates of birth of one name, by both daemons in turn."""
        for day in range(1, 7):
            daemon = self.other if day % 2 else self.register
            subject = person("Quillon Zzyzxmarker", f"1970-05-0{day}",
                             addresses=[{"lines": ["7 Blimpfort Lane"], "postcode": "LS1 1AA"}])
            answer = daemon.call("POST", "/v1/checks", key, check(subject, case="CASE-ZZYZX"))
            self.assertEqual(answer.status, 201, answer.body)

    def test_a_walk_is_flagged_once_and_reviewed_once_by_somebody_else(self):
        searching, reviewing = self.key("TFL", "searching"), self.key("TFL", "reviewing")
        self.walk("TFL", searching)
        flag = wait_for(lambda: [one for one in self.flags("TFL", "walking") if " 6 " in one["sentence"]],
                        "the flag of all six")[0]
        self.assertEqual(len(self.flags("TFL", "walking")), 1)
        self.assertEqual(len(flag["checks"]), 6)
        self.assertEqual(flag["state"], "raised")
        for mark in ("Zzyzx", "Quillon", "1970-05", "LS1", "CASE"):
            self.assertNotIn(mark, json.dumps(flag))
        for checked in flag["checks"]:
            self.assertEqual(self.call("GET", f"/v1/checks/{checked}", searching).status, 200)

        place = f"/v1/misuse/flags/{flag['id']}/review"
        self.assertProblem(self.call("POST", place, searching, REVIEW), 403, "forbidden")
        self.assertProblem(self.call("POST", place, "BIR", REVIEW), 404, "not-found")
        self.assertProblem(self.call("POST", place, reviewing, {"outcome": "fine"}), 422, "invalid",
                           ["/outcome", "/reason"])
        self.assertAnswer(self.other.call("POST", place, reviewing, REVIEW), 200)
        self.assertProblem(self.call("POST", place, reviewing, REVIEW), 409, "conflict")
        reviewed = self.flags("TFL", "walking")[0]
        self.assertEqual((reviewed["state"], reviewed["review"]["outcome"], reviewed["review"]["reason"]),
                         ("reviewed", "explained", REVIEW["reason"]))
        self.assertEqual(self.flags("BIR", "walking"), [])

    def test_a_well_known_name_is_flagged_in_any_spelling_and_nobody_else(self):
        key = self.key("MAN", "searching")
        for name, born in (("Muhammad Salah", "1992-06-15"), ("Mohamed Salah", "1971-01-02"),
                           ("Keir Stormer", "1962-09-02")):
            self.assertEqual(self.call("POST", "/v1/checks", key, check(person(name, born))).status, 201)
        flag = wait_for(lambda: self.flags("MAN", "famous_name"), "the flag")
        self.assertEqual(len(flag), 1)
        self.assertEqual(len(flag[0]["checks"]), 1)
        self.assertNotIn("Salah", json.dumps(flag))

    def test_what_many_authorities_searched_is_reviewed_by_the_operator(self):
        for code in ("TFL", "BIR", "WLV", "MAN", "GLG", "CRF"):
            sought = person("Wherewithal Zzyzxeverywhere", "1977-07-17")
            answer = self.call("POST", "/v1/checks", self.key(code, "searching"), check(sought))
            self.assertEqual(answer.status, 201, answer.body)

        def flags():
            listed = admin(self.register, "misuse", "list")
            self.assertEqual(listed.returncode, 0, listed.stderr)
            self.assertNotIn("Zzyzx", listed.stdout)
            return [json.loads(line) for line in listed.stdout.splitlines()]
        flag = wait_for(flags, "the operator's flag")[0]
        self.assertEqual((flag["pattern"], flag["state"]), ("many_authorities", "raised"))
        review = ["misuse", "review", flag["id"], "--outcome", "explained", "--reason", "An agency's driver."]
        self.assertEqual(admin(self.register, *review).returncode, 0)
        self.assertEqual(flags()[0]["review"]["reason"], "An agency's driver.")
        again = admin(self.register, *review)
        self.assertNotEqual(again.returncode, 0)
        self.assertIn("reviewed already", again.stderr)
        self.assertIn("explained, misuse or referred",
                      admin(self.register, *review[:4], "fine", *review[5:]).stderr)

    def test_flags_go_on_from_a_cursor(self):
        self.assertProblem(self.call("GET", "/v1/misuse/flags?after=x", "TFL"), 400, "malformed")
        page = self.assertAnswer(self.call("GET", "/v1/misuse/flags", "CRF"), 200)
        self.assertEqual(page, {"flags": [], "next": 0})

    def test_who_saw_an_entry_is_told_to_its_authority(self):
        subject = stranger("seen by")
        entry = self.assertAnswer(self.call("POST", "/v1/decisions", "BIR", decision(subject)), 201)["id"]
        asked = self.assertAnswer(self.other.call("POST", "/v1/checks", self.register.key("WLV"),
                                                  check(subject)), 201)
        self.assertEqual(asked["hits"][0]["entry"]["id"], entry)
        self.assertEqual(self.call("GET", f"/v1/decisions/{entry}", "BIR").status, 200)

        def seen():
            answer = self.call("GET", f"/v1/decisions/{entry}/seen-by", "BIR")
            found = self.assertAnswer(answer, 200)["seen"]
            return found if {one["how"] for one in found} >= {"check", "decision_read"} else None
        found = wait_for(seen, "both sights")
        hit = next(one for one in found if one["how"] == "check")
        self.assertEqual(hit["authority"], "WLV")
        self.assertNotIn("actor", hit)
        self.assertNotIn("check", hit)
        self.assertIn("team", hit["ask"])
        read = next(one for one in found if one["how"] == "decision_read")
        self.assertEqual(read["authority"], "BIR")
        self.assertTrue(read["actor"])
        self.assertProblem(self.call("GET", f"/v1/decisions/{entry}/seen-by", "WLV"), 404, "not-found")
        told = [json.loads(line) for line in admin(self.register, "seen-by", entry).stdout.splitlines()]
        self.assertIn(("WLV", asked["id"]), [(one["authority"], one.get("subject")) for one in told])

    def test_an_officer_may_search_so_many_people_over_all_daemons_and_restarts(self):
        limited = [self.serving({"people_per_day_system": 12}) for _ in range(2)]
        key = self.key("LDS", "enumerating")

        def ask(daemon, i):
            return daemon.call("POST", "/v1/checks", key, check(stranger(f"budget {i}")))
        answers = [ask(limited[i % 2], i) for i in range(60)]
        self.assertLessEqual({one.status for one in answers}, {201, 429})
        allowed = [i for i, one in enumerate(answers) if one.status == 201]
        self.assertTrue(1 <= len(allowed) <= 12, allowed)
        refused = next(one for one in answers if one.status == 429)
        self.assertProblem(refused, 429, "people-budget")
        self.assertTrue(refused.headers["retry-after"])
        # Whom it has searched it may search again; a batch is refused row by row; another key has its own.
        again = allowed[0]
        self.assertEqual(ask(limited[again % 2], again).status, 201)
        rows = limited[again % 2].upload("/v1/checks/batch", key, [
            check(stranger(f"budget {again}")), check(stranger("budget of a row"))]).lines()
        self.assertIn("outcome", rows[0])
        self.assertEqual(rows[1]["problem"]["type"], "/problems/people-budget")
        self.assertEqual(limited[0].call("POST", "/v1/checks", self.key("LDS", "honest"),
                                         check(stranger("budget 99"))).status, 201)
        limited[0].kill()
        limited[0].start()
        later = [ask(limited[0], 100 + i).status for i in range(20)]
        self.assertLessEqual(later.count(201) + len(allowed), 13)  # it refills: 12 in a day
        # The broken twin, a daemon without the budget, lets all of them through.
        self.assertEqual({ask(self.register, 200 + i).status for i in range(20)}, {201})


class Samples(RegisterTest):
    options = {"now": "2026-11-18T10:00:00Z"}

    def test_a_week_s_sample_is_drawn_once_it_has_ended_and_is_always_the_same(self):
        made = {}
        for i in range(12):
            one = self.assertAnswer(self.call("POST", "/v1/checks", "TFL",
                                              check(stranger(f"sample {i}"), case=f"CASE/{i}")), 201)
            made[one["id"]] = f"CASE/{i}"
        week = "/v1/misuse/sample?week=2026-W47"
        self.assertProblem(self.call("GET", week, "TFL"), 422, "invalid")
        for wrong in ("", "?week=2026-11-18", "?week=2026-W54", "?week=2026-W00"):
            self.assertProblem(self.call("GET", "/v1/misuse/sample" + wrong, "TFL"), 400, "malformed")
        self.register.stop()
        self.register.now = "2026-11-24T10:00:00Z"
        self.register.start()
        sample = self.assertAnswer(self.call("GET", week, "TFL"), 200)
        self.assertEqual(self.call("GET", week, "TFL").json(), sample)
        seed = bytes.fromhex(sample["seed"])
        order = sorted(made, key=lambda one: hashlib.sha256(seed + uuid.UUID(one).bytes).digest())
        self.assertEqual([one["check"] for one in sample["checks"]], order[:5])
        for one in sample["checks"]:
            self.assertEqual(set(one), {"check", "actor", "checked_at", "purpose", "case_reference",
                                        "state"})
            self.assertEqual(one["case_reference"], made[one["check"]])
        self.assertNotEqual(self.call("GET", week, "BIR").json()["seed"], sample["seed"])

        place = f"/v1/misuse/sample/{order[0]}/review"
        self.assertProblem(self.call("POST", place, "TFL", REVIEW), 403, "forbidden")
        self.assertProblem(self.call("POST", place, "BIR", REVIEW), 404, "not-found")
        other = admin(self.register, "key", "create", "TFL", "--name", "supervisor", "--scope",
                      "supervision").stdout.strip()
        self.assertAnswer(self.call("POST", place, other, REVIEW), 200)
        self.assertProblem(self.call("POST", place, other, REVIEW), 409, "conflict")
        reviewed = self.call("GET", week, "TFL").json()["checks"][0]
        self.assertEqual((reviewed["state"], reviewed["outcome"]), ("reviewed", "explained"))


if __name__ == "__main__":
    unittest.main()
