"""A council's system that proves who it is by a private key, for tests; signs with `openssl`."""
import base64
import json
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.parse
import uuid

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True,
                          timeout=60).stdout


def encode(data):
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


class PrivateKey:
    """P-256 for ES256, or RSA for PS256."""

    def __init__(self, kind="EC"):
        self.kind = kind
        self.folder = tempfile.TemporaryDirectory(prefix="bw-test-key-")
        self.path = pathlib.Path(self.folder.name) / "private.pem"
        option = "ec_paramgen_curve:P-256" if kind == "EC" else "rsa_keygen_bits:2048"
        openssl("genpkey", "-algorithm", kind, "-pkeyopt", option, "-out", str(self.path))
        self.path.chmod(0o600)

    def jwk(self, **more):
        if self.kind == "EC":
            point = openssl("pkey", "-in", str(self.path), "-pubout", "-outform", "DER")[-64:]
            return {"kty": "EC", "crv": "P-256", "x": encode(point[:32]), "y": encode(point[32:]),
                    **more}
        told = openssl("rsa", "-in", str(self.path), "-noout", "-modulus").decode()
        return {"kty": "RSA", "e": "AQAB", "n": encode(bytes.fromhex(told.strip().split("=")[1])),
                **more}

    def jwks(self, **more):
        return {"keys": [self.jwk(**more)]}

    def sign(self, header, claims):
        text = f"{encode(header)}.{encode(claims)}"
        options = [] if self.kind == "EC" else ["-sigopt", "rsa_padding_mode:pss",
                                                "-sigopt", "rsa_pss_saltlen:32"]
        made = openssl("dgst", "-sha256", "-sign", str(self.path), *options, data=text.encode())
        return f"{text}.{encode(side_by_side(made) if self.kind == 'EC' else made)}"

    @property
    def algorithm(self):
        return "ES256" if self.kind == "EC" else "PS256"


def side_by_side(der):
    """r and s of an ECDSA signature, 32 bytes each."""
    told = openssl("asn1parse", "-inform", "DER", data=der).decode()
    return b"".join(bytes.fromhex(number.rjust(64, "0"))
                    for number in re.findall(r"INTEGER\s+:([0-9A-F]+)", told))


class Client:
    """A registered client and its key."""

    def __init__(self, client_id, key, audience):
        self.id, self.key, self.audience = client_id, key, audience

    def claims(self, **changed):
        now = int(time.time())
        claims = {"iss": self.id, "sub": self.id, "aud": self.audience, "jti": str(uuid.uuid4()),
                  "iat": now, "exp": now + 60, **changed}
        return {name: value for name, value in claims.items() if value is not None}

    def assertion(self, header=None, **changed):
        return self.key.sign({"alg": self.key.algorithm, **(header or {})}, self.claims(**changed))

    def form(self, assertion=None, **more):
        return urllib.parse.urlencode({
            "grant_type": "client_credentials", "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion or self.assertion(), **more}).encode()
