#!/usr/bin/env python3
"""`badgewatch witness` against the register and against a twin of it that lies; `verify-receipt`."""
import base64
import contextlib
import http.server
import json
import subprocess
import threading
import unittest
import urllib.parse

import log_verifier as verifier
from register import BIN, RegisterTest, check, stranger, wait_for
from test_log import audit, leaf_of

FORKED, SHRUNK, NOT_GENUINE, USAGE, UNAVAILABLE = 20, 21, 22, 64, 69


@contextlib.contextmanager
def twin(note, leaves, proof=None):
    """The address of a register with this log. It proves what it can, or says `proof`."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            path = urllib.parse.urlsplit(self.path)
            body = note
            if path.path == "/v1/log/consistency":
                asked = dict(urllib.parse.parse_qsl(path.query))
                hashes = (verifier.consistency_proof(int(asked["from"]), leaves) if proof is None
                          else proof)
                body = json.dumps({"proof": [base64.b64encode(one).decode() for one in hashes],
                                   "checkpoint": None}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Outside(RegisterTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = cls.register.state.parent / "outside"
        cls.folder.mkdir()
        cls.key_file = cls.folder / "api.key"
        cls.key_file.write_text(cls.register.key("MAN") + "\n")
        cls.key_file.chmod(0o600)
        cls.answer = cls.add_checks(3)
        cls.pinned = cls.folder / "register.keys"
        cls.pinned.write_text(audit(cls.register, "keys").stdout)
        cls.log_key = verifier.VerifierKey(cls.pinned.read_text().splitlines()[0].split(" ")[1])
        cls.seed = bytes.fromhex((cls.register.state / "keys" / "log.key").read_text().strip())

    @classmethod
    def add_checks(cls, count):
        call = cls.register.call
        for i in range(count):
            answer = call("POST", "/v1/checks", "MAN", check(stranger(i))).json()
        wait_for(lambda: call("GET", f"/v1/log/leaves/{leaf_of(answer)}", "MAN").status == 200,
                 "the leaf in the log")
        return answer

    def run_program(self, *arguments, url=None, text=None):
        command = [str(BIN / "badgewatch"), "--url", url or f"http://127.0.0.1:{self.register.port}",
                   "--key-file", str(self.key_file), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False,
                              input=text)


class Witness(Outside):

    def setUp(self):
        self.state = self.folder / f"{self._testMethodName}.checkpoint"

    def look(self, *more, url=None):
        return self.run_program("witness", "--keys", self.pinned, "--state", self.state, *more,
                                url=url)

    def log(self):
        """(note, size, root, leaves) of the real one."""
        note = self.call("GET", "/v1/log/checkpoint", "MAN").body
        size, root = verifier.open_checkpoint(note, self.log_key)
        leaves = verifier.tree_of_tiles(
            size, lambda path: self.call("GET", f"/v1/log/tile/{path}", "MAN").body)
        return note, size, root, leaves

    def forge(self, leaves):
        return verifier.sign_checkpoint(self.log_key.name, len(leaves), verifier.root_of(leaves),
                                        self.seed)

    def assertRefused(self, ran, status, words):
        self.assertEqual(ran.returncode, status, ran.stderr)
        self.assertIn(words, " ".join(ran.stderr.split()))

    def test_a_log_that_grows_is_believed(self):
        first = self.look("--json")
        self.assertEqual((first.returncode, json.loads(first.stdout)["result"]), (0, "first"))
        seen = self.state.read_bytes()
        size, _ = verifier.open_checkpoint(seen, self.log_key)
        self.add_checks(20)
        grown = self.look("--json")
        self.assertEqual((grown.returncode, json.loads(grown.stdout)["result"]), (0, "grown"))
        new_size, _ = verifier.open_checkpoint(self.state.read_bytes(), self.log_key)
        self.assertGreater(new_size, size)
        same = self.look()
        self.assertEqual(same.returncode, 0)
        self.assertIn("leaves", same.stdout)

    def test_a_forked_log_is_refused_and_kept_as_evidence(self):
        self.look()
        seen = self.state.read_bytes()
        _, size, _, leaves = self.log()
        other = [*leaves[:3], b"\0" * 32, *leaves[4:], b"\1" * 32]
        note = self.forge(other)
        with twin(note, other) as url:
            self.assertRefused(self.look(url=url), FORKED, "forked")
            self.assertRefused(self.look(url=url), FORKED, "forked")
        with twin(note, other, proof=[]) as url:
            self.assertRefused(self.look(url=url), FORKED, "forked")
        with twin(self.forge(other[:size]), other[:size]) as url:
            self.assertRefused(self.look(url=url), FORKED, f"two roots are signed for {size}")
        self.assertEqual(self.state.read_bytes(), seen)
        kept = sorted(self.folder.glob(self.state.name + ".evidence-*"))
        self.assertEqual(len(kept), 4)
        evidence = kept[0].read_bytes()
        self.assertIn(seen, evidence)
        self.assertIn(note, evidence)
        # The real one goes on.
        self.add_checks(1)
        self.assertEqual(self.look().returncode, 0)

    def test_a_log_that_shrank_is_refused(self):
        _, size, _, leaves = self.log()
        self.look()
        seen = self.state.read_bytes()
        shorter = leaves[:size - 2]
        with twin(self.forge(shorter), shorter) as url:
            self.assertRefused(self.look(url=url), SHRUNK, "has shrunk")
        self.assertEqual(self.state.read_bytes(), seen)

    def test_another_key_or_log_is_refused(self):
        _, size, root, leaves = self.log()
        with twin(verifier.sign_checkpoint(self.log_key.name, size, root, bytes(32)), leaves) as url:
            self.assertRefused(self.look(url=url), NOT_GENUINE, "has not signed it")
        with twin(verifier.sign_checkpoint("another/log", size, root, self.seed), leaves) as url:
            self.assertRefused(self.look(url=url), NOT_GENUINE, "has not signed it")
        with twin(b"nothing of the kind", leaves) as url:
            self.assertRefused(self.look(url=url), NOT_GENUINE, "no signed note")
        self.assertFalse(self.state.exists())

    def test_a_register_that_is_away_or_proves_nothing_changes_nothing(self):
        self.look()
        seen = self.state.read_bytes()
        self.assertEqual(self.look(url="http://127.0.0.1:1").returncode, UNAVAILABLE)
        self.state.write_text("spoiled")
        self.assertEqual(self.look().returncode, USAGE)
        self.assertEqual(self.state.read_text(), "spoiled")
        self.state.write_bytes(seen)
        self.assertEqual(self.look().returncode, 0)

    def test_it_cosigns(self):
        key = self.folder / "witness.key"
        ran = self.look("--cosign", key, "--name", "audit.example.org")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        note = self.state.read_bytes()
        text = note.rpartition(b"\n\n")[0] + b"\n"
        line = note.decode().splitlines()[-1].split(" ")
        self.assertEqual(line[:2], ["\u2014", "audit.example.org"])
        signature = base64.b64decode(line[2])
        seconds = int.from_bytes(signature[4:12], "big")
        public_key, _ = verifier.ed25519_sign(bytes.fromhex(key.read_text().strip()), b"")
        self.assertTrue(verifier.ed25519_verifies(
            public_key, f"cosignature/v1\ntime {seconds}\n".encode() + text, signature[12:]))
        self.assertEqual(self.look("--cosign", key).returncode, 0)


class Receipts(Outside):

    def verify(self, answer, *more, keys=None, url=None):
        text = answer if isinstance(answer, str) else json.dumps(answer)
        return self.run_program("verify-receipt", "-", "--keys", keys or self.pinned, *more,
                                text=text, url=url)

    def changed(self, **members):
        return {**self.answer, **members}

    def test_an_answer_of_the_register_is_genuine(self):
        for document in (self.answer, self.answer["receipt"]):
            ran = self.verify(document, url="http://127.0.0.1:1")
            self.assertEqual(ran.returncode, 0, ran.stderr)
            self.assertIn(self.answer["id"], ran.stdout)
        told = json.loads(self.verify(self.answer, "--json").stdout)
        self.assertEqual((told["check"], told["outcome"], told["genuine"]),
                         (self.answer["id"], self.answer["outcome"], True))

    def test_its_leaf_is_in_the_log(self):
        ran = self.verify(self.answer, "--online", "--json")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        told = json.loads(ran.stdout)
        self.assertLess(told["leaf_number"], told["log_size"])
        away = self.verify(self.answer, "--online", url="http://127.0.0.1:1")
        self.assertEqual(away.returncode, UNAVAILABLE)

    def test_what_was_changed_is_not_genuine(self):
        receipt = self.answer["receipt"]
        text = receipt["text"]
        for answer in (
                self.changed(outcome="match"), self.changed(id=self.answer["id"][:-1] + "x"),
                self.changed(checked_at="2020-01-01T00:00:00.000Z"), self.changed(outcome=None),
                self.changed(freshness="behind"), self.changed(proof=None),
                *[self.changed(proof={**self.answer["proof"], part: other}) for part, other in
                  (("seq", 1), ("epoch", self.answer["id"]), ("chain", "0" * 64), ("rules", "others"))],
                self.changed(hits=[{"id": self.answer["id"]}]), self.changed(hits=None),
                self.changed(receipt={**receipt, "text": text.replace("no_match", "match")}),
                self.changed(receipt={**receipt, "text": text + "more 1\n"}),
                self.changed(receipt={**receipt, "signature": receipt["signature"][::-1]}),
                self.changed(receipt={}), {}, "no JSON"):
            self.assertEqual(self.verify(answer).returncode, NOT_GENUINE, answer)
        other = self.folder / "other.keys"
        lines = self.pinned.read_text().splitlines()
        other.write_text(f"{lines[0]}\nreceipt {base64.b64encode(bytes(31) + b'1').decode()}\n")
        self.assertEqual(self.verify(self.answer, keys=other).returncode, NOT_GENUINE)
        for bad in ("", "log x\n", lines[0] + "\n", "nothing\n"):
            other.write_text(bad)
            self.assertEqual(self.verify(self.answer, keys=other).returncode, USAGE)


class Audit(Outside):

    def test_the_log_of_a_running_register_holds(self):
        ran = audit(self.register, "verify")
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertIn("The log holds", ran.stdout)
        self.assertEqual(audit(self.register, "new-log").returncode, 78)


if __name__ == "__main__":
    unittest.main()
