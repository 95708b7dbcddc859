"""A server of PostgreSQL's protocol on the way to a real one, that loses what a test tells it to."""
import socket
import threading


class FaultProxy:
    """Listens on 127.0.0.1 and passes everything on to a Unix socket."""

    def __init__(self, path):
        self.path = str(path)
        self.flows = threading.Event()
        self.flows.set()
        self.lost_behind = None
        self.frozen_at = None
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def lose_commit_behind(self, statement):
        """The next commit of a connection that has run this statement happens, unanswered."""
        self.lost_behind = statement.encode() + b"\0"

    def freeze(self):
        """Connections are still taken, and nothing goes either way any more."""
        self.flows.clear()

    def freeze_at(self, text):
        """Likewise, once somebody says this, which is not passed on."""
        self.frozen_at = text.encode()

    def is_frozen(self):
        return not self.flows.is_set()

    def close(self):
        self.flows.set()
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        self.flows.wait()
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.connect(self.path)
        link = _Link(self, client, server)
        threading.Thread(target=link.answers, daemon=True).start()
        link.requests()


class _Link:
    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        self.marked = self.loses = False

    def requests(self):
        for data in self._from(self.client):
            if self.proxy.frozen_at and self.proxy.frozen_at in data:
                self.proxy.frozen_at = None
                self.proxy.freeze()
                self.proxy.flows.wait()
            if self.proxy.lost_behind and self.proxy.lost_behind in data:
                self.marked, self.proxy.lost_behind = True, None
            if self.marked and data[:1] == b"Q" and data[5:] == b"commit\0":
                self.loses = True
            try:
                self.server.sendall(data)
            except OSError:
                return  # the test has ended

    def answers(self):
        for data in self._from(self.server):
            if self.loses:
                break  # it has happened, and nobody is told
            try:
                self.client.sendall(data)
            except OSError:
                break
        for one in (self.client, self.server):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            one.close()

    def _from(self, end):
        while True:
            try:
                data = end.recv(65536)
            except OSError:
                return
            if not data:
                return
            self.proxy.flows.wait()
            try:
                yield data
            except OSError:
                return
