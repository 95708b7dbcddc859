#!/usr/bin/env python3
"""An old check asked anew: the same whatever came since, and what is wrong where it is not."""
import json
import subprocess
import unittest

import test_frequencies
from register import BIN, START_SECONDS, Register, RegisterTest, check, decision, licence, stranger, wait_for

SAME, DIFFERENT, NOT_REPRODUCIBLE = 0, 1, 3


def badgewatchd(*arguments):
    return subprocess.run([str(BIN / "badgewatchd"), *map(str, arguments)], capture_output=True,
                          text=True, timeout=START_SECONDS, check=False)


class Replay(RegisterTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = {code: cls.register.key(code) for code in ("BIR", "LDS", "WLV")}
        cls.beside = cls.register.state.parent / "beside.toml"
        cls.beside.write_text(Register.settings(cls.register.shared()))

    def enter(self, subject, key="BIR"):
        return self.assertAnswer(self.call("POST", "/v1/decisions", self.keys[key],
                                           decision(subject)), 201)["id"]

    def ask(self, subject):
        return self.assertAnswer(self.call("POST", "/v1/checks", self.keys["WLV"], check(subject)), 201)

    def replay(self, asked, status, *place):
        """What is printed for that check, beside the daemon unless a place is given."""
        done = badgewatchd("replay", asked["id"], *(place or ("--config", self.beside)))
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def psql(self, *statements):
        lines = self.register.postmaster_file().read_text().splitlines()
        each = [part for one in statements for part in ("-c", one)]
        done = subprocess.run(
            ["/usr/lib/postgresql/15/bin/psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-h", lines[4], "-p",
             lines[3], "-U", "postgres", *each, "badgewatch"],
            check=True, capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    def purge(self):
        done = badgewatchd("purge", "--confirm", "--config", self.beside)
        self.assertEqual(done.returncode, 0, done.stderr)

    def assertSame(self, asked, *place):
        told = self.replay(asked, SAME, *place)
        self.assertEqual((told["result"], told["same"], told["differences"]), ("same", True, []))
        self.assertEqual(told["stored"], told["replayed"])
        self.assertEqual(told["replayed"]["outcome"], asked["outcome"])
        self.assertEqual([one["entry"] for one in told["replayed"]["hits"]],
                         # Whom to ask is said as of today, and is no part of what was answered.
                         [{name: value for name, value in one["entry"].items() if name != "ask"}
                          for one in asked["hits"]])
        self.assertEqual(told["at"], {key: asked["proof"][key] for key in ("epoch", "seq", "chain", "rules")})
        self.assertTrue(told["log"]["holds"] and told["receipt"]["holds"], told)
        return told

    def test_1_the_same_whatever_came_since(self):
        """One story, whose checks the other tests go on with."""
        cls = type(self)
        known, unknown, found = (stranger(f"replay {n}") for n in range(3))
        self.enter(known)
        cls.found_entry = self.enter(found)
        first = self.ask(found)
        hit = first["hits"][0]
        self.assertAnswer(self.call(
            "POST", f"/v1/checks/{first['id']}/hits/{hit['id']}/adjudication", self.keys["WLV"],
            {"finding": "same_person", "reason": "Seen in person."}), 200)
        cls.asked = {"hit": self.ask(known), "clear": self.ask(unknown), "first": first,
                     "again": self.ask(found)}
        self.assertEqual([cls.asked[one]["outcome"] for one in ("hit", "clear", "again")],
                         ["match", "no_match", "match"])
        self.assertEqual(cls.asked["again"]["hits"][0]["earlier_finding"]["finding"], "same_person")

        # Later: the one who was clear is entered, licences come and change, other words are learnt.
        self.enter(unknown, "LDS")
        self.assertAnswer(self.call("PUT", "/v1/licences/R-1", self.keys["WLV"], licence(known)), 201)
        self.assertAnswer(self.call("PUT", "/v1/licences/R-1", self.keys["WLV"],
                                    licence(known, "surrendered")), 200)
        rows = list(test_frequencies.rows(0, test_frequencies.PEOPLE))
        self.register.upload("/v1/licences/batch", self.keys["WLV"], rows)
        learnt = badgewatchd("admin", "frequencies", "learn", "--config", self.beside)
        self.assertEqual(learnt.returncode, 0, learnt.stderr)
        before = cls.asked["hit"]["proof"]["rules"]
        wait_for(lambda: self.ask(known)["proof"]["rules"] != before, "the learnt rules", 60)
        cls.asked["learnt"] = self.ask(unknown)
        self.assertEqual(cls.asked["learnt"]["outcome"], "match")
        learnt = badgewatchd("admin", "frequencies", "learn", "--config", self.beside)

        for name, asked in cls.asked.items():
            with self.subTest(name):
                self.assertSame(asked)
        self.assertIsNone(self.assertSame(first)["replayed"]["hits"][0]["earlier_finding"])
        # Each look is in the log, in the operator's name.
        self.assertEqual(int(self.psql(
            "select count(*) from badgewatch.log_leaf where kind = 'check_replayed' and authority = ''"
            "   and detail like '%\"result\":\"same\"%'")), len(cls.asked) + 1)
        self.assertNotIn("Seen in person", self.psql("select string_agg(detail, '') from badgewatch.log_leaf"))

    def test_2_what_was_tampered_with(self):
        asked = self.asked["hit"]
        where = f"where id = '{asked['id']}'"
        self.psql(f"update badgewatch.check_record set outcome = 'no_match' {where}")
        told = self.replay(asked, DIFFERENT)
        self.assertEqual((told["result"], told["same"]), ("different", False))
        self.assertIn("/log", told["differences"])
        self.psql(f"update badgewatch.check_record set outcome = 'match' {where}")
        self.assertSame(asked)
        # Another check's answer, put in its place, does not open.
        self.psql("create table public.kept as select * from badgewatch.check_record " + where,
                  "update badgewatch.check_record set answer = (select answer from badgewatch.check_record"
                  f" where id = '{self.asked['clear']['id']}') {where}")
        done = badgewatchd("replay", asked["id"], "--config", self.beside)
        self.assertNotIn(done.returncode, (SAME, NOT_REPRODUCIBLE))
        self.assertEqual(done.stdout, "")
        self.psql(f"update badgewatch.check_record set answer = (select answer from public.kept) {where}",
                  "drop table public.kept")
        # An entry that somebody hid behind the feed's back: the answer of then is not had again.
        entry = asked["hits"][0]["entry"]["id"]
        quiet = "set session_replication_role = replica"
        self.psql(quiet, f"update badgewatch.decision set state = 'removed' where id = '{entry}'")
        done = badgewatchd("replay", asked["id"], "--config", self.beside)
        self.assertNotEqual(done.returncode, SAME, done.stdout)
        self.psql(quiet, f"update badgewatch.decision set state = 'active' where id = '{entry}'")
        self.assertSame(asked)

    def test_3_after_a_restore_and_without_a_daemon(self):
        place = self.register.state.parent
        made = badgewatchd("backup", "--to", place / "set", "--config", self.beside)
        self.assertEqual(made.returncode, 0, made.stderr)
        restored = place / "restored"
        settings = place / "restored.toml"
        settings.write_text(Register.settings({}))
        done = badgewatchd("restore", "--from", place / "set", "--keys", self.register.state / "keys",
                           "--without-ledger", "--config", settings, "--state", restored)
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in ("hit", "clear", "again", "learnt"):
            with self.subTest(name):
                self.assertSame(self.asked[name], "--config", settings, "--state", restored)

    def test_4_what_was_erased(self):
        quiet = "set session_replication_role = replica"
        self.psql(quiet, "update badgewatch.decision set retained_until = '2020-01-01'"
                         f" where id = '{self.found_entry}'")
        self.psql(f"update badgewatch.check_record set watched_until = '2020-01-01'"
                  f" where id = '{self.asked['clear']['id']}'")
        self.purge()
        told = self.replay(self.asked["again"], NOT_REPRODUCIBLE)
        self.assertEqual((told["same"], told["cause"]), (False, "entry_erased"))
        self.assertTrue(told["log"]["holds"])
        told = self.replay(self.asked["clear"], NOT_REPRODUCIBLE)
        self.assertEqual((told["cause"], told["stored"]), ("check_erased", None))
        self.assertTrue(told["log"]["holds"])
        # Who did not hit it has the same answer, and is told that it was not among what was compared.
        self.assertEqual(self.assertSame(self.asked["hit"])["entries_not_compared"], 1)
        # The receipt outlives the check.
        receipt = self.asked["clear"]["receipt"]
        leaf = next(line.split()[1] for line in receipt["text"].splitlines() if line.startswith("leaf "))
        self.assertEqual(leaf, told["log"]["leaf"])

    def test_5_what_is_no_check(self):
        done = badgewatchd("replay", "00000000-0000-0000-0000-000000000000", "--config", self.beside)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("no such check", done.stderr)
        self.assertNotEqual(badgewatchd("replay", "x", "--config", self.beside).returncode, 0)


if __name__ == "__main__":
    unittest.main()
