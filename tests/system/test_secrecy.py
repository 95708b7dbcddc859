#!/usr/bin/env python3
"""Nothing about a person leaves by a side door: logs, metrics, error texts, files of the state."""
import json
import subprocess
import unittest

from register import Register, RegisterTest, check, decision, licence

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


if __name__ == "__main__":
    unittest.main()
