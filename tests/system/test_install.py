#!/usr/bin/env python3
"""What `cmake --install` puts in place is whole: the installed daemon starts with its settings."""
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import unittest

from register import BIN, START_SECONDS, Register, folder

BUILD = BIN.parent


class Installed(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.root = folder()
        cls.addClassCleanup(shutil.rmtree, cls.root, ignore_errors=True)
        cls.install()

    @classmethod
    def install(cls):
        done = subprocess.run(["cmake", "--install", str(BUILD)], capture_output=True, text=True,
                              env={**os.environ, "DESTDIR": str(cls.root)}, timeout=START_SECONDS,
                              check=False)
        assert done.returncode == 0, done.stderr

    def file(self, name):
        """The one installed file of that name."""
        found = [path for path in self.root.rglob(name) if path.is_file()]
        self.assertEqual(len(found), 1, found)
        return found[0]

    def test_everything_is_there(self):
        for name in ("badgewatchd", "badgewatch", "roles.sql", "0001_feed.sql", "authorities.json",
                     "bank_holidays.json", "default.json", "badgewatchd.service",
                     "badgewatch-backup.service", "badgewatch-webhooks.service", "badgewatch-backup.timer",
                     "badgewatch-reconcile.service", "badgewatch-reconcile.timer", "OPERATIONS.md",
                     "openapi.json", "LICENSE"):
            self.file(name)
        names = {str(path.relative_to(self.root)) for path in self.root.rglob("badgewatch.conf")}
        self.assertEqual({pathlib.Path(name).parent.name for name in names},
                         {"sysusers.d", "tmpfiles.d"})
        for name in ("badgewatchd", "badgewatch"):
            self.assertTrue(os.access(self.file(name), os.X_OK))

    def test_units_name_what_was_installed(self):
        for unit in ("badgewatchd.service", "badgewatch-webhooks.service", "badgewatch-backup.service",
                     "badgewatch-reconcile.service"):
            command = re.search(r"^ExecStart=(\S+) .*--config (\S+)", self.file(unit).read_text(),
                                re.M)
            for path in command.groups():
                self.assertTrue((self.root / path.lstrip("/")).is_file(), path)

    def test_the_settings_say_the_defaults_but_for_places(self):
        given = (pathlib.Path(__file__).parents[2] / "config" / "badgewatch.toml").read_text()
        installed = self.file("badgewatch.toml").read_text()
        changed = [line for line in set(installed.splitlines()) - set(given.splitlines())]
        self.assertEqual(sorted(line.split(" = ")[0] for line in changed),
                         ["directory", "directory", "mappings_directory", "master_key_file",
                          "migrations_directory", "well_known_file"])

    def test_it_starts_with_its_own_settings(self):
        """Only the places are moved below the folder that stands for /."""
        register = Register(serve=True)
        self.addCleanup(register.remove)
        settings = re.sub(r'"(/[^"]+)"', lambda found: json.dumps(str(self.root) + found.group(1)),
                          self.file("badgewatch.toml").read_text())
        register.config = register.state.parent / "badgewatch.toml"
        register.config.write_text(settings)
        register.command = lambda: [str(self.file("badgewatchd")), "serve", "--config",
                                    str(register.config), "--state", str(register.state),
                                    "--port", "0"]
        register.start()
        self.assertEqual(register.call("GET", "/readyz").status, 200)
        self.assertIn("openapi", register.call("GET", "/openapi.json").json())
        key = list(self.root.rglob("master.key"))
        self.assertEqual([stat.S_IMODE(path.stat().st_mode) for path in key], [0o600])
        self.assertEqual(register.stop(), 0)

    def test_settings_that_are_there_are_kept(self):
        settings = self.file("badgewatch.toml")
        own = settings.read_text() + "# ours\n"
        settings.write_text(own)
        try:
            self.install()
            self.assertEqual(settings.read_text(), own)
            self.assertTrue(settings.with_name("badgewatch.toml.new").is_file())
        finally:
            settings.with_name("badgewatch.toml.new").unlink()
            settings.write_text(own.removesuffix("# ours\n"))


if __name__ == "__main__":
    unittest.main()
