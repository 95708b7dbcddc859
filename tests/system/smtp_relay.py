"""A mail relay for tests (RFC 5321): STARTTLS or TLS at once on localhost, one behaviour for each
mailbox."""
import base64
import email
import email.policy
import socket
import ssl
import threading


class Hang(Exception):
    """Nothing more is said."""


class Drop(Exception):
    """The connection is closed."""


class Relay:
    """Each letter that was sent whole is kept as (mailbox, message). What it answers for a mailbox stands
    in `behaviour[mailbox]`: a dict of "rcpt" and "data" to a reply, or to a function of how many times that
    was asked, which gives one, or raises Hang or Drop. `said` are all commands, with whether TLS was on. `before` is called
    when a connection has come."""

    def __init__(self, authority, at_once=False):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*map(str, authority.issue("relay")))
        self.at_once, self.offers_tls = at_once, True
        self.behaviour, self.letters, self.said, self.signed_in = {}, [], [], set()
        self.asked, self.before = {}, None
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self):
        return f"{'smtps' if self.at_once else 'smtp'}://localhost:{self.port}"

    def close(self):
        self.ended.set()
        self.listener.close()

    def of(self, mailbox, subject=""):
        with self.lock:
            return [letter for to, letter in self.letters if to == mailbox and subject in letter["Subject"]]

    def _accept(self):
        while True:
            try:
                wire, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(wire,), daemon=True).start()

    def _serve(self, wire):
        exchange = Exchange(self, wire)
        try:
            if self.before:
                self.before()
            exchange.run()
        except Hang:
            self.ended.wait(60)
        except (Drop, OSError):
            pass
        finally:
            exchange.wire.close()

    def reply(self, mailbox, step, usual):
        with self.lock:
            number = self.asked[mailbox, step] = self.asked.get((mailbox, step), 0) + 1
        wanted = self.behaviour.get(mailbox, {}).get(step, usual)
        return wanted(number) if callable(wanted) else wanted


class Exchange:
    def __init__(self, relay, wire):
        self.relay, self.wire, self.is_secure, self.read = relay, wire, False, b""
        self.mailbox = None

    def run(self):
        if self.relay.at_once:
            self._secure()
        self._say("220 relay.test")
        while (line := self._line()) is not None:
            with self.relay.lock:
                self.relay.said.append((self.is_secure, line))
            verb, _, rest = line.partition(" ")
            answer = getattr(self, f"_{verb.lower()}", None)
            if answer is None:
                self._say("500 what?")
            elif answer(rest) is False:
                return

    def _secure(self):
        self.wire = self.relay.context.wrap_socket(self.wire, server_side=True)
        self.is_secure, self.read = True, b""

    def _say(self, text):
        self.wire.sendall(text.encode() + b"\r\n")

    def _line(self):
        while b"\r\n" not in self.read:
            part = self.wire.recv(65536)
            if not part:
                return None
            self.read += part
        line, _, self.read = self.read.partition(b"\r\n")
        return line.decode()

    def _ehlo(self, _):
        self._say("250-relay.test")
        if not self.is_secure and self.relay.offers_tls:
            self._say("250-STARTTLS")
        self._say("250 AUTH PLAIN")

    def _starttls(self, _):
        if not self.relay.offers_tls:
            return self._say("502 no")
        self._say("220 go on")
        return self._secure()

    def _auth(self, rest):
        _, _, sent = rest.partition(" ")
        if not sent:
            self._say("334 ")
            sent = self._line()
        with self.relay.lock:
            self.relay.signed_in.add(tuple(base64.b64decode(sent).decode().split("\0")[1:]))
        self._say("235 welcome")

    def _mail(self, _):
        self._say("250 ok")

    def _rcpt(self, rest):
        self.mailbox = rest.partition("<")[2].partition(">")[0]
        self._say(self.relay.reply(self.mailbox, "rcpt", "250 ok"))

    def _data(self, _):
        self._say("354 go on")
        lines = []
        while (line := self._line()) != ".":
            if line is None:
                return False
            lines.append(line[1:] if line.startswith(".") else line)
        letter = email.message_from_string("\r\n".join(lines) + "\r\n", policy=email.policy.SMTP)
        with self.relay.lock:
            self.relay.letters.append((self.mailbox, letter))
        return self._say(self.relay.reply(self.mailbox, "data", "250 queued"))

    def _rset(self, _):
        self._say("250 ok")

    def _noop(self, _):
        self._say("250 ok")

    def _quit(self, _):
        self._say("221 bye")
        return False
