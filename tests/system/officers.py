"""People who sign in, for tests: an authenticator, and a browser that keeps cookies."""
import base64
import hashlib
import hmac
import struct
import time


def totp(secret, away=0, now=None):
    """The code of a base32 secret, `away` steps of 30 seconds from now (RFC 6238)."""
    step = int((time.time() if now is None else now) // 30) + away
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Authenticator:
    """Shows each code once. A step is taken up to one ahead of the clock, so that two in a row need no
    waiting; a third waits for the clock."""

    def __init__(self, secret):
        self.secret, self.last = secret, 0

    def code(self):
        while True:
            now = int(time.time() // 30)
            step = max(now, self.last + 1)
            if step <= now + 1:
                self.last = step
                return totp(self.secret, now=step * 30)
            time.sleep(0.2)


AUTHENTICATORS = {}


def authenticator(account):
    return AUTHENTICATORS.setdefault(account["totp_secret"], Authenticator(account["totp_secret"]))


class Browser:
    """Keeps the register's cookies as a browser on one machine does."""

    def __init__(self, register):
        self.register, self.cookies, self.csrf = register, {}, None

    def take(self, answer):
        for line in answer.cookies:
            name, value = line.split(";", 1)[0].split("=", 1)
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return answer

    def send(self, method, path, body=None, headers=None):
        """With the cookies, and nothing that only a page would add."""
        sent = dict(headers or {})
        if self.cookies:
            sent.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        return self.take(self.register.call(method, path, None, body, sent))

    def call(self, method, path, body=None, headers=None):
        """As the register's own page would."""
        own = {"X-CSRF-Token": self.csrf} if self.csrf else {}
        answer = self.send(method, path, body, {**own, **(headers or {})})
        if (method, path, answer.status) == ("POST", "/v1/session/step-up", 200):
            self.csrf = answer.json()["csrf_token"]
        return answer

    def try_in(self, account, **other):
        """Without `code` or `recovery_code`, with the code that the authenticator shows."""
        body = {"username": account["username"], "password": account["password"], **other}
        if not {"code", "recovery_code"} & set(other):
            body["code"] = authenticator(account).code()
        answer = self.send("POST", "/v1/session", body)
        if answer.status == 201:
            self.csrf = answer.json()["csrf_token"]
        return answer

    def sign_in(self, account, **other):
        answer = self.try_in(account, **other)
        if answer.status != 201:
            raise AssertionError(f"{answer.status} {answer.body}")
        return self
