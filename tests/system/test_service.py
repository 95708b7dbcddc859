#!/usr/bin/env python3
"""badgewatchd as a service: what it tells systemd, how it stops, and commands beside it."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time
import unittest

from register import BIN, START_SECONDS, Register, check, decision, folder, person, wait_for

SECONDS_TO_STOP = 15  # bounds a hang; the aim is far less


class Notified(Register):
    """A register whose daemon finds a NOTIFY_SOCKET that this test listens on."""

    def __init__(self, socket_name=None, watchdog_usec=None):
        super().__init__(serve=True)
        self.config = self.write_config({"http": {"port": 0}})
        path = socket_name or str(self.folder / "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path.replace("@", "\0", 1))
        self.environment = {"NOTIFY_SOCKET": path}
        if watchdog_usec:
            self.environment["WATCHDOG_USEC"] = str(watchdog_usec)
        self.told = []

    def launch(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, env={**os.environ, **self.environment})

    def served_port(self):
        return next(int(json.loads(line)["port"]) for line in self.log.read_text().splitlines()
                    if '"event":"serving"' in line)

    def remove(self):
        super().remove()
        self.socket.close()

    def hear(self, message, seconds=START_SECONDS):
        """All that is told until `message` is."""
        heard = []
        end = time.monotonic() + seconds
        while message not in heard:
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            heard.append(self.socket.recv(4096).decode())
        return heard


def processes_of(state):
    """The command lines of all processes that name this state folder."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(state) in line:
            found.append(line)
    return found


def badgewatchd(register, *arguments, program=BIN / "badgewatchd", **options):
    return subprocess.run([str(program), *map(str, arguments), "--config",
                           str(register.config), "--state", str(register.state)],
                          capture_output=True, text=True, timeout=START_SECONDS, check=False,
                          **options)


class Notifications(unittest.TestCase):

    def test_ready_alive_stopping(self):
        register = Notified(watchdog_usec=400_000)
        self.addCleanup(register.remove)
        register.launch()
        before = register.hear("READY=1")
        self.assertEqual(before, ["READY=1"], "ready is told first, and nothing before it")
        register.port = register.served_port()
        self.assertEqual(register.call("GET", "/readyz").status, 200)
        for _ in range(3):
            register.hear("WATCHDOG=1")
        register.process.send_signal(signal.SIGTERM)
        self.assertEqual(set(register.hear("STOPPING=1")) - {"WATCHDOG=1"}, {"STOPPING=1"})
        self.assertEqual(register.process.wait(SECONDS_TO_STOP), 0)

    def test_alive_while_the_database_stands_still(self):
        """To start it anew would mend nothing: it says that it is not ready, and lives."""
        register = Notified(watchdog_usec=400_000)
        self.addCleanup(register.remove)
        register.launch()
        register.hear("READY=1")
        register.port = register.served_port()
        register.hear("WATCHDOG=1")
        server = int((register.state / "postgresql" / "data" / "postmaster.pid")
                     .read_text().split()[0])
        children = pathlib.Path(f"/proc/{server}/task/{server}/children").read_text().split()
        for pid in [server, *map(int, children)]:
            os.kill(pid, signal.SIGSTOP)
        try:
            end = time.monotonic() + 5
            while time.monotonic() < end:
                register.hear("WATCHDOG=1", 3)
            asked = time.monotonic()
            answer = register.call("GET", "/readyz")
            self.assertEqual((answer.status, answer.json()["detail"]),
                             (503, "The database does not answer in time."))
            self.assertLess(time.monotonic() - asked, 5)
        finally:
            for pid in [server, *map(int, children)]:
                os.kill(pid, signal.SIGCONT)

    def test_an_abstract_socket(self):
        register = Notified(socket_name=f"@badgewatch-test-{os.getpid()}")
        self.addCleanup(register.remove)
        register.launch()
        register.hear("READY=1")


class Stopping(unittest.TestCase):

    def test_nothing_is_left(self):
        register = Register()
        self.addCleanup(register.remove)
        register.start()
        sockets = pathlib.Path(register.postmaster_file().read_text().splitlines()[4])
        self.assertTrue(sockets.is_dir())
        waiting = register.connect()  # an idle connection does not hold it up
        try:
            register.process.send_signal(signal.SIGTERM)
            self.assertEqual(register.process.wait(SECONDS_TO_STOP), 0)
        finally:
            waiting.close()
        register.process = None
        self.assertEqual(processes_of(register.state), [])
        self.assertFalse(sockets.exists())
        self.assertFalse(register.postmaster_file().exists())
        with self.assertRaises(OSError):
            register.connect(1)
        log = (register.state / "postgresql" / "postgresql.log").read_text()
        self.assertIn("database system is shut down", log.splitlines()[-1])

    def test_while_it_starts(self):
        register = Register(serve=True)
        self.addCleanup(register.remove)
        register.config = register.write_config({"http": {"port": 0}})
        with open(register.log, "ab") as log:
            register.process = subprocess.Popen(register.command(), stdout=log, stderr=log)
        wait_for(lambda: b"database being made" in register.log.read_bytes(), "the start")
        register.process.send_signal(signal.SIGTERM)
        self.assertEqual(register.process.wait(START_SECONDS), 0)
        register.process = None
        self.assertEqual(processes_of(register.state), [])
        self.assertFalse((register.state / "postgresql" / "data").exists(), "it ended at once")
        register.start()

    def test_a_hangup_ends_nothing(self):
        for serve in (True, False):
            register = Register(serve=serve)
            self.addCleanup(register.remove)
            register.config = register.write_config({"http": {"port": 0}})
            with open(register.log, "ab") as log:
                register.process = subprocess.Popen(register.command(), stdout=log, stderr=log)
            wait_for(lambda: (register.state / "lock").exists(), "the start")
            register.process.send_signal(signal.SIGHUP)
            wait_for(lambda: register._serves(0), "the register to serve", START_SECONDS)
            register.process.send_signal(signal.SIGHUP)
            for _ in range(3):
                self.assertEqual(register.call("GET", "/livez").status, 200)
            self.assertEqual(register.stop(), 0)

    def test_killed_and_started_again(self):
        register = Register()
        self.addCleanup(register.remove)
        register.start()
        key = register.key("BIR")
        made = register.call("POST", "/v1/decisions", key, decision(person("Over Thekill")))
        self.assertEqual(made.status, 201)
        register.kill()
        wait_for(lambda: not processes_of(register.state), "the database to end with its daemon",
                 START_SECONDS)
        register.start()
        self.assertEqual(register.call("GET", made.headers["location"], key).status, 200)


class Beside(unittest.TestCase):
    """Commands on the embedded database while the daemon serves from it."""

    @classmethod
    def setUpClass(cls):
        cls.register = Register()
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()

    def test_a_key_made_beside_works_at_once_and_ends_within_seconds(self):
        made = badgewatchd(self.register, "admin", "key", "create", "LDS", "--name", "beside",
                           "--scope", "checks")
        self.assertEqual(made.returncode, 0, made.stderr)
        key = made.stdout.strip()
        self.assertEqual(self.register.call("POST", "/v1/checks", key, check()).status, 201)
        listed = badgewatchd(self.register, "admin", "key", "list", "LDS")
        mine = next(json.loads(line) for line in listed.stdout.splitlines() if "beside" in line)
        self.assertNotIn(key, listed.stdout)
        revoked = badgewatchd(self.register, "admin", "key", "revoke", mine["id"])
        self.assertEqual(revoked.returncode, 0, revoked.stderr)
        wait_for(lambda: self.register.call("POST", "/v1/checks", key, check()).status == 401,
                 "the key to end", 60)

    def test_names_that_would_break_a_list_are_refused(self):
        for name in ("", "a\nb", "x" * 5000, " x"):
            for command in (["admin", "key", "create", "LDS", "--name", name, "--scope", "checks"],
                            ["admin", "operator", "create", name]):
                done = badgewatchd(self.register, *command)
                self.assertEqual((done.returncode, done.stdout), (78, ""), done.stderr)
                self.assertIn("1 to 60 characters, no line break", done.stderr)

    def test_keys_of_an_authority_that_is_not(self):
        done = badgewatchd(self.register, "admin", "key", "list", "XXX")
        self.assertEqual((done.returncode, done.stdout), (78, ""))
        self.assertIn("There is no licensing authority `XXX`", done.stderr)

    def test_every_act_is_in_the_log(self):
        for arguments in (["admin", "key", "create", "MAN", "--name", "logged", "--scope", "checks"],
                          ["backup", "--to", self.register.state.parent / "set"]):
            done = badgewatchd(self.register, *arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("key_created|operator", self.log())
        self.assertIn("backup_made|operator", self.log())

    def log(self):
        """What happened and who did it, one a line."""
        place = self.register.postmaster_file().read_text().splitlines()[4]
        return subprocess.run(
            ["/usr/lib/postgresql/15/bin/psql", "-qXAt", "-h", place, "-U", "postgres", "-c",
             "select kind, actor from badgewatch.log_leaf", "badgewatch"], capture_output=True,
            text=True, timeout=START_SECONDS, check=True).stdout

    def test_an_operator_is_named_in_the_log(self):
        made = badgewatchd(self.register, "admin", "operator", "create", "Amina Yusuf")
        self.assertEqual(made.returncode, 0, made.stderr)
        key = made.stdout.strip()
        listed = badgewatchd(self.register, "admin", "operator", "list").stdout
        amina = json.loads(listed.splitlines()[0])
        self.assertEqual((amina["name"], amina["live"]), ("Amina Yusuf", True))
        self.assertNotIn(key, listed)
        again = badgewatchd(self.register, "admin", "operator", "create", "Amina Yusuf")
        self.assertIn("There is an operator of that name already", again.stderr)

        file = self.register.state.parent / "amina.key"
        file.write_text(key + "\n")
        opened = ["admin", "--operator-key-file", file, "key", "create", "WLV", "--name", "history",
                  "--scope", "decisions", "--scope", "import", "--import-days", "5"]
        done = badgewatchd(self.register, *opened)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"key_created|operator:{amina['id']}", self.log())
        row = {"your_reference": "H-1", "imported_from": "NR3S", "first_entered_on": "2020-01-01",
               **decision(person("Old Entry"), "2019-12-01")}
        rows = self.register.upload("/v1/decisions/batch", done.stdout.strip(), [row]).lines()
        self.assertEqual(rows[0]["result"], "created", rows)

        revoked = badgewatchd(self.register, "admin", "operator", "revoke", "Amina Yusuf")
        self.assertEqual(revoked.returncode, 0, revoked.stderr)
        self.assertIn("That is no key of an operator, or it was revoked.",
                      badgewatchd(self.register, *opened).stderr)
        file.write_text("")
        self.assertIn("There is no operator's key in", badgewatchd(self.register, *opened).stderr)

    def test_authorities_migrate_and_reference_beside(self):
        listed = badgewatchd(self.register, "admin", "authority", "list")
        self.assertIn("TFL\tTransport for London", listed.stdout)
        self.assertIn(" 0 ran now", badgewatchd(self.register, "migrate").stdout.replace(",", ""))
        self.assertEqual(badgewatchd(self.register, "reference", "load").returncode, 0)
        self.assertEqual(self.register.call("GET", "/readyz").status, 200)

    def test_a_second_daemon_is_refused_by_name(self):
        done = badgewatchd(self.register, "serve")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(f"{self.register.state} is in use by badgewatchd with process id "
                      f"{self.register.process.pid}. Stop it first or choose another --state.",
                      done.stderr)
        self.assertEqual(self.register.call("GET", "/readyz").status, 200)

    def test_a_stranger_is_refused(self):
        if os.geteuid() != 0:
            self.skipTest("only root can become somebody else")
        # The clone may lie where only its owner can go.
        place = folder()
        self.addCleanup(shutil.rmtree, place)
        place.chmod(0o755)
        program = shutil.copy(BIN / "badgewatchd", place)
        done = badgewatchd(self.register, "admin", "key", "list", "TFL", program=program,
                           user="nobody", group="nogroup")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("The state folder must belong to the user that runs badgewatchd", done.stderr)


class Settings(unittest.TestCase):

    def run_in(self, text, *command):
        place = folder()
        self.addCleanup(shutil.rmtree, place)
        (place / "start.toml").write_text(text)
        return subprocess.run([str(BIN / "badgewatchd"), *command, "--config", "start.toml"],
                              capture_output=True, text=True, timeout=START_SECONDS, cwd=place,
                              check=False)

    def test_a_file_named_without_a_folder(self):
        done = self.run_in(Register.settings({}), "config", "check")
        self.assertEqual((done.returncode, done.stdout), (0, "The settings are good.\n"), done.stderr)

    def test_folders_and_addresses_that_cannot_be_are_named(self):
        done = self.run_in("", "config", "check")
        self.assertEqual(done.returncode, 78, done.stdout)
        for told in ("database.migrations_directory: there is no folder /", "reference.directory: ",
                     "reference.mappings_directory: "):
            self.assertIn(told, done.stderr)
        done = self.run_in("[database]\nurl = 'postgresql://a:sesame@db/x?sslmod=require'\n",
                           "config", "check")
        self.assertEqual(done.returncode, 78, done.stdout)
        self.assertIn("start.toml:2: database.url has the unknown keyword `sslmod`.", done.stderr)
        self.assertNotIn("sesame", done.stderr)
        done = self.run_in(Register.settings({"database": {"url": "postgresql://db/x?sslmode=on"}}),
                           "config", "check")
        self.assertIn("database.url has an unknown sslmode", done.stderr)

    def test_wrong_values_stop_the_start(self):
        done = self.run_in("[http]\nport = 70000\n[log]\nlevel = 'loud'\n", "serve")
        self.assertEqual(done.returncode, 78, done.stderr)
        self.assertIn("start.toml:2: http.port must be a whole number from 0 to 65535.", done.stderr)
        self.assertIn("start.toml:4: log.level must be one of ", done.stderr)


if __name__ == "__main__":
    unittest.main()
