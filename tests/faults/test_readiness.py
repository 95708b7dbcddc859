#!/usr/bin/env python3
"""Ready means that an answer can be proven and recorded: what is missing is said, in time."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from register import (START_SECONDS, Register, RegisterTest, check, decision, licence,  # noqa: E402
                      person, stranger, wait_for)


class Readiness(RegisterTest):

    def sql(self, text):
        """What the embedded database answers to its superuser."""
        place = self.register.postmaster_file().read_text().splitlines()[4]
        return subprocess.run(
            ["/usr/lib/postgresql/15/bin/psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-h", place, "-U",
             "postgres", "-c", "set search_path = badgewatch; " + text, "badgewatch"],
            capture_output=True, text=True, timeout=START_SECONDS, check=True).stdout.strip()

    def missing(self, daemon=None):
        """What /readyz lacks; nothing when it is ready."""
        asked = time.monotonic()
        answer = (daemon or self.register).call("GET", "/readyz")
        self.assertLess(time.monotonic() - asked, 5)
        if answer.status == 200:
            return None
        return self.assertProblem(answer, 503)["detail"]

    def wait_until_ready(self, daemon=None):
        wait_for(lambda: self.missing(daemon) is None, "the register to be ready", 30)

    def metric(self, name):
        lines = self.call("GET", "/metrics").body.decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(name))

    def other(self):
        daemon = Register(serve=True)
        self.addCleanup(daemon.remove)
        daemon.config = daemon.write_config({
            **self.register.shared(), "database": {**self.register.shared()["database"],
                                                   "statement_timeout_ms": 1000}})
        return daemon.start()

    def test_a_record_that_cannot_be_opened(self):
        """One daemon has it already; the other comes to it, stands there and says so."""
        other = self.other()
        os.kill(other.process.pid, signal.SIGSTOP)
        begin = len(other.log.read_text())
        try:
            stuck = self.assertAnswer(self.call("POST", "/v1/decisions", "BIR",
                                                decision(stranger("stuck"))), 201)["id"]
            wait_for(lambda: self.call("GET", f"/v1/decisions/{stuck}", "BIR").json()["watched"],
                     "the watch to be done with it")
            self.sql("set session_replication_role = replica;"
                     "create table kept as select id, content from decision;"
                     f"update decision set content = '\\x00' where id = '{stuck}'")
        finally:
            os.kill(other.process.pid, signal.SIGCONT)
        wait_for(lambda: self.missing(other), "the other not to be ready")
        self.assertIn("The index has not reached the latest records", self.missing(other))
        time.sleep(2)
        told = [line for line in other.log.read_text()[begin:].splitlines() if stuck in line]
        self.assertEqual(len(told), 1, told)
        self.assertIsNone(self.missing())
        self.sql("set session_replication_role = replica; update decision as d"
                 f" set content = kept.content from kept where kept.id = d.id and d.id = '{stuck}';"
                 "drop table kept")
        self.wait_until_ready(other)

    def test_a_restored_database_under_a_serving_register(self):
        """As a restore leaves it: the rows behind the backup gone, another epoch, nothing watched."""
        backup = int(self.sql("select seq from feed_head"))
        lost = self.assertAnswer(self.call("POST", "/v1/decisions", "BIR",
                                           decision(stranger("lost"))), 201)["id"]
        wait_for(lambda: self.call("GET", f"/v1/decisions/{lost}", "BIR").json()["watched"],
                 "the watch")
        before = self.metric("badgewatch_quarantine_total")
        self.sql("set session_replication_role = replica; begin;"
                 f"delete from decision where id = '{lost}'; delete from feed where seq > {backup};"
                 "update feed_head set epoch = gen_random_uuid(), seq = seq - 1, n_live = n_live - 1,"
                 f" chain = coalesce((select chain from feed where seq = {backup}),"
                 "                   decode(repeat('00', 32), 'hex')),"
                 " set_digest = moved_digest(set_digest, array[]::bytea[], array[sha256("
                 f"   '\\x0202'::bytea || decode(replace('{lost}', '-', ''), 'hex')"
                 "    || int8send(1))]);"
                 "update watch_position set seq = 0; commit")
        subject = stranger("after the restore")
        for _ in range(2):  # until the index is read anew nothing may be lost
            self.assertIn(self.call("PUT", "/v1/licences/AR-1", "WLV", licence(subject)).status,
                          (200, 201))
        entry = self.assertAnswer(self.call("POST", "/v1/decisions", "BIR", decision(subject)),
                                  201)["id"]
        self.wait_until_ready()
        self.assertGreater(self.metric("badgewatch_quarantine_total"), before)
        wait_for(lambda: self.call("GET", f"/v1/decisions/{entry}", "BIR").json()["watched"],
                 "the watch to have compared it", 20)
        alerts = self.call("GET", "/v1/alerts", "WLV").json()["alerts"]
        self.assertEqual([one["licence_number"] for one in alerts if one["entry"]["id"] == entry],
                         ["AR-1"])
        self.assertEqual(self.call("POST", "/v1/checks", "MAN", check(subject)).json()["outcome"],
                         "match")

    def test_a_log_that_takes_nothing(self):
        locked = threading.Thread(target=lambda: self.sql(
            "begin; lock table check_record, log_probe in exclusive mode; select pg_sleep(8)"))
        locked.start()
        busy = []
        try:
            wait_for(lambda: self.missing() is not None, "it to be noticed")
            self.assertIn("The log takes nothing", self.missing())
            busy = [threading.Thread(target=self.call, args=("POST", "/v1/checks", "MAN", check()))
                    for _ in range(80)]  # more than there are workers
            for one in busy:
                one.start()
            time.sleep(0.5)
            asked = time.monotonic()
            alive = self.call("GET", "/livez")
            self.assertEqual(json.loads(alive.body), {"status": "alive"})
            self.assertLess(time.monotonic() - asked, 2)
            self.assertTrue(all(one.is_alive() for one in busy), "the log took them")
        finally:
            locked.join()
            for one in busy:
                one.join()
        self.wait_until_ready()

    def test_stopped_while_the_database_stands_still(self):
        other = self.other()
        wait_for(lambda: other.call("POST", "/v1/checks", self.register.key("MAN"),
                                    check(person("Nobody Known"))).status == 201, "an answer")
        parent = self.register.postmaster()
        children = pathlib.Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        frozen = [parent, *map(int, children)]
        for one in frozen:
            os.kill(one, signal.SIGSTOP)
        try:
            time.sleep(0.5)
            other.process.send_signal(signal.SIGTERM)
            self.assertEqual(other.process.wait(120), 0)
        finally:
            for one in reversed(frozen):
                os.kill(one, signal.SIGCONT)
        self.wait_until_ready()


if __name__ == "__main__":
    unittest.main()
