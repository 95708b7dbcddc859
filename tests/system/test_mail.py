#!/usr/bin/env python3
"""Alerts as a council's team gets them by e-mail: to a mailbox that was confirmed, thin, under TLS alone,
repeated until the relay takes them, and never at somebody else's cost."""
import re
import shutil
import unittest

from certificates import Authority
from register import Register, RegisterTest, decision, folder, licence, stranger, wait_for
from smtp_relay import Drop, Hang, Relay
from webhook_receiver import Receiver

SENDER = "badgewatch@register.example.org"
SITE = "https://register.example.org"


def once(first, then="250 ok"):
    """That at the first time; a reply, or an exception to raise."""
    def reply(number):
        wanted = first if number == 1 else then
        if isinstance(wanted, str):
            return wanted
        raise wanted
    return reply


class MailTest(RegisterTest):

    @classmethod
    def setUpClass(cls):
        cls.folder = folder()
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.authority = Authority(cls.folder)
        cls.relay = Relay(cls.authority)
        cls.addClassCleanup(cls.relay.close)
        (cls.folder / "password").write_text("open sesame\n")
        (cls.folder / "password").chmod(0o600)
        cls.register = Register()
        # Attempts that get no answer end soon, and so do claims of those who died.
        cls.register.config = cls.register.write_config({
            "http": {"public_url": SITE},
            "mail": {"relay": cls.relay.url(), "relay_is_here": True, "sender": SENDER,
                     "username": "badgewatch", "password_file": str(cls.folder / "password"),
                     "ca_file": str(cls.authority.certificate), "timeout_ms": 2_000,
                     "lease_ms": 4_000},
            "webhooks": {"allowed_networks": ["127.0.0.0/8", "::1/128"],
                         "ca_file": str(cls.authority.certificate)}})
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()
        cls.made = 0

    def add(self, mailbox, authority="MAN", confirmed=True, **more):
        made = self.assertAnswer(self.call("POST", "/v1/mail-addresses", authority,
                                           {"email": mailbox, "mode": "each", **more}), 201)
        self.addCleanup(self.call, "DELETE", f"/v1/mail-addresses/{made['id']}", authority)
        if confirmed:
            answered = self.call("POST", f"/v1/mail-addresses/{made['id']}/confirmation", authority,
                                 {"code": self.code(mailbox)})
            made = self.assertAnswer(answered, 200)
        return made

    def code(self, mailbox, number=1):
        letters = wait_for(lambda: len(got := self.relay.of(mailbox, "confirm")) >= number and got,
                           f"a code for {mailbox}", 20)
        return re.search(r"^  (\d{8})$", self.text(letters[number - 1]), re.M).group(1)

    @staticmethod
    def text(letter):
        [part] = letter.iter_parts()
        return part.get_content().replace("\r\n", "\n")

    def happen(self, authority="MAN"):
        """One alert of that authority: its event, and whom it is about."""
        before = self.last(authority)
        type(self).made += 1
        somebody = stranger(f"mail {self.made}")
        self.call("PUT", f"/v1/licences/M{self.made}", authority, licence(somebody))
        self.assertAnswer(self.call("POST", "/v1/decisions", "LDS", decision(somebody)), 201)
        wait_for(lambda: self.last(authority) > before, "the alert", 30)
        [event] = [one for one in self.call("GET", f"/v1/events?after={before}", authority).json()["events"]
                   if one["type"] == "alert.raised"]
        return event, somebody

    def last(self, authority):
        after = 0
        while events := self.call("GET", f"/v1/events?after={after}", authority).json()["events"]:
            after = events[-1]["seq"]
        return after

    def told(self, mailbox, count=1):
        return wait_for(lambda: len(got := self.relay.of(mailbox, "new alert")) >= count and got,
                        f"{count} letters to {mailbox}", 30)

    def attempts(self, made, authority="MAN"):
        answered = self.call("GET", f"/v1/mail-addresses/{made['id']}/attempts", authority)
        return self.assertAnswer(answered, 200)["attempts"]


class Letters(MailTest):

    def test_nothing_is_told_to_a_mailbox_before_it_is_confirmed_by_its_code(self):
        made = self.add("team@council.example", confirmed=False)
        self.assertEqual((made["state"], made["confirmed_at"]), ("unconfirmed", None))
        self.happen()
        place = f"/v1/mail-addresses/{made['id']}"
        code = self.code("team@council.example")
        wrong = f"{(int(code) + 1) % 10 ** 8:08}"
        self.assertProblem(self.call("POST", place + "/confirmation", "MAN", {"code": wrong}), 422,
                           "invalid", ["/code"])
        self.assertProblem(self.call("POST", place + "/code", "MAN"), 409, "conflict")
        self.assertProblem(self.call("POST", place + "/confirmation", "LDS", {"code": code}), 404)
        confirmed = self.assertAnswer(
            self.call("POST", place + "/confirmation", "MAN", {"code": code}), 200)
        self.assertEqual(confirmed["state"], "enabled")
        # What came before is not told, what comes is.
        event, _ = self.happen()
        [letter] = self.told("team@council.example")
        self.assertIn(f"Event {event['seq']}:", self.text(letter))

    def test_a_code_is_guessed_at_five_times(self):
        made = self.add("guessed@council.example", confirmed=False)
        code = self.code("guessed@council.example")
        place = f"/v1/mail-addresses/{made['id']}/confirmation"
        for number in range(5):
            wrong = f"{(int(code) + 1 + number) % 10 ** 8:08}"
            self.assertProblem(self.call("POST", place, "MAN", {"code": wrong}), 422)
        self.assertProblem(self.call("POST", place, "MAN", {"code": code}), 409, "conflict")

    def test_a_letter_is_thin_and_in_its_form(self):
        self.add("thin@council.example", "WLV")
        event, somebody = self.happen("WLV")
        [letter] = self.told("thin@council.example")
        alert = event["data"]["alert"]
        self.assertEqual(letter["From"], f"Badgewatch <{SENDER}>")
        self.assertEqual(letter["To"].addresses[0].addr_spec, "thin@council.example")
        self.assertEqual(letter["Subject"], "Badgewatch: 1 new alert for WLV")
        self.assertEqual(letter["Auto-Submitted"], "auto-generated")
        self.assertRegex(letter["Message-ID"], r"^<msg_[0-9a-f]{32}@register\.example\.org>$")
        self.assertEqual(letter["MIME-Version"], "1.0")
        self.assertIsNotNone(letter["Date"].datetime)
        [part] = letter.iter_parts()
        self.assertEqual((part.get_content_type(), part.get_content_charset()), ("text/plain", "utf-8"))
        text = self.text(letter)
        self.assertIn(f"{SITE}/alerts/{alert}", text)
        self.assertRegex(text, rf"Event {event['seq']}: licensee matched, due \d{{4}}-\d\d-\d\d\n")
        duty = [one for one in self.call("GET", "/v1/duties", "WLV").json()["duties"]
                if one["about"]["id"] == alert]
        self.assertIn(f"due {duty[0]['due_on']}", text)
        # Nothing of whom it is about.
        said = str(letter).lower()
        for name in somebody["names"]:
            for word in " ".join(name[key] for key in ("full", "given", "family") if key in name).split():
                self.assertNotIn(word.lower(), said)
        self.assertNotIn(somebody["date_of_birth"], said)
        # Nothing was said in the clear but how to begin TLS.
        self.assertEqual({line.split()[0] for secure, line in self.relay.said if not secure}
                         - {"EHLO", "STARTTLS", "QUIT"}, set())
        self.assertEqual(self.relay.signed_in, {("badgewatch", "open sesame")})

    def test_only_kinds_that_are_wanted_are_told(self):
        self.add("changes@council.example", "BIR", kinds=["entry_changed"])
        self.add("all@council.example", "BIR")
        self.happen("BIR")
        self.told("all@council.example")
        self.assertEqual(self.relay.of("changes@council.example", "new alert"), [])

    def test_a_mailbox_is_one_plain_address(self):
        for wrong in ("a@b.example\r\nBcc: c@d.example", "no address", '"x y"@b.example', "ü@b.example",
                      "a@b.example, c@d.example", "<a@b.example>", "a@localhost", ""):
            answered = self.call("POST", "/v1/mail-addresses", "MAN", {"email": wrong})
            self.assertProblem(answered, 422, "invalid", ["/email"])
        answered = self.call("POST", "/v1/mail-addresses", "MAN", {"email": "a@b.example", "kinds": ["none"]})
        self.assertProblem(answered, 422, "invalid", ["/kinds"])


class Relays(MailTest):
    """Whatever the relay does, the letter comes once it takes it, under one Message-ID."""

    def test_what_it_does_not_take_now_comes_later_under_the_same_id(self):
        full, drops, hangs = "full@council.example", "drops@council.example", "hangs@council.example"
        made = {one: self.add(one) for one in (full, drops, hangs)}
        self.relay.behaviour[full] = {"rcpt": once("451 later")}
        self.relay.asked.clear()
        # These have the whole letter, and the register does not hear of it.
        self.relay.behaviour[drops] = {"data": once(Drop(), "250 queued")}
        self.relay.behaviour[hangs] = {"data": once(Hang(), "250 queued")}
        self.happen()
        self.told(full)
        for mailbox in (drops, hangs):
            letters = self.told(mailbox, 2)
            self.assertEqual(len({one["Message-ID"] for one in letters}), 1)
            self.assertEqual(self.text(letters[0]), self.text(letters[1]))
        for mailbox, first, result in ((full, 451, "The relay does not take it now."),
                                       (hangs, None, "The relay did not answer in time.")):
            wait_for(lambda one=mailbox: len(self.attempts(made[one])) == 3, "what came of it")
            tried = self.attempts(made[mailbox])[1:]  # the first was the code
            self.assertEqual([one["status"] for one in tried], [first, 250])
            self.assertEqual(tried[0]["result"], result)
            self.assertEqual(len({one["message"] for one in tried}), 1)

    def test_one_that_refuses_a_mailbox_for_good_disables_it_and_tells_its_owner(self):
        gone, beside = "gone@council.example", "beside@council.example"
        made = self.add(gone, "CRF")
        self.add(beside, "CRF")
        self.relay.behaviour[gone] = {"rcpt": "550 nobody of that name"}
        place = f"/v1/mail-addresses/{made['id']}"
        for number in range(3):
            self.happen("CRF")
            wait_for(lambda n=number: len(self.attempts(made, "CRF")) == n + 2, "the refusal", 20)
        self.assertEqual({(one["status"], one["result"]) for one in self.attempts(made, "CRF")[1:]},
                         {(550, "The relay refuses this mailbox for good.")})
        self.assertNotIn("of that name", str(self.attempts(made, "CRF")))
        found = self.call("GET", place, "CRF").json()
        self.assertEqual((found["state"], found["disabled_because"]), ("disabled", "refused"))
        self.assertEqual(found["undelivered"], {"pending": 0, "failed": 3})
        [alert] = [one for one in self.call("GET", "/v1/alerts", "CRF").json()["alerts"]
                   if one["kind"] == "mail_address_disabled"]
        self.assertEqual(alert["entry"], {"type": "mail_address", "id": made["id"], "recording_authority": "CRF"})
        # The others are told of it; this one of nothing.
        self.told(beside, 4)
        self.assertEqual(len(self.attempts(made, "CRF")), 4)
        # Enabled again, it is sent what comes.
        self.relay.behaviour[gone] = {}
        self.assertAnswer(self.call("PUT", place, "CRF", {"mode": "each", "state": "enabled"}), 200)
        self.happen("CRF")
        self.told(gone)

    def test_one_without_tls_gets_nothing(self):
        made = self.add("clear@council.example")
        self.relay.offers_tls = False
        self.addCleanup(setattr, self.relay, "offers_tls", True)
        said = len(self.relay.said)
        self.happen()
        tried = wait_for(lambda: self.attempts(made)[1:], "an attempt", 20)
        self.assertEqual(tried[0]["result"], "The relay does not offer TLS.")
        self.assertEqual({line.split()[0] for secure, line in self.relay.said[said:]} - {"EHLO", "QUIT"}, set())
        # It is no fault of the mailbox.
        self.relay.offers_tls = True
        self.told("clear@council.example")

    def test_a_mailbox_that_was_removed_gets_nothing_more(self):
        removed, stays = "removed@council.example", "stays@council.example"
        made = self.add(removed)
        self.add(stays)
        self.relay.behaviour[removed] = {"rcpt": once("451 later")}
        self.relay.asked.clear()
        self.happen()
        wait_for(lambda: len(self.attempts(made)) == 2, "the first attempt", 20)
        self.assertEqual(self.call("DELETE", f"/v1/mail-addresses/{made['id']}", "MAN").status, 204)
        self.happen()
        self.told(stays, 2)
        self.assertEqual(self.relay.of(removed, "new alert"), [])
        self.assertProblem(self.call("GET", f"/v1/mail-addresses/{made['id']}", "MAN"), 404)

    def test_one_that_hangs_holds_up_no_webhook(self):
        receiver = Receiver(self.folder, self.authority)
        self.addCleanup(receiver.close)
        hangs = [f"hangs-{number}@council.example" for number in range(7)]  # more than there are threads
        for mailbox in hangs:
            self.add(mailbox, "TFL")

        def hang(_):
            raise Hang
        for mailbox in hangs:
            self.relay.behaviour[mailbox] = {"rcpt": hang}
        made = self.call("POST", "/v1/webhooks", "TFL", {"url": receiver.url("/beside")}).json()
        self.addCleanup(self.call, "DELETE", f"/v1/webhooks/{made['id']}", "TFL")
        self.happen("TFL")
        wait_for(lambda: receiver.of("/beside"), "the webhook")
        self.happen("TFL")
        wait_for(lambda: len(receiver.of("/beside")) >= 2, "the next one")

    def test_a_sender_that_is_killed_loses_nothing(self):
        mailbox = "killed@council.example"
        self.add(mailbox)
        self.relay.behaviour[mailbox] = {"data": once(Hang(), "250 queued")}
        self.relay.asked.clear()
        self.happen()
        self.told(mailbox)  # the relay has it, and the register does not know
        self.register.kill()
        self.register.start()
        letters = self.told(mailbox, 2)
        self.assertEqual(len({one["Message-ID"] for one in letters}), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
