#!/usr/bin/env python3
"""Nothing about a person leaves by a side door: logs, metrics, error texts, files of the state."""
import base64
import http.client
import json
import os
import pathlib
import subprocess
import unittest

from register import Register, RegisterTest, check, decision, licence, wait_for

# Words that stand nowhere else, in every field that a person has.
MARKS = ("Zzyzxmarker", "Qwortzel", "Blimpfort", "1931-07-19", "QQ731931C", "ZZYZX307199Z99ZZ",
         "731931", "marked@zzyzx.example", "CASE-ZZYZX", "REF-ZZYZX", "LIC-ZZYZX")
SUBJECT = {"names": [{"given": "Qwortzel", "family": "Zzyzxmarker"}], "date_of_birth": "1931-07-19",
           "national_insurance_number": "QQ731931C",
           "addresses": [{"lines": ["7 Blimpfort Lane"], "postcode": "LS1 1AA"}],
           "contact": {"email": "marked@zzyzx.example", "telephone": "0113 4960731"}}


class Secrecy(RegisterTest):

    @classmethod
    def setUpClass(cls):
        """A serving daemon that logs all it can, on the data of a demo that has ended."""
        super().setUpClass()
        cls.register.stop()
        cls.daemon = Register(serve=True, state=cls.register.state)
        cls.daemon.config = cls.daemon.write_config({"log": {"level": "debug"}, "http": {"port": 0}})
        cls.addClassCleanup(cls.daemon.stop)
        cls.daemon.start()
        cls.say_everything()

    @classmethod
    def say_everything(cls):
        call, upload = cls.daemon.call, cls.daemon.upload
        cls.answers = [
            call("PUT", "/v1/licences/LIC-ZZYZX", "TFL", licence(SUBJECT)),
            call("GET", "/v1/licences/LIC-ZZYZX", "TFL"),
            upload("/v1/licences/batch", "TFL", [{"licence_number": "LIC-ZZYZX-2", **licence(SUBJECT)}]),
            call("POST", "/v1/decisions", "BIR", decision(SUBJECT, your_reference="REF-ZZYZX")),
            upload("/v1/decisions/batch", "LDS", [decision(SUBJECT, your_reference="REF-ZZYZX-2")]),
            call("POST", "/v1/checks", "MAN", check(SUBJECT, case="CASE-ZZYZX")),
            upload("/v1/checks/batch", "MAN", [check(SUBJECT, case="CASE-ZZYZX")]),
            call("GET", "/v1/alerts", "TFL"), call("GET", "/v1/events", "TFL")]
        asked = cls.answers[5].json()
        place = f"/v1/checks/{asked['id']}/hits/{asked['hits'][0]['id']}/adjudication"
        cls.answers.append(call("POST", place, "MAN",
                                {"finding": "same_person", "reason": "Qwortzel has that scar."},
                                {"Idempotency-Key": "adjudicated"}))
        wrong = {"names": [{"full": "Qwortzel\u0001Zzyzxmarker", "Zzyzxmarker": 1}],
                 "date_of_birth": "1931-07-19x", "national_insurance_number": "QQ731931CX",
                 "driving_licence_number": {"number": "ZZYZX307199Z99ZZ", "issuer": "GB"},
                 "addresses": [{"lines": ["Blimpfort " * 40], "postcode": "Blimpfort"}],
                 "contact": {"email": "marked@zzyzx.example@", "telephone": "0113 4960731 Qwortzel"}}
        cls.refusals = [
            call("PUT", "/v1/licences/LIC-ZZYZX", "TFL", licence(wrong, status="Zzyzxmarker")),
            call("POST", "/v1/decisions", "BIR", decision(wrong, "1931-07-19x", kind="Qwortzel")),
            call("POST", "/v1/decisions", "BIR", decision(SUBJECT, your_reference="REF-ZZYZX",
                                                          effective_on="2024-04-04")),
            call("POST", "/v1/checks", "MAN", check(wrong, purpose="Qwortzel")),
            call("POST", "/v1/checks", "MAN", b'{"subject":"Zzyzxmarker"'),
            call("POST", place, "MAN", {"finding": "Qwortzel", "reason": "Zzyzxmarker\u0001"}),
            call("GET", "/v1/decisions/Zzyzxmarker", "TFL"), call("GET", "/v1/alerts?after=Qwortzel", "TFL"),
            call("GET", "/Zzyzxmarker", "TFL"),
            upload("/v1/licences/batch", "TFL", [{"licence_number": "9", **licence(wrong)}])]

    def assertSecret(self, text, where):
        lowered = text.lower()
        self.assertEqual([mark for mark in MARKS if mark.lower() in lowered], [], where)

    def test_all_of_it_was_done(self):
        for one in self.answers:
            self.assertIn(one.status, (200, 201), one.body)
        hit = self.answers[5].json()
        self.assertEqual(hit["outcome"], "match")
        for one in self.refusals[:-1]:
            self.assertGreaterEqual(one.status, 400)

    def test_the_log(self):
        log = self.daemon.log.read_text()
        lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
        self.assertIn("serving", [line["event"] for line in lines])
        self.assertSecret(log, "the daemon's log")
        self.assertNotIn("bw_", log)

    def test_the_metrics(self):
        self.assertSecret(self.daemon.call("GET", "/metrics").body.decode(), "the metrics")

    def test_refusals(self):
        for one in self.refusals:
            text = one.body.decode()
            # The names of members come back in pointers: they are the sender's own.
            self.assertSecret(text.replace("/names/0/Zzyzxmarker", ""), text)

    def test_events_and_receipts(self):
        self.assertSecret(self.answers[8].body.decode(), "the events")
        receipt = self.answers[5].json()["receipt"]
        self.assertSecret(json.dumps(receipt), "a receipt")

    def test_a_hit_gives_away_no_more_than_it_may(self):
        text = json.dumps(self.answers[5].json()["hits"])
        for mark in ("1931-07-19", "731931", "Blimpfort", "zzyzx.example", "LIC-", "REF-", "CASE-"):
            self.assertNotIn(mark, text)

    def test_the_files_on_the_disk(self):
        """Database, write-ahead log, its own log, the spool: sealed, or without names."""
        self.daemon.call("GET", "/readyz")
        for mark in ("Zzyzxmarker", "Qwortzel", "Blimpfort", "1931-07-19", "QQ731931", "CASE-ZZYZX",
                     "REF-ZZYZX", "LIC-ZZYZX"):
            found = subprocess.run(["grep", "-rlaF", mark, str(self.register.state)],
                                   capture_output=True, text=True, check=False).stdout
            self.assertEqual(found, "", mark)


PG_DUMP = "/usr/lib/postgresql/15/bin/pg_dump"
PEOPLE = 1000


def someone(n):
    """Each another one, in words that stand nowhere else."""
    return {"names": [{"given": f"Knowngiven{n:04}x", "family": f"Knownfamily{n:04}x"}],
            "date_of_birth": f"19{31 + n % 60}-{1 + n % 12:02}-{1 + n % 28:02}",
            "national_insurance_number": f"QQ{770000 + n}C",
            "addresses": [{"lines": [f"{n} Knownstreet{n:04}x"], "postcode": f"LS{1 + n % 20} {n % 10}ZZ"}],
            "contact": {"email": f"known{n:04}x@zzyzx.example", "telephone": f"0113 49{60000 + n}"}}


def texts_of(n):
    one = someone(n)
    return [*one["names"][0].values(), one["date_of_birth"], one["date_of_birth"].replace("-", ""),
            one["national_insurance_number"], one["addresses"][0]["lines"][0],
            one["addresses"][0]["postcode"], one["addresses"][0]["postcode"].replace(" ", "") + "\"",
            one["contact"]["email"], one["contact"]["telephone"],
            one["contact"]["telephone"].replace(" ", ""), f"KNOWNLIC-{n:04}x", f"KNOWNREF-{n:04}x"]


def forms_of(text):
    """As it stands, in hexadecimal, and in base64 at each of its three offsets."""
    yield text
    yield text.encode().hex()
    for offset in range(3):
        whole = base64.b64encode(b"x" * offset + text.encode()).decode()
        yield whole[(offset * 8 + 5) // 6:(offset + len(text.encode())) * 8 // 6]


class Thousand(RegisterTest):
    """Of a thousand known people nothing stands in a dump, in the files of PostgreSQL, in its
    write-ahead log, and in what is spooled while an upload runs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forms = cls.register.state.parent / f"{cls.register.state.name}.forms"
        # A date in figures alone, as 19310101, may be part of any number in hexadecimal.
        wanted = {form for n in range(PEOPLE) for text in texts_of(n) for form in forms_of(text)
                  if not (form.isdigit() and len(form) < 9)}
        cls.forms.write_text("\n".join(sorted(wanted)) + "\n")
        upload = cls.register.upload
        rows = [{"licence_number": f"KNOWNLIC-{n:04}x", **licence(someone(n))} for n in range(PEOPLE)]
        cls.created(upload("/v1/licences/batch", "TFL", rows))
        again = [{"licence_number": f"KNOWNLIC-{n:04}x", **licence(someone(n), status="expired")}
                 for n in range(PEOPLE)]
        upload("/v1/licences/batch", "TFL", again)
        cls.created(upload("/v1/decisions/batch", "BIR",
                           [decision(someone(n), your_reference=f"KNOWNREF-{n:04}x") for n in range(PEOPLE)]))
        made = cls.register.call("POST", "/v1/decisions", "LDS", decision(someone(1)),
                                 {"Idempotency-Key": "known"})
        assert made.status == 201, made.body

    @staticmethod
    def created(answer):
        assert answer.lines()[-1]["summary"]["created"] == PEOPLE, answer.body[-500:]

    def places_of(self, *paths):
        """Where one of the texts stands: file and text. What PostgreSQL takes away meanwhile is nowhere."""
        done = subprocess.run(["grep", "-raoFm5", "-f", str(self.forms), *map(str, paths)],
                              capture_output=True, text=True, errors="replace", check=False,
                              env={**os.environ, "LC_ALL": "C"})
        faults = [line for line in done.stderr.splitlines()
                  if not line.endswith(": No such file or directory")]
        self.assertEqual(faults, [])
        return done.stdout.splitlines()

    def written(self, name, content):
        path = self.register.state.parent / f"{self.register.state.name}.{name}"
        path.write_bytes(content)
        return path

    def test_0_what_is_there_is_found(self):
        for form in (*forms_of("Knownfamily0007x"), *forms_of("1943-01-13")):
            path = self.written("planted", b"\x00\xff" + form.encode() + b"\n")
            self.assertNotEqual(self.places_of(path), [], form)

    @unittest.skipUnless(os.geteuid() == 0, "its open files are root's to see")
    def test_1_spooled_while_an_upload_runs(self):
        rows = b"".join(json.dumps(check(someone(n))).encode() + b"\n" for n in range(PEOPLE))
        wire = http.client.HTTPConnection("127.0.0.1", self.register.port, timeout=60)
        self.addCleanup(wire.close)
        wire.putrequest("POST", "/v1/checks/batch")
        for name, value in (("Authorization", f"Bearer {self.register.key('MAN')}"),
                            ("Content-Type", "application/x-ndjson"), ("Transfer-Encoding", "chunked")):
            wire.putheader(name, value)
        wire.endheaders()
        for _ in range(3):  # more than is kept in memory
            wire.send(b"%x\r\n%s\r\n" % (len(rows), rows))
        spooled = wait_for(self.spooled, "results to be spooled", 60)
        self.assertGreater(len(spooled), 500_000)
        self.assertEqual(self.places_of(self.written("spooled", spooled), self.register.state), [])
        wire.send(b"0\r\n\r\n")
        lines = [json.loads(line) for line in wire.getresponse().read().splitlines()]
        self.assertEqual(len(lines), 3 * PEOPLE + 1)
        self.assertEqual({line["outcome"] for line in lines[:-1]}, {"match"})

    def spooled(self):
        """What is in the daemon's files without a name."""
        folder = pathlib.Path(f"/proc/{self.register.process.pid}/fd")
        for link in folder.iterdir():
            try:
                if "/spool/" in os.readlink(link) and link.stat().st_size > 500_000:
                    return link.read_bytes()
            except FileNotFoundError:
                pass
        return b""

    def test_2_a_dump(self):
        done = subprocess.run([PG_DUMP, self.register.shared()["database"]["url"]], capture_output=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        for table in ("licence", "licence_version", "decision", "check_record", "idempotency_answer"):
            self.assertIn(f"COPY badgewatch.{table} ".encode(), done.stdout)
        self.assertEqual(self.places_of(self.written("dump", done.stdout)), [])

    def test_3_the_files_and_the_write_ahead_log(self):
        data = pathlib.Path(self.register.demo()["database"]["data_directory"])
        self.assertTrue(any((data / "pg_wal").iterdir()))
        self.assertEqual(self.places_of(data, self.register.state, self.register.log), [])
        self.register.stop()  # what was in PostgreSQL's memory is written then
        self.assertEqual(self.places_of(data, self.register.state, self.register.log), [])


if __name__ == "__main__":
    unittest.main()
