#!/usr/bin/env python3
"""Starting it: demo.json, --exit, --empty, --now, a second start, a second daemon, the demo's truth."""
import collections
import json
import os
import pathlib
import shutil
import signal
import stat
import subprocess
import unittest

from register import BIN, ROOT, Register, RegisterTest, check, folder, stranger, wait_for

WANTED = {"TFL", "BIR", "WLV", "MAN", "LDS", "GLG", "CRF"}


def run(*arguments, seconds=90):
    return subprocess.run([str(BIN / "badgewatchd"), *map(str, arguments)], capture_output=True,
                          text=True, timeout=seconds, stdin=subprocess.DEVNULL, check=False)


class Demo(RegisterTest):
    """A demo of 2,000 drivers, under the project's own settings."""
    options = {"drivers": 2000, "config": ROOT / "config" / "badgewatch.toml"}

    def test_demo_json(self):
        path = self.register.state / "demo.json"
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        demo = self.register.demo()
        self.assertEqual(demo["base_url"], f"http://127.0.0.1:{self.register.port}")
        command = pathlib.Path(f"/proc/{demo['pid']}/cmdline").read_bytes().split(b"\0")
        self.assertEqual(os.path.basename(command[0]), b"badgewatchd")
        self.assertTrue((pathlib.Path(demo["database"]["data_directory"]) / "PG_VERSION").exists())
        names = {one["code"]: one["name"] for one in demo["authorities"]}
        self.assertLessEqual(WANTED, set(names))
        self.assertEqual(names["GLG"], "Glasgow City Council")
        self.assertEqual(len(names), len(demo["authorities"]))

    def test_every_key_works_on_every_side(self):
        for one in self.register.demo()["authorities"]:
            if one["code"] not in WANTED:
                continue
            self.assertEqual(self.call("GET", "/v1/alerts", one["api_key"]).status, 200)
            self.assertEqual(self.call("GET", "/v1/licences/x", one["api_key"]).status, 404)
            self.assertEqual(self.call("GET", "/v1/decisions/x", one["api_key"]).status, 404)
            self.assertEqual(self.call("GET", "/v1/checks/x", one["api_key"]).status, 404)

    def test_keys_and_data_are_for_the_daemon_alone(self):
        for path in (self.register.state / "keys").iterdir():
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, path)
        data = pathlib.Path(self.register.demo()["database"]["data_directory"])
        self.assertEqual(stat.S_IMODE(data.stat().st_mode), 0o700)

    def test_the_truth_is_found(self):
        truth = json.loads((self.register.state / "truth.json").read_text())
        asked, expected = [], []
        for what, group in (("pair", truth["pairs"]), ("decoy", truth["decoys"])):
            for one in group:
                for licence in one["licences"]:
                    asked.append(check(licence["holder"]))
                    expected.append((licence.get("expect", what), one["your_reference"]))
        answers = self.register.upload("/v1/checks/batch", "TFL", asked).lines()[:-1]
        self.assertEqual(len(answers), len(expected))
        references = {}
        for entry in (hit["entry"] for answer in answers for hit in answer["hits"]):
            if entry["id"] not in references:
                read = self.call("GET", f"/v1/decisions/{entry['id']}", entry["recording_authority"])
                references[entry["id"]] = read.json().get("your_reference")
        wrong, counted = [], collections.Counter()
        for answer, (expect, reference) in zip(answers, expected):
            band = next((hit["band"] for hit in answer["hits"]
                         if references[hit["entry"]["id"]] == reference), "none")
            counted[expect] += 1
            good = {"strong": band == "strong", "possible": band != "none", "hard": True,
                    "decoy": band != "strong"}[expect]
            if not good:
                wrong.append((expect, reference, band))
        self.assertEqual(wrong, [])
        self.assertTrue(counted["strong"] >= 5 and counted["possible"] and counted["decoy"], counted)

    def test_planted_licensees_have_alerts(self):
        truth = json.loads((self.register.state / "truth.json").read_text())
        for one in truth["pairs"]:
            for licence in one["licences"]:
                if licence["expect"] != "strong" or not licence["watched"]:
                    continue
                alerts = self.call("GET", "/v1/alerts", licence["authority"]).json()["alerts"]
                self.assertIn((licence["licence_number"], one["recording_authority"], "strong"),
                              [(alert["licence_number"], alert["entry"]["recording_authority"],
                                alert["band"]) for alert in alerts])

    def test_zz_second_start_after_kill_reuses_all(self):
        before = self.register.demo()

        def told():
            return self.call("GET", "/v1/events", "WLV").json()["events"]

        def still_told(events):
            """All of them under their numbers, nothing of them again; what was still to be told may have come."""
            now = told()
            self.assertEqual(now[:len(events)], events)
            pairs = [(data["kind"], data["entry"]["id"], data["licence"])
                     for data in (one["data"] for one in now)
                     if data.get("licence") and data["kind"] != "duty_due"]
            self.assertEqual(len(pairs), len(set(pairs)))
            return now
        events = told()
        self.assertTrue(events)
        self.register.kill()
        self.register.start()
        after = self.register.demo()
        self.assertEqual(after["authorities"], before["authorities"])
        self.assertNotEqual(after["pid"], before["pid"])
        events = still_told(events)
        self.assertEqual(self.log().count("Loaded the demo"), 1)
        os.kill(self.register.postmaster(), signal.SIGKILL)
        self.register.kill()
        self.register.start()
        still_told(events)

    def log(self):
        return self.register.log.read_text()


class Starting(unittest.TestCase):
    """Other ways to start, most of them on one empty register."""
    config = ROOT / "config" / "badgewatch.toml"

    @classmethod
    def setUpClass(cls):
        cls.place = folder()
        cls.addClassCleanup(shutil.rmtree, cls.place, True)
        cls.state = cls.place / "state"
        cls.first = run("demo", "--config", cls.config, "--state", cls.state, "--port", 0,
                        "--empty", "--exit")

    def started(self, **options):
        register = Register(state=self.state, config=self.config, **options)
        self.addCleanup(register.stop)
        return register.start()

    def demo(self, *arguments, **options):
        return run("demo", "--config", self.config, "--port", 0, *arguments, **options)

    def test_exit_after_a_check_that_found_what_it_must(self):
        state = self.place / "with people"
        done = self.demo("--state", state, "--drivers", 100, "--exit")
        self.assertEqual(done.returncode, 0, done.stderr)
        for told in ("MATCH", "STRONG", "Mohammed Abdul Chowdhury", "Proof:", "Leeds City Council"):
            self.assertIn(told, done.stdout)
        again = self.demo("--state", state, "--drivers", 100, "--exit")
        self.assertEqual((again.returncode, "Loaded" in again.stdout), (0, False), again.stderr)
        self.assertFalse(self.processes(), "something of it still runs")

    def test_told_to_stop_while_it_loads_it_stops_and_goes_on_later(self):
        state = self.place / "interrupted"
        arguments = ("--state", state, "--drivers", 12_000, "--exit")
        first = subprocess.Popen([str(one) for one in (BIN / "badgewatchd", "demo", "--config",
                                                       self.config, "--port", 0, *arguments)],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        wait_for((state / "demo.json").exists, "the keys, which come before the rows", 60)
        first.send_signal(signal.SIGINT)
        told, wrong = first.communicate(timeout=60)
        self.assertIn("Stopped before the demo was loaded", wrong)
        self.assertNotIn("Loaded the demo", told)
        again = self.demo(*arguments)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("Loaded the demo", again.stdout)

    def test_empty_has_keys_and_nobody(self):
        self.assertEqual(self.first.returncode, 0, self.first.stderr)
        register = self.started()
        self.assertLessEqual(WANTED, {one["code"] for one in register.demo()["authorities"]})
        answer = register.call("POST", "/v1/checks", "TFL", check(stranger(1))).json()
        self.assertEqual((answer["outcome"], answer["proof"]["seq"] < 5), ("no_match", True))
        self.assertFalse((self.state / "truth.json").exists())
        self.assertEqual(register.stop(), 0)
        self.assertFalse(self.processes(), "something of it still runs")

    def test_now_starts_the_clock_there(self):
        register = self.started(now="2030-05-01T12:00:00+01:00")
        answer = register.call("POST", "/v1/checks", "TFL", check(stranger(1))).json()
        self.assertTrue(answer["checked_at"].startswith("2030-05-01T11:0"), answer["checked_at"])
        done = self.demo("--state", self.state, "--now", "tomorrow")
        self.assertEqual(done.returncode, 64)
        self.assertIn("--now must be an instant", done.stderr)

    def test_a_second_daemon_on_the_same_folder_is_told_who_has_it(self):
        register = self.started()
        done = self.demo("--state", self.state, "--empty", "--exit")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(f"in use by badgewatchd with process id {register.process.pid}", done.stderr)
        self.assertEqual(register.call("GET", "/readyz").status, 200)
        self.assertEqual(register.demo()["pid"], register.process.pid)

    def test_a_port_that_is_taken_is_named(self):
        register = self.started()
        done = run("demo", "--config", self.config, "--state", self.place / "other", "--empty",
                   "--port", register.port, "--exit")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(str(register.port), done.stderr)

    def test_wrong_arguments(self):
        for arguments in (("demo", "--drivers", "0"), ("demo", "--port", "70000"), ("serv",), ()):
            done = run(*arguments)
            self.assertEqual(done.returncode, 64, done.stdout)
            self.assertTrue(done.stderr.strip())
        done = run("serve", "--config", self.place / "none.toml")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("none.toml", done.stderr)

    def processes(self):
        """Command lines of programs that were started for this state folder."""
        found = []
        for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if str(self.place).encode() in path.read_bytes():
                    found.append(path)
            except OSError:
                pass
        return found


if __name__ == "__main__":
    unittest.main()
