#!/usr/bin/env python3
"""A council that suddenly enters far more than it ever did: hit, held, released by a second person."""
import json
import subprocess
import unittest

from register import (BIN, START_SECONDS, Register, RegisterTest, admin, check, decision, licence,
                      stranger, wait_for)

FLOOR, OTHERS = 6, 8
HOLDS = {"holds": {"entries_a_day": FLOOR, "licensees_of_others": OTHERS}}


def badgewatchd(*arguments):
    return subprocess.run([str(BIN / "badgewatchd"), *map(str, arguments)], capture_output=True,
                          text=True, timeout=START_SECONDS, check=False)


class Holds(RegisterTest):
    """A is the demo with its embedded PostgreSQL; B serves on A's. Both watch."""

    @classmethod
    def setUpClass(cls):
        cls.register = Register()
        cls.addClassCleanup(cls.register.remove)
        cls.register.config = cls.register.write_config(HOLDS)
        cls.register.start()
        cls.keys = {code: cls.register.key(code) for code in ("BIR", "GLG", "LDS", "MAN", "TFL", "WLV")}
        cls.other = Register(serve=True)
        cls.addClassCleanup(cls.other.remove)
        cls.other.config = cls.other.write_config({
            **cls.register.shared(), **HOLDS,
            "policies.in_term_watch": {"enabled": True, "legal_basis": "Agreement 2026/14"}})
        cls.other.start()

    def post(self, key, people, daemon=None):
        """As many decisions in one upload; their ids."""
        rows = [{**decision(one), "your_reference": one["national_insurance_number"]} for one in people]
        lines = (daemon or self.register).upload("/v1/decisions/batch", self.keys[key], rows).lines()
        self.assertEqual(lines[-1]["summary"]["created"], len(people), lines)
        return [one["id"] for one in lines[:-1]]

    def license(self, key, people):
        rows = [{"licence_number": one["national_insurance_number"], **licence(one)} for one in people]
        self.register.upload("/v1/licences/batch", self.keys[key], rows)

    def compared(self, key, entries):
        wait_for(lambda: self.call("GET", f"/v1/decisions/{entries[-1]}", self.keys[key]).json()["watched"]
                 is True, "the watch to have compared every licence", 30)

    def told(self, key, kind="licensee_matched"):
        alerts = self.assertAnswer(self.call("GET", "/v1/alerts", self.keys[key]), 200)["alerts"]
        return [one["entry"]["id"] for one in alerts if one["kind"] == kind]

    def hit(self, subject, entry, key="WLV"):
        asked = self.assertAnswer(self.call("POST", "/v1/checks", self.keys[key], check(subject)), 201)
        return asked, next(one for one in asked["hits"] if one["entry"]["id"] == entry)

    def holds(self):
        listed = admin(self.register, "hold", "list")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        return [json.loads(line) for line in listed.stdout.splitlines()]

    def hold_of(self, key):
        return next(one for one in self.holds() if one["authority"] == key and one["state"] == "open")

    def release(self, hold, entries=None):
        return admin(self.register, "hold", "release", hold["id"], "--entries",
                     str(hold["entries"] if entries is None else entries), "--reason", "Files seen.")

    def test_far_more_than_ever_waits_for_a_second_person(self):
        people = [stranger(f"hold {n}") for n in range(FLOOR + 4)]
        self.license("MAN", people)
        first = self.post("BIR", people[:3])
        entries = first + self.post("BIR", people[3:], self.other)
        self.compared("BIR", entries)
        self.assertEqual(set(self.told("MAN")), set(entries[:FLOOR]))

        # No false clear: who is held is hit, and the answer says so.
        asked, hit = self.hit(people[-1], entries[-1])
        self.assertEqual(asked["outcome"], "match")
        self.assertIs(hit["held"], True)
        self.assertIn("nobody has confirmed it yet", hit["next_step"])
        self.assertNotIn("held", self.hit(people[0], entries[0])[1])

        # The authority and the operator are told.
        hold = self.hold_of("BIR")
        self.assertEqual((hold["cause"], hold["entries"], hold["alerts_waiting"]), ("volume", 4, 4))
        wait_for(lambda: self.told("BIR", "entries_held") == [hold["id"]], "its own authority to be told")
        events = self.call("GET", "/v1/events", self.keys["BIR"]).json()["events"]
        self.assertEqual([one["data"]["kind"] for one in events], ["entries_held"])
        self.assertIn("entries held for a second person", self.other.log.read_text())

        # Over the API: its own administrator sees it, and no key that posted may release it.
        listed = self.assertAnswer(self.call("GET", "/v1/holds", self.keys["BIR"]), 200)["holds"]
        self.assertEqual(listed, [hold])
        self.assertEqual(self.call("GET", "/v1/holds", self.keys["TFL"]).json()["holds"], [])
        where = f"/v1/holds/{hold['id']}/release"
        body = {"entries": 4, "reason": "Files seen."}
        self.assertProblem(self.call("POST", where, self.keys["BIR"], body), 403, "forbidden")
        self.assertProblem(self.call("POST", where, self.keys["LDS"], body), 404, "not-found")
        self.assertProblem(self.call("POST", where, self.keys["BIR"], {}), 422, "invalid",
                           ["/entries", "/reason"])
        supervisor = admin(self.register, "key", "create", "BIR", "--name", "supervisor", "--scope",
                           "supervision").stdout.strip()
        self.assertProblem(self.call("POST", where, supervisor, {**body, "entries": 3}), 409, "conflict")

        # Released while one of the two daemons dies: each alert comes once. Their order is the one in
        # which they were found, and a comparison of the whole nation may have found them.
        released = self.assertAnswer(self.call("POST", where, supervisor, body), 200)
        self.other.kill()
        self.assertEqual((released["state"], released["entries"]), ("released", 4))
        wait_for(lambda: len(self.told("MAN")) >= len(entries), "the alerts that waited", 60)
        told = self.told("MAN")
        self.assertCountEqual(told[FLOOR:], entries[FLOOR:])
        self.other.start()
        self.assertNotIn("held", self.hit(people[-1], entries[-1])[1])
        self.assertProblem(self.call("POST", where, supervisor, body), 409, "conflict")
        self.assertEqual(self.told("MAN"), told)
        self.assertEqual(len(told), len(entries))

        # The check of then is what it was.
        beside = self.register.state.parent / "beside.toml"
        beside.write_text(Register.settings(self.register.shared()))
        again = badgewatchd("replay", asked["id"], "--config", beside)
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertIs(json.loads(again.stdout)["replayed"]["hits"][0]["held"], True)

    def test_all_daemons_die_between_release_and_alerts(self):
        people = [stranger(f"die {n}") for n in range(FLOOR + 2)]
        self.license("WLV", people)
        entries = self.post("LDS", people)
        self.compared("LDS", entries)
        hold = self.hold_of("LDS")
        self.assertNotEqual(self.release(hold, 1).returncode, 0)
        self.other.kill()
        self.register.kill()
        # Released while no daemon runs: nobody can raise anything in between.
        done = badgewatchd("admin", "hold", "release", hold["id"], "--entries", hold["entries"], "--reason",
                           "Files seen.", "--config", self.register.config, "--state", self.register.state)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.register.start()
        self.other.start()
        wait_for(lambda: self.told("WLV")[FLOOR:] == sorted(entries[FLOOR:]), "the alerts that waited", 60)
        self.compared("LDS", entries)
        self.assertEqual(sorted(self.told("WLV")), sorted(entries))

    def test_many_licensees_of_others(self):
        people = [stranger(f"others {n}") for n in range(OTHERS + 3)]
        self.license("TFL", people)
        # Little by little, so that no day is unusual for one council; two councils do not add up.
        half = people[:FLOOR]
        entries = self.post("MAN", half)
        more = self.post("GLG", people[FLOOR:])
        self.compared("GLG", more)
        self.assertEqual(sorted(self.told("TFL")), sorted(entries + more))
        self.license("WLV", people[:FLOOR])
        # Each of the new entries has a second licensee by now.
        wait_for(lambda: any(one["authority"] == "MAN" and one["cause"] == "others" for one in self.holds()),
                 "the entries to be held", 30)
        hold = self.hold_of("MAN")
        self.assertEqual(len(self.told("WLV")), len(set(self.told("WLV"))))
        self.assertEqual(self.release(hold).returncode, 0)


if __name__ == "__main__":
    unittest.main()
