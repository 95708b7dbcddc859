#!/usr/bin/env python3
"""Two daemons on one database: what one has acknowledged the other never misses."""
import datetime
import json
import os
import signal
import threading
import unittest

from register import (RegisterTest, admin, check, decision, licence, person, stranger,
                      wait_for)


class TwoDaemons(RegisterTest):
    """A is the demo with its embedded PostgreSQL; B serves on A's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.second_daemon()

    def setUp(self):
        self.keys = {code: self.register.key(code) for code in ("TFL", "BIR", "MAN", "WLV")}

    def outcome(self, daemon, subject):
        answer = daemon.call("POST", "/v1/checks", self.keys["MAN"], check(subject))
        return self.assertAnswer(answer, 201)["outcome"]

    def test_no_false_clear(self):
        """Entered at one, asked at the other behind the 201, two hundred times, both ways."""
        wrong = []
        for i in range(200):
            writer, reader = (self.register, self.other) if i % 2 else (self.other, self.register)
            subject = stranger(f"no false clear {i}")
            if self.outcome(reader, subject) == "match":
                continue  # resembles an earlier one
            answer = writer.call("POST", "/v1/decisions", self.keys["BIR"],
                                 decision(subject))
            self.assertEqual(answer.status, 201, answer.body)
            outcome = self.outcome(reader, subject)
            if outcome != "match":
                wrong.append((i, outcome))
        self.assertEqual(wrong, [])

    def test_both_prove_by_one_history(self):
        subject = person("Nobody Known", "1961-05-06")
        one, two = (daemon.call("POST", "/v1/checks", self.keys["MAN"], check(subject)).json()
                    for daemon in (self.register, self.other))
        same = ("epoch", "seq", "chain", "rules")
        self.assertEqual([one["proof"][name] for name in same],
                         [two["proof"][name] for name in same])

    def test_a_check_made_at_one_is_read_at_the_other(self):
        made = self.register.call("POST", "/v1/checks", self.keys["MAN"], check(stranger("read")))
        read = self.other.call("GET", made.headers["location"], self.keys["MAN"])
        self.assertEqual(read.json(), made.json())

    def test_alerts_come_once(self):
        people = [stranger(f"alerts once {i}") for i in range(40)]
        rows = [{"licence_number": f"AO-{i}", **licence(one)} for i, one in enumerate(people)]
        self.assertEqual(self.other.upload("/v1/licences/batch", self.keys["WLV"], rows).lines()[-1]
                         ["summary"]["created"], 40)
        entries = []
        for i, one in enumerate(people):
            daemon = self.register if i % 2 else self.other
            entries.append(daemon.call("POST", "/v1/decisions", self.keys["BIR"],
                                       decision(one)).json()["id"])
        for daemon in (self.register, self.other):
            wait_for(lambda: daemon.call("GET", f"/v1/decisions/{entries[-1]}",
                                         self.keys["BIR"]).json()["watched"], "the watch")
            alerts = daemon.call("GET", "/v1/alerts", self.keys["WLV"]).json()["alerts"]
            told = [one["entry"]["id"] for one in alerts if one["licence_number"].startswith("AO-")]
            self.assertEqual(len([one for one in told if one in entries]),
                             len(set(told) & set(entries)))
            self.assertLessEqual(set(entries), set(told))

    def alerts_of(self, daemon, entry):
        alerts = daemon.call("GET", "/v1/alerts", self.keys["WLV"]).json()["alerts"]
        return [one for one in alerts if one["entry"]["id"] == entry]

    def test_the_watch_passes_on_when_its_holder_hangs(self):
        """Each in turn stands still while the other raises; set going again it raises nothing twice."""
        for i, (hung, awake) in enumerate(((self.register, self.other),
                                           (self.other, self.register)) * 2):
            subject = stranger(f"hung {i}")
            made = awake.call("PUT", f"/v1/licences/HU-{i}", self.keys["WLV"], licence(subject))
            self.assertEqual(made.status, 201, made.body)
            os.kill(hung.process.pid, signal.SIGSTOP)
            try:
                entry = awake.call("POST", "/v1/decisions", self.keys["BIR"],
                                   decision(subject)).json()["id"]
                wait_for(lambda: self.alerts_of(awake, entry), "the other to raise the alert", 15)
            finally:
                os.kill(hung.process.pid, signal.SIGCONT)
            later = hung.call("POST", "/v1/decisions", self.keys["BIR"],
                              decision(subject)).json()["id"]
            wait_for(lambda: self.alerts_of(hung, later), "the watch to go on", 15)
            for daemon in (hung, awake):
                self.assertEqual([len(self.alerts_of(daemon, one)) for one in (entry, later)], [1, 1])
        events = self.register.call("GET", "/v1/events", self.keys["WLV"]).json()["events"]
        self.assertEqual([one["seq"] for one in events], list(range(1, len(events) + 1)))

    def test_one_idempotency_key_at_both_at_once(self):
        for i in range(20):
            body = decision(stranger(f"at once {i}"))
            answers = []

            def post(daemon):
                answers.append(daemon.call("POST", "/v1/decisions", self.keys["TFL"], body,
                                           {"Idempotency-Key": f"at-once-{i}"}))

            threads = [threading.Thread(target=post, args=(daemon,))
                       for daemon in (self.register, self.other) * 2]
            for one in threads:
                one.start()
            for one in threads:
                one.join()
            made = {one.json()["id"] for one in answers if one.status == 201}
            self.assertEqual(len(made), 1, [one.body for one in answers])
            self.assertLessEqual({one.status for one in answers}, {201, 409})

    def test_operators_make_keys_while_both_serve(self):
        made = admin(self.register, "key", "create", "TFL", "--name", "checks only", "--scope", "checks")
        self.assertEqual(made.returncode, 0, made.stderr)
        key = made.stdout.strip()
        for daemon in (self.register, self.other):
            self.assertEqual(daemon.call("POST", "/v1/checks", key, check()).status, 201)
            self.assertProblem(daemon.call("GET", "/v1/alerts", key), 403, "forbidden")
            self.assertProblem(daemon.call("POST", "/v1/decisions", key, decision()), 403,
                               "forbidden")
        told = admin(self.register, "key", "list", "TFL").stdout
        listed = [json.loads(line) for line in told.splitlines()]
        mine = next(one for one in listed if one["name"] == "checks only")
        self.assertEqual(mine["scopes"], ["checks"])
        self.assertNotIn(key, str(listed))
        self.assertEqual(admin(self.register, "key", "revoke", mine["id"]).returncode, 0)
        for daemon in (self.register, self.other):
            wait_for(lambda: daemon.call("POST", "/v1/checks", key, check()).status == 401,
                     "the revocation to be known", 30)

    def test_an_imported_history(self):
        closed = admin(self.register, "key", "create", "TFL", "--name", "import", "--scope",
                       "decisions", "--scope", "import")
        self.assertNotEqual(closed.returncode, 0)
        made = admin(self.register, "key", "create", "TFL", "--name", "import", "--scope", "decisions",
                     "--scope", "import", "--import-days", "2")
        key = made.stdout.strip()
        today = datetime.date.today()
        day = datetime.timedelta(1)
        ago = today.replace(year=today.year - 11, day=min(today.day, 28))
        firsts = [ago + 4 * day, ago - 4 * day, today + 2 * day]
        rows = [decision(stranger(f"import {first}"), "2012-03-01", your_reference=f"I-{first}",
                         first_entered_on=first.isoformat(), imported_from="NR3S")
                for first in firsts]
        rows.append(decision(stranger("import none"), your_reference="I-none", imported_from="NR3S"))
        lines = self.register.upload("/v1/decisions/batch", key, rows).lines()
        self.assertEqual([one["result"] for one in lines[:-1]],
                         ["created", "rejected", "rejected", "rejected"])
        for one in lines[1:4]:
            self.assertEqual([wrong["pointer"] for wrong in one["problem"]["errors"]],
                             ["/first_entered_on"])
        kept = self.register.call("GET", f"/v1/decisions/{lines[0]['id']}", key).json()
        last = (firsts[0] - day).replace(year=today.year)
        self.assertEqual((kept["retained_until"], kept["late"]), (last.isoformat(), None))
        single = self.register.call("POST", "/v1/decisions", key, rows[1])
        self.assertProblem(single, 422, "invalid", ["/first_entered_on"])

    def test_zz_one_goes_and_comes_back(self):
        subject = stranger("while B was away")
        self.other.kill()
        self.register.call("POST", "/v1/decisions", self.keys["BIR"], decision(subject))
        self.other.start()
        self.assertEqual(self.outcome(self.other, subject), "match")


if __name__ == "__main__":
    unittest.main()
