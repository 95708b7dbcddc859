#!/usr/bin/env python3
"""Disclosure requests: who was given a hit asks, the recording authority answers, both are told, files
go to and fro and are never shown in place, and later changes reach whoever was answered."""
import base64
import threading
import unittest

from register import RegisterTest, check, decision, stranger

QUESTION = "What was it about?\n\nIs there an appeal?"
NOTHING = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11"
PLACE = "/v1/disclosure-requests"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


class Disclosures(RegisterTest):
    # A Tuesday.
    options = {"now": "2026-11-24T09:30:00Z"}

    def hit(self, seed, recording="LDS", asking="MAN"):
        """An entry, and a check of another authority's that hit it."""
        subject = stranger(seed)
        entry = self.assertAnswer(self.call("POST", "/v1/decisions", recording, decision(subject)), 201)
        asked = self.assertAnswer(self.call("POST", "/v1/checks", asking, check(subject)), 201)
        self.assertIn(entry["id"], [one["entry"]["id"] for one in asked["hits"]])
        return entry["id"], asked["id"]

    def ask(self, entry, asked, key="MAN", headers=None, question=QUESTION):
        return self.call("POST", PLACE, key, {"entry": entry, "check": asked, "question": question}, headers)

    def opened(self, seed):
        entry, asked = self.hit(seed)
        return self.assertAnswer(self.ask(entry, asked), 201), entry

    def say(self, request, what, key, headers=None, **body):
        return self.call("POST", f"{PLACE}/{request['id']}/{what}", key, body, headers)

    def read(self, request, key):
        return self.assertAnswer(self.call("GET", f"{PLACE}/{request['id']}", key), 200)

    def told(self, request, key):
        """The kinds of the alerts, and the types of the events, that name the request."""
        alerts = self.assertAnswer(self.call("GET", "/v1/alerts", key), 200)["alerts"]
        events = self.assertAnswer(self.call("GET", "/v1/events", key), 200)["events"]
        return ([one["kind"] for one in alerts if one.get("request") == request["id"]],
                [one["type"] for one in events if one["data"].get("request") == request["id"]
                 and one["type"] != "alert.raised"])

    # ----------------------------------------------------------------------------- the whole of it

    def test_asked_answered_and_had_regard(self):
        request, entry = self.opened("whole")
        self.assertEqual((request["state"], request["answer_by"], request["late"]),
                         ("open", "2026-12-21", False))
        self.assertEqual((request["asked_by"], request["asked_of"]), ("MAN", "LDS"))
        self.assertEqual(request["items"][0]["text"], QUESTION)
        theirs = self.read(request, "LDS")
        self.assertEqual((theirs["check"], theirs["entry"]["id"], theirs["possible"]),
                         (None, entry, ["message", "attachment", "answer"]))
        message = self.assertAnswer(self.say(request, "messages", "LDS", text="The file comes on Monday."), 200)
        self.assertEqual(message["items"][-1]["said_by"], "LDS")
        answered = self.assertAnswer(self.say(request, "answer", "LDS", answer="Section 1(g)."), 200)
        self.assertEqual((answered["state"], answered["late"]), ("answered", False))
        closed = self.assertAnswer(self.say(request, "had-regard", "MAN", regard="Weighed."), 200)
        self.assertEqual((closed["state"], closed["possible"]), ("closed", []))
        self.assertEqual([one["kind"] for one in self.read(request, "LDS")["items"]],
                         ["question", "message", "answer", "had_regard"])
        self.assertEqual(self.told(request, "LDS"),
                         (["disclosure_asked"], ["disclosure.asked", "disclosure.message",
                                                 "disclosure.answered", "disclosure.closed"]))
        self.assertEqual(self.told(request, "MAN"),
                         (["disclosure_message", "disclosure_answered"],
                          ["disclosure.asked", "disclosure.message", "disclosure.answered",
                           "disclosure.closed"]))

    def test_later_changes_reach_who_was_answered_with_the_reason(self):
        request, entry = self.opened("later")
        other, _ = self.opened("later and not answered")
        self.assertAnswer(self.say(request, "answer", "LDS", answer="In short."), 200)
        change = {"change": "appeal_lodged", "on": "2026-11-24", "reason": "Out of time, by leave."}
        self.assertAnswer(self.call("POST", f"/v1/decisions/{entry}/changes", "LDS", change), 200)
        self.assertAnswer(self.call("POST", f"/v1/decisions/{other['entry']['id']}/changes", "LDS", change), 200)
        seen = self.read(request, "MAN")["changes"]
        self.assertEqual([(one["change"], one["on"], one["state"], one["reason"]) for one in seen],
                         [("appeal_lodged", "2026-11-24", "under_appeal", "Out of time, by leave.")])
        self.assertEqual(self.told(request, "MAN")[0], ["disclosure_answered", "entry_changed"])
        self.assertEqual(self.read(request, "LDS")["changes"], [])
        # Who was not answered is told that it changed, and not why.
        self.assertEqual(self.read(other, "MAN")["changes"], [])
        self.assertEqual(self.told(other, "MAN")[0], [])

    def test_an_answer_is_owed_until_it_is_given_or_not_wanted_any_more(self):
        for what, key, body in (("answer", "LDS", {"answer": "In short."}),
                                ("withdrawal", "MAN", {"reason": "Withdrawn."})):
            request, _ = self.opened(f"owed and {what}")
            owed = self.owed(request)
            self.assertEqual([(one["kind"], one["due_on"]) for one in owed],
                             [("answer_disclosure", request["answer_by"])])
            self.assertAnswer(self.say(request, what, key, **body), 200)
            self.assertEqual(self.owed(request), [])

    def owed(self, request):
        page = self.assertAnswer(self.call("GET", "/v1/duties", "LDS"), 200)
        return [one for one in page["duties"] if one["about"]["id"] == request["id"]]

    def test_lists_are_of_one_side_and_one_state(self):
        request, _ = self.opened("listed")
        start = self.numbers("asked", "MAN")
        self.assertIn(request["id"], start)
        self.assertIn(request["id"], self.numbers("to_answer", "LDS"))
        self.assertNotIn(request["id"], self.numbers("to_answer", "MAN"))
        self.assertNotIn(request["id"], self.numbers("asked", "LDS"))
        self.assertNotIn(request["id"], self.numbers("asked", "MAN", "&state=closed"))
        page = self.assertAnswer(self.call("GET", f"{PLACE}?list=asked", "MAN"), 200)
        self.assertNotIn("items", page["disclosure_requests"][0])
        again = self.assertAnswer(self.call("GET", f"{PLACE}?list=asked&after={page['next']}", "MAN"), 200)
        self.assertEqual(again, {"disclosure_requests": [], "next": page["next"]})
        for query in ("", "?list=all", "?list=asked&state=lost", "?list=asked&after=-1",
                      "?list=asked&after=999999", "?list=asked&list=asked"):
            self.assertProblem(self.call("GET", f"{PLACE}{query}", "MAN"), 400, "malformed")

    def numbers(self, which, key, more=""):
        page = self.assertAnswer(self.call("GET", f"{PLACE}?list={which}{more}", key), 200)
        return [one["id"] for one in page["disclosure_requests"]]

    # --------------------------------------------------------------------------------- who may not

    def test_only_the_given_hit_lets_one_ask(self):
        entry, asked = self.hit("given")
        other, _ = self.hit("given to nobody here", asking="BIR")
        for body in ((other, asked), (entry, NOTHING), (NOTHING, asked)):
            self.assertProblem(self.ask(*body), 404, "not-found")
        self.assertProblem(self.ask(entry, asked, "BIR"), 404, "not-found")
        own = self.assertAnswer(self.call("POST", "/v1/checks", "LDS", check(stranger("given"))), 201)
        self.assertProblem(self.ask(entry, own["id"], "LDS"), 409, "conflict")

    def test_a_third_authority_sees_nothing(self):
        request, _ = self.opened("third")
        sent = self.assertAnswer(self.attach(request, "MAN", "a.txt", b"Dear Leeds"), 200)
        self.assertProblem(self.call("GET", f"{PLACE}/{request['id']}", "BIR"), 404, "not-found")
        self.assertProblem(self.call("GET", self.file_place(sent), "BIR"), 404, "not-found")
        for what, body in (("answer", {"answer": "x"}), ("messages", {"text": "x"}),
                           ("had-regard", {"regard": "x"}), ("withdrawal", {"reason": "x"})):
            self.assertProblem(self.say(request, what, "BIR", **body), 404, "not-found")

    def test_each_side_does_its_own_part(self):
        request, _ = self.opened("parts")
        self.assertProblem(self.say(request, "answer", "MAN", answer="x"), 403, "forbidden")
        self.assertProblem(self.say(request, "had-regard", "LDS", regard="x"), 403, "forbidden")
        self.assertProblem(self.say(request, "withdrawal", "LDS", reason="x"), 403, "forbidden")
        problem = self.assertProblem(self.say(request, "had-regard", "MAN", regard="x"), 409, "conflict")
        self.assertIn("`open`", problem["detail"])
        self.assertIn("message, attachment, withdraw", problem["detail"])
        self.assertAnswer(self.say(request, "withdrawal", "MAN", reason="Withdrawn."), 200)
        self.assertProblem(self.say(request, "answer", "LDS", answer="x"), 409, "conflict")
        self.assertProblem(self.say(request, "messages", "MAN", text="x"), 409, "conflict")

    def test_every_wrong_field_is_named(self):
        self.assertProblem(self.call("POST", PLACE, "MAN", {"entry": "x", "question": " ", "why": 1}), 422,
                           "invalid", ["/entry", "/check", "/question", "/why"])
        entry, asked = self.hit("wrong")
        self.assertProblem(self.ask(entry, asked, question="a" * 10_001), 422, "invalid", ["/question"])
        self.assertProblem(self.ask(entry, asked, question="bell \u0007"), 422, "invalid", ["/question"])

    # ------------------------------------------------------------------------------ once, at once

    def test_a_question_under_a_key_is_asked_once(self):
        entry, asked = self.hit("once")
        key = {"Idempotency-Key": "ask-1"}
        first = self.assertAnswer(self.ask(entry, asked, headers=key), 201)
        again = self.ask(entry, asked, headers=key)
        self.assertEqual((again.status, again.json()), (201, first))
        self.assertEqual(again.headers["idempotency-replayed"], "true")
        self.assertProblem(self.ask(entry, asked, headers=key, question="Other?"), 422)
        problem = self.assertProblem(self.ask(entry, asked), 409, "conflict")
        self.assertIn(first["id"], problem["detail"])

    def test_two_officers_at_once_ask_once_and_answer_once(self):
        entry, asked = self.hit("at once")
        statuses = self.at_once(lambda: self.ask(entry, asked).status)
        self.assertEqual(sorted(statuses), [201, 409, 409, 409])
        request = next(one for one in self.assertAnswer(
            self.call("GET", f"{PLACE}?list=asked&state=open", "MAN"), 200)["disclosure_requests"]
            if one["entry"]["id"] == entry)
        statuses = self.at_once(lambda: self.say(request, "answer", "LDS", answer="One.").status)
        self.assertEqual(sorted(statuses), [200, 409, 409, 409])
        kinds = [one["kind"] for one in self.read(request, "MAN")["items"]]
        self.assertEqual(kinds, ["question", "answer"])

    @staticmethod
    def at_once(call):
        found = []
        threads = [threading.Thread(target=lambda: found.append(call())) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        return found

    # --------------------------------------------------------------------------------------- files

    def attach(self, request, key, name, content, headers=None):
        body = {"name": name, "content": base64.b64encode(content).decode()}
        return self.call("POST", f"{PLACE}/{request['id']}/attachments", key, body, headers)

    @staticmethod
    def file_place(request):
        item = next(one for one in request["items"] if one["kind"] == "attachment")
        return f"{PLACE}/{request['id']}/attachments/{item['id']}"

    def test_a_file_comes_as_it_was_sent_and_is_never_shown_in_place(self):
        request, _ = self.opened("file")
        sent = self.assertAnswer(self.attach(request, "MAN", "Panel of 3 May.pdf", PDF), 200)
        self.assertEqual(sent["items"][-1]["file"],
                         {"name": "Panel of 3 May.pdf", "media_type": "application/pdf", "bytes": len(PDF)})
        for key in ("MAN", "LDS"):
            answer = self.call("GET", self.file_place(sent), key)
            self.assertEqual((answer.status, answer.body), (200, PDF))
            self.assertEqual(answer.headers["content-type"], "application/pdf")
            self.assertEqual(answer.headers["content-disposition"],
                             "attachment; filename*=UTF-8''Panel%20of%203%20May.pdf")
            self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
            self.assertIn("sandbox", answer.headers["content-security-policy"])
            self.assertIn("no-store", answer.headers["cache-control"])
        self.assertEqual(self.told(request, "LDS")[0], ["disclosure_asked", "disclosure_message"])

    def test_what_is_no_small_file_is_refused(self):
        request, _ = self.opened("no file")
        for name, content, pointers in [
                ("a.pdf", b"<html>", ["/content"]), ("a.txt", b"", ["/content"]),
                ("a.txt", b"<svg onload=alert(1)>", ["/content"]), ("a.pdf", b"MZ\x90\x00", ["/content"]),
                ("a.txt", PDF, ["/name"]), ("../a.pdf", PDF, ["/name"]), ("a.pdf.html", PDF, ["/name"]),
                ("a.pdf", PDF + b"x" * 524_288, ["/content"])]:
            with self.subTest(f"{name} {content[:10]}"):
                self.assertProblem(self.attach(request, "MAN", name, content), 422, "invalid", pointers)
        place = f"{PLACE}/{request['id']}/attachments"
        self.assertProblem(self.call("POST", place, "MAN", {"name": "a.pdf", "content": "%%%"}), 422,
                           "invalid", ["/content"])
        self.assertProblem(self.call("POST", place, "MAN", b" " * 800_000,
                                     {"Content-Type": "application/json"}), 413)
        # Elsewhere a body is as small as ever.
        self.assertProblem(self.call("POST", PLACE, "MAN", b" " * 70_000,
                                     {"Content-Type": "application/json"}), 413)
        self.assertEqual(len(self.read(request, "MAN")["items"]), 1)

    def test_the_largest_file_is_taken_and_there_is_an_end_of_them(self):
        request, _ = self.opened("many files")
        largest = (b"%PDF-1.7\n" + b"x" * 524_288)[:524_288]
        self.assertAnswer(self.attach(request, "MAN", "a.pdf", largest), 200)
        for _ in range(19):
            self.assertAnswer(self.attach(request, "LDS", "a.txt", b"Dear Manchester"), 200)
        self.assertProblem(self.attach(request, "LDS", "a.txt", b"One more"), 409, "conflict")


if __name__ == "__main__":
    unittest.main()
