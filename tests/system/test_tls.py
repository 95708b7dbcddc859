#!/usr/bin/env python3
"""The register over HTTPS: versions, certificates that change while it serves, clients' certificates."""
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import unittest
import warnings

from certificates import Authority
from oauth import FORM, Client, PrivateKey
from register import (BIN, START_SECONDS, Register, RegisterTest, check, decision, folder, received,
                      stranger, wait_for)


def metric(daemon, name):
    for line in daemon.call("GET", "/metrics").body.decode().splitlines():
        if line.startswith(name):
            return float(line.split()[-1])
    return 0.0


class OverTls(RegisterTest):
    """A daemon that serves HTTPS, on the register of an empty demo."""
    settings = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.register.stop()
        cls.place = folder()
        cls.addClassCleanup(shutil.rmtree, cls.place, True)
        cls.authority = Authority(cls.place)
        cls.files = cls.authority.issue("server", "first.example")
        cls.daemon = Register(serve=True, state=cls.register.state)
        cls.daemon.tls = cls.authority.client()
        cls.daemon.config = cls.daemon.write_config(cls.sections())
        cls.addClassCleanup(cls.daemon.stop)
        cls.daemon.start()

    @classmethod
    def sections(cls):
        tls = {"certificate_file": str(cls.files[0]), "key_file": str(cls.files[1])}
        return {"http": {"port": 0}, "tls": {**tls, **cls.settings}}

    def shown(self):
        """The subject of the certificate that a new connection sees."""
        with self.daemon.connect() as wire:
            return dict(pair for part in wire.getpeercert()["subject"] for pair in part)["commonName"]

    def logged(self, words):
        return wait_for(lambda: words in self.daemon.log.read_text(), words)

    def cli(self, *arguments, **environment):
        key = self.place / "key"
        key.write_text(self.register.key("TFL"))
        key.chmod(0o600)
        own = {"BADGEWATCH_URL": f"https://127.0.0.1:{self.daemon.port}", "BADGEWATCH_KEY_FILE": str(key),
               "HOME": str(self.place), "PATH": os.environ["PATH"], **environment}
        return subprocess.run([str(BIN / "badgewatch"), *arguments], env=own, capture_output=True,
                              text=True, timeout=START_SECONDS, check=False)


class Https(OverTls):
    def test_a_check(self):
        subject = stranger("tls")
        self.assertEqual(self.daemon.call("POST", "/v1/decisions", "LDS", decision(subject)).status, 201)
        answer = self.daemon.call("POST", "/v1/checks", "MAN", check(subject))
        self.assertEqual(self.assertAnswer(answer, 201)["outcome"], "match")
        self.assertEqual(answer.headers["strict-transport-security"],
                         "max-age=31536000; includeSubDomains")
        rows = [check(subject)] * 2500
        lines = self.daemon.upload("/v1/checks/batch", "MAN", rows).lines()
        self.assertEqual([line["outcome"] for line in lines[:-1]], ["match"] * 2500)

    def test_versions_and_ciphers(self):
        def spoken(lowest, highest, ciphers=None):
            context = self.authority.client()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                context.minimum_version, context.maximum_version = lowest, highest
            context.set_ciphers(ciphers or "ALL:@SECLEVEL=0")
            try:
                with socket.create_connection(("127.0.0.1", self.daemon.port)) as plain, \
                        context.wrap_socket(plain, server_hostname="127.0.0.1") as wire:
                    return wire.version()
            except (ssl.SSLError, ConnectionResetError):
                return None

        version = ssl.TLSVersion
        self.assertEqual(spoken(version.TLSv1_3, version.TLSv1_3), "TLSv1.3")
        self.assertEqual(spoken(version.TLSv1_2, version.TLSv1_2), "TLSv1.2")
        self.assertIsNone(spoken(version.TLSv1, version.TLSv1_1))
        self.assertIsNone(spoken(version.TLSv1_2, version.TLSv1_2, "AES128-GCM-SHA256:@SECLEVEL=0"))

    def test_plain_http_meets_nothing(self):
        name = 'badgewatch_http_refused_total{reason="tls_plain_http"}'
        before = metric(self.daemon, name)
        with socket.create_connection(("127.0.0.1", self.daemon.port), timeout=10) as wire:
            wire.sendall(b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
            said, ended = received(wire)
        self.assertTrue(ended)
        self.assertNotIn(b"HTTP/1.1", said)
        wait_for(lambda: metric(self.daemon, name) == before + 1, "the refusal to be counted")

    def test_odd_framing_is_refused_as_ever(self):
        said, ended = self.daemon.raw(b"POST /v1/checks HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
                                      b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        self.assertTrue(said.startswith(b"HTTP/1.1 400 "), said)
        self.assertTrue(ended)

    def test_new_files_are_taken_up_while_connections_are_open(self):
        open_one = self.daemon.connection()
        open_one.request("GET", "/livez")
        self.assertEqual(open_one.getresponse().read() and 200, 200)
        sock = open_one.sock
        self.authority.issue("server", "second.example")
        wait_for(lambda: self.shown() == "second.example", "the new certificate")
        open_one.request("GET", "/livez")
        self.assertEqual(open_one.getresponse().status, 200)
        self.assertIs(open_one.sock, sock)
        open_one.close()

        # Files that cannot be used leave the old ones in use, and are named.
        self.files[0].write_text("no certificate")
        self.logged("the old one stays")
        self.assertEqual(self.shown(), "second.example")
        self.assertEqual(self.daemon.call("GET", "/livez").status, 200)
        self.authority.issue("server", "third.example")
        wait_for(lambda: self.shown() == "third.example", "the mended certificate")
        self.assertGreater(metric(self.daemon, "badgewatch_tls_certificate_ends_timestamp_seconds"), 0)

    def test_hangup_reloads_and_ends_nothing(self):
        count = lambda: self.daemon.log.read_text().count("certificate taken up")
        before = count()
        self.daemon.process.send_signal(signal.SIGHUP)
        wait_for(lambda: count() > before, "the reload")
        self.assertEqual(self.daemon.call("GET", "/livez").status, 200)

    def test_the_command_line_trusts_whom_it_is_told(self):
        refused = self.cli("alerts")
        self.assertEqual(refused.returncode, 69, refused.stderr)
        self.assertIn("not trusted here", refused.stderr)
        trusted = self.cli("alerts", BADGEWATCH_CA_FILE=str(self.authority.certificate))
        self.assertEqual(trusted.returncode, 0, trusted.stderr)
        by_option = self.cli("--ca-file", str(self.authority.certificate), "alerts")
        self.assertEqual(by_option.returncode, 0, by_option.stderr)
        missing = self.cli("alerts", BADGEWATCH_CA_FILE="/nowhere/ca.pem")
        self.assertEqual(missing.returncode, 64, missing.stderr)


class ClientCertificates(OverTls):
    @classmethod
    def sections(cls):
        cls.settings = {"client_certificates": "require",
                        "client_ca_file": str(cls.authority.certificate)}
        cls.own = cls.authority.issue("client", "back office")
        cls.daemon.tls = cls.authority.client(cls.own)
        return super().sections()

    def test_only_with_one(self):
        self.assertEqual(self.daemon.call("GET", "/v1/alerts", "TFL").status, 200)
        with self.assertRaises((ssl.SSLError, ConnectionResetError)):
            with socket.create_connection(("127.0.0.1", self.daemon.port)) as plain, \
                    self.authority.client().wrap_socket(plain, server_hostname="127.0.0.1") as wire:
                wire.sendall(b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
                if not wire.recv(100):
                    raise ConnectionResetError
        name = 'badgewatch_http_refused_total{reason="tls_client_certificate"}'
        self.assertGreaterEqual(metric(self.daemon, name), 1)

    def test_the_command_line_shows_one(self):
        trust = {"BADGEWATCH_CA_FILE": str(self.authority.certificate)}
        self.assertEqual(self.cli("alerts", **trust).returncode, 69)
        shown = self.cli("alerts", **trust, BADGEWATCH_CERTIFICATE_FILE=str(self.own[0]),
                         BADGEWATCH_CERTIFICATE_KEY_FILE=str(self.own[1]))
        self.assertEqual(shown.returncode, 0, shown.stderr)
        alone = self.cli("alerts", **trust, BADGEWATCH_CERTIFICATE_FILE=str(self.own[0]))
        self.assertEqual(alone.returncode, 64)


class BoundTokens(OverTls):
    """RFC 8705: a token that was given for a certificate is of no use to a thief without it."""

    @classmethod
    def sections(cls):
        cls.settings = {"client_certificates": "request",
                        "client_ca_file": str(cls.authority.certificate)}
        cls.one = cls.authority.client(cls.authority.issue("client", "back office"))
        cls.two = cls.authority.client(cls.authority.issue("other", "somebody else"))
        cls.none = cls.authority.client()
        return super().sections()

    def call(self, tls, *arguments, **more):
        self.daemon.tls = tls
        try:
            return self.daemon.call(*arguments, **more)
        finally:
            self.daemon.tls = self.none

    def registered(self, **more):
        key = PrivateKey()
        answer = self.daemon.call("POST", "/v1/clients", "LDS",
                                  {"name": key.path.parent.name[-20:], "scopes": ["alerts"],
                                   "jwks": key.jwks(), **more})
        made = self.assertAnswer(answer, 201)
        self.assertEqual(made["tls_client_certificate_bound_access_tokens"],
                         more.get("tls_client_certificate_bound_access_tokens", False))
        return Client(made["id"], key, f"https://127.0.0.1:{self.daemon.port}")

    def token(self, tls, client):
        answer = self.call(tls, "POST", "/v1/token", body=client.form(), headers=FORM)
        return json.loads(answer.body).get("access_token"), answer

    def status(self, tls, token):
        headers = {"Authorization": f"Bearer {token}"}
        return self.call(tls, "GET", "/v1/alerts", headers=headers).status

    def test_a_token_goes_with_its_certificate(self):
        token, answer = self.token(self.one, self.registered())
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(self.status(self.one, token), 200)
        self.assertEqual(self.status(self.two, token), 401)
        self.assertEqual(self.status(self.none, token), 401)

    def test_who_is_to_have_bound_ones_gets_no_other(self):
        client = self.registered(tls_client_certificate_bound_access_tokens=True)
        token, refused = self.token(self.none, client)
        self.assertIsNone(token)
        self.assertEqual((refused.status, json.loads(refused.body)["error"]), (401, "invalid_client"))
        token, _ = self.token(self.one, client)
        self.assertEqual(self.status(self.one, token), 200)
        self.assertEqual(self.status(self.none, token), 401)

    def test_without_a_certificate_a_token_is_good_alone(self):
        token, _ = self.token(self.none, self.registered())
        self.assertEqual(self.status(self.none, token), 200)
        self.assertEqual(self.status(self.two, token), 200)


class ConfigCheck(unittest.TestCase):
    """What is wrong with the files is named before anything starts."""

    @classmethod
    def setUpClass(cls):
        cls.place = folder()
        cls.addClassCleanup(shutil.rmtree, cls.place, True)
        cls.authority = Authority(cls.place)

    def told(self, environment=None, **sections):
        config = self.place / "badgewatch.toml"
        config.write_text(Register.settings(sections))
        run = subprocess.run([str(BIN / "badgewatchd"), "config", "check", "--config", str(config)],
                             capture_output=True, text=True, timeout=START_SECONDS, check=False,
                             env={**os.environ, **(environment or {})})
        return run.returncode, run.stderr

    def files(self, certificate, key):
        return {"certificate_file": str(certificate), "key_file": str(key)}

    def test_good_and_bad_files(self):
        certificate, key = self.authority.issue("good")
        self.assertEqual(self.told(tls=self.files(certificate, key)), (0, ""))
        other, _ = self.authority.issue("other")
        status, said = self.told(tls=self.files(other, key))
        self.assertEqual(status, 78)
        self.assertIn("is not the key of the first certificate", said)
        key.chmod(0o644)
        status, said = self.told(tls=self.files(certificate, key))
        self.assertEqual(status, 78)
        self.assertIn("others than its user may read it", said)

    def test_systemd_credentials(self):
        certificate, key = self.authority.issue("credential")
        credentials = self.place / "credentials"
        credentials.mkdir()
        shutil.copy(certificate, credentials / "tls.crt")
        shutil.copy(key, credentials / "tls.key")
        environment = {"CREDENTIALS_DIRECTORY": str(credentials)}
        self.assertEqual(self.told(environment, http={"address": "0.0.0.0"}), (0, ""))
        (credentials / "tls.key").write_text("")
        self.assertEqual(self.told(environment, http={"address": "0.0.0.0"})[0], 78)

    def test_plain_http_for_other_machines(self):
        status, said = self.told(http={"address": "0.0.0.0"})
        self.assertEqual(status, 78)
        self.assertIn("plain HTTP would show them every key", said)
        self.assertEqual(self.told(http={"address": "0.0.0.0"},
                                   proxy={"trusted": ["10.0.0.1"], "ends_tls": True}), (0, ""))


if __name__ == "__main__":
    unittest.main()
