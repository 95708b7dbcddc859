"""A real register for tests: starts, stops, kills and asks `badgewatchd`, as an outsider would."""
import dataclasses
import functools
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("BW_BIN", ROOT / "build" / "release" / "bin"))
START_SECONDS = 180
ANSWER_SECONDS = 30
PSQL = "/usr/lib/postgresql/15/bin/psql"

sys.path.insert(0, str(ROOT / "tests"))
import api_document  # noqa: E402


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict  # names in small letters
    body: bytes
    cookies: list = dataclasses.field(default_factory=list)  # the values of Set-Cookie

    def json(self):
        return json.loads(self.body)

    def lines(self):
        """The objects of an NDJSON answer."""
        return [json.loads(line) for line in self.body.splitlines()]


@functools.cache
def documented_answers():
    return api_document.Answers()


class Register:
    """One daemon in a state folder. `Register()` is `badgewatchd demo --empty`: keys, no people."""

    def __init__(self, *, drivers=None, now=None, state=None, config=None, serve=False):
        self.folder = None if state else folder()
        self.state = pathlib.Path(state or self.folder / "state")
        self.config = config or self.write_config({})
        self.drivers, self.now, self.serve = drivers, now, serve
        self.process = None
        self.port = 0
        self.is_held_to_document = True  # every answer, to config/openapi.json
        self.tls = None  # an ssl.SSLContext where the daemon speaks HTTPS
        self.log = self.state.parent / f"{self.state.name}.log"

    def command(self):
        place = ["--state", str(self.state), "--config", str(self.config), "--port", str(self.port)]
        if self.serve:
            return [str(BIN / "badgewatchd"), "serve", *place]
        command = [str(BIN / "badgewatchd"), "demo", *place]
        command += ["--drivers", str(self.drivers)] if self.drivers else ["--empty"]
        return command + (["--now", self.now] if self.now else [])

    def write_config(self, sections):
        """A badgewatch.toml beside the state folder: the defaults, but for these sections."""
        self.state.parent.mkdir(exist_ok=True)
        config = self.state.parent / f"{self.state.name}.toml"
        config.write_text(self.settings(sections))
        return config

    @staticmethod
    def settings(sections):
        own = {"reference": {"directory": str(ROOT / "config" / "reference"),
                             "mappings_directory": str(ROOT / "config" / "mappings")},
               "misuse": {"well_known_file": str(ROOT / "config" / "misuse" / "well-known.txt")},
               "database": {"migrations_directory": str(ROOT / "sql")}}
        for name, values in sections.items():
            own[name] = {**own.get(name, {}), **values}
        return "".join(f"[{name}]\n" + "".join(f"{key} = {json.dumps(value)}\n"
                                               for key, value in values.items())
                       for name, values in own.items())

    def start(self):
        """Starts it and waits until it serves; again on the same port after the first time."""
        with open(self.log, "ab") as log:
            begin = log.tell()
            self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log)
        wait_for(lambda: self._serves(begin), "the register to serve",
                 START_SECONDS + (self.drivers or 0) / 2_000)
        return self

    def _serves(self, begin):
        told = self.log.read_bytes()[begin:].decode(errors="replace")
        if self.process.poll() is not None:
            raise AssertionError(f"badgewatchd ended with {self.process.returncode}:\n{told}")
        if not self.serve:
            if "The register serves on" not in told:
                return False
            self.port = urllib.parse.urlsplit(self.demo()["base_url"]).port
            return True
        serving = [line for line in told.splitlines() if '"event":"serving"' in line]
        if not serving:
            return False
        self.port = int(json.loads(serving[0])["port"])
        return self.call("GET", "/readyz").status == 200

    def stop(self):
        """Ends it as a service manager would; its exit status."""
        return self.end(signal.SIGTERM)

    def kill(self):
        return self.end(signal.SIGKILL)

    def end(self, number):
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(START_SECONDS)
        self.process = None
        return status

    def remove(self):
        self.stop()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def demo(self):
        return json.loads((self.state / "demo.json").read_text())

    def key(self, code):
        return next(one["api_key"] for one in self.demo()["authorities"] if one["code"] == code)

    def officers(self, code):
        """Who can sign in for an authority."""
        return next(one["officers"] for one in self.demo()["authorities"] if one["code"] == code)

    def shared(self):
        """The sections of a badgewatch.toml with which another daemon works on this one's data, as the
        demo does without limits to be felt."""
        lines = (self.postmaster_file()).read_text().splitlines()
        place = urllib.parse.quote(lines[4], safe="")
        keys = self.state / "keys"
        return {"state": {"directory": str(self.state.parent / "beside")},  # and what goes below it
                "database": {"url": f"postgresql://postgres@/badgewatch?host={place}&port={lines[3]}"},
                "keys": {"master_key_file": str(keys / "master.key"),
                         "receipt_key_file": str(keys / "receipt.key"),
                         "log_key_file": str(keys / "log.key")},
                "limits": {f"{whose}_{what}": 100_000 for whose, what in
                           [("requests", "per_second"), ("address", "per_second"), ("address", "burst")]}
                          | {"burst": 100_000},
                "misuse": {"people_per_day_officer": 0, "people_per_day_system": 0},
                "holds": {"entries_a_day": 1_000_000, "licensees_of_others": 1_000_000},
                "http": {"port": 0}}

    def postmaster_file(self):
        return pathlib.Path(self.demo()["database"]["data_directory"]) / "postmaster.pid"

    def postmaster(self):
        return int(self.postmaster_file().read_text().split()[0])

    def psql(self, statement):
        """Of its database, as its superuser."""
        place = self.postmaster_file().read_text().splitlines()[4]
        ran = subprocess.run([PSQL, "-qXAt", "-h", place, "-U", "postgres", "-c",
                              f"set search_path = badgewatch; {statement}", "badgewatch"],
                             capture_output=True, text=True, timeout=30, check=True)
        return ran.stdout.strip()

    def call(self, method, path, key=None, body=None, headers=None):
        """One request on a connection of its own. `key` is an authority's code or a whole key;
        `body` is bytes as they are, or something to write as JSON."""
        sent = dict(headers or {})
        if key:
            secret = key if key.startswith("bw_") else self.key(key)
            sent.setdefault("Authorization", f"Bearer {secret}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        connection = self.connection()
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            given = Answer(answer.status, names, answer.read(), answer.headers.get_all("Set-Cookie", []))
        finally:
            connection.close()
        if self.is_held_to_document:
            self.hold_to_document(method, path, given)
        return given

    @staticmethod
    def hold_to_document(method, path, answer):
        """Whether it is of the form that config/openapi.json gives it."""
        kind = answer.headers.get("content-type", "").split(";")[0]
        faults = documented_answers().faults(method, path, answer.status, kind, answer.body)
        if faults:
            raise AssertionError(f"{method} {path}: {answer.status} is not of its documented form: {faults[:5]} "
                                 f"{answer.body[:500]}")

    def connection(self):
        """A connection of http.client, plain or HTTPS as the daemon is."""
        if self.tls:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS,
                                               context=self.tls)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)

    def upload(self, path, key, rows, kind="application/x-ndjson"):
        """A batch: bytes as they are, or objects to write one a line."""
        if not isinstance(rows, bytes):
            rows = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        return self.call("POST", path, key, rows, {"Content-Type": kind})

    def connect(self, seconds=ANSWER_SECONDS):
        wire = socket.create_connection(("127.0.0.1", self.port), timeout=seconds)
        return self.tls.wrap_socket(wire, server_hostname="127.0.0.1") if self.tls else wire

    def raw(self, request, seconds=ANSWER_SECONDS):
        """What comes back for these bytes, until the daemon closes or is silent for `seconds`."""
        with self.connect(seconds) as wire:
            try:
                wire.sendall(request)
            except OSError:
                pass  # refused before all of it was sent
            return received(wire)


def admin(register, *arguments):
    """`badgewatchd admin ...` on the database of a running register."""
    config = register.state.parent / "admin.toml"
    config.write_text(Register.settings(register.shared()))
    return subprocess.run([str(BIN / "badgewatchd"), "admin", *arguments, "--config", str(config)],
                          capture_output=True, text=True, timeout=START_SECONDS, check=False)


def received(wire):
    """All that comes until the other end closes; and whether it did close."""
    parts = []
    while True:
        try:
            part = wire.recv(65536)
        except socket.timeout:
            return b"".join(parts), False
        except (ConnectionResetError, ssl.SSLEOFError):
            return b"".join(parts), True
        if not part:
            return b"".join(parts), True
        parts.append(part)


def folder():
    """A temporary folder that PostgreSQL's own user may pass through."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="bw-test-"))
    path.chmod(0o711)
    return path


def wait_for(true, what, seconds=10):
    """Asks until it is so. The last value."""
    end = time.monotonic() + seconds
    while True:
        value = true()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.02)


class RegisterTest(unittest.TestCase):
    """Tests of one file, on one register that all of them share."""
    options = {}
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.register = Register(**cls.options)
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()

    @classmethod
    def second_daemon(cls):
        """One more, on this register's database and keys; it watches too."""
        other = Register(serve=True)
        cls.addClassCleanup(other.remove)
        other.config = other.write_config({
            **cls.register.shared(),
            "policies.in_term_watch": {"enabled": True, "legal_basis": "Agreement 2026/14"}})
        return other.start()

    def call(self, *arguments, **options):
        return self.register.call(*arguments, **options)

    def assertAnswer(self, answer, status):
        self.assertEqual(answer.status, status, answer.body[:2000])
        return answer.json() if answer.body else None

    def assertProblem(self, answer, status, kind=None, pointers=None):
        """A problem document of that status; `pointers` are all the fields that it names."""
        self.assertEqual(answer.status, status, answer.body[:2000])
        self.assertEqual(answer.headers.get("content-type"), "application/problem+json")
        problem = answer.json()
        self.assertProblemDocument(problem, status)
        if kind:
            self.assertEqual(problem["type"], f"/problems/{kind}")
        if pointers is not None:
            self.assertEqual(sorted(one["pointer"] for one in problem.get("errors", [])),
                             sorted(pointers), problem)
        return problem

    def assertProblemDocument(self, problem, status):
        self.assertEqual(problem["status"], status, problem)
        self.assertTrue(problem["type"] and problem["title"] and problem["detail"], problem)
        for one in problem.get("errors", []):
            self.assertEqual(set(one), {"pointer", "detail"})


def person(name="Ada Lovelace", born="1985-03-14", number=None, **more):
    made = {"names": [{"full": name}], "date_of_birth": born, **more}
    if number:
        made["national_insurance_number"] = number
    return made


GIVEN = ("Barnaby Clarissa Dmitri Eleanora Ferdinand Griselda Hortensia Ignatius Jocasta Kasimir "
         "Leopoldina Montgomery Nikolai Octavia Percival Quentin Rosalind Sebastian Theodora Ulysses")
FAMILY = ("Abernathy Blenkinsop Cuthbertson Drinkwater Entwistle Featherstone Gawkrodger Huckaback "
          "Ingleby Jephcott Kirkbride Lillywhite Mauleverer Noseworthy Ollerenshaw Pumphrey "
          "Quatermain Ramsbottom Shufflebotham Thistlethwaite Uttley Vyvyan Wigglesworth Younghusband")


def stranger(seed):
    """Somebody with an NI number who resembles none of the others; the same for the same seed."""
    drawn = hashlib.sha256(str(seed).encode()).digest()
    given, family = GIVEN.split(), FAMILY.split()
    number = int.from_bytes(drawn[4:8], "big") % 1_000_000
    return person(f"{given[drawn[0] % len(given)]} {family[drawn[1] % len(family)]}",
                  f"{1945 + drawn[2] % 55}-{1 + drawn[3] % 12:02}-{1 + drawn[8] % 28:02}",
                  f"QQ{number:06}{'ABCD'[drawn[9] % 4]}")


def licence(holder=None, status="current", **more):
    return {"class": "private_hire", "status": status, "holder": person() if holder is None else holder, **more}


def decision(subject=None, day="2024-03-04", **more):
    made = {"kind": "revocation", "decided_on": day, "effective_on": day, "notified_on": day,
            "relies_on_relevant_information": True, "subject": person() if subject is None else subject}
    return {**made, **more}


def check(subject=None, purpose="new_application", case="CASE/1"):
    return {"case_reference": case, "purpose": purpose, "subject": person() if subject is None else subject}
