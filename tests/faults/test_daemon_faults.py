#!/usr/bin/env python3
"""The daemon is killed, frozen, or its clients vanish: nothing acknowledged is lost, nothing twice."""
import json
import os
import pathlib
import signal
import struct
import socket
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from register import (Register, RegisterTest, check, decision, licence, person,  # noqa: E402
                      stranger, wait_for)


class DaemonFaults(RegisterTest):

    def test_killed_while_decisions_are_entered(self):
        """Four councils post, the daemon dies under them; what was answered 201 is there, and what
        was not happens once when it is sent again under the same key."""
        sent, answered = {}, {}

        def post(code, key, stop):
            i = 0
            while not stop.is_set():
                i += 1
                name = f"{code}-{time.monotonic_ns()}-{i}"
                sent[name] = (key, decision(person(f"Entered Under{name[-4:]} Fire"),
                                            your_reference=name))
                try:
                    answer = self.call("POST", "/v1/decisions", key, sent[name][1],
                                       {"Idempotency-Key": name})
                except OSError:
                    return
                if answer.status == 201:
                    answered[name] = answer.json()["id"]

        for _ in range(3):
            stop = threading.Event()
            threads = [threading.Thread(target=post, args=(code, self.register.key(code), stop))
                       for code in ("TFL", "BIR", "MAN", "LDS")]
            before = len(answered)
            for one in threads:
                one.start()
            wait_for(lambda: len(answered) > before + 40, "decisions to be entered")
            self.register.kill()
            stop.set()
            for one in threads:
                one.join()
            self.register.start()
        self.assertGreater(len(answered), 100)
        for name, (key, body) in sent.items():
            again = self.call("POST", "/v1/decisions", key, body, {"Idempotency-Key": name})
            self.assertEqual(again.status, 201, again.body)
            if name in answered:
                self.assertEqual(again.json()["id"], answered[name])
                self.assertEqual(again.headers.get("idempotency-replayed"), "true")
            other = self.call("POST", "/v1/decisions", key, body)
            self.assertEqual((other.status, other.json()["id"]), (200, again.json()["id"]))

    def test_killed_in_the_middle_of_a_batch(self):
        rows = [{"licence_number": f"KB-{i}", **licence(person(f"Row Number{i}"))}
                for i in range(20000)]
        body = b"".join(json.dumps(one).encode() + b"\n" for one in rows)
        told = []

        def upload():
            try:
                told.append(self.register.upload("/v1/licences/batch", "WLV", body))
            except OSError as error:
                told.append(error)

        sender = threading.Thread(target=upload)
        sender.start()
        wait_for(lambda: self.call("GET", "/v1/licences/KB-2500", "WLV").status == 200,
                 "some of the batch to be stored")
        self.register.kill()
        sender.join()
        self.assertFalse(isinstance(told[0], list) and b'"summary"' in told[0].body)
        self.register.start()
        lines = self.register.upload("/v1/licences/batch", "WLV", body).lines()
        summary = lines[-1]["summary"]
        self.assertEqual((summary["rows"], summary["rejected"], summary["updated"]), (20000, 0, 0))
        self.assertGreaterEqual(summary["unchanged"], 2500)
        self.assertEqual({one["result"] for one in lines[:2501]}, {"unchanged"})

    def test_frozen_and_thawed_it_knows_what_came_meanwhile(self):
        other = Register(serve=True)
        self.addCleanup(other.remove)
        other.config = other.write_config(self.register.shared())
        other.start()
        man, bir = self.register.key("MAN"), self.register.key("BIR")
        for i in range(5):
            subject = stranger(f"entered while it was frozen {i}")
            os.kill(other.process.pid, signal.SIGSTOP)
            try:
                entered = self.register.call("POST", "/v1/decisions", bir, decision(subject))
                self.assertEqual(entered.status, 201)
            finally:
                os.kill(other.process.pid, signal.SIGCONT)
            asked = other.call("POST", "/v1/checks", man, check(subject))
            self.assertEqual(self.assertAnswer(asked, 201)["outcome"], "match")

    def test_clients_that_vanish(self):
        def held():
            """Connections that the daemon still has open: established, or closed by the client alone."""
            port = f":{self.register.port:04X}"
            rows = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()]
            return sum(row[1].endswith(port) and row[3] in ("01", "08") for row in rows)

        key = self.register.key("TFL")
        head = ("POST {} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + key +
                "\r\nContent-Type: application/x-ndjson\r\nContent-Length: {}\r\n\r\n")
        row = json.dumps({"licence_number": "GONE", **licence()}).encode() + b"\n"
        rows = row * 3000
        for i in range(100):
            with self.register.connect() as wire:
                if i % 2:
                    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                if i % 5 == 0:
                    wire.sendall(b"GET /v1/al")
                elif i % 5 == 1:
                    wire.sendall(head.format("/v1/checks", 5000).encode() + b'{"subject":')
                elif i % 5 == 2:
                    body = json.dumps(check()).encode()
                    wire.sendall(head.format("/v1/checks", len(body)).encode() + body)
                elif i % 5 == 3:
                    wire.sendall(head.format("/v1/licences/batch", len(rows)).encode() + rows[:9000])
                else:
                    wire.sendall(head.format("/v1/licences/batch", len(row)).encode() + row)
        wait_for(lambda: held() == 0, "their connections to be given up", 30)
        self.assertEqual(self.call("POST", "/v1/checks", "TFL", check()).status, 201)
        self.assertEqual(list((self.register.state / "spool").iterdir()), [])

    def test_asked_to_stop_it_finishes_what_it_has_begun(self):
        subject = stranger("asked while it stopped")
        answers = []
        body = b"".join(json.dumps({"licence_number": f"ST-{i}", **licence(subject)}).encode() + b"\n"
                        for i in range(4000))
        sender = threading.Thread(target=lambda: answers.append(
            self.register.upload("/v1/licences/batch", "WLV", body)))
        sender.start()
        wait_for(lambda: self.call("GET", "/v1/licences/ST-500", "WLV").status == 200, "it to begin")
        self.assertEqual(self.register.stop(), 0)
        sender.join()
        self.assertEqual(answers[0].lines()[-1]["summary"]["rows"], 4000)
        self.register.start()


if __name__ == "__main__":
    unittest.main()
