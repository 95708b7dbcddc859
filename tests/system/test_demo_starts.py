#!/usr/bin/env python3
"""A demo that was cut short anywhere goes on at its next start, and touches no register but its own."""
import datetime
import json
import os
import shutil
import signal
import subprocess
import unittest

from register import BIN, ROOT, START_SECONDS, Register, folder, wait_for

CONFIG = ROOT / "config" / "badgewatch.toml"


def demo(state, *arguments, config=CONFIG, port=0):
    place = [] if config is None else ["--config", str(config)]
    return subprocess.run([str(BIN / "badgewatchd"), "demo", "--state", str(state), "--port", str(port),
                           "--exit", *place, *map(str, arguments)], capture_output=True, text=True,
                          timeout=START_SECONDS, stdin=subprocess.DEVNULL, check=False)


class CutShort(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.place = folder()
        cls.addClassCleanup(shutil.rmtree, cls.place, True)
        cls.state = cls.place / "state"
        cls.first = demo(cls.state, "--drivers", 100)

    def setUp(self):
        self.assertEqual(self.first.returncode, 0, self.first.stderr)

    def assertStarts(self, *arguments):
        done = demo(self.state, *arguments)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("MATCH", done.stdout)
        return done

    def test_lost_keys_are_made_anew_however_often(self):
        path = self.state / "demo.json"
        for lose in (path.unlink, lambda: path.write_text(""), path.unlink):
            lose()
            self.assertStarts()
        keys = [one["api_key"] for one in json.loads(path.read_text())["authorities"]]
        self.assertEqual(len(keys), len(set(keys)))
        listed = subprocess.run([str(BIN / "badgewatchd"), "admin", "key", "list", "TFL", "--config",
                                 str(CONFIG), "--state", str(self.state)], capture_output=True,
                                text=True, timeout=START_SECONDS, check=True)
        live = [one for one in map(json.loads, listed.stdout.splitlines()) if one["live"]]
        self.assertEqual(len(live), 1, "the lost ones are ended")

    def test_an_unfinished_load_goes_on_with_the_same_people(self):
        first = json.loads((self.state / "truth.json").read_text())
        (self.state / "demo-loaded").unlink()
        later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)
        done = self.assertStarts("--drivers", 300, "--now", later.strftime("%Y-%m-%dT%H:%M:%SZ"))
        self.assertIn("begun with 100 drivers and keeps them", " ".join(done.stdout.split()))
        self.assertEqual(json.loads((self.state / "truth.json").read_text()), first)


class DatabaseLostAtStart(unittest.TestCase):
    """PostgreSQL that dies as soon as the register is ready: the demo lives through it as the register does."""

    def test_the_demo_goes_on_and_its_file_names_it_from_the_first_moment(self):
        register = Register(drivers=100)
        self.addCleanup(register.remove)
        register.start()
        register.stop()
        with open(register.log, "ab") as log:
            begin = log.tell()
            register.process = subprocess.Popen(register.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_for(lambda: self.is_ready(register), "the register to be ready", START_SECONDS)
        self.assertEqual(register.demo()["pid"], register.process.pid)
        os.kill(register.postmaster(), signal.SIGKILL)

        def told():
            self.assertIsNone(register.process.poll(), register.log.read_text()[begin:])
            return "The register serves on" in register.log.read_text()[begin:]
        wait_for(told, "the demo to go on", START_SECONDS)
        self.assertEqual(register.log.read_text()[begin:].count("MATCH"), 1)

    def is_ready(self, register):
        try:
            return register.call("GET", "/readyz").status == 200
        except OSError:
            return False


class OtherRegisters(unittest.TestCase):
    """No invented people in a register that is none of the demo's."""

    def test_a_real_register_is_left_alone(self):
        register = Register(serve=True)
        self.addCleanup(register.remove)
        register.config = register.write_config({"http": {"port": 0}})
        register.start()
        register.stop()
        before = sorted(path.name for path in register.state.iterdir())
        done = demo(register.state, "--drivers", 100, config=register.config)
        self.assertEqual(done.returncode, 78, done.stdout)
        self.assertIn("was not begun as a demo", done.stderr)
        self.assertEqual(sorted(path.name for path in register.state.iterdir()), before)

    def test_a_given_server_is_left_alone(self):
        place = folder()
        self.addCleanup(shutil.rmtree, place, True)
        config = place / "badgewatch.toml"
        config.write_text(Register.settings({"database": {"url": "postgresql://localhost:1/x"}}))
        done = demo(place / "state", config=config)
        self.assertEqual(done.returncode, 78, done.stdout)
        self.assertIn("database.url", done.stderr)
        self.assertFalse((place / "state").exists())

    def test_the_installed_service_is_left_alone(self):
        done = subprocess.run([str(BIN / "badgewatchd"), "demo", "--exit"], capture_output=True,
                              text=True, timeout=START_SECONDS, stdin=subprocess.DEVNULL, check=False)
        self.assertEqual(done.returncode, 64, done.stdout)
        self.assertIn("--state", done.stderr)


class MistypedFolders(unittest.TestCase):
    """Commands work on a register that is there; they make none."""

    def test_no_command_makes_a_register(self):
        place = folder()
        self.addCleanup(shutil.rmtree, place, True)
        state = place / "mistyped"
        for command in (["backup", "--to", str(place / "set")], ["purge"], ["purge", "--preview"],
                        ["migrate"], ["reference", "load"], ["admin", "authority", "list"],
                        ["admin", "key", "list", "TFL"], ["admin", "operator", "create", "A Person"],
                        ["admin", "key", "create", "TFL", "--name", "x", "--scope", "checks"]):
            with self.subTest(command):
                done = subprocess.run([str(BIN / "badgewatchd"), *command, "--config", str(CONFIG),
                                       "--state", str(state)], capture_output=True, text=True,
                                      timeout=START_SECONDS, check=False)
                self.assertEqual(done.returncode, 78, done.stdout)
                self.assertIn(f"There is no register in {state}.", done.stderr)
                self.assertFalse(state.exists())
                self.assertFalse((place / "set").exists())


class UselessPlaces(unittest.TestCase):
    """A folder that cannot be the state is told in a sentence, never as a fault."""

    def test_each_is_a_sentence(self):
        place = folder()
        self.addCleanup(shutil.rmtree, place, True)
        (place / "file").write_text("x")
        (place / "dangling").symlink_to(place / "nowhere")
        for state in (place / "file", place / "file" / "below", place / "dangling",
                      place / ("n" * 300), "/proc/nothing/here"):
            for command in (["demo", "--empty", "--exit", "--port", "0"], ["serve", "--port", "0"]):
                with self.subTest(state=state, command=command[0]):
                    done = subprocess.run([str(BIN / "badgewatchd"), *command, "--config", str(CONFIG),
                                           "--state", str(state)], capture_output=True, text=True,
                                          timeout=START_SECONDS, stdin=subprocess.DEVNULL, check=False)
                    self.assertEqual(done.returncode, 69, done.stderr)
                    self.assertIn("could not be made", done.stderr)
                    self.assertNotIn("unexpected fault", done.stderr)

    def test_an_empty_name_is_none(self):
        for arguments in (["--state", ""], ["--config", ""]):
            done = subprocess.run([str(BIN / "badgewatchd"), "demo", "--exit", *arguments],
                                  capture_output=True, text=True, timeout=START_SECONDS, check=False)
            self.assertEqual(done.returncode, 64, done.stdout)
            self.assertIn("must not be empty", done.stderr)


class WrongTimes(unittest.TestCase):

    def test_a_time_that_cannot_be_is_told_before_anything_is_made(self):
        place = folder()
        self.addCleanup(shutil.rmtree, place, True)
        for now, told in (("tomorrow", "--now must be an instant"), ("1600-01-01T00:00:00Z", "2012"),
                          ("1970-01-01T00:00:00Z", "2012"), ("2100-01-01T00:00:00Z", "2099"),
                          ("2060-01-01T00:00:00Z", "bank holidays"),
                          ("2012-01-02T00:00:00Z", "bank holidays")):
            with self.subTest(now):
                done = demo(place / "state", "--now", now, "--drivers", 100)
                self.assertEqual(done.returncode, 64, done.stdout + done.stderr)
                self.assertIn(told, done.stderr)
                self.assertFalse((place / "state").exists())


if __name__ == "__main__":
    unittest.main()
