#!/usr/bin/env python3
"""Reference data are replaced while the register serves: no rebuild, no restart."""
import json
import shutil
import subprocess
import unittest

from register import BIN, ROOT, START_SECONDS, Register, check, decision, person, wait_for


class Reference(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.register = Register()
        cls.addClassCleanup(cls.register.remove)
        cls.directory = cls.register.folder / "reference"
        shutil.copytree(ROOT / "config" / "reference", cls.directory)
        cls.register.config = cls.register.write_config({"reference": {"directory": str(cls.directory)}})
        cls.register.start()

    def change(self, kind, change):
        path = self.directory / f"{kind}.json"
        before = path.read_text()
        self.addCleanup(path.write_text, before)
        content = json.loads(before)
        change(content)
        path.write_text(json.dumps(content))

    def load(self):
        return subprocess.run([str(BIN / "badgewatchd"), "reference", "load", "--config",
                               str(self.register.config), "--state", str(self.register.state)],
                              capture_output=True, text=True, timeout=START_SECONDS, check=False)

    def test_a_hit_names_the_contact_of_today(self):
        someone = person("Olumide Adeyemi", "1981-03-02")
        self.assertEqual(self.register.call("POST", "/v1/decisions", "LDS", decision(someone)).status, 201)

        def contact():
            hit = self.register.call("POST", "/v1/checks", "MAN", check(someone)).json()["hits"][0]
            return hit["entry"]["ask"]["email"]
        self.assertIsNone(contact())

        def give_leeds_an_address(content):
            leeds = next(one for one in content["authorities"] if one["code"] == "LDS")
            leeds["ask"]["email"] = "licensing@leeds.example"
        self.change("authorities", give_leeds_an_address)
        done = self.load()
        self.assertEqual(done.returncode, 0, done.stderr)
        wait_for(lambda: contact() == "licensing@leeds.example", "the new contact")

    def test_a_new_holiday_moves_the_last_day(self):
        # Notified on a Friday: five working days beginning with it end on the Thursday.
        def enter_by():
            entered = self.register.call("POST", "/v1/decisions", "LDS",
                                         decision(day="2026-11-13")).json()
            return entered["enter_by"]
        self.assertEqual(enter_by(), "2026-11-19")
        self.change("bank_holidays", lambda content: content["bank_holidays"].append(
            {"division": "england-and-wales", "date": "2026-11-16", "name": "A day of mourning"}))
        self.assertEqual(self.load().returncode, 0)
        wait_for(lambda: enter_by() == "2026-11-20", "the new holiday")

    def test_a_wrong_file_is_named_and_changes_nothing(self):
        def move_to_france(content):
            content["authorities"][3]["nation"] = "france"
        self.change("authorities", move_to_france)
        done = self.load()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("/authorities/3/nation", done.stderr)
        self.assertEqual(self.register.call("POST", "/v1/checks", "MAN", check()).status, 201)


if __name__ == "__main__":
    unittest.main()
