#!/usr/bin/env python3
"""The log over HTTP, held to a second implementation of its forms; and through a kill -9."""
import base64
import json
import re
import subprocess
import unittest

import log_verifier as verifier
from register import (BIN, Register, RegisterTest, admin, check, decision, licence, stranger,
                      wait_for)


def audit(register, *arguments):
    """`badgewatchd audit ...` on the database of a running register."""
    config = register.state.parent / "audit.toml"
    config.write_text(Register.settings(register.shared()))
    return subprocess.run([str(BIN / "badgewatchd"), "audit", *arguments, "--config", str(config)],
                          capture_output=True, text=True, timeout=120, check=False)


def log_key(register):
    """The key to pin, as the operator hands it out."""
    told = audit(register, "keys")
    return verifier.VerifierKey(re.search("^log (.*)$", told.stdout, re.M).group(1))


def leaf_of(answer):
    return re.search("^leaf (.*)$", answer["receipt"]["text"], re.M).group(1)


class Log(RegisterTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checks = [cls.register.call("POST", "/v1/checks", "MAN", check(stranger(i))).json()
                      for i in range(20)]
        cls.wait_included(cls.checks[-1])
        cls.key = log_key(cls.register)

    @classmethod
    def wait_included(cls, answer, code="MAN"):
        path = f"/v1/log/leaves/{leaf_of(answer)}"
        wait_for(lambda: cls.register.call("GET", path, code).status == 200, "the leaf in the log")

    def checkpoint(self):
        answer = self.call("GET", "/v1/log/checkpoint", "BIR")
        self.assertEqual((answer.status, answer.headers["content-type"]),
                         (200, "text/plain; charset=utf-8"))
        return answer.body

    def tile(self, path):
        answer = self.call("GET", f"/v1/log/tile/{path}", "BIR")
        self.assertEqual((answer.status, answer.headers.get("content-type")),
                         (200, "application/octet-stream"), path)
        return answer.body

    def proof(self, path, code="MAN"):
        answer = self.assertAnswer(self.call("GET", f"/v1/log/{path}", code), 200)
        return answer, [base64.b64decode(one, validate=True) for one in answer["proof"]]

    def test_the_checkpoint_is_signed_by_the_key_that_the_operator_hands_out(self):
        note = self.checkpoint()
        size, _ = verifier.open_checkpoint(note, self.key)
        self.assertGreaterEqual(size, 20)
        for at in range(0, len(note), 7):
            spoiled = note[:at] + bytes([note[at] ^ 1]) + note[at + 1:]
            with self.assertRaises(ValueError, msg=at):
                verifier.open_checkpoint(spoiled, self.key)

    def test_tiles_give_the_signed_root(self):
        rows = [{"licence_number": f"T-{i}", **licence(stranger(f"tile {i}"))} for i in range(3)]
        for row in rows * 100:  # one leaf an upload
            self.register.upload("/v1/licences/batch", "WLV", [row])
        last = self.call("POST", "/v1/checks", "MAN", check()).json()
        self.wait_included(last)
        size, root = verifier.open_checkpoint(self.checkpoint(), self.key)
        self.assertGreater(size, 300)
        leaves = verifier.tree_of_tiles(size, self.tile)
        self.assertEqual(verifier.root_of(leaves), root)
        self.assertIn(bytes.fromhex(leaf_of(last)), leaves)
        self.assertEqual(len(set(leaves)), size)
        # Any beginning of a tile may be asked for.
        self.assertEqual(self.tile("0/000.p/5"), b"".join(leaves[:5]))

    def test_every_receipt_has_its_leaf(self):
        for answer in self.checks:
            told, proof = self.proof(f"leaves/{leaf_of(answer)}")
            size, root = verifier.open_checkpoint(told["checkpoint"].encode(), self.key)
            self.assertEqual((size, root), (told["size"], base64.b64decode(told["root"])))
            leaf = bytes.fromhex(leaf_of(answer))
            number = told["leaf"]["number"]
            self.assertEqual(verifier.inclusion_root(leaf, number, size, proof), root)
            by_id, _ = self.proof(f"leaves/{told['leaf']['id']}")
            self.assertEqual(by_id["leaf"], told["leaf"])

    def test_inclusion_in_an_older_tree(self):
        leaf = leaf_of(self.checks[0])
        number = self.proof(f"leaves/{leaf}")[0]["leaf"]["number"]
        for size in range(number + 1, number + 20):
            told, proof = self.proof(f"leaves/{leaf}?size={size}")
            self.assertEqual(
                verifier.inclusion_root(bytes.fromhex(leaf), number, size, proof),
                base64.b64decode(told["root"]))
        before = self.call("GET", f"/v1/log/leaves/{leaf}?size={number}", "MAN")
        self.assertProblem(before, 404, "not-found")

    def test_all_sizes_are_consistent(self):
        size, root = verifier.open_checkpoint(self.checkpoint(), self.key)
        leaves = verifier.tree_of_tiles(size, self.tile)
        for old in range(1, min(size, 40) + 1):
            _, proof = self.proof(f"consistency?from={old}&to={size}")
            old_root = verifier.root_of(leaves[:old])
            self.assertEqual(verifier.consistency_roots(old, size, proof, old_root),
                             (old_root, root))
        self.assertEqual(self.proof("consistency?from=0")[0]["proof"], [])

    def test_another_authority_s_leaf_is_nobody_s(self):
        for leaf in (leaf_of(self.checks[0]), "0" * 64, "none", ""):
            answer = self.call("GET", f"/v1/log/leaves/{leaf}", "BIR")
            self.assertProblem(answer, 404, "not-found")

    def test_what_is_beyond_the_signed_log_is_refused(self):
        size, _ = verifier.open_checkpoint(self.checkpoint(), self.key)
        for path in ("consistency", "consistency?from=", "consistency?from=-1",
                     "consistency?from=1&to=99999999999999999999", "consistency?from=01",
                     f"consistency?from=1&to={size + 100_000}", "consistency?from=3&to=2",
                     "consistency?from=1&from=2", "consistency?from=1&until=2"):
            self.assertProblem(self.call("GET", f"/v1/log/{path}", "MAN"), 400, "malformed")
        for path in ("0/x001/000", "0/999", "3/000", "8/000", "0/0", "00/000", "0/000.p/0",
                     "0/000.p/256", "0/%30%30%30", "0/x000/000", "0/000.p/05", "0/000/000"):
            self.assertProblem(self.call("GET", f"/v1/log/tile/{path}", "MAN"), 404, "not-found")

    def test_a_register_that_is_well_says_nothing_of_its_log(self):
        self.assertEqual(self.call("GET", "/readyz").json(), {"status": "ready"})
        metrics = self.call("GET", "/metrics").body.decode()
        self.assertIn("badgewatch_log_fork 0", metrics)


class Trace(RegisterTest):
    """What a caller looked at or was refused is committed before the answer comes."""

    def newest(self, kind):
        """(count, authority, detail, subject) of the leaves of that kind; the newest one's."""
        return self.register.psql(
            f"select count(*) over (), authority, detail, subject from log_leaf"
            f" where kind = '{kind}' order by recorded_in desc limit 1").split("|")

    def assertLogged(self, kind, call, answered, **detail):
        before = int(self.newest(kind)[0] or 0)
        answer = self.call(*call)
        self.assertEqual(answer.status, answered, answer.body)
        count, authority, told, subject = self.newest(kind)
        self.assertEqual((int(count), authority), (before + 1, "TFL"), call)
        told = json.loads(told)
        self.assertEqual({name: told[name] for name in detail}, detail)
        return subject

    def test_each_look_leaves_one_leaf(self):
        self.call("PUT", "/v1/licences/A1", "TFL", licence())
        entered = self.call("POST", "/v1/decisions", "TFL", decision()).json()["id"]
        asked = self.call("POST", "/v1/checks", "TFL", check()).json()["id"]
        self.assertLogged("alerts_listed", ("GET", "/v1/alerts", "TFL"), 200, after=0)
        self.assertLogged("events_listed", ("GET", "/v1/events", "TFL"), 200, after=0)
        self.assertLogged("licence_read", ("GET", "/v1/licences/A1", "TFL"), 200)
        self.assertEqual(
            self.assertLogged("decision_read", ("GET", f"/v1/decisions/{entered}", "TFL"), 200), entered)
        self.assertEqual(
            self.assertLogged("check_read", ("GET", f"/v1/checks/{asked}", "TFL"), 200), asked)

    def test_each_refusal_of_a_known_caller_leaves_one_leaf(self):
        others = self.call("POST", "/v1/decisions", "BIR", decision()).json()["id"]
        only_alerts = admin(self.register, "key", "create", "TFL", "--name", "only alerts",
                            "--scope", "alerts").stdout.strip()
        rows = {"Content-Type": "text/csv"}
        for call, status, problem, route in [
                (("GET", f"/v1/decisions/{others}", "TFL"), 404, "not-found", "/v1/decisions/{id}"),
                (("POST", "/v1/checks", "TFL", {}), 422, "invalid", "/v1/checks"),
                (("POST", "/v1/checks", "TFL", b"{"), 400, "malformed", "/v1/checks"),
                (("POST", "/v1/checks", only_alerts, check()), 403, "forbidden", "/v1/checks"),
                (("GET", "/v1/alerts?after=99", "TFL"), 400, "malformed", "/v1/alerts"),
                (("POST", "/v1/checks/batch", "TFL", b"x", rows), 415, "unsupported-media-type",
                 "/v1/checks/batch"),
                (("POST", "/v1/licences/batch", "TFL", b"no header\n", rows), 422, "invalid",
                 "/v1/licences/batch"),
                (("POST", "/v1/licences/batch", only_alerts, b"x", rows), 403, "forbidden",
                 "/v1/licences/batch")]:
            subject = self.assertLogged("refused", call, status, route=route, status=status,
                                        problem=f"/problems/{problem}", method=call[0])
            self.assertEqual(subject == others, others in call[1])

    def test_whom_nobody_knows_is_not_logged(self):
        before = self.register.psql("select count(*) from log_leaf")
        for call in (("GET", "/v1/alerts"), ("GET", "/v1/alerts", "bw_wrong"),
                     ("GET", "/v1/nothing", "TFL"), ("DELETE", "/v1/alerts", "TFL")):
            self.assertIn(self.call(*call).status, (401, 404, 405))
        self.assertEqual(self.register.psql("select count(*) from log_leaf"), before)

    def test_leaves_hold_no_personal_data(self):
        self.call("GET", "/v1/licences/SMITH%2F1", "TFL")
        self.call("POST", "/v1/checks", "TFL", {"subject": {"names": [{"full": "Xanthippe"}]}})
        named = "select count(*) from log_leaf where detail ~ 'SMITH|Xanthippe'"
        self.assertEqual(self.register.psql(named), "0")


class Killed(RegisterTest):
    """The daemon is killed again and again while it numbers and signs."""

    def test_the_log_only_grows(self):
        checkpoints, promised = [], []
        for round_number in range(6):
            key = self.register.key("MAN")
            for i in range(25):
                told = self.call("POST", "/v1/checks", key, check(stranger(f"{round_number} {i}")))
                promised.append(leaf_of(told.json()))
            if round_number % 2:
                answer = self.call("GET", "/v1/log/checkpoint", key)
                if answer.status == 200:
                    checkpoints.append(answer.body)
            self.register.kill()
            self.register.start()
        key = self.register.key("MAN")
        wait_for(lambda: self.call("GET", f"/v1/log/leaves/{promised[-1]}", key).status == 200,
                 "the last leaf in the log")
        pinned = log_key(self.register)
        size, root = verifier.open_checkpoint(
            self.call("GET", "/v1/log/checkpoint", key).body, pinned)
        leaves = verifier.tree_of_tiles(
            size, lambda path: self.call("GET", f"/v1/log/tile/{path}", key).body)
        self.assertEqual(verifier.root_of(leaves), root)
        self.assertEqual(len(set(leaves)), size)
        self.assertLessEqual({bytes.fromhex(one) for one in promised}, set(leaves))
        self.assertTrue(checkpoints)
        for note in checkpoints:
            old_size, old_root = verifier.open_checkpoint(note, pinned)
            self.assertEqual(verifier.root_of(leaves[:old_size]), old_root)


if __name__ == "__main__":
    unittest.main()
