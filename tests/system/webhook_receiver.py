"""A council's receiver of webhooks for tests: HTTPS on localhost, one behaviour for each path."""
import base64
import hashlib
import hmac
import json
import socket
import ssl
import subprocess
import threading
import time

from certificates import Authority
from identity_provider import PACKAGES
from register import ROOT


def answer(status, *headers, body=b""):
    """An answer of that status, on a connection that stays."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Receiver:
    """Each request is kept as (path, headers, body). What a path does stands in `behaviour`: bytes to
    answer, or a function of the connection and the number of the request on that path, which answers
    what is to be sent (None: the connection is closed). `before` is called before TLS begins."""

    def __init__(self, folder, authority=None):
        self.authority = authority or Authority(folder)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*map(str, self.authority.issue("receiver")))
        self.behaviour, self.requests, self.counts = {}, [], {}
        self.before = None
        self.connections = 0
        self.ended = threading.Event()
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path):
        return f"https://localhost:{self.port}{path}"

    def close(self):
        self.ended.set()
        self.listener.close()

    def of(self, path):
        with self.lock:
            return [one for one in self.requests if one[0] == path]

    def ids(self, path):
        return [headers["webhook-id"] for _, headers, _ in self.of(path)]

    def _accept(self):
        while True:
            try:
                wire, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(wire,), daemon=True).start()

    def _serve(self, wire):
        try:
            if self.before:
                self.before()
            with self.context.wrap_socket(wire, server_side=True) as secure:
                while self._one(secure):
                    pass
        except OSError:
            pass  # whoever sent it has gone

    def _one(self, wire):
        head = b""
        while b"\r\n\r\n" not in head:
            part = wire.recv(65536)
            if not part:
                return False
            head += part
        head, body = head.split(b"\r\n\r\n", 1)
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        while len(body) < int(headers.get("content-length", 0)):
            body += wire.recv(65536)
        path = first.split()[1]
        with self.lock:
            self.requests.append((path, headers, body))
            number = self.counts[path] = self.counts.get(path, 0) + 1
        does = self.behaviour.get(path, answer(204))
        said = does(wire, number) if callable(does) else does
        if said is None:
            return False
        wire.sendall(said)
        return True

    # What receivers do.

    def hang(self, _wire, _number):
        self.ended.wait(60)

    def drip(self, wire, _number):
        for byte in answer(200, body=b"x" * 10_000):
            if self.ended.wait(0.05):
                return
            wire.sendall(bytes([byte]))


def close_early(wire, _number):
    wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf")


def signed_with(key, headers, body):
    """Whether a message bears that key's signature, reckoned anew: v1 by hmac, v1a by Node's own."""
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    given = headers["webhook-signature"].split()
    if key.startswith("whsec_"):
        code = hmac.new(base64.b64decode(key[6:]), content, hashlib.sha256).digest()
        return "v1," + base64.b64encode(code).decode() in given
    return any(node_verifies(key, content, one[4:]) for one in given if one.startswith("v1a,"))


def node_verifies(public_key, content, signature):
    script = """
      const [key, content, signature] = JSON.parse(require("fs").readFileSync(0));
      const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(key, "base64")]);
      const made = require("crypto").createPublicKey({key: der, format: "der", type: "spki"});
      process.exit(require("crypto").verify(null, Buffer.from(content, "base64"), made,
                                            Buffer.from(signature, "base64")) ? 0 : 1);"""
    given = json.dumps([public_key.removeprefix("whpk_"), base64.b64encode(content).decode(), signature])
    return subprocess.run(["node", "-e", script], input=given.encode(), timeout=60,
                          check=False).returncode == 0


def package_verifies(secret, headers, body):
    """What the npm package `standardwebhooks` says of a message."""
    if not (PACKAGES / "node_modules" / "standardwebhooks").is_dir():
        subprocess.run([str(ROOT / ".ci" / "npm"), "tests/packages"], check=True)
    script = """
      import { readFileSync } from "node:fs";
      import { Webhook } from "standardwebhooks";
      const { secret, headers, body } = JSON.parse(readFileSync(0, "utf8"));
      try { new Webhook(secret).verify(body, headers); console.log("verified"); }
      catch (error) { console.log(String(error.message)); }"""
    given = json.dumps({"secret": secret, "headers": headers, "body": body.decode()})
    run = subprocess.run(["node", "--input-type=module", "-e", script], input=given, cwd=PACKAGES,
                         capture_output=True, text=True, timeout=60, check=False)
    return run.stdout.strip() or run.stderr


def soon(seconds):
    return time.monotonic() + seconds
