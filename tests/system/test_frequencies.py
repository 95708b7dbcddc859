#!/usr/bin/env python3
"""How common words of names are: learnt, published, changed to beside running checks, compared anew."""
import json
import subprocess
import threading
import unittest

from register import (FAMILY, GIVEN, RegisterTest, admin, check, decision, licence, person,
                      wait_for)

PEOPLE = 10_400
# Possible only where few are called Jones: in the built-in table many are, in this register nobody.
HOLDER = person("David Jones", "1985-03")
SUBJECT = person("David Jones", "1985-03-14")


def rows(first, count, given=GIVEN.split(), family=FAMILY.split()):
    """Licences of people whose names go round, so that each is borne by many."""
    for i in range(first, first + count):
        holder = person(f"{given[i % len(given)]} {family[i // len(given) % len(family)]}",
                        f"{1950 + i % 50}-{1 + i // 50 % 12:02}-{1 + i // 600 % 28:02}")
        yield {"licence_number": f"N-{i}", **licence(holder)}


class Frequencies(RegisterTest):
    """A is the demo with its embedded PostgreSQL; B serves on A's. Both watch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.second_daemon()
        cls.keys = {code: cls.register.key(code) for code in ("BIR", "MAN", "WLV")}

    def check(self, daemon, subject=None):
        return self.assertAnswer(daemon.call("POST", "/v1/checks", self.keys["MAN"],
                                             check(subject or SUBJECT)), 201)

    def rules(self, daemon):
        return self.check(daemon)["proof"]["rules"]

    def learn(self):
        done = admin(self.register, "frequencies", "learn")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def shown(self):
        done = admin(self.register, "frequencies", "show")
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def find(self, subject, entry, finding):
        """What Wolverhampton finds about its hit on that entry; what it had found before."""
        asked = self.assertAnswer(self.register.call("POST", "/v1/checks", self.keys["WLV"],
                                                     check(subject)), 201)
        hit = next(one for one in asked["hits"] if one["entry"]["id"] == entry)
        self.assertAnswer(self.register.call(
            "POST", f"/v1/checks/{asked['id']}/hits/{hit['id']}/adjudication", self.keys["WLV"],
            {"finding": finding, "reason": "Seen in person."}), 200)
        return hit["earlier_finding"]

    def reconciled(self, rules):
        """Waits until every entry was compared with every licence by these rules."""
        wait_for(lambda: self.psql("select rules, whole from badgewatch.watch_rules") == f"{rules}|t",
                 "everything to be compared anew", 60)

    def alerts(self):
        alerts = self.register.call("GET", "/v1/alerts", self.keys["WLV"]).json()["alerts"]
        return [(one["licence_number"], one["entry"]["id"]) for one in alerts
                if one["kind"] == "licensee_matched"]

    def put(self, first, count, **names):
        done = self.register.upload("/v1/licences/batch", self.keys["WLV"],
                                    list(rows(first, count, **names)))
        self.assertEqual(done.lines()[-1]["summary"]["created"], count)

    def test_from_built_in_to_learnt_and_on(self):
        """One story, since each part begins where the one before it ended."""
        daemons = (self.register, self.other)
        self.assertAnswer(self.register.call("PUT", "/v1/licences/JONES", self.keys["WLV"],
                                             licence(HOLDER)), 201)
        entry = self.assertAnswer(self.register.call("POST", "/v1/decisions", self.keys["BIR"],
                                                     decision(SUBJECT)), 201)["id"]
        twice = person("Zebedee Quatermain", "1971-02-03", "QQ777777A")
        self.assertAnswer(self.register.call("PUT", "/v1/licences/TWICE", self.keys["WLV"],
                                             licence(twice)), 201)
        known = self.assertAnswer(self.register.call("POST", "/v1/decisions", self.keys["BIR"],
                                                     decision(twice)), 201)["id"]

        # Too few to learn from: refused, and said.
        few = admin(self.register, "frequencies", "learn")
        self.assertEqual(few.returncode, 69, few.stderr)
        self.assertIn("from fewer than 10000", few.stderr)
        self.assertEqual(self.shown(), [])

        self.put(0, PEOPLE)
        wait_for(lambda: (("TWICE", known) in self.alerts()), "the alert of the built-in rules")
        self.assertNotIn(("JONES", entry), self.alerts())
        # One hit is decided as it was told of, another with evidence that the licence has not.
        self.assertIsNone(self.find(twice, known, "same_person"))
        self.assertIsNone(self.find(SUBJECT, entry, "different_person"))
        built_in = self.rules(self.register)
        self.assertEqual(self.rules(self.other), built_in)

        # Learnt, while both go on answering.
        refused, named, stop = [], set(), threading.Event()

        def ask(daemon):
            while not stop.is_set():
                answer = daemon.call("POST", "/v1/checks", self.keys["MAN"], check(SUBJECT))
                if answer.status == 201 and answer.json()["proof"]:
                    named.add(answer.json()["proof"]["rules"])
                else:
                    refused.append((answer.status, answer.body))

        askers = [threading.Thread(target=ask, args=(daemon,)) for daemon in daemons]
        for asker in askers:
            asker.start()
        self.assertIn("Version 1 was learnt from", self.learn())
        for daemon in daemons:
            wait_for(lambda: self.rules(daemon) != built_in, "the learnt rules", 60)
        # What is entered meanwhile is not lost in between.
        late = person("Zebedee Drinkwater", "1972-03-04", "QQ777778A")
        self.assertAnswer(self.other.call("POST", "/v1/decisions", self.keys["BIR"],
                                          decision(late)), 201)
        for daemon in daemons:
            self.assertEqual(self.check(daemon, late)["outcome"], "match")
        stop.set()
        for asker in askers:
            asker.join()
        self.assertEqual(refused, [])
        learnt = self.rules(self.register)
        self.assertEqual(self.rules(self.other), learnt)
        self.assertEqual(named, {built_in, learnt})

        # What nobody in this register bears says more than before; the receipt names the rules.
        answers = [self.check(daemon, HOLDER) for daemon in daemons]
        self.assertEqual([one["hits"][0]["weight"] for one in answers[:1]],
                         [one["hits"][0]["weight"] for one in answers[1:]])
        self.assertEqual(answers[0]["outcome"], "possible_match")
        self.assertIn(learnt, answers[0]["receipt"]["text"])

        # All is compared anew: the new alert comes, the one that was decided not again.
        self.reconciled(learnt)
        told = self.alerts()
        self.assertIn(("JONES", entry), told)
        self.assertEqual(told.count(("TWICE", known)), 1)
        self.assertEqual(len(told), len(set(told)))
        # Other weights are no other evidence: what was found is shown, and what is found now kept.
        self.assertEqual(self.find(twice, known, "same_person")["finding"], "same_person")
        self.assertIsNone(self.find(HOLDER, entry, "different_person"))

        # A register that stood still learns nothing.
        self.assertIn("Nothing was published", self.learn())
        self.assertEqual([one["version"] for one in self.shown()], [1])
        self.assertEqual(self.rules(self.register), learnt)
        metrics = self.register.call("GET", "/metrics").body.decode()
        self.assertIn("badgewatch_frequencies_version 1", metrics)
        self.assertIn(f'badgewatch_rules{{rules="{learnt}"}} 1', metrics)

        # Killed while it changes: the next start is by the newest, at once.
        self.put(PEOPLE, 1_500, given=["Xhevdet", "Bukurije"], family=["Krasniqi", "Hoxhaj"])
        self.assertIn("Version 2 was learnt from", self.learn())
        self.other.kill()
        self.other.start()
        newest = self.rules(self.other)
        self.assertNotEqual(newest, learnt)
        wait_for(lambda: self.rules(self.register) == newest, "the other daemon to change", 60)
        self.assertEqual(self.check(self.other, late)["outcome"], "match")
        # What was found under the first table keeps the watch quiet under the second.
        self.reconciled(newest)
        self.assertEqual(self.alerts(), told)
        self.assertEqual(self.find(HOLDER, entry, "different_person")["finding"], "different_person")

        # One that was damaged keeps nobody from checking, and is said.
        self.damage()
        self.other.stop()
        self.other.start()
        self.assertEqual(self.rules(self.other), built_in)
        ready = self.assertAnswer(self.other.call("GET", "/readyz"), 200)
        self.assertIn("cannot be read", ready["detail"])
        self.assertIn("version 3 was learnt from", self.learn().lower())
        for daemon in daemons:
            wait_for(lambda: self.rules(daemon) == newest, "the table learnt anew", 60)
        self.assertNotIn("detail", self.other.call("GET", "/readyz").json())

    def damage(self):
        """As a disk would: past every right and trigger."""
        self.psql("set session_replication_role = replica",
                  "update badgewatch.frequency_table set content = '\\x0bad' where superseded_at is null")

    def psql(self, *statements):
        lines = self.register.postmaster_file().read_text().splitlines()
        each = [part for one in statements for part in ("-c", one)]
        done = subprocess.run(
            ["/usr/lib/postgresql/15/bin/psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-h", lines[4], "-p",
             lines[3], "-U", "postgres", *each, "badgewatch"],
            check=True, capture_output=True, text=True, timeout=30)
        return done.stdout.strip()


if __name__ == "__main__":
    unittest.main()
