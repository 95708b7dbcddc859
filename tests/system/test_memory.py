#!/usr/bin/env python3
"""What is in the daemon's memory stays there: no core file, no swap, nothing in its environment or
command line."""
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from register import BIN, Register, RegisterTest, wait_for


def proc(pid, name):
    return pathlib.Path(f"/proc/{pid}/{name}").read_bytes()


def limit(pid, name):
    """Soft and hard."""
    return re.search(rf"^{name}\s+(\S+)\s+(\S+)", proc(pid, "limits").decode(), re.M).groups()


def locked_kilobytes(pid):
    return int(re.search(r"^VmLck:\s+(\d+) kB", proc(pid, "status").decode(), re.M).group(1))


def may_lock():
    """CAP_IPC_LOCK, or no limit."""
    capabilities = int(re.search(rb"^CapEff:\s+(\w+)", proc("self", "status"), re.M).group(1), 16)
    return bool(capabilities >> 14 & 1) or limit("self", "Max locked memory")[1] == "unlimited"


class Memory(RegisterTest):

    def test_no_core_file_of_it_and_its_database(self):
        for pid in (self.register.process.pid, self.register.postmaster()):
            self.assertEqual(limit(pid, "Max core file size"), ("0", "0"))

    @unittest.skipUnless(os.geteuid() == 0, "whose the files of /proc are is seen by another user alone")
    def test_no_other_process_of_its_user_reads_it(self):
        place = pathlib.Path(shutil.copy(BIN / "badgewatchd", self.register.state.parent / "copy"))
        place.chmod(0o755)
        # It waits on a pipe for its settings, as nobody.
        read, write = os.pipe()
        child = subprocess.Popen([place, "config", "check", "--config", f"/dev/fd/{read}"], user=65534,
                                 pass_fds=[read], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(lambda: os.stat(f"/proc/{child.pid}/environ").st_uid == 0, "it to be closed to its user")
        finally:
            child.kill()
            child.wait()
            os.close(read)
            os.close(write)

    @unittest.skipUnless(may_lock(), "memory may not be locked here")
    def test_memory_is_locked(self):
        pid = self.register.process.pid
        self.assertGreater(locked_kilobytes(pid), 10_000)
        smaps = proc(pid, "smaps").decode()
        flags = re.findall(r"^VmFlags: (.*)$", smaps, re.M)
        writable = [one.split() for one in flags if " wr " in f" {one} "]
        self.assertGreater(len(writable), 20)
        unlocked = [one for one in writable if "lo" not in one and "io" not in one and "pf" not in one]
        self.assertEqual(unlocked, [])
        self.assertIn("badgewatch_memory_locked 1", self.call("GET", "/metrics").body.decode())
        self.assertEqual(self.call("GET", "/readyz").json(), {"status": "ready"})

    def test_no_secret_in_environment_and_command_line(self):
        secrets = [path.read_text().strip() for path in (self.register.state / "keys").iterdir()]
        secrets += [one["api_key"] for one in self.register.demo()["authorities"]]
        self.assertGreaterEqual(len(secrets), 3 + 7)
        children = subprocess.run(["pgrep", "-P", str(self.register.postmaster())], capture_output=True,
                                  text=True, check=True).stdout.split()
        for pid in (self.register.process.pid, self.register.postmaster(), *children):
            try:
                told = proc(pid, "environ") + proc(pid, "cmdline")
            except FileNotFoundError:
                continue  # a session that ended
            for secret in secrets:
                self.assertNotIn(secret.encode(), told)

    @unittest.skipUnless(os.geteuid() == 0, "only root takes its own capability away")
    def test_who_may_not_lock_is_told_once(self):
        register = Register(serve=True)
        self.addCleanup(register.remove)
        register.config = register.write_config({"http": {"port": 0}})
        plain = register.command()
        small = ["prlimit", "--memlock=65536:65536", "setpriv", "--bounding-set=-ipc_lock"]
        register.command = lambda: [*small, *plain]
        register.start()
        self.assertEqual(locked_kilobytes(register.process.pid) > 64, False)
        self.assertEqual(register.log.read_text().count("memory is not locked"), 1)
        ready = register.call("GET", "/readyz")
        self.assertEqual(ready.status, 200)
        self.assertIn("Memory is not locked", ready.json()["detail"])
        checked = subprocess.run([*small, str(BIN / "badgewatchd"), "config", "check", "--config",
                                  str(register.config)], capture_output=True, text=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn("may not lock memory", checked.stderr)


if __name__ == "__main__":
    unittest.main()
