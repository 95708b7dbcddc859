#!/usr/bin/env python3
"""The drill: a register that serves is backed up, purged, lost and restored, and keeps its word."""
import base64
import datetime
import json
import os
import pathlib
import shutil
import stat
import subprocess
import unittest

from register import (BIN, ROOT, START_SECONDS, Register, check, decision, folder, licence, person,
                      wait_for)

PSQL = "/usr/lib/postgresql/15/bin/psql"
PG_RESTORE = "/usr/lib/postgresql/15/bin/pg_restore"
DAYS_BACK = 3  # so far behind is the clock under which the drill's past is entered


def badgewatchd(register, *arguments):
    """A command beside that register, with its settings."""
    return subprocess.run([str(BIN / "badgewatchd"), *map(str, arguments), "--config",
                           str(register.config), "--state", str(register.state)],
                          capture_output=True, text=True, timeout=START_SECONDS, check=False)


def days_ago(days):
    return datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)


def years_before(day, years):
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the last day of a leap February
        return day.replace(year=day.year - years, day=28)


def verifies(receipt, seed_hex):
    """Whether the receipt is signed with the key of that seed (RFC 8032), by OpenSSL's judgement."""
    seed = bytes.fromhex("302e020100300506032b657004220420" + seed_hex)
    place = folder()
    try:
        (place / "key").write_bytes(seed)
        subprocess.run(["openssl", "pkey", "-inform", "DER", "-in", place / "key", "-pubout", "-out",
                        place / "public"], check=True, capture_output=True)
        (place / "text").write_text(receipt["text"])
        (place / "signature").write_bytes(base64.b64decode(receipt["signature"]))
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", place / "public",
                               "-rawin", "-in", place / "text", "-sigfile", place / "signature"],
                              capture_output=True, check=False)
        return done.returncode == 0
    finally:
        shutil.rmtree(place)


class Drill(unittest.TestCase):
    maxDiff = None
    first, second, third = (person(f"{name} Drillington", born, f"QQ{number}C")
                            for name, born, number in (("Amos", "1971-02-03", "110011"),
                                                       ("Bertha", "1982-03-04", "220022"),
                                                       ("Cecil", "1993-04-05", "330033")))

    @classmethod
    def setUpClass(cls):
        past = days_ago(DAYS_BACK)
        cls.register = Register(now=past.strftime("%Y-%m-%dT%H:%M:%SZ"))
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()
        cls.keys = {code: cls.register.key(code) for code in ("BIR", "TFL", "MAN")}
        cls.day = past.date().isoformat()
        cls.enter(past)
        cls.make_backup()

    @classmethod
    def enter(cls, past):
        """One decision whose last day is behind us but was not then, two of the day, their checks."""
        made = badgewatchd(cls.register, "admin", "key", "create", "BIR", "--name", "history",
                           "--scope", "decisions", "--scope", "import", "--import-days", "30")
        assert made.returncode == 0, made.stderr
        last_day = past.date() + datetime.timedelta(days=1)
        entered = years_before(last_day + datetime.timedelta(days=1), 11).isoformat()
        old = decision(cls.first, entered, your_reference="OLD-1", imported_from="NR3S",
                       first_entered_on=entered)
        rows = cls.register.upload("/v1/decisions/batch", made.stdout.strip(), [old]).lines()
        assert rows[0]["result"] == "created", rows
        cls.ids = [cls.entered(one) for one in (cls.second, cls.third)]
        cls.register.upload("/v1/licences/batch", cls.keys["MAN"],
                            [{"licence_number": f"M{n}", **licence(person(f"Number {n} Driver"))}
                             for n in range(50)])
        cls.before = [cls.asked(cls.register, one) for one in (cls.first, cls.second, cls.third)]
        assert [one["outcome"] for one in cls.before] == ["match"] * 3, cls.before
        for one in cls.before:
            assert cls.adjudicated(cls.register, one).status == 200

    @classmethod
    def adjudicated(cls, register, asked):
        return register.call("POST", f"/v1/checks/{asked['id']}/hits/{asked['hits'][0]['id']}/adjudication",
                             cls.keys["TFL"], {"finding": "same_person", "reason": "Same Tattooword."})

    @classmethod
    def entered(cls, subject):
        answer = cls.register.call("POST", "/v1/decisions", cls.keys["BIR"],
                                   decision(subject, cls.day))
        assert answer.status == 201, answer.body
        return answer.json()["id"]

    @classmethod
    def asked(cls, register, subject):
        answer = register.call("POST", "/v1/checks", cls.keys["TFL"], check(subject))
        assert answer.status == 201, answer.body
        return answer.json()

    @classmethod
    def make_backup(cls):
        cls.sets = cls.register.state.parent / "sets"
        cls.sets.mkdir()
        made = badgewatchd(cls.register, "backup", "--to", cls.sets)
        assert made.returncode == 0, made.stderr
        cls.set = pathlib.Path(made.stdout.strip())
        cls.told = made.stderr

    def copied_set(self):
        """A copy of the backup that a test may spoil, in a folder of its own."""
        place = folder()
        self.addCleanup(shutil.rmtree, place)
        shutil.copytree(self.set, place / "set")
        return place / "set"

    def restore(self, *arguments, state=None, keys=True, source=None):
        """Into a new state folder; the finished process and a register on it."""
        place = folder()
        self.addCleanup(shutil.rmtree, place, ignore_errors=True)
        restored = Register(serve=True, state=state or place / "state")
        self.addCleanup(restored.remove)
        restored.config = restored.write_config({"http": {"port": 0}})
        kept = ["--keys", self.register.state / "keys"] if keys else []
        done = badgewatchd(restored, "restore", "--from", source or self.set, *kept, *arguments)
        return done, restored

    def assertRefused(self, done, sentence):
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertIn(sentence, done.stderr)

    def ledger(self):
        return self.register.state / "erasures.ledger"

    # --- the set

    def test_a_set_is_private_and_says_where_the_keys_must_be(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.set).st_mode), 0o700)
        manifest = json.loads((self.set / "manifest.json").read_text())
        self.assertEqual(sorted(one["name"] for one in manifest["files"]),
                         ["erasures.ledger", "register.dump"])
        self.assertIn(str(self.register.state / "keys" / "master.key"), self.told)
        self.assertEqual([path.name for path in self.sets.iterdir() if path.suffix == ".part"], [])

    def test_a_set_holds_no_particulars_and_no_key(self):
        text = subprocess.run([PG_RESTORE, "--file=-", str(self.set / "register.dump")],
                              capture_output=True, check=True).stdout
        self.assertIn(b"COPY badgewatch.decision ", text)
        self.assertIn(b"COPY badgewatch.finding ", text)
        secrets = [b"Drillington", b"QQ110011C", b"OLD-1", b"Number 7 Driver", b"Tattooword"]
        secrets += [(self.register.state / "keys" / name).read_bytes().strip()
                    for name in ("master.key", "receipt.key")]
        secrets += [key.encode() for key in self.keys.values()]
        for secret in secrets:
            self.assertNotIn(secret, text)
            self.assertNotIn(secret.hex().encode(), text)

    def test_to_a_name_of_its_own_once(self):
        name = self.sets.parent / "one-set"
        done = badgewatchd(self.register, "backup", "--to", name)
        self.assertEqual((done.returncode, done.stdout.strip()), (0, str(name)), done.stderr)
        (name / "manifest.json").rename(name / "kept.json")
        (self.sets.parent / "a-file").write_text("x")
        self.assertRefused(badgewatchd(self.register, "backup", "--to", self.sets.parent / "a-file"),
                           "a-file cannot be written: it is there already")
        self.assertRefused(badgewatchd(self.register, "backup", "--to", "/nowhere/at/all"),
                           "there is no folder /nowhere/at")

    # --- the drill itself

    def test_lose_and_restore(self):
        preview = badgewatchd(self.register, "purge", "--preview")
        self.assertEqual(preview.stdout, "1 decisions, 0 concerns, the subjects of 0 checks and 0 "
                                         "officers are past their last day.\n"
                                         "0 outcomes of cases go with them.\n", preview.stderr)
        self.assertEqual(self.asked(self.register, self.first)["outcome"], "match")
        purged = badgewatchd(self.register, "purge")
        self.assertIn("1 decisions, 0 concerns, the subjects of 0 checks and 0 officers were erased", purged.stdout)
        lines = self.ledger().read_text().splitlines()
        self.assertEqual(len(lines), 2, lines)
        self.assertIn(" decision BIR ", lines[1])
        self.assertEqual(self.asked(self.register, self.first)["outcome"], "no_match")
        self.assertEqual(self.adjudicated(self.register, self.before[0]).status, 404)
        # One more goes early, as a court may order: only the ledger knows of it.
        early = self.register.state.parent / "newest.ledger"
        early.write_text(self.ledger().read_text() +
                         f"2026-01-01T00:00:00.000Z decision BIR {self.ids[1]}\n")

        done, restored = self.restore("--ledger", early)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("2 that had been erased since were erased again", done.stdout)
        restored.start()
        self.assertWordIsKept(restored, done.stdout)
        self.assertIn(self.ids[1], (restored.state / "erasures.ledger").read_text())
        again = badgewatchd(restored, "backup", "--to", self.sets.parent / "of-the-restored")
        self.assertEqual(again.returncode, 0, again.stderr)

        # Without the ledger the early one is back: so the drill above can fail.
        done, forgetful = self.restore("--without-ledger")
        self.assertEqual(done.returncode, 0, done.stderr)
        forgetful.start()
        self.assertEqual([self.asked(forgetful, one)["outcome"] for one in (self.first, self.third)],
                         ["no_match", "match"])

    def assertWordIsKept(self, restored, told):
        after = [self.asked(restored, one) for one in (self.first, self.second, self.third)]
        self.assertEqual([one["outcome"] for one in after], ["no_match", "match", "no_match"])
        epochs = {one["proof"]["epoch"] for one in after}
        self.assertEqual(len(epochs), 1)
        self.assertIn("A new epoch has begun: " + epochs.pop(), told)
        self.assertNotEqual(after[0]["proof"]["epoch"], self.before[0]["proof"]["epoch"])
        for gone in (self.ids[1],):
            self.assertEqual(restored.call("GET", f"/v1/decisions/{gone}", self.keys["BIR"]).status,
                             404)
        self.assertEqual(restored.call("GET", f"/v1/decisions/{self.ids[0]}",
                                       self.keys["BIR"]).status, 200)
        seed = (restored.state / "keys" / "receipt.key").read_text().strip()
        for one in self.before:
            kept = restored.call("GET", f"/v1/checks/{one['id']}", self.keys["TFL"]).json()
            self.assertEqual(kept["receipt"], one["receipt"])
            self.assertTrue(verifies(kept["receipt"], seed))
            # What was found goes with its entry, and else comes back with it.
            self.assertEqual("finding" in kept["hits"][0], one is self.before[1])
        self.assertEqual(after[1]["hits"][0]["earlier_finding"]["reason"], "Same Tattooword.")
        self.assertTrue(verifies(after[0]["receipt"], seed))
        forged = dict(self.before[0]["receipt"])
        forged["text"] = forged["text"].replace("outcome match", "outcome no_match")
        self.assertFalse(verifies(forged, seed))
        self.assertFalse(verifies(self.before[0]["receipt"], "00" * 32))

    # --- what a restore refuses

    def test_wrong_keys(self):
        done, restored = self.restore("--ledger", self.ledger(), keys=False)
        self.assertRefused(done, "The master key is not at")
        place = folder()
        self.addCleanup(shutil.rmtree, place)
        (place / "master.key").write_text("ab" * 32 + "\n")
        (place / "master.key").chmod(0o600)
        done, restored = self.restore("--ledger", self.ledger(), "--keys", place, keys=False)
        self.assertRefused(done, "is not the master key that this backup was sealed with")
        (place / "master.key").write_text("ab" * 12 + "\n")
        done, restored = self.restore("--ledger", self.ledger(), "--keys", place, keys=False)
        self.assertRefused(done, "it must hold 64 hexadecimal digits")
        self.assertFalse(restored.state.exists(), "nothing is made of a restore that is refused")

    def test_missing_ledger(self):
        done, _ = self.restore()
        self.assertRefused(done, "There is no erasure ledger at")
        self.assertRefused(done, "--ledger FILE")
        done, _ = self.restore("--ledger", "/etc/hostname")
        self.assertRefused(done, "/etc/hostname:1: this is no line of an erasure ledger")

    def test_ledgers_of_others_and_empty_ones(self):
        place = folder()
        self.addCleanup(shutil.rmtree, place)
        first = self.ledger().read_text().splitlines()[0]
        self.assertRegex(first, r"^badgewatch-erasures/2 [0-9a-f-]{36}$")
        manifest = json.loads((self.set / "manifest.json").read_text())
        self.assertEqual(manifest["register"], first.split()[1])
        ledger = place / "erasures.ledger"
        ledger.write_text("badgewatch-erasures/2 01a20be5-75c7-7635-abde-49556b377dc9\n")
        done, restored = self.restore("--ledger", ledger)
        self.assertRefused(done, f"{ledger} is the erasure ledger of another register")
        self.assertFalse(restored.state.exists())
        ledger.write_text("")
        done, _ = self.restore("--ledger", ledger)
        self.assertRefused(done, f"{ledger}:1: the file is empty")
        ledger.write_text("badgewatch-erasures/1\n" +
                          f"2026-01-01T00:00:00.000Z decision BIR {self.ids[1]}\n")
        done, _ = self.restore("--ledger", ledger)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("1 that had been erased since", done.stdout)

    def test_spoiled_sets(self):
        def cut(path):
            os.truncate(path, path.stat().st_size - 1)

        def flip(path):
            text = bytearray(path.read_bytes())
            text[len(text) // 2] ^= 1
            path.write_bytes(text)

        for name in ("register.dump", "erasures.ledger"):
            for spoil, sentence in ((cut, f"its file {name} has"),
                                    (flip, f"its file {name} is not what was written"),
                                    (os.unlink, f"its file {name} is missing")):
                with self.subTest(name=name, spoil=spoil.__name__):
                    spoiled = self.copied_set()
                    spoil(spoiled / name)
                    done, _ = self.restore("--ledger", self.ledger(), source=spoiled)
                    self.assertRefused(done, sentence)

    def test_spoiled_manifests(self):
        spoiled = self.copied_set()
        path = spoiled / "manifest.json"
        manifest = json.loads(path.read_text())

        def refused_with(change, sentence):
            path.write_text(json.dumps({**manifest, **change}) if change is not None else "{")
            done, _ = self.restore("--ledger", self.ledger(), source=spoiled)
            self.assertRefused(done, sentence)

        refused_with({"schema_version": 9000}, "made by a newer Badgewatch (database schema 9000; "
                                               "this one knows up to")
        refused_with({"format": "badgewatch-backup/2"}, "its manifest.json is not of the form")
        refused_with({"files": []}, "its file register.dump is missing")
        refused_with({"made_at": "yesterday"}, "its manifest.json is not of the form")
        refused_with(None, "its manifest.json is not of the form")
        head = {**manifest["head"], "seq": manifest["head"]["seq"] + 1}
        refused_with({"head": head}, "not at the place in its feed that the manifest names")
        path.unlink()
        done, _ = self.restore("--ledger", self.ledger(), source=spoiled)
        self.assertRefused(done, "it has no manifest.json")
        done, _ = self.restore("--ledger", self.ledger(), source="/nowhere/at/all")
        self.assertRefused(done, "/nowhere/at/all cannot be restored: there is no such folder")

    def test_a_state_that_is_in_use(self):
        done = badgewatchd(self.register, "restore", "--from", self.set, "--ledger", self.ledger())
        self.assertRefused(done, f"{self.register.state} is not empty (it holds ")

    def test_keys_and_ledger_may_wait_in_the_new_state(self):
        place = folder()
        self.addCleanup(shutil.rmtree, place, ignore_errors=True)
        state = place / "state"
        shutil.copytree(self.register.state / "keys", state / "keys")
        shutil.copy(self.ledger(), state / "erasures.ledger")
        state.chmod(0o711)
        done, restored = self.restore(state=state, keys=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        done, _ = self.restore(state=state, keys=False)
        self.assertRefused(done, f"{state} is not empty (it holds ")

    def test_a_restore_cut_short_never_serves(self):
        spoiled = self.copied_set()
        manifest = json.loads((spoiled / "manifest.json").read_text())
        manifest["head"]["live"] += 1
        (spoiled / "manifest.json").write_text(json.dumps(manifest))
        done, restored = self.restore("--ledger", self.ledger(), source=spoiled)
        self.assertNotEqual(done.returncode, 0)
        for command in (["serve"], ["migrate"], ["purge"]):
            self.assertRefused(badgewatchd(restored, *command),
                               f"A restore into {restored.state} was not finished")
        done = badgewatchd(restored, "restore", "--from", self.set, "--ledger", self.ledger())
        self.assertRefused(done, f"A restore into {restored.state} was not finished")


class OldIndex(unittest.TestCase):
    """A daemon that follows a database while a backup is restored into it."""

    def test_its_index_proves_nothing_any_more(self):
        register = Register()
        self.addCleanup(register.remove)
        register.start()
        key = register.key("BIR")
        other = Register(serve=True)
        self.addCleanup(other.remove)
        other.config = other.write_config({**register.shared(), "http": {"port": 0}})
        other.start()
        kept = person("Keith Remainder", "1961-02-03", "QQ440044C")
        lost = person("Olwen Vanished", "1988-09-10", "QQ550055C")
        self.enter(register, key, kept)
        done = badgewatchd(other, "backup", "--to", other.state.parent / "set")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.enter(register, key, lost)
        before = other.call("POST", "/v1/checks", key, check(lost)).json()
        self.assertEqual(before["outcome"], "match")

        self.empty_database(register)
        elsewhere = Register(serve=True)
        self.addCleanup(elsewhere.remove)
        elsewhere.config = elsewhere.write_config(register.shared())
        done = badgewatchd(elsewhere, "restore", "--from", other.state.parent / "set",
                           "--without-ledger")
        self.assertEqual(done.returncode, 0, done.stderr)

        def cleared():
            answer = other.call("POST", "/v1/checks", key, check(lost))
            if answer.status != 201:
                return None
            if answer.json()["outcome"] != "no_match":
                self.assertIsNone(answer.json()["proof"], "a hit of the old epoch is not proven")
                return None
            return answer.json()
        proof = wait_for(cleared, "the index of the new epoch", START_SECONDS)["proof"]
        self.assertNotEqual(proof["epoch"], before["proof"]["epoch"])
        self.assertIn("A new epoch has begun: " + proof["epoch"], done.stdout)
        after = other.call("POST", "/v1/checks", key, check(kept)).json()
        self.assertEqual((after["outcome"], after["proof"]["epoch"]), ("match", proof["epoch"]))

    def enter(self, register, key, subject):
        self.assertEqual(register.call("POST", "/v1/decisions", key, decision(subject)).status, 201)

    def empty_database(self, register):
        """While daemons use it: they are kept out meanwhile, or they and the drop wait for each other."""
        place = register.postmaster_file().read_text().splitlines()[4]
        done = subprocess.run([PSQL, "-qX", "-v", "ON_ERROR_STOP=1", "-h", place, "-U", "postgres",
                               "-c", "alter database badgewatch connection limit 0",
                               "-c", "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
                                     " where datname = 'badgewatch' and pid <> pg_backend_pid()",
                               "-c", "drop schema badgewatch cascade",
                               "-c", "alter database badgewatch connection limit -1", "-f",
                               str(ROOT / "sql" / "roles.sql"), "badgewatch"],
                              capture_output=True, text=True, timeout=START_SECONDS, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)


class MasterKey(unittest.TestCase):
    """The register's own start is as careful about its key as a restore."""

    def test_lost_and_mistaken_keys_are_told(self):
        register = Register(serve=True)
        self.addCleanup(register.remove)
        register.config = register.write_config({"http": {"port": 0}})
        register.start()
        register.stop()
        path = register.state / "keys" / "master.key"
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(path.parent.stat().st_mode), 0o700)
        good = path.read_text()
        path.unlink()
        done = badgewatchd(register, "serve")
        self.assertIn(f"The master key {path} is not there. This register was sealed with a master "
                      "key", done.stderr)
        self.assertFalse(path.exists(), "another key would seal half of the register")
        path.write_text("ab" * 32 + "\n")
        path.chmod(0o600)
        done = badgewatchd(register, "serve")
        self.assertIn(f"The master key {path} is another one.", done.stderr)
        path.write_text(good)
        register.start()


class OwnLedger(unittest.TestCase):
    """A start is as careful about the ledger as a restore."""

    def test_anothers_is_refused_and_a_lost_one_is_told(self):
        register = Register(serve=True)
        self.addCleanup(register.remove)
        register.config = register.write_config({"http": {"port": 0}})
        register.start()
        register.stop()
        self.assertNotIn("ledger is lost", register.log.read_text())
        path = register.state / "erasures.ledger"
        good = path.read_text()
        path.write_text("badgewatch-erasures/2 01a20be5-75c7-7635-abde-49556b377dc9\n")
        done = badgewatchd(register, "serve")
        self.assertEqual(done.returncode, 78)
        self.assertIn(f"{path} is the erasure ledger of another register", done.stderr)
        path.write_text("")
        register.start()
        self.assertIn("the erasure ledger is lost", register.log.read_text())
        self.assertEqual(path.read_text(), good)


if __name__ == "__main__":
    unittest.main()
