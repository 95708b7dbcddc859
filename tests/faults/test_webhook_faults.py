#!/usr/bin/env python3
"""The register is killed with a decision that it has just committed, or while it alerts, and the sender of
webhooks and mail at each of its steps: no alert is lost or comes twice, and what is sent twice comes under the
same webhook-id or Message-ID. BADGEWATCH_KILLS says how often (15; 500 for the whole measure; of mail two
fifths as often)."""
import collections
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from fault_proxy import FaultProxy  # noqa: E402
from register import BIN, Register, decision, licence, stranger, wait_for  # noqa: E402
from smtp_relay import Drop, Relay  # noqa: E402
from test_webhooks import WebhookTest  # noqa: E402
from webhook_receiver import answer  # noqa: E402

KILLS = int(os.environ.get("BADGEWATCH_KILLS", "15"))
OF_REGISTER = ("committed", "alerting")
OF_SENDER = ("claimed", "sent", "answered")
STEPS = (*OF_REGISTER, *OF_SENDER)
# Far less than the 35 for which a session waits for a database otherwise, and far more than it takes (5 or so).
END_SECONDS = 25
READING_OF_KEYS = "retired_at from master_key order by generation"


class SendersOfTheirOwn(WebhookTest):
    # What a killed sender had claimed is free soon: most of a kill's time is waiting for that. Yet a receiver
    # that is slow because the machine is busy is still heard out.
    webhooks = {"timeout_ms": 1_500, "lease_ms": 1_900}

    @classmethod
    def settings(cls):
        return {**super().settings(), "in_serve": "never"}

    @classmethod
    def beside(cls):
        cls.relay = Relay(cls.receiver.authority)
        cls.addClassCleanup(cls.relay.close)
        cls.mail = {"http": {"public_url": "https://register.example.org"},
                    "mail": {"relay": cls.relay.url(), "relay_is_here": True, "sender": "badgewatch@example.org",
                             "ca_file": str(cls.receiver.authority.certificate), "timeout_ms": 1_500,
                             "lease_ms": 3_000}}
        return cls.mail

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.config = cls.register.state.parent / "sender.toml"

    def sender(self, **sections):
        self.config.write_text(Register.settings({**self.register.shared(), **self.mail, "webhooks": self.settings(),
                                                  **sections}))
        with open(self.register.log, "ab") as log:
            process = subprocess.Popen([str(BIN / "badgewatchd"), "webhooks", "--config", str(self.config)],
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.addCleanup(self.end, process)
        return process

    def wait_out(self, asked, what, seconds=120):
        """Waits for what is sent. What a receiver put off by being slow is due at once meanwhile: the second
        pause is of minutes, and the pauses are another test's matter."""
        due_again = 0

        def look():
            nonlocal due_again
            if time.monotonic() >= due_again:
                due_again = time.monotonic() + 2
                for of in ("webhook", "mail_address"):
                    self.register.psql(
                        f"update {of} set not_before = now() where not_before > now();"
                        f"update {of}_delivery set next_at = now() where state = 'pending' and next_at > now()")
            return asked()

        return wait_for(look, what, seconds)

    def happen_and_die(self, seconds):
        """The number of an alert whose decision the register has acknowledged that long before its end."""
        number = self.last() + 1
        type(self).made += 1
        somebody = stranger(f"webhook {self.made}")
        self.assertAnswer(self.call("PUT", f"/v1/licences/W{self.made}", "MAN", licence(somebody)), 201)
        self.assertAnswer(self.call("POST", "/v1/decisions", "LDS", decision(somebody)), 201)
        time.sleep(seconds)
        self.register.kill()
        self.register.start()
        wait_for(lambda: self.last() >= number, "the alert", 60)
        return [number]

    @staticmethod
    def end(process, seconds=30):
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        return process.wait(seconds)

    def ids_by_number(self, path):
        """Of each event, the ids under which it came, one for each time."""
        found = collections.defaultdict(list)
        for _, headers, body in self.receiver.of(path):
            found[json.loads(body)["data"]["seq"]].append(headers["webhook-id"])
        return found

    def test_killed_at_each_step_nothing_is_lost(self):
        victim, died = None, threading.Event()
        step = None

        def kill(whom):
            whom.send_signal(signal.SIGKILL)
            if whom is victim:  # a timer of an earlier one may come late
                died.set()

        def accept():
            if step == "claimed" and not died.is_set():
                kill(victim)

        def answers(wire, _number):
            if died.is_set():
                return None  # a message that was on its way when its sender died
            if step == "sent":
                kill(victim)
                return None
            if step == "answered":
                wire.sendall(answer(204))
                threading.Timer(drawn.uniform(0, 0.004), kill, [victim]).start()
                return None
            return answer(204)

        drawn = random.Random(4711)
        webhook = self.webhook("/killed")
        self.receiver.behaviour["/killed"] = answers
        self.receiver.before = accept
        self.addCleanup(setattr, self.receiver, "before", None)
        numbers = []
        for kill_number in range(KILLS):
            step = STEPS[kill_number % len(STEPS)]
            if step in OF_REGISTER:
                # What the watch does with it takes some milliseconds.
                numbers += self.happen_and_die(0 if step == "committed" else drawn.uniform(0.001, 0.04))
                continue
            victim = self.sender()
            died.clear()
            numbers += self.happen()
            self.wait_out(died.is_set, f"something to be sent before the kill ({step})")
            self.assertEqual(victim.wait(30), -signal.SIGKILL)
        step = None
        died.clear()
        last = self.sender()
        numbers += self.happen()
        place = f"/v1/webhooks/{webhook['id']}"
        self.wait_out(lambda: self.call("GET", place, "MAN").json()["undelivered"] ==
                      {"pending": 0, "failed": 0, "from": None}, "everything to be delivered")
        came = self.ids_by_number("/killed")
        self.assertEqual(numbers, list(range(numbers[0], self.last() + 1)), "an alert was lost or told twice")
        self.assertEqual(sorted(came), numbers)
        self.assertEqual({number: len(set(ids)) for number, ids in came.items()},
                         dict.fromkeys(numbers, 1), "an event came under several ids")
        self.assertEqual(len({ids[0] for ids in came.values()}), len(numbers))
        self.assertEqual(self.end(last), 0)

    def mailbox(self, mailbox):
        """The place of one of MAN's that was confirmed."""
        sender = self.sender()
        made = self.assertAnswer(self.call("POST", "/v1/mail-addresses", "MAN", {"email": mailbox, "mode": "each"}), 201)
        place = f"/v1/mail-addresses/{made['id']}"
        self.addCleanup(self.call, "DELETE", place, "MAN")
        [letter] = self.wait_out(lambda: self.relay.of(mailbox), "the code")
        code = re.search(r"\b\d{8}\b", self.text(letter)).group()
        self.assertAnswer(self.call("POST", f"{place}/confirmation", "MAN", {"code": code}), 200)
        self.assertEqual(self.end(sender), 0)
        return place

    @staticmethod
    def text(letter):
        [part] = letter.iter_parts()
        return part.get_content().replace("\r\n", "\n")

    def test_a_sender_of_mail_killed_at_each_step_loses_no_letter(self):
        mailbox, drawn = "killed@council.example", random.Random(815)
        place = self.mailbox(mailbox)
        step = victim = None
        died = threading.Event()

        def kill(whom):
            whom.send_signal(signal.SIGKILL)
            if whom is victim:  # a timer of an earlier one may come late
                died.set()

        def connected():
            if step == "claimed" and not died.is_set():
                kill(victim)

        def taken(_number):
            if died.is_set():
                raise Drop  # a letter that was on its way when its sender died
            if step == "sent":
                kill(victim)
                raise Drop
            if step == "answered":
                threading.Timer(drawn.uniform(0, 0.006), kill, [victim]).start()
            return "250 queued"

        def pending():
            return self.call("GET", place, "MAN").json()["undelivered"]["pending"]

        self.relay.behaviour[mailbox] = {"data": taken}
        self.relay.before = connected
        self.addCleanup(setattr, self.relay, "before", None)
        numbers, kills = [], KILLS * 2 // 5
        for first in range(0, kills, 9):
            # A letter for each alert, and all of them wait: a kill ends one, or two at most.
            some = min(9, kills - first)
            numbers += self.happen(2 * some + 1)
            wait_for(lambda n=2 * some + 1: pending() == n, "the letters", 60)
            for number in range(some):
                step = OF_SENDER[number % len(OF_SENDER)]
                died.clear()
                victim = self.sender()
                self.wait_out(died.is_set, f"something to be sent before the kill ({step})")
                self.assertEqual(victim.wait(30), -signal.SIGKILL)
            step = None
            died.clear()
            last = self.sender()
            self.wait_out(lambda: pending() == 0, "every letter to be delivered")
            self.assertEqual(self.end(last), 0)
        ids = collections.defaultdict(set)
        for letter in self.relay.of(mailbox, "alert for"):
            for number in re.findall(r"^Event (\d+):", self.text(letter), re.M):
                ids[int(number)].add(letter["Message-ID"])
        self.assertEqual(sorted(ids), numbers)
        self.assertEqual({number: len(under) for number, under in ids.items()}, dict.fromkeys(numbers, 1),
                         "an alert came under several ids")
        self.assertEqual(len(set.union(*ids.values())), len(numbers))

    def test_two_senders_on_one_database_send_each_message_once(self):
        paths = [f"/shared/{number}" for number in range(4)]
        for path in paths:
            self.webhook(path)
        senders = [self.sender(), self.sender()]
        numbers = self.happen(20)
        for path in paths:
            self.received(path, len(numbers))
            came = self.ids_by_number(path)
            self.assertEqual({number: len(ids) for number, ids in came.items()}, dict.fromkeys(numbers, 1))
        # Neither is needed.
        senders[0].send_signal(signal.SIGKILL)
        more = self.happen(3)
        wait_for(lambda: set(more) <= set(self.ids_by_number(paths[0])), "the other one to go on", 30)
        self.assertEqual(self.end(senders[1]), 0)

    def sender_through_a_proxy(self):
        """The proxy, and what starts the sender."""
        lines = self.register.postmaster_file().read_text().splitlines()
        proxy = FaultProxy(f"{lines[4]}/.s.PGSQL.{lines[3]}")
        self.addCleanup(proxy.close)
        url = f"postgresql://postgres@127.0.0.1:{proxy.port}/badgewatch"
        return proxy, lambda: self.sender(database={**self.register.shared()["database"], "url": url})

    def assertEndsSoon(self, sender):
        begun = time.monotonic()
        self.assertEqual(self.end(sender, 60), 0)
        self.assertLess(time.monotonic() - begun, END_SECONDS)

    def test_told_to_end_while_a_database_falls_silent_it_ends(self):
        """In the midst of reading its master keys, as it does every few seconds."""
        proxy, start = self.sender_through_a_proxy()
        begun = len(self.register.log.read_bytes())
        sender = start()
        wait_for(lambda: b'"sending webhooks"' in self.register.log.read_bytes()[begun:], "the sender", 30)
        proxy.freeze_at(READING_OF_KEYS)
        wait_for(proxy.is_frozen, "keys to be read", 30)
        self.assertEndsSoon(sender)

    def test_told_to_end_while_a_database_is_silent_before_it_has_begun_it_ends(self):
        proxy, start = self.sender_through_a_proxy()
        proxy.freeze_at(READING_OF_KEYS)
        sender = start()
        wait_for(proxy.is_frozen, "keys to be read", 30)
        self.assertEndsSoon(sender)

    def test_without_a_database_of_its_own_it_says_who_sends(self):
        run = subprocess.run([str(BIN / "badgewatchd"), "webhooks", "--config", str(self.register.config)],
                             capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(run.returncode, 78)
        self.assertIn("`badgewatchd serve` sends webhooks by itself", run.stderr)


del WebhookTest  # its tests run in their own file

if __name__ == "__main__":
    unittest.main(verbosity=2)
