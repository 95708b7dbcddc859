#!/usr/bin/env python3
"""The whole nation compared anew: asked for over HTTP and by the operator's command, killed and gone on
with, on a register whose alerts were tampered with."""
import json
import random
import signal
import subprocess
import time
import unittest

from register import BIN, Register, RegisterTest, decision, licence, stranger, wait_for

COUNT = 120
# One entry a step, so that a kill falls between any two of them.
STEPS = {"reconciliation": {"entries_a_step": 1}}


def sql(register, statement):
    lines = register.postmaster_file().read_text().splitlines()
    bins = sorted(BIN.parent.glob("nowhere")) or ["/usr/lib/postgresql/15/bin"]
    run = subprocess.run([f"{bins[0]}/psql", "-qAt", "-h", lines[4], "-p", lines[3], "-U", "postgres",
                          "-v", "ON_ERROR_STOP=1", "-c", "set search_path = badgewatch", "-c", statement,
                          "badgewatch"], capture_output=True, text=True, timeout=30, check=False)
    if run.returncode:
        raise AssertionError(run.stderr)
    return run.stdout.strip()


def reconcile(register, *more):
    config = register.state.parent / "reconcile.toml"
    config.write_text(Register.settings({
        **register.shared(), **STEPS,
        "policies.in_term_watch": {"enabled": True, "legal_basis": "Agreement 2026/14"}}))
    return subprocess.Popen([str(BIN / "badgewatchd"), "reconcile", "--config", str(config), *more],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def report_of(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, json.loads(out) if out else err


class Reconciliation(RegisterTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = [{"licence_number": f"M/{n}", **licence(stranger(n))} for n in range(COUNT)]
        cls.register.upload("/v1/licences/batch", "MAN", rows)
        rows = [{**decision(stranger(n)), "your_reference": f"R{n}"} for n in range(COUNT)]
        cls.register.upload("/v1/decisions/batch", "BIR", rows)
        cls.own = staticmethod(lambda: int(sql(cls.register, "select count(*) from alert where authority = 'MAN'"
                                                " and kind = 'licensee_matched'")))
        wait_for(lambda: cls.own() >= COUNT, "the watch to tell of all of them", 60)
        cls.alerts = cls.own()

    def ended(self, run):
        return wait_for(lambda: (lambda one: one if one["state"] == "done" else None)(
            self.call("GET", f"/v1/reconciliations/{run}", "MAN").json()), "the run to end", 60)

    def test_is_asked_for_over_http_and_agrees_with_the_watch(self):
        asked = self.call("POST", "/v1/reconciliations", "MAN", None, {"Idempotency-Key": "one"})
        run = self.assertAnswer(asked, 202)
        self.assertEqual(asked.headers["location"], f"/v1/reconciliations/{run['id']}")
        self.assertEqual(run["asked_by"], "MAN")
        report = self.ended(run["id"])
        self.assertEqual(report["counts"]["found"], self.alerts)
        self.assertEqual(report["counts"]["agreed"], self.alerts)
        self.assertEqual(report["differences"], [])
        self.assertTrue(report["compares"])
        self.assertNotIn("authorities", report)
        checks = {one["check"]: one for one in report["integrity"]}
        self.assertEqual({name: one["wrong"] for name, one in checks.items() if one["wrong"]}, {})
        # The daemon holds its own index against the tables.
        self.assertGreaterEqual(checks["index_is_the_tables"]["checked"], 2 * COUNT)
        again = self.call("POST", "/v1/reconciliations", "MAN", None, {"Idempotency-Key": "one"})
        self.assertEqual(again.json()["id"], run["id"])
        # A run is a load for all: whoever it is, the next one has to wait.
        for code in ("MAN", "GLG"):
            early = self.call("POST", "/v1/reconciliations", code)
            self.assertProblem(early, 429)
            self.assertEqual(early.headers["retry-after"], "60")
            self.assertIn(report["finished_at"][:16], early.json()["detail"])
        # Another authority has nothing in it, and is not told who asked.
        others = self.call("GET", f"/v1/reconciliations/{run['id']}", "GLG").json()
        self.assertEqual((others["counts"], others["asked_by"]), ({}, None))
        listed = self.call("GET", "/v1/reconciliations", "GLG").json()["reconciliations"]
        self.assertIn(run["id"], [one["id"] for one in listed])
        self.assertProblem(self.call("POST", "/v1/reconciliations", "MAN", {"authority": "BIR"}), 422,
                           pointers=["/authority"])

    def test_lost_alerts_are_raised_and_killed_at_ten_moments_it_ends_with_the_same_report(self):
        chance = random.Random(20261127)
        lost = 17
        reports = []
        for kills in (0, 10):
            sql(self.register, "alter table alert disable trigger user; delete from alert where id in"
                f" (select id from alert where authority = 'MAN' order by id limit {lost})")
            for kill in range(kills):
                process = reconcile(self.register)
                # Into whatever it does then; the daemon may have taken the run over meanwhile.
                time.sleep(chance.uniform(0.05, 0.6))
                process.send_signal(signal.SIGKILL)
                process.communicate()
                if kill == 5:
                    self.register.kill()
                    self.register.start()
            status, report = report_of(reconcile(self.register))
            self.assertIn(status, (0, 30, 31), report)
            self.assertEqual(self.own(), self.alerts)
            runs = self.call("GET", "/v1/reconciliations", "MAN").json()["reconciliations"]
            reports.append([self.call("GET", f"/v1/reconciliations/{one['id']}", "MAN").json()
                            for one in runs])
        # Of all runs since the alerts were lost, exactly so many raised them, each once.
        healed = [sum(one["healed"] for report in some for one in report["differences"])
                  for some in reports]
        self.assertEqual([healed[0], healed[1] - healed[0]], [lost, lost])
        for report in reports[1]:
            self.assertEqual((report["state"], report["counts"]["entries"] if "entries" in report["counts"]
                              else 0), ("done", 0))
            self.assertEqual(report["counts"]["found"], self.alerts)
        told = sql(self.register, "select count(*) from (select 1 from alert where authority = 'MAN'"
                                  " group by entry, licence having count(*) > 1) as twice")
        self.assertEqual(told, "0")

    def test_the_command_compares_as_the_demo_beside_it_does_and_says_where_it_does_not(self):
        plain = self.register.state.parent / "plain.toml"
        plain.write_text(Register.settings({}))
        done = subprocess.run([str(BIN / "badgewatchd"), "reconcile", "--config", str(plain), "--state",
                               str(self.register.state)], capture_output=True, text=True, timeout=120, check=False)
        self.assertTrue(json.loads(done.stdout)["compares"], done.stderr)
        self.assertNotIn("in_term_watch", done.stderr)
        plain.write_text(Register.settings(self.register.shared()))
        done = subprocess.run([str(BIN / "badgewatchd"), "reconcile", "--config", str(plain)],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertFalse(json.loads(done.stdout)["compares"], done.stderr)
        self.assertIn("policies.in_term_watch is off in these settings", done.stderr)

    def test_the_command_says_what_was_lost(self):
        sql(self.register, "delete from alert where id = (select min(id::text)::uuid from alert"
            " where authority = 'MAN')")
        status, report = report_of(reconcile(self.register))
        # A hole in the numbers is what deleting leaves.
        self.assertEqual(status, 31, report)
        self.assertIn("MAN", [one["authority"] for one in report["authorities"]])
        self.assertEqual(self.own(), self.alerts)
        dense = next(one for one in report["integrity"] if one["check"] == "alerts_are_dense")
        self.assertEqual((dense["wrong"], dense["first"]), (1, ["MAN"]))

    def test_each_night_has_one_run_whoever_asks(self):
        first, second = reconcile(self.register, "--nightly"), reconcile(self.register, "--nightly")
        reports = [report_of(one)[1] for one in (first, second)]
        self.assertEqual(reports[0]["id"], reports[1]["id"])
        self.assertEqual(report_of(reconcile(self.register, "--nightly"))[1]["id"], reports[0]["id"])


class Nights(unittest.TestCase):

    def test_each_night_has_its_run_and_one_that_was_slept_through_is_made_up_for(self):
        # A little before the night's turn, so that the register is up when it begins.
        register = Register(now="2026-11-24T03:44:15Z")
        self.addCleanup(register.remove)

        def nights():
            runs = register.call("GET", "/v1/reconciliations", "LDS").json()["reconciliations"]
            return [one["state"] for one in runs if one["cause"] == "nightly"]
        register.start()
        wait_for(lambda: nights() == ["done"], "the night's run", 150)
        register.stop()
        # Late, and twice: the second start has nothing to make up for.
        for now in ("2026-11-25T09:00:00Z", "2026-11-25T17:00:00Z"):
            register.now = now
            register.start()
            wait_for(lambda: nights() == ["done", "done"], "the run of the night before", 60)
            register.stop()


if __name__ == "__main__":
    unittest.main()
