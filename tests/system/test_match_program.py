"""badgewatch-match: the matcher alone, on files and pipes."""
import itertools
import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("BW_BIN", ROOT / "build" / "release" / "bin")) / "badgewatch-match"
SECONDS = 120


def run(*arguments, stdin=""):
    return subprocess.run([str(PROGRAM), *map(str, arguments)], input=stdin, capture_output=True,
                          text=True, timeout=SECONDS, check=False)


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def person(name, born=None, ni=None, **more):
    made = {"names": [{"full": name}], **more}
    if born:
        made["date_of_birth"] = born
    if ni:
        made["national_insurance_number"] = ni
    return made


def crowd(count, seed):
    """People with much in common, each with an id."""
    draw = random.Random(seed)
    given = ["Mohammed", "Muhammad", "Md", "Abdul", "Łukasz", "Lukasz", "Sarah", "Xhevahire", "J"]
    family = ["Khan", "Iqbal", "Chowdhury", "Choudhury", "O'Brien", "O Brien", "Smith", "Smyth"]
    for number in range(count):
        one = {"id": f"{seed}-{number}",
               "names": [{"given": draw.choice(given), "family": draw.choice(family)}]}
        if draw.random() < 0.8:
            one["date_of_birth"] = draw.choice(["1985-03-14", "1985-14-03", "1985-03-04",
                                                "1985-04-03", "1985", "1990-01-01"])
        if draw.random() < 0.4:
            one["national_insurance_number"] = f"QQ12345{draw.randrange(4)}C"
        if draw.random() < 0.4:
            one["addresses"] = [{"postcode": draw.choice(["LU1 1AA", "LU1 1AB", "75001"])}]
        yield one


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, name, people):
        path = self.folder / name
        path.write_text("".join(json.dumps(one) + "\n" for one in people), encoding="utf-8")
        return path


class Score(unittest.TestCase):
    def score(self, a, b):
        done = run("score", stdin=json.dumps({"id": 7, "a": a, "b": b}) + "\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        [answer] = rows(done.stdout)
        self.assertEqual(answer["id"], 7)
        return answer

    def test_answer_has_every_field_with_its_weight_and_a_sentence(self):
        answer = self.score(person("Mohammed Khan", "1985-03-14", "QQ123456C"),
                            person("Khan, Muhammad", "1985-03-14", "QQ123456A"))
        self.assertEqual(answer["band"], "strong")
        self.assertGreater(answer["probability"], 0.99)
        self.assertLessEqual(answer["probability"], 1)
        fields = {one["field"]: one for one in answer["evidence"]}
        self.assertEqual(list(fields), ["name", "date_of_birth", "national_insurance_number",
                                        "driving_licence_number", "address", "email", "telephone"])
        self.assertEqual(fields["name"]["note"],
                         "Name: Mohammed and Muhammad are spellings of one name")
        self.assertEqual({one["verdict"] for one in answer["evidence"]}, {"agree", "missing"})
        self.assertAlmostEqual(answer["weight"],
                               -22 + sum(one["weight"] for one in answer["evidence"]), delta=0.05)

    def test_name_and_birth_date_alone_are_possible_however_exact(self):
        answer = self.score(person("Xhevahire Quetzalcoatl", "1985-03-14"),
                            person("Xhevahire Quetzalcoatl", "1985-03-14"))
        self.assertEqual(answer["band"], "possible")

    def test_an_odd_value_is_a_warning_and_is_compared(self):
        odd = person("Ali Khan", "1600-02-30", "12345678Z", addresses=[{"postcode": "75001"}])
        done = run("score", stdin=json.dumps({"id": None, "a": odd, "b": odd}) + "\n")
        self.assertEqual(done.returncode, 0)
        [answer] = rows(done.stdout)
        self.assertIsNone(answer["id"])
        self.assertEqual(answer["evidence"][2]["verdict"], "agree")
        for pointer in ("/a/date_of_birth", "/b/national_insurance_number", "/a/addresses/0/postcode"):
            self.assertIn(f"standard input:1: warning: {pointer}: ", done.stderr)

    def test_bad_lines_are_told_by_number_and_pointer_and_stop_nothing(self):
        good = json.dumps({"id": "good", "a": person("Ali Khan"), "b": person("Ali Khan")})
        lines = [good, "nonsense", "", json.dumps({"id": 1, "a": person("Ali", colour="red"), "b": 3}),
                 json.dumps({"id": [], "a": person("Ali"), "b": person("Ali")}),
                 json.dumps({"id": 2, "a": person("Ali")}), '{"id": 1, "id": 2}', "[]",
                 '{"a": "' + "x" * (1 << 20) + '"}', good]
        done = run("score", stdin="\r\n".join(lines) + "\r\n")
        self.assertEqual(done.returncode, 65)
        self.assertEqual([one["id"] for one in rows(done.stdout)], ["good", "good"])
        for told in ("input:2: ", "input:4: /a/colour: ", "input:4: /b: ", "input:5: /id: ",
                     "input:6: /b: ", "input:7: ", "input:8: ", "input:9: The line is longer"):
            self.assertIn(told, done.stderr)
        self.assertNotIn("input:3:", done.stderr)
        self.assertNotIn("nonsense", done.stderr)

    def test_whoever_waits_for_an_answer_gets_it(self):
        line = json.dumps({"id": 1, "a": person("Ali Khan"), "b": person("Ali Khan")}) + "\n"
        with subprocess.Popen([str(PROGRAM), "score"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as process:
            for _ in range(2):
                process.stdin.write(line)
                process.stdin.flush()
                self.assertEqual(json.loads(process.stdout.readline())["id"], 1)
            process.stdin.close()
            self.assertEqual(process.wait(SECONDS), 0)


class Pairs(Folder):
    def expected(self, pairs):
        """What score says of each pair, by ids."""
        lines = "".join(json.dumps({"id": f'{a["id"]}|{b["id"]}', "a": a, "b": b}) + "\n"
                        for a, b in pairs)
        done = run("score", stdin=lines)
        self.assertEqual(done.returncode, 0)
        return {one["id"]: (one["band"], one["weight"], one["probability"])
                for one in rows(done.stdout)}

    def found(self, done):
        self.assertIn(done.returncode, (0,), done.stderr)
        answers = rows(done.stdout)
        found = {f'{one["a"]}|{one["b"]}': (one["band"], one["weight"], one["probability"])
                 for one in answers}
        self.assertEqual(len(found), len(answers), "a pair came twice")
        return found

    def test_link_finds_the_pairs_that_score_rates_possible_or_better(self):
        a, b = list(crowd(80, 1)), list(crowd(60, 2))
        expected = {pair: score for pair, score in self.expected(itertools.product(a, b)).items()
                    if score[0] != "none"}
        self.assertGreater(len(expected), 50)
        self.assertLess(len(expected), 80 * 60 / 2)
        found = self.found(run("link", self.file("a", a), self.file("b", b)))
        self.assertEqual(found, expected)

    def test_dedupe_gives_each_pair_once_and_nobody_with_himself(self):
        a = list(crowd(80, 3))
        expected = {frozenset(pair.split("|")): score[0]
                    for pair, score in self.expected(itertools.combinations(a, 2)).items()
                    if score[0] != "none"}
        found = self.found(run("dedupe", self.file("a", a)))
        self.assertEqual({frozenset(pair.split("|")): score[0] for pair, score in found.items()},
                         expected)
        self.assertEqual(len(found), len(expected))

    def test_threshold_is_a_probability(self):
        a, b = self.file("a", crowd(60, 4)), self.file("b", crowd(60, 5))
        everything = self.found(run("link", a, b))
        likely = self.found(run("link", a, b, "--threshold", "0.9"))
        self.assertEqual(likely, {pair: score for pair, score in everything.items()
                                  if score[2] >= 0.9})
        self.assertTrue(0 < len(likely) < len(everything))
        self.assertEqual(run("link", a, b, "--threshold", "1.5").returncode, 64)

    def test_verify_agrees_with_link(self):
        a, b = self.file("a", crowd(60, 6)), self.file("b", crowd(60, 7))
        pairs = self.found(run("link", a, b))
        done = run("verify", a, b)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(rows(done.stdout), [{"recall": 1, "pairs": len(pairs), "missed": []}])

    def test_a_record_without_an_id_is_known_by_its_line(self):
        khan = person("Ali Khan", "1985-03-14")
        a = self.folder / "a"
        a.write_bytes(b"\xef\xbb\xbf\r\n" + json.dumps(khan).encode() + b"\r\n")
        b = self.file("b", [{"id": 12, **khan}])
        [pair] = rows(run("link", a, b).stdout)
        self.assertEqual((pair["a"], pair["b"]), (2, 12))

    def test_bad_lines_of_a_file_are_told_and_the_others_compared(self):
        khan = person("Ali Khan", "1985-03-14")
        a = self.file("a", [khan, {"names": 3}, khan])
        done = run("dedupe", a)
        self.assertEqual(done.returncode, 65)
        self.assertIn(f"{a}:2: /names: ", done.stderr)
        self.assertEqual([(one["a"], one["b"]) for one in rows(done.stdout)], [(1, 3)])

    def test_many_warnings_are_counted_unless_asked_for(self):
        a = self.file("a", [person("Ali Khan", None, f"QQ{n:06}C") for n in range(50)])
        self.assertEqual(run("dedupe", a).stderr.count("warning: "), 20)
        self.assertIn("30 more warnings", run("dedupe", a).stderr)
        self.assertEqual(run("dedupe", a, "--all-warnings").stderr.count("warning: "), 50)


class Usage(Folder):
    def test_exit_codes(self):
        self.assertEqual(run().returncode, 64)
        self.assertEqual(run("--help").returncode, 0)
        self.assertEqual(run("link", self.file("a", [])).returncode, 64)
        self.assertEqual(run("link", self.file("a", []), self.folder / "none").returncode, 66)
        self.assertEqual(run("verify", self.folder / "none", self.file("a", [])).returncode, 66)
        empty = run("link", self.file("a", []), self.file("b", []))
        self.assertEqual((empty.returncode, empty.stdout), (0, ""))
        self.assertEqual(rows(run("verify", self.file("a", []), self.file("b", [])).stdout),
                         [{"recall": 1, "pairs": 0, "missed": []}])

    def test_an_output_that_cannot_be_written_is_no_success(self):
        khan = person("Ali Khan", "1985-03-14")
        a = self.file("a", [khan] * 300)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([str(PROGRAM), "dedupe", str(a)], stdout=full,
                                  stderr=subprocess.DEVNULL, timeout=SECONDS, check=False)
        self.assertEqual(done.returncode, 74)


class WhatIsGiven(unittest.TestCase):

    def test_a_folder_is_no_file_of_people(self):
        with tempfile.TemporaryDirectory() as place:
            for command in (["link", place, place], ["dedupe", place], ["verify", place, place]):
                done = run(*command)
                self.assertEqual(done.returncode, 66, done.stderr)
                self.assertIn(f"{place} is a folder, not a file of people.", done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_an_id_that_comes_twice_in_a_file_is_warned_of(self):
        with tempfile.TemporaryDirectory() as place:
            path = pathlib.Path(place) / "a.ndjson"
            people = [{"id": name, **person("Ann Example", "1980-02-01")} for name in ("x", "y", "x")]
            path.write_text("".join(json.dumps(one) + "\n" for one in people))
            done = run("dedupe", path)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("a.ndjson:3: warning: /id: is the id of line 1 too", done.stderr)
            self.assertEqual(len(rows(done.stdout)), 3)
            other = pathlib.Path(place) / "b.ndjson"
            other.write_text(json.dumps(people[0]) + "\n")
            self.assertNotIn("warning", run("link", other, other).stderr)


if __name__ == "__main__":
    unittest.main()
