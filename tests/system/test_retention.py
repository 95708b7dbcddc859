#!/usr/bin/env python3
"""What is past its last day is erased, but never because a clock is wrong."""
import datetime
import json
import subprocess
import time
import unittest

from officers import Browser
from register import BIN, START_SECONDS, Register, decision, stranger, wait_for

ENTRIES = 6


def badgewatchd(register, *arguments, state=None):
    """A command beside that register, or on another state folder with its settings."""
    return subprocess.run([str(BIN / "badgewatchd"), *map(str, arguments), "--config",
                           str(register.config), "--state", str(state or register.state)],
                          capture_output=True, text=True, timeout=START_SECONDS, check=False)


def entered(register, **more):
    """Ids of some entries of Birmingham's."""
    answers = [register.call("POST", "/v1/decisions", "BIR", decision(stranger(n), **more))
               for n in range(ENTRIES)]
    assert all(one.status == 201 for one in answers), answers
    return [one.json()["id"] for one in answers]


def years_before(day, years):
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the last day of a leap February
        return day.replace(year=day.year - years, day=28)


class WrongClock(unittest.TestCase):

    def test_a_demo_of_another_time_erases_nothing(self):
        register = Register()
        self.addCleanup(register.remove)
        register.start()
        ids = entered(register)
        register.stop()
        register.now = "2060-01-01T00:00:00Z"
        register.start()
        time.sleep(1.5)  # what begins at the start would have come to its end by then
        self.assertEqual(self.left(register, ids), ENTRIES)
        register.stop()
        register.now = None
        register.start()
        self.assertEqual(self.left(register, ids), ENTRIES)

    def left(self, register, ids):
        return [register.call("GET", f"/v1/decisions/{one}", "BIR").status for one in ids].count(200)


class AllAtOnce(unittest.TestCase):
    """A register whose entries all fall due on one day, as a clock that jumped would have it."""

    def test_a_person_is_asked_first(self):
        past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=3)
        register = Register(now=past.strftime("%Y-%m-%dT%H:%M:%SZ"))
        self.addCleanup(register.remove)
        register.start()
        self.import_old(register, past.date())
        register.stop()
        told = f"{ENTRIES} of {ENTRIES} entries are past their last day at once."
        done = badgewatchd(register, "purge")
        self.assertIn(told, done.stderr)
        self.assertIn("purge --confirm", done.stderr)
        self.assertNotEqual(done.returncode, 0)

        serving = Register(serve=True, state=register.state)
        self.addCleanup(serving.stop)
        serving.config = serving.write_config({"http": {"port": 0}})
        serving.start()
        figures = wait_for(lambda: self.failures(serving), "the purge at the start to be refused")
        self.assertEqual(float(figures[0].split()[-1]), 1)
        self.assertIn(told, serving.log.read_text())
        operator = Browser(serving).sign_in(register.demo()["operator"])
        self.assertPreview(operator, register, ENTRIES)
        self.assertRestored(register, told)
        done = badgewatchd(register, "purge", "--confirm")
        self.assertIn(f"{ENTRIES} decisions, 0 concerns, the subjects of 0 checks and 0 officers were erased", done.stdout,
                      done.stderr)
        self.assertPreview(operator, register, 0)

    def assertPreview(self, operator, register, entries):
        """The command, the API and the operator's page say the same of the next purge, and erase nothing."""
        for _ in range(2):
            said = badgewatchd(register, "purge", "--preview").stdout
            self.assertIn(f"{entries} decisions, 0 concerns, the subjects of 0 checks and 0 officers are past their last "
                          "day", said)
            past = operator.call("GET", "/v1/register").json()["past_its_day"]
            self.assertEqual(past, {"decisions": entries, "concerns": 0, "checks": 0, "officers": 0, "outcomes": 0})
            page = operator.call("GET", "/admin/register").body.decode()
            shown = page[page.index("Past its last day"):]
            for name, count in (("Entries", entries), ("Concerns", 0), ("Subjects of checks", 0),
                                ("Accounts that ended", 0), ("Outcomes of cases", 0)):
                self.assertRegex(shown, rf">\s*{name}\s*</dt>\s*<dd[^>]*>\s*{count}\s*</dd>")

    def assertRestored(self, register, told):
        """A restore asks first, too, and says so."""
        place = register.state.parent
        made = badgewatchd(register, "backup", "--to", place / "set")
        self.assertEqual(made.returncode, 0, made.stderr)
        done = badgewatchd(register, "restore", "--from", place / "set", "--keys",
                           register.state / "keys", "--ledger", register.state / "erasures.ledger",
                           state=place / "restored")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(told, done.stderr)
        self.assertIn("0 were past their last day", done.stdout)

    def failures(self, register):
        lines = register.call("GET", "/metrics").body.decode().splitlines()
        return [one for one in lines if one.startswith("badgewatch_retention_failures_total")]

    def import_old(self, register, day):
        """Entries that have two more days to stay, counted from that day."""
        made = badgewatchd(register, "admin", "key", "create", "BIR", "--name", "history", "--scope",
                           "decisions", "--scope", "import", "--import-days", "30")
        self.assertEqual(made.returncode, 0, made.stderr)
        first = day + datetime.timedelta(days=2)
        first = years_before(first, 11)
        rows = [decision(stranger(n), first.isoformat(), your_reference=f"OLD-{n}",
                         imported_from="NR3S", first_entered_on=first.isoformat())
                for n in range(ENTRIES)]
        lines = register.upload("/v1/decisions/batch", made.stdout.strip(), rows).lines()
        self.assertEqual({one["result"] for one in lines[:-1]}, {"created"}, lines)


class LastDay(unittest.TestCase):
    """Entries are there to the end of their last day, by the time of the United Kingdom, and no longer."""

    def test_an_entry_goes_as_its_last_day_ends_and_at_the_next_start(self):
        register = Register(now="2026-06-01T22:59:35Z")  # 25 seconds before a midnight of summer
        self.addCleanup(register.remove)
        register.start()
        today, tomorrow = self.last_days(register, "2015-06-02", "2015-06-03")
        self.assertEqual(today["retained_until"], "2026-06-01")
        self.assertEqual(self.left(register, today), (200, "possible_match"))
        wait_for(lambda: self.left(register, today) == (404, "no_match"), "the last day to end", 60)
        self.assertEqual(self.left(register, tomorrow), (200, "possible_match"))
        register.stop()
        register.now = "2026-06-03T10:00:00Z"
        register.start()
        wait_for(lambda: self.left(register, tomorrow) == (404, "no_match"), "what went meanwhile to be erased", 60)

    def last_days(self, register, *firsts):
        """An entry that was first entered on each of these days."""
        made = badgewatchd(register, "admin", "key", "create", "BIR", "--name", "history", "--scope",
                           "decisions", "--scope", "import", "--import-days", "30")
        self.assertEqual(made.returncode, 0, made.stderr)
        rows = [decision(stranger(first), first, your_reference=first, imported_from="NR3S", first_entered_on=first)
                for first in firsts]
        lines = register.upload("/v1/decisions/batch", made.stdout.strip(), rows).lines()
        self.assertEqual([one["result"] for one in lines[:-1]], ["created"] * len(rows), lines)
        made = [register.call("GET", f"/v1/decisions/{one['id']}", "BIR").json() for one in lines[:-1]]
        return [{**one, "subject": row["subject"]} for one, row in zip(made, rows)]

    def left(self, register, entry):
        """How its own authority finds it, and what another one's check says."""
        subject = {key: entry["subject"][key] for key in ("names", "date_of_birth")}
        asked = register.call("POST", "/v1/checks", "MAN",
                              {"case_reference": "1", "purpose": "renewal", "subject": subject})
        return register.call("GET", f"/v1/decisions/{entry['id']}", "BIR").status, asked.json().get("outcome")


class LegalHold(unittest.TestCase):
    """An entry that a named person has asked to keep."""

    def test_what_is_held_leaves_the_register_and_goes_with_its_last_hold(self):
        past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=3)
        register = Register(now=past.strftime("%Y-%m-%dT%H:%M:%SZ"))
        self.addCleanup(register.remove)
        register.start()
        AllAtOnce.import_old(self, register, past.date())
        subject = stranger(0)
        asked = register.call("POST", "/v1/checks", "MAN",
                              {"case_reference": "1", "purpose": "renewal", "subject": subject}).json()
        entry = asked["hits"][0]["entry"]["id"]
        register.stop()

        first = self.held("begin", entry, register, "Claim HC-2026-17.")
        second = self.held("begin", entry, register, "Inquiry 4.")
        self.assertEqual((first["authority"], first["asked_by"], first["released_at"]),
                         ("BIR", "Ada Lovelace", None))
        done = badgewatchd(register, "purge", "--confirm")
        self.assertIn(f"{ENTRIES} decisions, 0 concerns, the subjects of 0 checks and 0 officers were erased", done.stdout, done.stderr)
        shown = json.loads(self.act(register, "show", first["id"]).stdout)
        self.assertEqual(shown["subject"]["names"][0]["full"], subject["names"][0]["full"])

        self.assertEqual(self.held("release", first["id"], register, "Settled.")["release_reason"], "Settled.")
        self.assertEqual(self.act(register, "show", second["id"]).returncode, 0)
        self.held("release", second["id"], register, "Over.")
        self.assertNotEqual(self.act(register, "show", second["id"]).returncode, 0)
        again = self.act(register, "release", second["id"], "--by", "Ada Lovelace", "--reason", "x")
        self.assertNotEqual(again.returncode, 0)
        self.assertNotEqual(self.act(register, "begin", entry, "--by", "Ada Lovelace", "--reason", "x").returncode, 0)
        listed = [json.loads(line) for line in self.act(register, "list").stdout.splitlines()]
        self.assertEqual({one["id"] for one in listed}, {first["id"], second["id"]})

        register.now = None
        register.start()
        asked = register.call("POST", "/v1/checks", "MAN",
                              {"case_reference": "1", "purpose": "renewal", "subject": subject}).json()
        self.assertEqual((asked["outcome"], asked["hits"]), ("no_match", []))

    def act(self, register, *arguments):
        return badgewatchd(register, "admin", "legal-hold", *arguments)

    def held(self, what, subject, register, reason):
        done = self.act(register, what, subject, "--by", "Ada Lovelace", "--reason", reason)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)


if __name__ == "__main__":
    unittest.main()
