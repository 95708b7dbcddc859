"""An identity provider for tests (tests/packages/identity_provider.mjs), and a browser that goes there."""
import http.client
import json
import select
import socket
import subprocess
import urllib.parse

from register import ROOT

PACKAGES = ROOT / "tests" / "packages"
START_SECONDS = 120


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


class IdentityProvider:
    """`certificate` is its certificate and key; without, it speaks plain HTTP."""

    def __init__(self, certificate=None):
        if not (PACKAGES / "node_modules").is_dir():
            subprocess.run([str(ROOT / ".ci" / "npm"), "tests/packages"], check=True)
        self.port = free_port()
        self.certificate = certificate
        self.issuer = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"
        self.process = None

    def start(self, clients):
        self.process = subprocess.Popen(["node", str(PACKAGES / "identity_provider.mjs")], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        files = {}
        if self.certificate:
            files = dict(zip(("certificate", "key"), map(str, self.certificate)))
        self.order(settings={"issuer": self.issuer, "port": self.port, "clients": clients, **files})
        return self

    def order(self, **what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], START_SECONDS)
        line = self.process.stdout.readline() if ready else ""
        if line != "done\n":
            raise AssertionError(f"the identity provider does not obey: {line!r}")

    def person(self, sub, refuses=False, **claims):
        """Who comes to it from now on, and what it says of them."""
        self.order(person={"sub": sub, "refuses": refuses, "claims": claims})

    def remove(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait(30)
            self.process.stdout.close()


class Browser:
    """Keeps cookies by host and port; takes Secure ones of this machine, as browsers do."""

    def __init__(self, tls=None):
        self.tls = tls  # an ssl.SSLContext, for https
        self.cookies = {}

    def get(self, url, method="GET", headers=None, body=None):
        """Status, headers (small names; the values of Set-Cookie as a list), body."""
        parts = urllib.parse.urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        more = {"context": self.tls} if parts.scheme == "https" else {}
        connection = kind(parts.netloc, timeout=30, **more)
        jar = self.cookies.setdefault(parts.netloc, {})
        sent = dict(headers or {})
        if jar:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        try:
            connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), body, sent)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        set_cookies = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        for cookie in set_cookies:
            self.take(jar, cookie)
        names = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, {**names, "set-cookie": set_cookies}, body

    @staticmethod
    def take(jar, cookie):
        pair, *terms = [part.strip() for part in cookie.split(";")]
        name, _, value = pair.partition("=")
        lower = [term.lower() for term in terms]
        gone = "max-age=0" in lower or any(term.startswith("expires=thu, 01 jan 1970") for term in lower)
        if gone or not value:
            jar.pop(name, None)
        else:
            jar[name] = value

    def follow(self, url, until):
        """Goes from redirect to redirect until one leads to `until`; that address, not yet asked."""
        for _ in range(12):
            status, headers, body = self.get(url)
            if status not in (302, 303, 307):
                raise AssertionError(f"{url}: {status} {body[:500]}")
            url = urllib.parse.urljoin(url, headers["location"])
            if url.startswith(until):
                return url
        raise AssertionError("too many redirects")
