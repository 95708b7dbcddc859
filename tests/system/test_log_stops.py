#!/usr/bin/env python3
"""The log after a restore is another one, and one whose database was changed is signed no more."""
import subprocess
import unittest

import log_verifier as verifier
from register import BIN, PSQL, Register, RegisterTest, check, stranger, wait_for
from test_log import audit, leaf_of, log_key


def ask(register, key, seed):
    return register.call("POST", "/v1/checks", key, check(stranger(seed))).json()


def wait_included(register, key, answer):
    wait_for(lambda: register.call("GET", f"/v1/log/leaves/{leaf_of(answer)}", key).status == 200,
             "the leaf in the log", 30)


def tree(register, key, pinned):
    """(leaves, root) of the signed log, by its tiles."""
    size, root = verifier.open_checkpoint(
        register.call("GET", "/v1/log/checkpoint", key).body, pinned)
    return verifier.tree_of_tiles(
        size, lambda path: register.call("GET", f"/v1/log/tile/{path}", key).body), root


class Restored(RegisterTest):

    def command(self, *arguments, state):
        ran = subprocess.run([str(BIN / "badgewatchd"), *map(str, arguments), "--config",
                              str(self.register.config), "--state", str(state)],
                             capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        return ran.stdout

    def test_a_restored_log_goes_on_under_another_name(self):
        key = self.register.key("MAN")
        wait_included(self.register, key, ask(self.register, key, "before"))
        old_key = log_key(self.register)
        before, _ = tree(self.register, key, old_key)
        sets = self.register.state.parent / "sets"
        sets.mkdir()
        made = self.command("backup", "--to", sets, state=self.register.state).strip()
        wait_included(self.register, key, ask(self.register, key, "lost"))
        self.register.stop()

        state = self.register.state.parent / "restored"
        self.command("restore", "--from", made, "--keys", self.register.state / "keys", "--ledger",
                     self.register.state / "erasures.ledger", state=state)
        restored = Register(serve=True, state=state, config=self.register.config)
        self.addCleanup(restored.stop)
        restored.start()
        asked = [ask(restored, key, f"after {i}") for i in range(3)]
        wait_included(restored, key, asked[-1])
        told = self.command("audit", "keys", state=state)
        new_key = verifier.VerifierKey(told.splitlines()[0].split(" ")[1])
        self.assertNotEqual(new_key.name, old_key.name)
        self.assertEqual(new_key.bytes, old_key.bytes)
        after, root = tree(restored, key, new_key)
        self.assertEqual(after[:len(before)], before)
        self.assertEqual(verifier.root_of(after), root)
        self.assertLessEqual({bytes.fromhex(leaf_of(one)) for one in asked}, set(after))
        self.assertIn("The log holds", self.command("audit", "verify", state=state))


class Changed(RegisterTest):

    def psql(self, statement):
        place = self.register.postmaster_file().read_text().splitlines()[4]
        subprocess.run([PSQL, "-qXAt", "-h", place, "-U", "postgres", "-c",
                        f"set search_path = badgewatch; {statement}", "badgewatch"],
                       capture_output=True, text=True, timeout=30, check=True)

    def test_a_log_that_was_changed_is_signed_no_more_and_says_so(self):
        key = self.register.key("MAN")
        wait_included(self.register, key, ask(self.register, key, "before"))
        self.psql("update log_edge set hashes = sha256('x') || substr(hashes, 33) where level = 0")
        signed = self.call("GET", "/v1/log/checkpoint", key).body
        ask(self.register, key, "after")
        wait_for(lambda: "log" in self.call("GET", "/readyz").json(), "the trouble to be told")
        self.assertIn("badgewatch_log_fork 1", self.call("GET", "/metrics").body.decode())
        self.assertIn("nothing is signed any more", self.register.log.read_text())
        self.assertEqual(self.call("GET", "/v1/log/checkpoint", key).body, signed)
        found = audit(self.register, "verify")
        self.assertEqual(found.returncode, 22, found.stdout + found.stderr)
        self.assertIn("level 0", found.stdout)
        # Nor after a start.
        self.register.kill()
        self.register.start()
        wait_for(lambda: "log" in self.call("GET", "/readyz").json(), "the trouble to be told", 30)
        self.assertEqual(self.call("GET", "/v1/log/checkpoint", key).body, signed)


if __name__ == "__main__":
    unittest.main()
