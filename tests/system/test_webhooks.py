#!/usr/bin/env python3
"""Webhooks as councils receive them: signed, thin, repeated until they are taken, and never to an
address that is not of the public internet."""
import json
import shutil
import socket
import unittest

from certificates import Authority
from register import Register, RegisterTest, decision, folder, licence, stranger, wait_for
from webhook_receiver import (Receiver, answer, close_early, node_verifies, package_verifies,
                              signed_with)


class WebhookTest(RegisterTest):
    # Attempts that get no answer end soon, and so do claims of those who died.
    webhooks = {"timeout_ms": 800, "lease_ms": 1_200}

    @classmethod
    def setUpClass(cls):
        cls.folder = folder()
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.receiver = Receiver(cls.folder)
        cls.addClassCleanup(cls.receiver.close)
        cls.register = Register()
        cls.register.config = cls.register.write_config({**cls.beside(), "webhooks": cls.settings()})
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()
        cls.made = 0

    @classmethod
    def settings(cls):
        return {"ca_file": str(cls.receiver.authority.certificate), **cls.webhooks,
                "allowed_networks": ["127.0.0.0/8", "::1/128"]}

    @classmethod
    def beside(cls):
        """Further sections of the configuration."""
        return {}

    def webhook(self, path, authority="MAN", **more):
        made = self.call("POST", "/v1/webhooks", authority, {"url": self.receiver.url(path), **more})
        self.assertAnswer(made, 201)
        self.addCleanup(self.call, "DELETE", f"/v1/webhooks/{made.json()['id']}", authority)
        return made.json()

    def happen(self, count=1, authority="MAN"):
        """That many alerts of that authority; the numbers of their events."""
        first = self.last(authority)
        for _ in range(count):
            type(self).made += 1
            somebody = stranger(f"webhook {self.made}")
            put = self.call("PUT", f"/v1/licences/W{self.made}", authority, licence(somebody))
            self.assertIn(put.status, (200, 201), put.body)
            recorder = "GLG" if authority == "LDS" else "LDS"
            self.assertAnswer(self.call("POST", "/v1/decisions", recorder, decision(somebody)), 201)
        wait_for(lambda: self.last(authority) == first + count, "the alerts", 30)
        return list(range(first + 1, first + count + 1))

    def last(self, authority="MAN"):
        after = 0
        while events := self.call("GET", f"/v1/events?after={after}", authority).json()["events"]:
            after = events[-1]["seq"]
        return after

    def attempts(self, webhook, authority="MAN"):
        answered = self.call("GET", f"/v1/webhooks/{webhook['id']}/attempts", authority)
        return self.assertAnswer(answered, 200)["attempts"]

    def received(self, path, count):
        return wait_for(lambda: (got := self.receiver.of(path)) and len(got) >= count and got,
                        f"{count} messages at {path}", 20)

    def seqs(self, path):
        return [json.loads(body)["data"].get("seq") for _, _, body in self.receiver.of(path)]


class Messages(WebhookTest):

    def test_an_event_comes_signed_and_thin(self):
        webhook = self.webhook("/signed")
        self.assertEqual((webhook["scheme"], webhook["state"], len(webhook["keys"])), ("v1a", "enabled", 1))
        [number] = self.happen()
        _, headers, body = self.received("/signed", 1)[0]
        self.assertTrue(signed_with(webhook["keys"][0]["key"], headers, body))
        self.assertFalse(signed_with(webhook["keys"][0]["key"], headers, body + b" "))
        self.assertEqual(headers["content-type"], "application/json")
        message = json.loads(body)
        self.assertEqual(set(message), {"type", "timestamp", "data"})
        self.assertEqual(message["type"], "alert.raised")
        self.assertEqual(message["data"], {"seq": number, "url": f"/v1/events?after={number - 1}"})
        # What it points to is there, for whoever has a key of that authority.
        [event] = self.call("GET", message["data"]["url"], "MAN").json()["events"]
        self.assertEqual((event["seq"], event["type"], event["at"]),
                         (number, message["type"], message["timestamp"]))
        wait_for(lambda: self.attempts(webhook), "the attempt in the log")
        [attempt] = self.attempts(webhook)
        self.assertEqual((attempt["message"], attempt["seq"], attempt["status"], attempt["result"]),
                         (headers["webhook-id"], number, 204, "Delivered."))

    def test_the_published_package_verifies_v1_and_refuses_what_was_changed(self):
        webhook = self.webhook("/package", scheme="v1")
        secret = webhook["keys"][0]["key"]
        self.assertTrue(secret.startswith("whsec_"), secret)
        # It is shown once.
        shown = self.call("GET", f"/v1/webhooks/{webhook['id']}", "MAN").json()
        self.assertEqual(shown["keys"], [{"key": None, "until": None}])
        self.happen()
        _, headers, body = self.received("/package", 1)[0]
        self.assertEqual(package_verifies(secret, headers, body), "verified")
        self.assertIn("No matching signature", package_verifies(secret, headers, body + b" "))
        old = {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) - 3600)}
        self.assertIn("too old", package_verifies(secret, old, body))

    def test_a_new_key_signs_beside_the_old_one_for_a_while(self):
        webhook = self.webhook("/rotated")
        old = webhook["keys"][0]["key"]
        answered = self.call("POST", f"/v1/webhooks/{webhook['id']}/key", "MAN", {"overlap_hours": 1})
        keys = self.assertAnswer(answered, 200)["keys"]
        self.assertEqual([one["key"] for one in keys], [keys[0]["key"], old])
        self.assertNotEqual(keys[0]["key"], old)
        self.assertIsNone(keys[0]["until"])
        self.assertIsNotNone(keys[1]["until"])
        self.happen()
        _, headers, body = self.received("/rotated", 1)[0]
        for key in (keys[0]["key"], old):
            self.assertTrue(signed_with(key, headers, body), key)
        answered = self.call("POST", f"/v1/webhooks/{webhook['id']}/key", "MAN", {"overlap_hours": 0})
        [newest] = [one["key"] for one in self.assertAnswer(answered, 200)["keys"]]
        self.happen()
        _, headers, body = self.received("/rotated", 2)[1]
        self.assertTrue(signed_with(newest, headers, body))
        self.assertFalse(signed_with(keys[0]["key"], headers, body))
        self.assertFalse(signed_with(old, headers, body))

    def test_under_one_key_it_gets_one_other_key_and_is_sent_again_once(self):
        webhook = self.webhook("/once", scheme="v1")
        place, key = f"/v1/webhooks/{webhook['id']}", {"Idempotency-Key": f"once-{webhook['id']}"}
        first, again = [self.call("POST", place + "/key", "MAN", {"overlap_hours": 1}, key) for _ in range(2)]
        made = self.assertAnswer(first, 200)["keys"]
        self.assertTrue(made[0]["key"].startswith("whsec_"))
        # The secret is kept nowhere to be told a second time.
        self.assertEqual([one["key"] for one in self.assertAnswer(again, 200)["keys"]], [None, None])
        self.assertEqual(again.headers.get("idempotency-replayed"), "true")
        self.happen()
        _, headers, body = self.received("/once", 1)[0]
        self.assertTrue(signed_with(made[0]["key"], headers, body))
        key = {"Idempotency-Key": f"again-{webhook['id']}"}
        wait_for(lambda: self.attempts(webhook), "what came of it")
        answers = [self.call("POST", place + "/replay", "MAN", {"after": self.last() - 1}, key) for _ in range(2)]
        self.assertEqual([self.assertAnswer(one, 202)["messages"] for one in answers], [1, 1])
        self.assertEqual(answers[1].headers.get("idempotency-replayed"), "true")
        other = self.call("POST", place + "/replay", "MAN", {"after": self.last()}, key)
        self.assertProblem(other, 422, "key-reused")

    def test_what_comes_soon_after_comes_on_the_same_connection(self):
        webhook = self.webhook("/kept")
        self.happen()
        self.received("/kept", 1)
        wait_for(lambda: self.attempts(webhook), "the attempt in the log")
        before = self.receiver.connections
        for count in (2, 3):
            self.happen()
            self.received("/kept", count)
        self.assertEqual(self.receiver.connections, before)

    def test_the_test_button_sends_a_message_that_is_no_event(self):
        webhook = self.webhook("/tried")
        answered = self.call("POST", f"/v1/webhooks/{webhook['id']}/test", "MAN")
        message = self.assertAnswer(answered, 202)["message"]
        _, headers, body = self.received("/tried", 1)[0]
        self.assertEqual(headers["webhook-id"], message)
        self.assertEqual(json.loads(body)["type"], "webhook.test")
        self.assertEqual(json.loads(body)["data"], {})
        self.assertTrue(signed_with(webhook["keys"][0]["key"], headers, body))

    def test_the_test_button_pressed_twice_sends_one_message(self):
        webhook, other = self.webhook("/tried-twice"), self.webhook("/tried-beside")
        tried = [self.assertAnswer(self.call("POST", f"/v1/webhooks/{one['id']}/test", "MAN",
                                             headers={"Idempotency-Key": f"at-{one['id']}"}), 202)["message"]
                 for one in (webhook, webhook, other)]
        self.assertEqual(tried[0], tried[1])
        self.assertEqual(self.received("/tried-twice", 1)[0][1]["webhook-id"], tried[0])
        self.received("/tried-beside", 1)
        # What comes behind it is the next one that is received: no second one stood between.
        self.happen()
        self.assertNotIn("webhook.test", str(self.received("/tried-twice", 2)[1][2]))

    def test_events_are_sent_again_from_a_number_under_their_own_ids(self):
        webhook = self.webhook("/again")
        numbers = self.happen(3)
        self.received("/again", 3)
        wait_for(lambda: len(self.attempts(webhook)) == 3, "what came of them")
        answered = self.call("POST", f"/v1/webhooks/{webhook['id']}/replay", "MAN",
                             {"after": numbers[0]})
        self.assertEqual(self.assertAnswer(answered, 202), {"messages": 2, "next": numbers[-1]})
        self.received("/again", 5)
        self.assertEqual(sorted(self.seqs("/again")), sorted(numbers + numbers[1:]))
        by_seq = {}
        for _, headers, body in self.receiver.of("/again"):
            by_seq.setdefault(json.loads(body)["data"]["seq"], set()).add(headers["webhook-id"])
        self.assertEqual({number: len(ids) for number, ids in by_seq.items()}, dict.fromkeys(numbers, 1))
        ahead = self.call("POST", f"/v1/webhooks/{webhook['id']}/replay", "MAN", {"after": 10 ** 6})
        self.assertProblem(ahead, 409, "conflict")

    def test_what_came_before_it_is_sent_on_request_alone(self):
        numbers = self.happen(1)
        webhook = self.webhook("/late")
        self.call("POST", f"/v1/webhooks/{webhook['id']}/replay", "MAN", {"after": numbers[0] - 1})
        self.received("/late", 1)
        self.assertEqual(self.seqs("/late"), numbers)

    def test_only_its_own_authority_has_it(self):
        webhook = self.webhook("/own")
        place = f"/v1/webhooks/{webhook['id']}"
        self.assertEqual(self.call("GET", "/v1/webhooks", "LDS").json(), {"webhooks": []})
        for method, path, body in (("GET", place, None), ("DELETE", place, None),
                                   ("POST", place + "/key", {}), ("POST", place + "/test", None),
                                   ("POST", place + "/replay", {"after": 0}),
                                   ("PUT", place + "/state", {"state": "disabled"}),
                                   ("GET", place + "/attempts", None)):
            self.assertProblem(self.call(method, path, "LDS", body), 404, "not-found")
        self.happen(1, "LDS")
        self.happen(1)
        self.received("/own", 1)
        self.assertEqual(len(self.receiver.of("/own")), 1)

    def test_the_same_address_is_registered_once(self):
        webhook = self.webhook("/twice")
        again = self.call("POST", "/v1/webhooks", "MAN", {"url": self.receiver.url("/twice")})
        self.assertEqual(self.assertAnswer(again, 200)["id"], webhook["id"])

    def test_an_authority_has_ten_at_most(self):
        for number in range(10):
            self.webhook(f"/many/{number}", "BIR")
        one_more = self.call("POST", "/v1/webhooks", "BIR", {"url": self.receiver.url("/many/10")})
        self.assertProblem(one_more, 409, "conflict")


class Addresses(WebhookTest):

    def refused(self, url, reason):
        answered = self.call("POST", "/v1/webhooks", "MAN", {"url": url})
        problem = self.assertProblem(answered, 422, "invalid", ["/url"])
        self.assertIn(reason, problem["errors"][0]["detail"], url)

    @classmethod
    def settings(cls):
        # As it is installed: nothing private is allowed.
        return {"ca_file": str(cls.receiver.authority.certificate), **cls.webhooks}

    def test_a_forbidden_address_is_refused_with_the_reason_when_it_is_registered(self):
        self.refused("http://example.com/", "https://")
        self.refused("HTTPS://example.com/", "https://")
        self.refused("https://user:password@example.com/", "without a user")
        self.refused("https://example.com/#part", "fragment")
        self.refused("https://localhost/", "this machine itself")
        self.refused(self.receiver.url("/"), "this machine itself")
        self.refused("https://localhost./", "must name its host")
        for number in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "2130706433",
                       "0x7f000001", "0177.0.0.1", "127.1"):
            self.refused(f"https://{number}/", "must name its host")
        self.refused("https://no-such-host.invalid/", "not known")


class Receivers(WebhookTest):
    """Whatever one receiver does, it is told apart, tried again, and holds up no other."""

    def failed(self, path, result, status=None, **more):
        webhook = self.webhook(path, **more)
        self.happen()
        first = wait_for(lambda: self.attempts(webhook), f"an attempt at {path}", 20)[0]
        self.assertEqual((first["status"], first["result"]), (status, result))
        state = self.call("GET", f"/v1/webhooks/{webhook['id']}", "MAN").json()
        self.assertEqual(state["undelivered"]["pending"], 1, state)
        self.assertIsNotNone(state["failing_since"])
        return webhook

    def test_one_that_hangs_and_others_go_on(self):
        self.receiver.behaviour["/hangs"] = self.receiver.hang
        self.failed("/hangs", "No whole answer came in time.")
        good = self.webhook("/good-beside")
        numbers = self.happen(5)
        self.received("/good-beside", 5)
        self.assertEqual(sorted(self.seqs("/good-beside")), numbers)
        wait_for(lambda: len(self.attempts(good)) == 5, "what came of them")

    def test_one_that_drips(self):
        self.receiver.behaviour["/drips"] = self.receiver.drip
        self.failed("/drips", "No whole answer came in time.")

    def test_one_that_redirects_is_not_followed(self):
        to = self.receiver.url("/elsewhere")
        self.receiver.behaviour["/redirects"] = answer(307, f"Location: {to}")
        self.failed("/redirects", "A redirect is not followed.", 307)
        self.assertEqual(self.receiver.of("/elsewhere"), [])

    def test_one_that_answers_500(self):
        self.receiver.behaviour["/500"] = answer(500, body=b"what it says is its own affair")
        webhook = self.failed("/500", "The receiver refused it.", 500)
        self.assertNotIn("own affair", json.dumps(self.attempts(webhook)))

    def test_one_that_closes_early(self):
        self.receiver.behaviour["/early"] = close_early
        webhook = self.webhook("/early")
        self.happen()
        first = wait_for(lambda: self.attempts(webhook), "an attempt", 20)[0]
        self.assertIsNone(first["status"])
        self.assertIn("No whole answer came", first["result"])

    def test_one_that_says_too_much(self):
        self.receiver.behaviour["/long"] = answer(200, body=b"x" * 70_000)
        self.failed("/long", "The answer is too long.")

    def test_one_with_a_certificate_of_somebody_else(self):
        (self.folder / "other").mkdir()
        other = Receiver(self.folder / "other", Authority(self.folder / "other", "Somebody else"))
        self.addCleanup(other.close)
        made = self.call("POST", "/v1/webhooks", "MAN", {"url": other.url("/bad")}).json()
        self.addCleanup(self.call, "DELETE", f"/v1/webhooks/{made['id']}", "MAN")
        self.happen()
        first = wait_for(lambda: self.attempts(made), "an attempt", 20)[0]
        self.assertEqual((first["status"], first["result"]),
                         (None, "Its certificate is not trusted here, or is another host's."))
        self.assertEqual(other.requests, [])

    def test_where_nobody_is(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        made = self.call("POST", "/v1/webhooks", "MAN", {"url": f"https://localhost:{port}/"}).json()
        self.addCleanup(self.call, "DELETE", f"/v1/webhooks/{made['id']}", "MAN")
        self.happen()
        first = wait_for(lambda: self.attempts(made), "an attempt", 20)[0]
        self.assertEqual(first["result"], "Nothing answers there.")

    def test_one_that_asks_for_time_gets_it_and_then_the_message(self):
        self.receiver.behaviour["/busy"] = lambda _, number: (
            answer(429, "Retry-After: 7") if number == 1 else answer(204))
        webhook = self.webhook("/busy")
        numbers = self.happen(2)
        # Both come after the pause, none within it.
        got = wait_for(lambda: (all_ := self.receiver.of("/busy")) and len(all_) >= 3 and all_,
                       "the messages behind the pause", 30)
        self.assertEqual(sorted(set(self.seqs("/busy"))), numbers)
        stamps = [int(headers["webhook-timestamp"]) for _, headers, _ in got]
        self.assertGreaterEqual(stamps[1] - stamps[0], 6)
        wait_for(lambda: len(self.attempts(webhook)) == 3, "what came of them")
        self.assertEqual([one["status"] for one in self.attempts(webhook)], [429, 204, 204])

    def test_one_that_wants_no_more_is_disabled_and_its_owner_told(self):
        self.receiver.behaviour["/gone"] = answer(410)
        webhook = self.webhook("/gone")
        beside = self.webhook("/told")
        self.happen()
        place = f"/v1/webhooks/{webhook['id']}"
        wait_for(lambda: self.call("GET", place, "MAN").json()["state"] == "disabled", "it to be disabled")
        self.assertEqual(self.call("GET", place, "MAN").json()["disabled_because"], "gone")
        [alert] = [one for one in self.call("GET", "/v1/alerts", "MAN").json()["alerts"]
                   if one["kind"] == "webhook_disabled"]
        self.assertEqual(alert["entry"], {"type": "webhook", "id": webhook["id"], "recording_authority": "MAN"})
        # Who is told is told over the others too.
        self.received("/told", 2)
        self.assertEqual(len(self.receiver.of("/gone")), 1)
        self.assertProblem(self.call("POST", place + "/test", "MAN"), 409, "conflict")

        self.receiver.behaviour["/gone"] = answer(200)
        self.happen()  # while it is disabled: not sent, but to be had again
        self.assertAnswer(self.call("PUT", place + "/state", "MAN", {"state": "enabled"}), 200)
        self.received("/gone", 2)  # what waited
        self.call("POST", place + "/replay", "MAN", {"after": 0})
        wait_for(lambda: set(self.seqs("/told")) <= set(self.seqs("/gone")), "all that was missed", 20)
        self.assertAnswer(self.call("GET", f"/v1/webhooks/{beside['id']}", "MAN"), 200)

    def test_of_many_dead_ones_none_holds_up_the_living(self):
        self.receiver.behaviour["/dead"] = self.receiver.hang
        for code in ("TFL", "BIR", "WLV", "CRF"):
            for number in range(8):
                self.receiver.behaviour[f"/dead/{code}/{number}"] = self.receiver.hang
                self.webhook(f"/dead/{code}/{number}", code)
        self.webhook("/alive")
        for code in ("TFL", "BIR", "WLV", "CRF"):
            self.happen(1, code)
        numbers = self.happen(3)
        self.received("/alive", 3)
        self.assertEqual(sorted(self.seqs("/alive")), numbers)


if __name__ == "__main__":
    unittest.main(verbosity=2)
