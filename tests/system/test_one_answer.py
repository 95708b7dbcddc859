#!/usr/bin/env python3
"""One answer: a check, a row of a batch and badgewatch-match on the same people say the same."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from register import RegisterTest, check, decision, person

PROGRAM = pathlib.Path(os.environ.get(
    "BW_BIN", pathlib.Path(__file__).resolve().parents[2] / "build" / "release" / "bin"))
SECONDS = 120

ENTRIES = [
    person("Mohammed Abdul Chowdhury", "1984-03-07", "QQ998877C"),
    person("Mohammad Choudhury", "1984-03-07"),
    person("Gurpreet Singh Brar", "1979-11-02", addresses=[{"lines": ["14 Roundhay Road"],
                                                            "postcode": "LS8 5AN"}]),
    person("Łukasz Wójcik", "1990-01-01", "QQ112233A"),
    person("Aoife O’Brien", "1988-07-19", contact={"email": "aoife@example.org"}),
    person("Xhevahire Quetzalcoatl", "1985-04-03"),
]
ASKED = [
    person("Md Abdul Choudhury", "1984-07-03", "QQ998877B"),
    person("محمد چودھری", "1984-03-07"),
    person("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "1979-11-02"),
    person("Gurprit Sing", "1979-02-11", addresses=[{"lines": ["14 Roundhay Rd"],
                                                    "postcode": "LS8 5AN"}]),
    person("Lucas Wojcik", "1990-01-01", "QQ112234A"),
    person("Eefa O Brien", "1988-07-19"),
    person("Xhevahire Quetzalcoatl", "1985-03-04"),
    person("🚕 \u202eNobody\u200f Known", "1961-05-06"),
    person("Jamil Khan", "1961-05-06", "QQ998877C"),
]


class OneAnswer(RegisterTest):
    options = {"now": "2026-03-02T10:00:00Z"}

    @staticmethod
    def said(one):
        # badgewatch-match writes two more digits of a probability.
        return one["band"], one["weight"], round(one["probability"], 4)

    def of_check(self, answer):
        return {hit["entry"]["id"]: self.said(hit) for hit in answer["hits"]}

    def linked(self, entries):
        """By place among those asked: entry, band, weight, probability."""
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for name, people in (("asked", dict(enumerate(ASKED))), ("entries", entries)):
                files.append(pathlib.Path(folder, name))
                files[-1].write_text("".join(json.dumps({"id": key, **one}) + "\n"
                                             for key, one in people.items()), encoding="utf-8")
            done = subprocess.run([str(PROGRAM / "badgewatch-match"), "link", *map(str, files)],
                                  capture_output=True, text=True, timeout=SECONDS, check=True)
        found = [{} for _ in ASKED]
        for row in map(json.loads, done.stdout.splitlines()):
            found[row["a"]][row["b"]] = self.said(row)
        return found

    def test_a_check_a_batch_and_a_link_agree(self):
        entries = {}
        for one in ENTRIES:
            answer = self.assertAnswer(
                self.call("POST", "/v1/decisions", "LDS", decision(one, "2026-02-27")), 201)
            entries[answer["id"]] = one
        single = [self.of_check(self.assertAnswer(
            self.call("POST", "/v1/checks", "MAN", check(one)), 201)) for one in ASKED]
        *answers, end = self.register.upload("/v1/checks/batch", "MAN",
                                             [check(one) for one in ASKED]).lines()
        self.assertEqual(end["summary"]["answered"], len(ASKED))
        self.assertEqual([self.of_check(one) for one in answers], single)
        self.assertEqual(self.linked(entries), single)
        self.assertGreaterEqual(sum(map(bool, single)), 6)
        self.assertEqual(single[7], {})


if __name__ == "__main__":
    unittest.main()
