#!/usr/bin/env python3
"""The database is killed, frozen, or its disk is full: 503 or a proven answer, and nothing lost."""
import contextlib
import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from register import (Register, RegisterTest, check, decision, folder, licence,  # noqa: E402
                      person, stranger, wait_for)


def database_processes(register):
    """The postmaster and all its children."""
    parent = register.postmaster()
    found = [parent]
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(path.parent.name))
    return found


class Askers:
    """Threads that ask without pause, of one who has an entry and one who has none."""

    def __init__(self, register, entered, nobody):
        self.register, self.key = register, register.key("MAN")
        self.subjects = {"entered": entered, "nobody": nobody}
        self.answers, self.stopped = [], threading.Event()
        self.threads = [threading.Thread(target=self.ask, args=(who,))
                        for who in ("entered", "nobody") * 2]

    def __enter__(self):
        for one in self.threads:
            one.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        for one in self.threads:
            one.join()

    def ask(self, who):
        while not self.stopped.is_set():
            answer = self.register.call("POST", "/v1/checks", self.key, check(self.subjects[who]))
            self.answers.append((who, answer))
            if answer.status != 201:
                time.sleep(0.05)

    def count(self, status):
        return sum(one.status == status for _, one in list(self.answers))

    def judge(self, test):
        """A wrong answer is one that was not proven, a hit that was left out, a bare failure."""
        for who, answer in self.answers:
            if answer.status == 503:
                test.assertProblem(answer, 503)
                test.assertTrue(answer.headers["retry-after"])
                continue
            body = test.assertAnswer(answer, 201)
            if body["outcome"] == "no_match":
                test.assertEqual((who, body["freshness"]), ("nobody", "proven"), body)
                test.assertTrue(body["proof"])
            elif who == "nobody":
                test.assertEqual(body["outcome"], "indeterminate", body)
            else:
                test.assertEqual(body["outcome"], "match", body)
                test.assertEqual(body["freshness"] == "proven", body["proof"] is not None)


class DatabaseFaults(RegisterTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entered = stranger("entered before the fault")
        cls.nobody = person("Nobody Known", "1961-05-06")
        cls.register.call("POST", "/v1/decisions", "BIR", decision(cls.entered))

    def wait_until_well(self):
        wait_for(lambda: self.call("GET", "/readyz").status == 200, "the register to be ready", 60)
        wait_for(lambda: self.call("POST", "/v1/checks", "MAN", check(self.nobody)).status == 201,
                 "a proven answer")

    def test_database_killed_under_checks(self):
        with Askers(self.register, self.entered, self.nobody) as askers:
            wait_for(lambda: askers.count(201) > 100, "checks to be answered")
            for _ in range(2):
                os.kill(self.register.postmaster(), signal.SIGKILL)
                wait_for(lambda: askers.count(503) > 0, "the loss to be felt")
                self.wait_until_well()
                before = askers.count(201)
                wait_for(lambda: askers.count(201) > before + 50, "checks to be answered again")
        askers.judge(self)

    def test_database_killed_under_decisions(self):
        acknowledged, stopped = {}, threading.Event()

        def enter():
            for i in range(100000):
                if stopped.is_set():
                    return
                reference = f"KILL-{i}"
                answer = self.call("POST", "/v1/decisions", "LDS",
                                   decision(person(f"Database Killed{i}"), your_reference=reference))
                if answer.status in (200, 201):
                    acknowledged[reference] = answer.json()["id"]
                else:
                    self.assertProblem(answer, 503)
                    time.sleep(0.05)

        writer = threading.Thread(target=enter)
        writer.start()
        wait_for(lambda: len(acknowledged) > 50, "decisions to be entered")
        os.kill(self.register.postmaster(), signal.SIGKILL)
        self.wait_until_well()
        before = len(acknowledged)
        wait_for(lambda: len(acknowledged) > before + 20, "decisions to be entered again")
        stopped.set()
        writer.join()
        for reference, one in acknowledged.items():
            read = self.assertAnswer(self.call("GET", f"/v1/decisions/{one}", "LDS"), 200)
            self.assertEqual(read["your_reference"], reference)
        self.assertEqual(len(set(acknowledged.values())), len(acknowledged))

    def test_database_frozen(self):
        with Askers(self.register, self.entered, self.nobody) as askers:
            wait_for(lambda: askers.count(201) > 50, "checks to be answered")
            frozen = database_processes(self.register)
            for one in frozen:
                os.kill(one, signal.SIGSTOP)
            try:
                asked = time.monotonic()
                status = self.call("POST", "/v1/checks", "MAN", check(self.nobody)).status
                self.assertEqual(status, 503)
                self.assertLess(time.monotonic() - asked, 20)
                time.sleep(3)
            finally:
                for one in reversed(frozen):
                    try:
                        os.kill(one, signal.SIGCONT)
                    except ProcessLookupError:
                        pass
            self.wait_until_well()
            before = askers.count(201)
            wait_for(lambda: askers.count(201) > before + 50, "checks to be answered again")
        askers.judge(self)

    def test_only_the_postmaster_frozen(self):
        postmaster = self.register.postmaster()
        with Askers(self.register, self.entered, self.nobody) as askers:
            os.kill(postmaster, signal.SIGSTOP)
            try:
                time.sleep(3)
            finally:
                os.kill(postmaster, signal.SIGCONT)
            self.wait_until_well()
        askers.judge(self)


class HaltedDatabase(RegisterTest):
    """Told to end, the register ends its own PostgreSQL, which does not do as it is told."""
    # What it takes is 15 or so; a machine that is busy needs more, and the shutdown's own minute would be past it.
    END_SECONDS = 40
    IMMEDIATE = "database server does not end by a fast shutdown; an immediate one follows"
    KILLED = "database server does not end by an immediate shutdown; it is killed"

    @contextlib.contextmanager
    def halted(self, processes):
        """By handle, as their numbers may be others' behind them. Gives who has not ended."""
        handles = {one: os.pidfd_open(one) for one in processes}

        def alive():
            return [one for one, handle in handles.items() if not select.select([handle], [], [], 0)[0]]

        try:
            for handle in handles.values():
                signal.pidfd_send_signal(handle, signal.SIGSTOP)
            yield alive
        finally:
            for handle in reversed(handles.values()):
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(handle, signal.SIGCONT)
                os.close(handle)

    def assertEnds(self, said):
        """In time, and this is said of the server's end."""
        behind = len(self.register.log.read_bytes())
        begun = time.monotonic()
        self.assertEqual(self.register.stop(), 0)
        self.assertLess(time.monotonic() - begun, self.END_SECONDS)
        told = [json.loads(line)["event"] for line in self.register.log.read_bytes()[behind:].splitlines()
                if line.startswith(b"{")]
        self.assertEqual([one for one in told if one in (self.IMMEDIATE, self.KILLED)], said)

    def entered(self, seed):
        return self.assertAnswer(self.call("POST", "/v1/decisions", "BIR", decision(stranger(seed))), 201)["id"]

    def assertKept(self, entry):
        self.register.start()
        self.assertAnswer(self.call("GET", f"/v1/decisions/{entry}", "BIR"), 200)

    def test_all_of_it_halted_it_is_killed(self):
        entry = self.entered("all of it halted")
        with self.halted(database_processes(self.register)) as alive:
            self.assertEnds([self.IMMEDIATE, self.KILLED])
            self.assertEqual(alive(), [])
        self.assertKept(entry)

    def test_one_of_its_processes_halted_it_is_ended_at_once(self):
        entry = self.entered("one of it halted")
        checkpointer = int(self.register.psql("select pid from pg_stat_activity where backend_type = 'checkpointer'"))
        every = database_processes(self.register)
        with self.halted([checkpointer]) as alive:
            self.assertEnds([self.IMMEDIATE])
            self.assertEqual(alive(), [])
        self.assertFalse([one for one in every if pathlib.Path(f"/proc/{one}/cmdline").exists()
                          and b"postgres" in pathlib.Path(f"/proc/{one}/cmdline").read_bytes()])
        self.assertKept(entry)

    def test_one_that_does_as_it_is_told_is_waited_for(self):
        entry = self.entered("as it is told")
        self.assertEnds([])
        self.assertKept(entry)


@unittest.skipUnless(os.geteuid() == 0, "a disk of its own needs root to be mounted")
class FullDisk(RegisterTest):

    @classmethod
    def setUpClass(cls):
        cls.place = folder()
        cls.addClassCleanup(cls.place.rmdir)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m,mode=0711", "tmpfs",
                                  str(cls.place)], capture_output=True, text=True, check=False)
        if mounted.returncode != 0:
            raise unittest.SkipTest("no disk of its own can be mounted: " + mounted.stderr.strip())
        cls.addClassCleanup(subprocess.run, ["umount", "--lazy", str(cls.place)], check=True)
        cls.register = Register(state=cls.place / "state")
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()

    def test_refuses_and_loses_nothing_that_it_acknowledged(self):
        nobody = person("Nobody Known", "1961-05-06")
        free = os.statvfs(self.place).f_bavail * os.statvfs(self.place).f_frsize
        ballast = self.place / "ballast"
        with open(ballast, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, free - 4_000_000)
        key = self.register.key("TFL")
        stored, refused = {}, 0
        for i in range(400):
            rows = [{"licence_number": f"FD-{i}-{j}", **licence(person(f"Full Disk{i} {j} Person"))}
                    for j in range(200)]
            answer = self.register.upload("/v1/licences/batch", key, rows)
            if answer.status != 200:
                self.assertProblem(answer, 503)
                refused += 1
            for line in answer.lines() if answer.status == 200 else []:
                if line.get("result") == "created":
                    stored[line["licence_number"]] = i
                elif line.get("result") == "rejected":
                    self.assertProblemDocument(line["problem"], 503)
                    refused += 1
            asked = self.call("POST", "/v1/checks", key, check(nobody))
            self.assertIn(asked.status, (201, 503), asked.body)
            if asked.status == 201:
                self.assertEqual(asked.json()["freshness"], "proven")
            entered = self.call("POST", "/v1/decisions", key,
                                decision(stranger(f"full {i}"), your_reference=f"FD-{i}"))
            if entered.status == 201:
                stored[entered.json()["id"]] = i
            else:
                self.assertProblem(entered, 503)
                refused += 1
            if refused >= 3:
                break
        self.assertGreaterEqual(refused, 3, "the disk did not fill")
        self.assertGreater(len(stored), 200)
        self.assertEqual(self.call("GET", "/livez").status, 200)
        ballast.unlink()
        wait_for(lambda: self.call("GET", "/readyz").status == 200, "the register to be ready", 60)
        for name in stored:
            kind = "licences" if name.startswith("FD-") else "decisions"
            read = wait_for(lambda: self.ready_answer(f"/v1/{kind}/{name}", key), "an answer")
            self.assertEqual(read.status, 200, name)
        again = self.call("POST", "/v1/decisions", key, decision(stranger("after it was full")))
        self.assertEqual(again.status, 201, again.body)

    def ready_answer(self, path, key):
        answer = self.call("GET", path, key)
        return answer if answer.status != 503 else None


if __name__ == "__main__":
    unittest.main()
