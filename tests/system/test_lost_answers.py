#!/usr/bin/env python3
"""A given database whose answers are lost, or that falls silent, or that may not be trusted."""
import os
import pwd
import shutil
import subprocess
import threading
import time
import unittest

from fault_proxy import FaultProxy
from register import (BIN, PSQL, START_SECONDS, Register, RegisterTest, check, decision, folder, licence,
                      stranger, wait_for)

POSTGRES = "/usr/lib/postgresql/15/bin/postgres"
# Well below the 90 for which systemd waits (TimeoutStopSec), and well above what it takes (5 or so).
END_SECONDS = 45


class LostAnswers(RegisterTest):
    """A is the demo with its embedded PostgreSQL; B reaches it through a proxy that loses things."""

    def setUp(self):
        lines = self.register.postmaster_file().read_text().splitlines()
        self.proxy = FaultProxy(f"{lines[4]}/.s.PGSQL.{lines[3]}")
        self.addCleanup(self.proxy.close)
        self.daemon = Register(serve=True)
        self.addCleanup(self.daemon.remove)
        shared = self.register.shared()
        shared["database"]["url"] = f"postgresql://postgres@127.0.0.1:{self.proxy.port}/badgewatch"
        self.daemon.config = self.daemon.write_config(shared)
        self.daemon.start()
        self.key = self.register.key("BIR")

    def test_a_decision_without_a_name_of_its_own_is_entered_once(self):
        subject = stranger("entered once")
        self.proxy.lose_commit_behind("insert_decisions")
        answer = self.daemon.call("POST", "/v1/decisions", self.key, decision(subject))
        made = self.assertAnswer(answer, 201)
        self.assertIsNone(self.proxy.lost_behind, "the proxy lost nothing")
        hits = self.register.call("POST", "/v1/checks", "MAN", check(subject)).json()["hits"]
        self.assertEqual([one["entry"]["id"] for one in hits], [made["id"]])

    def test_a_conditional_change_is_made_once(self):
        put = lambda status, tag: self.daemon.call(
            "PUT", "/v1/licences/LA-1", self.key, licence(stranger("LA-1"), status),
            {"If-Match": tag} if tag else {})
        tag = put("current", None).headers["etag"]
        self.proxy.lose_commit_behind("write_licences")
        changed = put("suspended", tag)
        self.assertIsNone(self.proxy.lost_behind, "the proxy lost nothing")
        self.assertEqual((changed.status, changed.json()["version"]), (200, 2), changed.body)

    def test_a_database_that_falls_silent(self):
        """Whoever asks is told so in time, and the daemon still ends when it is told to."""
        clear = self.daemon.call("POST", "/v1/checks", self.key, check(stranger("silence")))
        self.assertEqual(clear.status, 201)
        self.proxy.freeze()
        for body in (check(stranger("silence")), check(stranger("silence 2"))):
            answer = self.daemon.call("POST", "/v1/checks", self.key, body)
            self.assertEqual(answer.status, 503, answer.body)
        self.assertEqual(self.daemon.call("GET", "/readyz").status, 503)
        answer = self.daemon.call("POST", "/v1/decisions", self.register.key("MAN"), decision())
        self.assertProblem(answer, 503)
        begun = time.monotonic()
        self.assertEqual(self.daemon.stop(), 0)
        self.assertLess(time.monotonic() - begun, END_SECONDS)

    def test_told_to_end_while_a_database_falls_silent_it_ends(self):
        """Every part may be in the midst of a statement: none waits for its end, and none behind the other."""
        self.proxy.freeze()
        asked = [threading.Thread(target=self.ask_in_vain, args=(f"midst {number}",)) for number in range(4)]
        for one in asked:
            one.start()
        time.sleep(2)  # each part has asked for something by then
        begun = time.monotonic()
        self.assertEqual(self.daemon.stop(), 0)
        self.assertLess(time.monotonic() - begun, END_SECONDS)
        for one in asked:
            one.join()

    def ask_in_vain(self, name):
        try:
            answer = self.daemon.call("POST", "/v1/decisions", self.key, decision(stranger(name)))
        except OSError:
            return  # it has ended
        self.assertEqual(answer.status, 503, answer.body)

    def test_what_a_database_that_answers_has_under_way_is_finished(self):
        """A statement that takes longer than a silent database is waited for is acknowledged in the ending."""
        subject = stranger("finished")
        held = self.hold_decisions(seconds=4.5)
        answers = []
        asked = threading.Thread(target=lambda: answers.append(
            self.daemon.call("POST", "/v1/decisions", self.key, decision(subject))))
        wait_for(lambda: self.locks("granted and mode = 'ShareLock'"), "the lock to be held")
        asked.start()
        wait_for(lambda: self.locks("not granted"), "the decision to wait for it")
        self.assertEqual(self.daemon.stop(), 0)
        asked.join()
        self.assertEqual(held.wait(30), 0)
        made = self.assertAnswer(answers[0], 201)
        hits = self.register.call("POST", "/v1/checks", "MAN", check(subject)).json()["hits"]
        self.assertEqual([one["entry"]["id"] for one in hits], [made["id"]])

    def hold_decisions(self, seconds):
        """Nobody can enter one for so long."""
        lines = self.register.postmaster_file().read_text().splitlines()
        held = subprocess.Popen(
            [PSQL, "-qXAt", "-h", lines[4], "-p", lines[3], "-U", "postgres", "badgewatch", "-c",
             f"begin; lock table badgewatch.decision in share mode; select pg_sleep({seconds})"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.addCleanup(held.wait)
        self.addCleanup(held.terminate)
        return held

    def locks(self, which):
        """How many such locks there are on the table of decisions."""
        return int(self.register.psql("select count(*) from pg_locks where relation = 'decision'::regclass"
                                      f" and {which}"))


class UntrustedServer(RegisterTest):
    """What the demo made, served by a PostgreSQL that somebody else has started."""

    def test_fsync_off_is_refused(self):
        data = self.register.demo()["database"]["data_directory"]
        shared = self.register.shared()
        self.register.stop()
        place = folder()
        self.addCleanup(shutil.rmtree, place, True)
        place.chmod(0o777)
        owner = pwd.getpwuid(os.stat(data).st_uid).pw_name
        server = subprocess.Popen(
            [POSTGRES, "-D", data, "-k", str(place), "-c", "listen_addresses=", "-c", "fsync=off",
             "-c", f"hba_file={data}/../pg_hba.conf", "-c", f"ident_file={data}/../pg_ident.conf"],
            user=owner, group=os.stat(data).st_gid, extra_groups=[], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        wait_for(lambda: (place / ".s.PGSQL.5432").exists(), "the server", START_SECONDS)
        shared["database"]["url"] = f"postgresql://postgres@/badgewatch?host={place}&port=5432"
        config = self.register.write_config(shared)
        for _ in range(40):  # a server that is only starting is not there yet
            served = subprocess.run([str(BIN / "badgewatchd"), "serve", "--config", str(config)],
                                    capture_output=True, text=True, timeout=START_SECONDS,
                                    check=False)
            if "starting up" not in served.stderr:
                break
            time.sleep(0.5)
        self.assertEqual(served.returncode, 78, served.stderr)
        self.assertIn("fsync = off", served.stderr)


if __name__ == "__main__":
    unittest.main()
