"""badgewatch, the command line of a council: what it prints, and what it ends with."""
import contextlib
import fcntl
import http.server
import json
import os
import pathlib
import pty
import re
import select
import struct
import subprocess
import termios
import threading
import time
import unittest

import register
from register import BIN, decision, licence, person, stranger

SECONDS = 60
KHAN = person("Mohammed Iqbal Khan", "1985-03-14", "QQ314159C")


class Canned(http.server.BaseHTTPRequestHandler):
    """A register that gives one answer to everything: (status, content type, body)."""
    protocol_version = "HTTP/1.1"
    answer = (200, "application/json", b"{}")
    seconds_a_piece = 0

    def do_POST(self):
        left = int(self.headers.get("Content-Length", 0))
        while left > 0:
            left -= len(self.rfile.read(min(left, 1 << 20)))
            time.sleep(self.seconds_a_piece)
        status, kind, body = self.answer
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST

    def log_message(self, *_arguments):
        pass


@contextlib.contextmanager
def canned(body, status=200, kind="application/json", seconds_a_piece=0):
    """The address of such a register."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler = type("Handler", (Canned,),
                   {"answer": (status, kind, text), "seconds_a_piece": seconds_a_piece})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(SECONDS)


class CommandLine(register.RegisterTest):
    options = {"drivers": 200}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = register.folder()
        cls.addClassCleanup(lambda: subprocess.run(["rm", "-r", str(cls.folder)], check=True))
        cls.url = f"http://127.0.0.1:{cls.register.port}"
        cls.key_file("MAN", cls.register.key("MAN"))
        cls.key_file("TFL", cls.register.key("TFL"))
        cls.key_file("LDS", cls.register.key("LDS"))

    @classmethod
    def key_file(cls, name, key, mode=0o600):
        path = cls.folder / name
        path.write_text(key + "\n")
        path.chmod(mode)
        return str(path)

    def run_it(self, *arguments, key="MAN", url=None, given=None):
        settings = {"PATH": os.environ["PATH"], "HOME": str(self.folder),
                    "BADGEWATCH_URL": url or self.url,
                    "BADGEWATCH_KEY_FILE": str(self.folder / key)}
        return subprocess.run([str(BIN / "badgewatch"), *arguments], input=given or "",
                              capture_output=True, text=True, timeout=SECONDS, env=settings,
                              check=False)

    def check(self, *arguments, **options):
        return self.run_it("check", "--case-reference", "T/1", "--purpose", "renewal", *arguments,
                           **options)

    def assertEnds(self, ran, status, *said):
        self.assertEqual(ran.returncode, status, ran.stdout + ran.stderr)
        for one in said:
            self.assertIn(one, ran.stdout if status in (0, 10, 11, 12, 65) else ran.stderr)
        return ran

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    # ------------------------------------------------------------------------------------- check

    def test_a_check_ends_with_what_was_found(self):
        self.assertEqual(self.call("POST", "/v1/decisions", "LDS", decision(KHAN)).status, 201)
        match = self.check("--name", "Md Iqbal Khan", "--born", "14/03/1985", "--ni", "QQ314159C")
        self.assertEnds(match, 11, "MATCH: ", "STRONG: Mohammed Iqbal Khan, born 1985",
                        "Revocation by LDS", "Ask:  ", "Proof: ", "Receipt: ")
        possible = self.check("--given", "Mohammed", "--family", "Khan", "--born", "1985-03-14")
        self.assertEnds(possible, 10, "POSSIBLE MATCH: ")
        nobody = stranger("nobody")
        none = self.check("--person", "-", given=json.dumps(nobody))
        self.assertEnds(none, 0, "NO MATCH: ", "Searched: decisions")
        for ran in (match, possible, none):
            wide = [line for line in ran.stdout.splitlines() if len(line) > 80]
            self.assertEqual(wide, [])

    def test_json_is_the_answer_as_it_came(self):
        ran = self.check("--name", "Nobody Whatever", "--born", "1951", "--json")
        answer = json.loads(self.assertEnds(ran, 0).stdout)
        self.assertEqual(answer["outcome"], "no_match")
        self.assertEqual(self.call("GET", f"/v1/checks/{answer['id']}", "MAN").json(), answer)

    def test_what_is_odd_in_the_question_is_said(self):
        ran = self.check("--name", "Nobody Whatever", "--born", "1905-01-02")
        self.assertEnds(ran, 0, "Look at:  /subject/date_of_birth: By this date of birth")

    def test_a_finding_is_kept_and_shown_by_the_next_check(self):
        subject = stranger("adjudicated")
        self.assertEqual(self.call("POST", "/v1/decisions", "LDS", decision(subject)).status, 201)
        first = self.check("--person", "-", given=json.dumps(subject)).stdout
        check_id = re.search(r"Check (\S{36}),", first).group(1)
        hit_id = re.search(r"Hit (\S{36})\n", first).group(1)
        self.assertNotIn("Found earlier", first)
        kept = self.run_it("adjudicate", check_id, hit_id, "--finding", "different_person",
                           "--reason", "Another photograph.")
        self.assertEnds(kept, 0, "Kept: different person, found by ", "It changes no outcome.")
        said = self.run_it("adjudicate", check_id, hit_id, "--finding", "undecided", "--reason", "-",
                           "--json", given="To be asked.\n")
        self.assertEqual(json.loads(self.assertEnds(said, 0).stdout)["reason"], "To be asked.")
        again = self.check("--person", "-", given=json.dumps(subject))
        self.assertEnds(again, 11, "Found earlier: undecided, by ", "To be asked.")
        for arguments, said in [
            ((check_id, hit_id, "--finding", "maybe", "--reason", "x"), "--finding"),
            ((check_id, hit_id, "--finding", "undecided"), "--reason is required"),
            ((check_id, hit_id, "--finding", "undecided", "--reason", " "), "--reason: "),
            ((check_id, check_id, "--finding", "undecided", "--reason", "x"), "There is no such hit"),
            ((check_id, "../1", "--finding", "undecided", "--reason", "x"), "36 characters"),
        ]:
            with self.subTest(arguments):
                self.assertEnds(self.run_it("adjudicate", *arguments), 64, said)
        other = self.run_it("adjudicate", check_id, hit_id, "--finding", "undecided", "--reason",
                            "x", key="TFL")
        self.assertEnds(other, 64, "There is no such check")

    def test_an_entry_is_changed_and_shown(self):
        subject = stranger("changed by hand")
        entry = self.call("POST", "/v1/decisions", "LDS", decision(subject)).json()["id"]
        change = lambda *arguments, **more: self.run_it("decisions", "change", entry, *arguments,
                                                        key="LDS", **more)
        said = change("--change", "remove", "--on", "2024-04-10", "--reason", "-", "--decided-by", "Ann",
                      given="Wrong person.\n")
        self.assertEnds(said, 0, "Proposed: another person", "The entry is removal proposed")
        for arguments, words in [
            (("--change", "remove", "--approved-by", "ANN"), "--approved-by: "),
            (("--change", "lift", "--on", "2024-04-10", "--reason", "x"), "Possible now: remove, withdraw"),
            (("--change", "erase"), "--change"),
            (("--change", "reinstate"), "--on: is required"),
        ]:
            with self.subTest(arguments):
                self.assertEnds(change(*arguments), 64, words)
        done = change("--change", "remove", "--approved-by", "Bob", "--json")
        self.assertEqual(json.loads(self.assertEnds(done, 0).stdout)["state"], "removed")
        shown = self.run_it("decisions", "show", entry, key="LDS")
        self.assertEnds(shown, 0, "The entry is removed", "remove (proposed), decided by Ann: Wrong person.",
                        "approved by Bob")
        corrected = {**subject, "names": [{"full": "Somebody Else"}]}
        change("--change", "reinstate", "--on", "2024-04-11", "--reason", "Crown Court.")
        amended = change("--change", "amend", "--on", "2024-04-12", "--reason", "Misspelt.", "--person",
                         "-", "--decided-by", "Ann", "--approved-by", "Bob", given=json.dumps(corrected))
        self.assertEnds(amended, 0, "The entry is active")
        self.assertEnds(self.run_it("decisions", "show", "../1", key="LDS"), 64, "36 characters")
        other = self.run_it("decisions", "change", entry, "--change", "later_grant", "--on", "2024-04-12",
                            key="TFL")
        self.assertEnds(other, 64, "There is no such decision")

    def test_only_a_proven_clear_ends_with_0(self):
        proof = {"epoch": "e", "seq": 1, "chain": "c", "rules": "r", "proven_at": "p"}
        proven = {"outcome": "no_match", "hits": [], "freshness": "proven", "current": True,
                  "proof": proof}
        for changed, status in [({}, 0), ({"proof": None}, 69), ({"freshness": "behind"}, 69),
                                ({"proof": {"seq": 1}}, 69), ({"current": None}, 69),
                                ({"current": False}, 12), ({"hits": None}, 69),
                                ({"hits": [{"band": "strong"}]}, 12),
                                ({"outcome": "indeterminate"}, 12), ({"outcome": "fine"}, 12),
                                ({"outcome": "possible_match"}, 10), ({"outcome": "match"}, 11)]:
            with self.subTest(changed), canned({**proven, **changed}, status=201) as url:
                self.assertEnds(self.check("--name", "A", url=url), status)
        with canned(b"not JSON", status=201) as url:
            self.assertEnds(self.check("--name", "A", url=url), 69)
        unproven = {"type": "/problems/freshness-unproven", "title": "t", "status": 503, "detail": "d"}
        with canned(unproven, status=503, kind="application/problem+json") as url:
            self.assertEnds(self.check("--name", "A", url=url), 69, "badgewatch: d")

    def test_a_wrong_command_line_ends_with_64_and_says_what_is_wrong(self):
        for arguments, said in [
            ((), "Subcommands:"),
            (("checks",), "There is no command `checks`"),
            (("check", "--name", "A"), "--case-reference is required"),
            (("check", "--case-reference", "x", "--purpose", "fun", "--name", "A"), "--purpose"),
            (("check", "--case-reference", "x", "--purpose", "renewal"), "Whom to check?"),
            (("check", "--case-reference", "x", "--purpose", "renewal", "--person", "none"),
             "cannot be read"),
            (("alerts", "--after", "last"), "must be a number"),
            (("push", "licences", "none.csv"), "cannot be read: none.csv"),
            (("push", "licences", "none"), "csv or ndjson"),
            (("--url", "http://register.example", "alerts"), "must begin with https://"),
            (("--key-file", "/none", "alerts"), "The key file cannot be read"),
        ]:
            with self.subTest(arguments):
                self.assertEnds(self.run_it(*arguments), 64, said)
        refused = self.check("--name", "A", "--born", "31/02/1980", "--ni", "nonsense")
        self.assertEnds(refused, 64, "--born: ", "--ni: ")
        refused = self.check("--person", "-", given='{"names": [], "size": 1}')
        self.assertEnds(refused, 64, "--person /names: ", "--person /size: ")

    def test_refused_and_unavailable(self):
        self.key_file("wrong", "bw_" + "x" * 43 + "_000000")
        self.assertEnds(self.check("--name", "A", key="wrong"), 77, "does not take the key")
        made = register.admin(self.register, "key", "create", "MAN", "--name", "t", "--scope", "alerts")
        secret = next(word for word in made.stdout.split() if word.startswith("bw_"))
        self.key_file("alerts_only", secret)
        self.assertEnds(self.run_it("alerts", key="alerts_only"), 0)
        self.assertEnds(self.check("--name", "A", key="alerts_only"), 77, "scope `checks`")
        self.key_file("open_to_all", secret, 0o644)
        self.assertEnds(self.check("--name", "A", key="open_to_all"), 64, "chmod 600")
        with canned({}) as url:
            pass  # nothing listens there any more
        self.assertEnds(self.check("--name", "A", url=url), 69, f"Nothing answers at {url}")
        self.assertEnds(self.run_it("push", "licences", self.file("a.csv", "x"), url=url), 69)

    # -------------------------------------------------------------------------------------- push

    def test_a_file_is_pushed_and_pushed_again(self):
        good = "licence_number,class,status,full_name,date_of_birth\nC1,dual,current,Ann Example,1/2/1980\n"
        path = self.file("licences.csv", good)
        self.assertEnds(self.run_it("push", "licences", path), 0, "1 row in ", "1 created, 0 updated")
        self.assertEnds(self.run_it("push", "licences", path), 0, "1 unchanged, 0 rejected")
        piped = self.run_it("push", "licences", "-", "--format", "csv", given=good)
        self.assertEnds(piped, 0, "1 unchanged, 0 rejected")
        self.assertEqual(self.call("GET", "/v1/licences/C1", "MAN").status, 200)

    def test_rejected_rows_are_listed_and_reported(self):
        rows = [decision(stranger(1), your_reference="P1"), decision(stranger(2), your_reference="P2",
                                                                     kind="gone"), {}]
        path = self.file("decisions.ndjson", "".join(json.dumps(row) + "\n" for row in rows))
        report = self.folder / "report.ndjson"
        ran = self.run_it("push", "decisions", path, "--report", str(report))
        self.assertEnds(ran, 65, "3 rows in ", "1 created", "2 rejected", "row 2 (P2)  kind: ", "row 3  ")
        told = [json.loads(line) for line in report.read_text().splitlines()]
        self.assertEqual([one["row"] for one in told], [2, 3])
        ran = self.run_it("push", "decisions", path, "--json")
        lines = [json.loads(line) for line in self.assertEnds(ran, 65).stdout.splitlines()]
        self.assertEqual([one.get("row") for one in lines], [2, 3, None])
        self.assertEqual({"rows": 3, "unchanged": 1, "rejected": 2, "complete": True},
                         {key: lines[-1]["push"][key]
                          for key in ("rows", "unchanged", "rejected", "complete")})

    def test_a_file_that_is_none_is_refused_whole(self):
        for text, said in [("a;b\n1;2\n", "parted by semicolons"), ("", "is empty"),
                           ("licence_number,size\n", "not known here: size")]:
            with self.subTest(text):
                ran = self.run_it("push", "licences", self.file("bad.csv", text))
                self.assertEnds(ran, 64, said)

    def test_an_upload_without_its_summary_was_cut_off(self):
        line = b'{"row":1,"licence_number":"C1","result":"created"}\n'
        path = self.file("cut.ndjson", "{}\n")
        with canned(line, kind="application/x-ndjson") as url:
            ran = self.run_it("push", "licences", path, url=url)
        self.assertEnds(ran, 69, "cut off", "Send the same file again")
        stop = line + b'{"problem":{"type":"t","title":"t","status":503,"detail":"The disk is full."}}\n'
        with canned(stop, kind="application/x-ndjson") as url:
            ran = self.run_it("push", "licences", path, url=url)
        self.assertEnds(ran, 69, "The disk is full.")

    def test_a_long_push_shows_a_bar_on_a_terminal_and_plain_lines_elsewhere(self):
        path = self.file("long.ndjson", ("x" * 1023 + "\n") * 16384)
        rows = b'{"row":1,"licence_number":"C1","result":"created"}\n'
        summary = b'{"summary":{"rows":1,"created":1,"updated":0,"unchanged":0,"rejected":0}}\n'
        command = [str(BIN / "badgewatch"), "--key-file", str(self.folder / "MAN"), "push",
                   "licences", path]
        with canned(rows + summary, kind="application/x-ndjson", seconds_a_piece=0.08) as url:
            plain = self.run_it("push", "licences", path, url=url)
            ours, theirs = pty.openpty()
            process = subprocess.Popen([*command, "--url", url], stdin=subprocess.DEVNULL,
                                       stdout=theirs, stderr=theirs)
            os.close(theirs)
            shown = read_all(ours)
            self.assertEqual(process.wait(SECONDS), 0, shown)
        self.assertRegex(shown, r"\r\x1b\[K\[#+\.+\] +\d+ %  \d+\.\d of 16\.8 MB, \d+\.\d MB/s, "
                                r"0:\d\d left")
        self.assertIn("\r\x1b[K1 row in ", shown)
        self.assertEnds(plain, 0)
        self.assertEqual(plain.stderr, "")

    def test_a_narrow_terminal_is_filled_and_not_overrun(self):
        path = self.file("narrow.ndjson", ("x" * 1023 + "\n") * 8192)
        rows = b'{"row":1,"licence_number":"C1","result":"rejected","problem":{"detail":"' + \
               b"No word of it is longer than a line. " * 5 + b'"}}\n'
        summary = b'{"summary":{"rows":1,"created":0,"updated":0,"unchanged":0,"rejected":1}}\n'
        with canned(rows + summary, kind="application/x-ndjson", seconds_a_piece=0.08) as url:
            for columns in (40, 60):
                shown = self.on_terminal(columns, "--url", url, "push", "licences", path)
                self.assertIn(" % ", shown)
                for line in shown.replace("\x1b[K", "").replace("\r", "\n").splitlines():
                    self.assertLessEqual(len(line), columns)
        shown = self.on_terminal(40, "check", "--case-reference", "T/1", "--purpose", "renewal",
                                 "--name", "Nobody Whatever", "--born", "1951")
        self.assertIn("NO MATCH", shown)
        self.assertEqual([one for one in shown.split("\r\n") if len(one) > 40], [])

    def on_terminal(self, columns, *arguments):
        """What it shows on a terminal of that width."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        settings = {**os.environ, "BADGEWATCH_URL": self.url,
                    "BADGEWATCH_KEY_FILE": str(self.folder / "MAN")}
        process = subprocess.Popen([str(BIN / "badgewatch"), *arguments], stdin=subprocess.DEVNULL,
                                   stdout=theirs, stderr=theirs, env=settings)
        os.close(theirs)
        shown = read_all(ours)
        process.wait(SECONDS)
        return shown

    # ------------------------------------------------------------------------------------ alerts

    def test_alerts_are_told_once_and_then_the_later_ones(self):
        holder = stranger("holder")
        self.assertEqual(self.call("PUT", "/v1/licences/AL1", "TFL", licence(holder)).status, 201)
        made = self.call("POST", "/v1/decisions", "LDS", decision(holder)).json()
        self.wait_until_watched(made["id"])
        ran = self.assertEnds(self.run_it("alerts", key="TFL"), 0, "Later ones: badgewatch alerts --after")
        self.assertRegex(ran.stdout, r"STRONG    AL1 +licensee matched: decision by LDS\n")
        self.assertEqual([line for line in ran.stdout.splitlines() if len(line) > 80], [])
        lines = [json.loads(one) for one in
                 self.run_it("alerts", "--json", key="TFL").stdout.splitlines()]
        self.assertIn(made["id"], [one["entry"]["id"] for one in lines[:-1]])
        later = self.run_it("alerts", "--after", str(lines[-1]["next"]), key="TFL")
        self.assertEnds(later, 0, "No alerts behind ")

    def wait_until_watched(self, entry):
        register.wait_for(lambda: self.call("GET", f"/v1/decisions/{entry}", "LDS").json()["watched"],
                          "the entry to be compared with every licence")

    # -------------------------------------------------------------------------------------- demo

    def test_what_the_demo_says_to_try_works_as_it_stands(self):
        told = self.register.log.read_text()
        self.assertEqual([line for line in told.splitlines() if len(line) > 80 and "/" not in line], [])
        commands = [line[2:] for line in told.split("Try it in another terminal")[1].splitlines()
                    if line.startswith("  ")]
        self.assertEqual(len(commands), 7)
        ran = subprocess.run(["bash", "-c", "\n".join(commands)], capture_output=True, text=True,
                             timeout=SECONDS, check=False, cwd="/")
        self.assertEqual(ran.stderr, "")
        self.assertIn("possible: Mohammed Abdul Chowdhury, born 1984", ran.stdout)
        self.assertIn("Later ones: badgewatch alerts --after", ran.stdout)
        self.assertTrue(ran.stdout.rstrip().endswith("}"), ran.stdout[-200:])
        for line in told.split("Keys and officers of all:")[1].splitlines()[:2]:
            self.assertTrue(pathlib.Path(line.split(":", 1)[-1].strip()).exists(), line)


def read_all(descriptor):
    """What a terminal showed, until its program ended."""
    parts, end = [], time.monotonic() + SECONDS
    while time.monotonic() < end and select.select([descriptor], [], [], SECONDS)[0]:
        try:
            part = os.read(descriptor, 65536)
        except OSError:  # the last one closed it
            break
        if not part:
            break
        parts.append(part)
    os.close(descriptor)
    return b"".join(parts).decode()


if __name__ == "__main__":
    unittest.main()
