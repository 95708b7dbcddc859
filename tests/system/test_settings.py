#!/usr/bin/env python3
"""What badgewatch.toml sets shows outside: limits, hosts, mappings, powers that are off."""
import json
import shutil
import subprocess
import time
import unittest

from register import (BIN, START_SECONDS, Register, RegisterTest, check, decision, folder, licence, person,
                      stranger, wait_for)

HEADER = "licence_number,class,status,full_name,date_of_birth"


def psql(register, statement):
    place = register.postmaster_file().read_text().splitlines()[4]
    return subprocess.run(["/usr/lib/postgresql/15/bin/psql", "-qXAt", "-h", place, "-U", "postgres",
                           "-c", statement, "badgewatch"], capture_output=True, text=True,
                          timeout=START_SECONDS, check=True).stdout.strip()


class LimitedBatches(RegisterTest):
    """What the configuration sets: the most rows, and dates in ISO form only."""

    @classmethod
    def setUpClass(cls):
        place = folder()
        cls.addClassCleanup(shutil.rmtree, place, True)
        (place / "mappings").mkdir()
        (place / "mappings" / "iso.json").write_text(json.dumps({
            "format": "badgewatch-mapping/1", "name": "iso", "description": "ISO dates alone",
            "columns": {name: {"header": name} for name in HEADER.split(",")},
            "values": {}, "defaults": {}, "dates": ["iso"], "name_order": "as_written"}))
        config = place / "badgewatch.toml"
        config.write_text(Register.settings({"limits": {"batch_rows": 1200},
                                             "reference": {"mappings_directory": "mappings"}}))
        cls.options = {"config": config}
        super().setUpClass()

    def test_most_rows_of_one_upload(self):
        rows = [{"licence_number": f"R-{i}", **licence()} for i in range(1201)]
        lines = self.register.upload("/v1/licences/batch", "TFL", rows[:1200]).lines()
        self.assertEqual(lines[-1]["summary"]["created"], 1200)
        lines = self.register.upload("/v1/licences/batch", "TFL", rows).lines()
        self.assertEqual(len(lines), 1001)
        self.assertProblemDocument(lines[-1]["problem"], 413)
        checks = [{"case_reference": "C", "purpose": "renewal", "subject": person()}] * 1201
        lines = self.register.upload("/v1/checks/batch", "TFL", checks).lines()
        self.assertProblemDocument(lines[-1]["problem"], 413)

    def test_iso_dates_only(self):
        text = f"{HEADER}\nI-1,dual,current,Ann Lee,03/04/1985\nI-2,dual,current,Ann Lee,1985-04-03\n"
        lines = self.register.upload("/v1/licences/batch?mapping=iso", "TFL", text.encode(),
                                     "text/csv").lines()
        self.assertEqual([one["result"] for one in lines[:-1]], ["rejected", "created"])
        self.assertEqual(lines[0]["problem"]["errors"][0]["pointer"], "/date_of_birth")


class OwnSettings(RegisterTest):
    """A serving daemon, not a demo: the limits are felt and the optional powers off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.register.stop()
        cls.daemon = Register(serve=True, state=cls.register.state)
        cls.daemon.config = cls.daemon.write_config(
            {"limits": {"requests_per_second": 1, "burst": 20, "pushes_burst": 5},
             "http": {"port": 0, "hosts": ["register.example.org", "127.0.0.1"]}})
        cls.addClassCleanup(cls.daemon.stop)
        cls.daemon.start()

    def test_too_fast(self):
        """Each key has a measure for each kind of request; what is open to all has none of a key's."""
        for _ in range(20):
            answer = self.daemon.call("GET", "/v1/alerts", "TFL")
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.headers["ratelimit-policy"], '"requests";q=20;w=20')
            self.assertRegex(answer.headers["ratelimit"], r'^"requests";r=\d+;t=\d+$')
        refused = wait_for(lambda: next((one for one in [self.daemon.call("GET", "/v1/alerts", "TFL")]
                                         if one.status == 429), None), "the limit to be felt")
        self.assertProblem(refused, 429, "quota-exceeded")
        self.assertGreaterEqual(int(refused.headers["retry-after"]), 1)
        self.assertTrue(refused.headers["ratelimit"].startswith('"requests";r=0;t='))
        for _ in range(5):
            taken = self.daemon.upload("/v1/licences/batch", "TFL", b"{}\n")
            self.assertEqual(taken.status, 200)
            self.assertEqual(taken.headers["ratelimit-policy"], '"pushes";q=5;w=5')
        self.assertProblem(self.daemon.upload("/v1/licences/batch", "TFL", b"{}\n"), 429)
        self.assertEqual(self.daemon.call("GET", "/v1/alerts", "BIR").status, 200)
        for _ in range(30):
            self.assertEqual(self.daemon.call("GET", "/livez").status, 200)

    def test_hosts(self):
        for host, status in (("register.example.org", 200), ("REGISTER.example.org:443", 200),
                             ("elsewhere.example.org", 400)):
            self.assertEqual(self.daemon.call("GET", "/livez", headers={"Host": host}).status, status)

    def test_no_alerts_where_the_watch_is_off(self):
        subject = stranger("unwatched")
        self.daemon.call("PUT", "/v1/licences/U-1", "MAN", licence(subject))
        entered = self.daemon.call("POST", "/v1/decisions", "LDS", decision(subject))
        time.sleep(0.5)
        read = self.daemon.call("GET", entered.headers["location"], "LDS")
        self.assertIs(self.assertAnswer(read, 200)["watched"], False)
        self.assertEqual(self.daemon.call("GET", "/v1/alerts", "MAN").json()["alerts"], [])
        asked = self.daemon.call("POST", "/v1/checks", "MAN", check(subject))
        self.assertEqual(asked.json()["outcome"], "match")


class GivenServer(RegisterTest):
    """database.url: what is wrong with it is said, and its password is not."""

    def told(self, url, *command):
        config = self.register.state.parent / "given.toml"
        sections = {**self.register.shared(), "database": {"url": url}}
        config.write_text(Register.settings(sections))
        state = self.register.state.parent / "given"
        done = subprocess.run([str(BIN / "badgewatchd"), *(command or ("serve",)), "--config",
                               str(config), "--state", str(state)], capture_output=True, text=True,
                              timeout=START_SECONDS, check=False)
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertNotIn("sesame", done.stderr)
        return done.stderr

    def test_each_fault_has_a_sentence_of_its_own(self):
        place = self.register.shared()["database"]["url"].split("?")[1]
        for url, said in (
                (f"postgresql://postgres:sesame@/nowhere?{place}", 'database "nowhere" does not exist'),
                ("postgresql://a:sesame@no.such.host.invalid/x", "no.such.host.invalid"),
                (f"postgresql://bw_app:sesame@/badgewatch?{place}", "Grant that role to the login"),
                (f"postgresql://postgres:sesame@/badgewatch?{place}&sslmode=on", "unknown sslmode"),
                (f"postgresql://postgres:sesame@/badgewatch?{place}&sslmod=on", "keyword `sslmod`")):
            with self.subTest(url):
                self.assertIn(said, self.told(url))

    def test_a_database_without_roles_or_register(self):
        psql(self.register, "create database bare")
        url = self.register.shared()["database"]["url"].replace("/badgewatch?", "/bare?")
        self.assertIn("There is no register in the database of database.url",
                      self.told(url, "admin", "key", "list", "TFL"))


class ManySessions(unittest.TestCase):

    def test_the_embedded_server_allows_what_the_settings_do(self):
        register = Register()
        self.addCleanup(register.remove)
        register.config = register.write_config({"database": {"sessions": 1000}})
        register.start()
        self.assertGreater(int(psql(register, "show max_connections")), 1050)


if __name__ == "__main__":
    unittest.main()
