#!/usr/bin/env python3
"""The master key is changed while the register serves; whoever lacks a key is told, and nothing changes."""
import hashlib
import json
import pathlib
import shutil
import stat
import subprocess
import threading
import unittest

from register import BIN, START_SECONDS, Register, check, decision, folder, licence, stranger, wait_for

PSQL = "/usr/lib/postgresql/15/bin/psql"
LONG = 240


def badgewatchd(register, *arguments, seconds=LONG):
    """A command beside that register, with its settings."""
    return subprocess.run([str(BIN / "badgewatchd"), *map(str, arguments), "--config",
                           str(register.config), "--state", str(register.state)],
                          capture_output=True, text=True, timeout=seconds, check=False)


def mark_of(key_file):
    """Of a master key, as the database knows it; reckoned by other code."""
    key = bytes.fromhex(key_file.read_text())
    return hashlib.blake2b(b"badgewatch master key mark", key=key, digest_size=32).hexdigest()


def sql(register, statement):
    done = subprocess.run([PSQL, "-XqAt", register.shared()["database"]["url"], "-c", statement],
                          capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def status(register):
    done = badgewatchd(register, "master-key", "status")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return [line for line in lines if "generation" in line], [line for line in lines if "daemon" in line]


class MasterKeyTest(unittest.TestCase):

    def begin(self, people=60):
        self.register = Register()
        self.addCleanup(self.register.remove)
        self.register.start()
        self.keys = self.register.state / "keys"
        rows = [{"licence_number": f"M{n}", **licence(stranger(f"mk{n}"))} for n in range(people)]
        answer = self.register.upload("/v1/licences/batch", "MAN", rows)
        self.assertEqual(answer.lines()[-1]["summary"]["created"], people)
        for n in range(3):
            made = self.register.call("POST", "/v1/decisions", "BIR",
                                      decision(stranger(f"entry{n}"), your_reference=f"R{n}"),
                                      {"Idempotency-Key": f"made-{n}"})
            self.assertEqual(made.status, 201, made.body)
        return self.register

    def make_next(self, *, taken_up=True):
        made = badgewatchd(self.register, "master-key", "new")
        self.assertEqual(made.returncode, 0, made.stderr)
        path = pathlib.Path(made.stdout.strip())
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        if taken_up:
            wait_for(lambda: status(self.register)[1][0]["master_keys"] == 2, "the daemon to take it up", 60)
        return path

    def assertKnows(self, register):
        """Everything that was there is read, and found by what it is looked up by."""
        for n in range(3):
            asked = register.call("POST", "/v1/checks", "TFL", check(stranger(f"entry{n}")))
            self.assertEqual(asked.status, 201, asked.body)
            self.assertEqual(asked.json()["outcome"], "match")
            again = register.call("POST", "/v1/decisions", "BIR",
                                  decision(stranger(f"entry{n}"), your_reference=f"R{n}"),
                                  {"Idempotency-Key": f"made-{n}"})
            self.assertEqual((again.status, again.headers.get("idempotency-replayed")), (201, "true"))
        self.assertEqual(register.call("GET", "/v1/licences/M7", "MAN").status, 200)


class Rotation(MasterKeyTest):

    def test_beside_a_register_that_serves(self):
        register = self.begin()
        old_set = badgewatchd(register, "backup", "--to", register.state.parent).stdout.strip()
        next_key = self.make_next()
        self.assertIn("There is a key in", badgewatchd(register, "master-key", "new").stderr)
        stop, refused = threading.Event(), []

        def write():
            turn = 0
            while not stop.is_set():
                turn += 1
                answer = register.call("PUT", f"/v1/licences/M{turn % 50}", "MAN",
                                       licence(stranger(f"mk{turn}")))
                if answer.status not in (200, 201):
                    refused.append((answer.status, answer.body))
                if register.call("POST", "/v1/checks", "TFL", check(stranger("entry1"))).status != 201:
                    refused.append("a check")
        writer = threading.Thread(target=write)
        writer.start()
        try:
            done = badgewatchd(register, "master-key", "rotate")
        finally:
            stop.set()
            writer.join()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("keys are wrapped by the new master key", done.stderr)
        self.assertIn(f"mv {next_key} {self.keys / 'master.key'}", done.stdout)
        self.assertEqual(refused, [])
        generations, daemons = status(register)
        self.assertEqual([one["keys_wrapped"] for one in generations][:1], [0])
        self.assertIn("retired_at", generations[0])
        self.assertEqual(daemons[0]["wraps_by"], 2)
        self.assertKnows(register)
        self.assertIn("badgewatch_master_key_generation 2", register.call("GET", "/metrics").body.decode())
        self.assertEqual(sql(register, "select string_agg(kind, ' ' order by kind) from badgewatch.log_leaf"
                                       " where kind like 'master%'"), "master_key_added master_key_retired")

        # The old key is gone for good.
        register.stop()
        old = folder()
        self.addCleanup(shutil.rmtree, old)
        shutil.copy(self.keys / "master.key", old / "master.key")
        next_key.rename(self.keys / "master.key")
        register.start()
        self.assertKnows(register)
        new_set = badgewatchd(register, "backup", "--to", register.state.parent / "new-set").stdout.strip()
        register.stop()
        self.restores(new_set, self.keys)
        for one in ("receipt.key", "log.key"):
            shutil.copy(self.keys / one, old / one)
        self.restores(old_set, old)
        done = self.restore(old_set, self.keys)
        self.assertIn("is not the master key that this backup was sealed with", done.stderr)
        (self.keys / "master.key").write_text((old / "master.key").read_text())
        done = badgewatchd(register, "serve")
        self.assertIn("is another one.", done.stderr)

    def restore(self, made, keys):
        place = folder()
        self.addCleanup(shutil.rmtree, place)
        other = Register(serve=True, state=place / "state")
        other.config = other.write_config({"http": {"port": 0}})
        done = badgewatchd(other, "restore", "--from", made, "--keys", keys, "--ledger",
                           self.register.state / "erasures.ledger")
        return done

    def restores(self, made, keys):
        done = self.restore(made, keys)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_killed_in_the_middle_it_goes_on(self):
        register = self.begin(people=3000)
        self.make_next()
        command = subprocess.Popen([str(BIN / "badgewatchd"), "master-key", "rotate", "--config",
                                    str(register.config), "--state", str(register.state)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(lambda: len(status(register)[0]) == 2, "the change to begin", 60)
            for _ in range(2):
                register.kill()
                register.start()
        finally:
            command.kill()
            command.wait()
        made = badgewatchd(register, "backup", "--to", register.state.parent / "half-set")
        self.assertEqual(made.returncode, 0, made.stderr)
        wait_for(lambda: "retired_at" in status(register)[0][0], "the daemon to end it by itself", LONG)
        generations, _ = status(register)
        self.assertEqual(generations[0]["keys_wrapped"], 0)
        self.assertKnows(register)
        self.restores(made.stdout.strip(), self.keys)


class Refusals(MasterKeyTest):

    def test_a_second_daemon_needs_the_key_first(self):
        register = self.begin()
        shared = register.shared()
        place = folder()
        self.addCleanup(shutil.rmtree, place)
        shutil.copy(self.keys / "master.key", place / "master.key")
        shared["keys"]["master_key_file"] = str(place / "master.key")
        other = Register(serve=True)
        self.addCleanup(other.remove)
        other.config = other.write_config(shared)
        other.start()
        wait_for(lambda: len(status(register)[1]) == 2, "both to say that they serve", 30)
        next_key = self.make_next(taken_up=False)
        wait_for(lambda: sorted(one["master_keys"] for one in status(register)[1]) == [1, 2],
                 "the first to take it up", 60)
        done = badgewatchd(register, "master-key", "rotate")
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(done.stderr, r"The daemon on .*\(process %d\) does not have the new key yet\. "
                                      r"Nothing was changed\." % other.process.pid)
        self.assertEqual(len(status(register)[0]), 1)

        shutil.copy(next_key, place / "master.next.key")
        wait_for(lambda: [one["master_keys"] for one in status(register)[1]] == [2, 2], "both to have it", 60)
        done = badgewatchd(register, "master-key", "rotate")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertKnows(register)
        key = register.key("TFL")
        asked = other.call("POST", "/v1/checks", key, check(stranger("entry0")))
        self.assertEqual(asked.json()["outcome"], "match")
        self.assertEqual(sorted(one["wraps_by"] for one in status(register)[1]), [2, 2])

    def test_a_missing_generation_stops_the_start_and_changes_nothing(self):
        register = self.begin()
        lost = folder() / "lost.key"
        self.addCleanup(shutil.rmtree, lost.parent)
        lost.write_text("5a" * 32 + "\n")
        sql(register, f"insert into badgewatch.master_key (generation, mark) values (2, '\\x{mark_of(lost)}')")
        self.assertEqual(sql(register, "select encode(mark, 'hex') from badgewatch.master_key where"
                                       " generation = 1"), mark_of(self.keys / "master.key"))
        before = self.everything(register)
        shared = register.shared()
        other = Register(serve=True)
        self.addCleanup(other.remove)
        other.config = other.write_config(shared)
        done = badgewatchd(other, "serve", seconds=START_SECONDS)
        self.assertEqual(done.returncode, 78, done.stderr)
        self.assertEqual([line for line in done.stderr.splitlines() if not line.startswith("{")],
                         [f"badgewatchd: The master key of this register is being changed, and that of "
                          f"generation 2 is neither in {self.keys}/master.key nor in "
                          f"{self.keys}/master.next.key. Put both keys there until `badgewatchd master-key "
                          f"status` says that the change is done."])
        self.assertEqual(self.everything(register), before)

    @staticmethod
    def everything(register):
        """A digest of what a start could have changed; the daemon beside it writes the rest."""
        tables = ("master_key", "lookup_key", "schema_migration", "licence", "decision", "reference_file",
                  "frequency_table", "api_key", "register")
        return [sql(register, f"select md5(string_agg(t::text, ';' order by t::text)) from badgewatch.{one}"
                              " as t") for one in tables]

    def test_without_a_next_key(self):
        register = self.begin(people=1)
        done = badgewatchd(register, "master-key", "rotate")
        self.assertIn("There is no new master key in", done.stderr)
        path = self.keys / "master.next.key"
        shutil.copy(self.keys / "master.key", path)
        done = badgewatchd(register, "master-key", "rotate")
        self.assertIn("is the register's key of generation 1 already", done.stderr)
        path.write_text("77" * 32)
        path.chmod(0o644)
        register.stop()
        register.start()  # which needs that file for nothing
        done = badgewatchd(register, "master-key", "rotate")
        self.assertIn("its mode must be 0600", done.stderr)
        self.assertEqual(done.returncode, 78)
        self.assertEqual(len(sql(register, "select 1 from badgewatch.master_key").splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
