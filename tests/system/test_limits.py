#!/usr/bin/env python3
"""Limits: budgets that daemons share, whom they count behind a proxy, slow clients."""
import time
import unittest

from register import Register, RegisterTest, received, wait_for


class TwoDaemons(RegisterTest):
    """Two daemons of one register, behind a proxy that is this very test."""
    limits = {"requests_per_second": 1, "burst": 30, "address_per_second": 1, "address_burst": 60}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemons = []
        for name in ("one", "two"):
            daemon = Register(serve=True, state=cls.register.state.parent / name)
            sections = {**cls.register.shared(), "limits": cls.limits,
                        "proxy": {"trusted": ["127.0.0.1"]}}
            daemon.config = daemon.write_config(sections)
            daemon.key = cls.register.key
            cls.daemons.append(daemon)
            cls.addClassCleanup(daemon.stop)
        for daemon in cls.daemons:
            daemon.start()

    def ask(self, number, address, key="TFL"):
        return self.daemons[number % 2].call("GET", "/v1/alerts", key,
                                             headers={"X-Forwarded-For": address})

    def test_a_key_has_one_budget_over_both(self):
        begun = time.monotonic()
        answers = [self.ask(i, f"192.0.2.{i % 10}", "TFL").status for i in range(100)]
        grown = time.monotonic() - begun + 1
        self.assertEqual(set(answers), {200, 429})
        self.assertEqual(set(answers[:15]), {200})
        self.assertLessEqual(answers.count(200), 30 + grown)
        self.assertEqual(self.ask(0, "192.0.2.1", "BIR").status, 200)

    def test_an_address_has_one_budget_over_both_whatever_its_keys(self):
        begun = time.monotonic()
        keys = ["MAN", "LDS", "GLG", "CRF"]
        answers = [self.ask(i, "198.51.100.7", keys[i // 2 % 4]) for i in range(140)]
        grown = time.monotonic() - begun + 1
        statuses = [answer.status for answer in answers]
        self.assertLessEqual(statuses.count(200), 60 + grown)
        refused = [answer for answer in answers if answer.status == 429]
        self.assertProblem(refused[-1], 429, "quota-exceeded")
        self.assertTrue(refused[-1].headers["ratelimit"].startswith('"address";r=0;t='))
        # Without a key as well, and another address goes on.
        self.assertEqual(self.daemons[0].call("GET", "/v1/alerts",
                                              headers={"X-Forwarded-For": "198.51.100.7"}).status, 429)
        self.assertEqual(self.daemons[0].call("GET", "/v1/alerts",
                                              headers={"X-Forwarded-For": "198.51.100.8"}).status, 401)
        self.assertEqual(self.daemons[0].call("GET", "/livez",
                                              headers={"X-Forwarded-For": "198.51.100.7"}).status, 200)

    def test_a_proxy_that_speaks_nonsense(self):
        answer = self.ask(0, "nonsense", "WLV")
        self.assertProblem(answer, 400, "malformed")

    def test_many_hosts_of_one_network_are_one_address(self):
        begun = time.monotonic()
        answers = [self.daemons[0].call("GET", "/v1/alerts",
                                        headers={"X-Forwarded-For": f"2001:db8::{i:x}"}).status
                   for i in range(100)]
        self.assertLessEqual(answers.count(401), 60 + time.monotonic() - begun + 1)
        self.assertIn(429, answers)


class SlowClients(RegisterTest):
    """Who is slow is cut off, and keeps nobody else out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.register.stop()
        cls.daemon = Register(serve=True, state=cls.register.state)
        cls.daemon.config = cls.daemon.write_config(
            {"http": {"port": 0, "header_time_ms": 300, "body_grace_ms": 300, "idle_time_ms": 300}})
        cls.addClassCleanup(cls.daemon.stop)
        cls.daemon.start()

    def ended(self, begin):
        with self.daemon.connect() as wire:
            wire.sendall(begin)
            return received(wire)[1]

    def test_slow_headers_bodies_and_silence(self):
        self.assertTrue(self.ended(b"GET /livez HTTP/1.1\r\nHost: a\r\nX-Slow: "))
        self.assertTrue(self.ended(b""))
        self.assertTrue(self.ended(b"POST /v1/checks HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\n{"))
        said = lambda: self.daemon.call("GET", "/metrics").body.decode()
        for reason in ("header_too_slow", "body_too_slow"):
            wait_for(lambda: f'badgewatch_http_refused_total{{reason="{reason}"}}' in said(), reason)


if __name__ == "__main__":
    unittest.main()
