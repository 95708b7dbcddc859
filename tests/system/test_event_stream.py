#!/usr/bin/env python3
"""GET /v1/events as text/event-stream: what comes is told at once, in order, and none is lost."""
import contextlib
import http.client
import json
import socket
import threading
import unittest

from register import ANSWER_SECONDS, RegisterTest, decision, licence, stranger, wait_for


class Stream:
    """One client that listens; `events` grows as they come."""

    def __init__(self, register, key, path="/v1/events", last=None):
        secret = key if key.startswith("bw_") else register.key(key)
        headers = {"Authorization": f"Bearer {secret}", "Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = str(last)
        self.connection = http.client.HTTPConnection("127.0.0.1", register.port,
                                                     timeout=ANSWER_SECONDS)
        self.connection.request("GET", path, headers=headers)
        self.socket = self.connection.sock
        self.answer = self.connection.getresponse()
        self.events, self.lines, self.ended = [], [], False
        self.thread = threading.Thread(target=self.read, daemon=True)
        if self.answer.status == 200:
            self.thread.start()

    def read(self):
        try:
            message = {}
            while line := self.answer.readline().decode():
                self.lines.append(line)
                if line == "\n":
                    if "data" in message:
                        self.events.append(message)
                    message = {}
                elif not line.startswith(":"):
                    name, _, value = line.rstrip("\n").partition(": ")
                    message[name] = value
        except (http.client.HTTPException, OSError, ValueError):
            pass
        self.ended = True

    def numbers(self):
        return [int(one["id"]) for one in self.events]

    def close(self):
        with contextlib.suppress(OSError):  # it may have ended
            self.socket.shutdown(socket.SHUT_RDWR)  # wakes the reader, which would wait for a sign of life
        self.connection.close()


class EventStream(RegisterTest):
    def listen(self, key, *arguments, **more):
        stream = Stream(self.register, key, *arguments, **more)
        self.addCleanup(stream.close)
        return stream

    def alerted(self, name, key="WLV"):
        """Somebody licensed by `key` is revoked in Birmingham: the entry's id."""
        person = stranger(name)
        answer = self.call("PUT", f"/v1/licences/{name.replace(' ', '-')}", key, licence(person))
        self.assertIn(answer.status, (200, 201), answer.body)
        return self.assertAnswer(self.call("POST", "/v1/decisions", "BIR", decision(person)), 201)["id"]

    def test_what_comes_is_told_and_is_what_the_page_says(self):
        stream = self.listen("WLV")
        self.assertEqual(stream.answer.status, 200)
        self.assertEqual(stream.answer.headers["content-type"], "text/event-stream")
        self.assertEqual(stream.answer.headers["cache-control"], "no-store")
        entry = self.alerted("Stream One")
        wait_for(lambda: [one for one in stream.events if entry in one["data"]], "the event")
        page = self.call("GET", "/v1/events", "WLV").json()["events"]
        self.assertEqual([json.loads(one["data"]) for one in stream.events], page)
        self.assertEqual({one["event"] for one in stream.events}, {"alert.raised"})
        self.assertEqual(stream.numbers(), list(range(1, len(page) + 1)))

    def test_whoever_comes_back_misses_none_and_gets_none_twice(self):
        first = self.listen("WLV")
        one = self.alerted("Back One")
        wait_for(lambda: any(one in event["data"] for event in first.events), "the first event")
        last = first.numbers()[-1]
        first.close()
        two = self.alerted("Back Two")
        second = self.listen("WLV", "/v1/events?after=0", last=last)  # as a browser's EventSource asks
        wait_for(lambda: any(two in event["data"] for event in second.events), "the second event")
        self.assertEqual(second.numbers(), list(range(last + 1, last + 1 + len(second.events))))
        by_cursor = self.listen("WLV", f"/v1/events?after={last}")
        wait_for(lambda: len(by_cursor.events) == len(second.events), "the same by `after`")

    def test_an_authority_hears_of_its_own_alone(self):
        other = self.listen("MAN")
        own = self.listen("TFL")
        entry = self.alerted("Own Alone", "TFL")
        wait_for(lambda: own.events, "the event")
        mark = self.alerted("Own Alone Mark", "MAN")
        wait_for(lambda: any(mark in event["data"] for event in other.events), "their own event")
        self.assertFalse([one for one in other.events if entry in one["data"]])

    def test_latest_tells_only_what_comes_from_now_on(self):
        for name in ("Latest A", "Latest B", "Latest C"):
            self.alerted(name, "CRF")
            stream = self.listen("CRF", "/v1/events?after=latest")
            self.assertEqual(stream.answer.status, 200)
        before = wait_for(lambda: [one["seq"] for one in self.call("GET", "/v1/events", "CRF").json()["events"]
                                   if one["seq"] >= 3], "the three events")[-1]
        stream = self.listen("CRF", "/v1/events?after=latest")
        entry = self.alerted("Latest D", "CRF")
        wait_for(lambda: any(entry in event["data"] for event in stream.events), "the event")
        self.assertEqual(stream.numbers()[0], before + 1)
        # An authority that was never told of anything, and a page, which has no such place.
        self.assertEqual(self.listen("GLG", "/v1/events?after=latest").answer.status, 200)
        self.assertProblem(self.call("GET", "/v1/events?after=latest", "CRF"), 400, "malformed")

    def test_a_number_that_was_never_given(self):
        for path, last in (("/v1/events?after=99999999", None), ("/v1/events?after=x", None),
                           ("/v1/events", "99999999"), ("/v1/events", "-1"), ("/v1/events", "1x")):
            with self.subTest(path=path, last=last):
                stream = self.listen("WLV", path, last=last)
                self.assertEqual(stream.answer.status, 400)
                self.assertEqual(stream.answer.headers["content-type"], "application/problem+json")

    def test_without_the_scope(self):
        key = self.assertAnswer(self.call("POST", "/v1/keys", "WLV",
                                          {"name": "no alerts", "scopes": ["checks"]}), 201)["key"]
        self.assertEqual(self.listen(key).answer.status, 403)
        self.assertEqual(self.listen("bw_nothing-at-all").answer.status, 401)

    def test_a_key_that_is_ended_hears_no_more(self):
        made = self.assertAnswer(self.call("POST", "/v1/keys", "WLV",
                                           {"name": "listener", "scopes": ["alerts"]}), 201)
        stream = self.listen(made["key"])
        entry = self.alerted("Ended Key")
        wait_for(lambda: any(entry in one["data"] for one in stream.events), "the event")
        self.assertEqual(self.call("DELETE", f"/v1/keys/{made['id']}", "WLV").status, 204)
        later = self.alerted("Ended Key Later")
        wait_for(lambda: stream.ended, "the stream to end")
        self.assertFalse([one for one in stream.events if later in one["data"]])

    def test_an_event_of_another_daemon(self):
        stream = Stream(self.second_daemon(), self.register.key("WLV"))
        self.addCleanup(stream.close)
        entry = self.alerted("Other Daemon")
        wait_for(lambda: any(entry in one["data"] for one in stream.events), "the event")

    def test_it_ends_with_the_daemon_and_goes_on_behind_it(self):
        stream = self.listen("WLV")
        entry = self.alerted("Daemon Ends")
        wait_for(lambda: any(entry in one["data"] for one in stream.events), "the event")
        self.register.stop()
        wait_for(lambda: stream.ended, "the stream to end")
        self.register.start()
        again = self.listen("WLV", last=stream.numbers()[-1])
        later = self.alerted("Daemon Began")
        wait_for(lambda: any(later in one["data"] for one in again.events), "the later event")
        self.assertEqual(again.numbers()[0], stream.numbers()[-1] + 1)

    def test_streams_are_counted(self):
        stream = self.listen("LDS")

        def open_streams():
            told = self.call("GET", "/metrics").body.decode()
            line, = [line for line in told.splitlines() if line.startswith("badgewatch_event_streams ")]
            return float(line.split()[1])

        wait_for(lambda: open_streams() >= 1, "the stream to be counted")
        self.assertEqual(stream.answer.status, 200)


if __name__ == "__main__":
    unittest.main()
