#!/usr/bin/env python3
"""What it takes from a decision's 201 to who listens for it, what listeners cost, and how fast somebody who
was away has caught up. One JSON object a line.

Run: BW_BIN=build/release/bin python3 tests/bench/delivery.py [--drivers N] [--decisions N] [--listeners N]
     [--events N]
"""
import argparse
import json
import pathlib
import shutil
import socket
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from register import Register, decision, folder, licence, person, stranger, wait_for  # noqa: E402
from webhook_receiver import Receiver  # noqa: E402

PER_SECOND = 50


def say(name, value, unit, **detail):
    print(json.dumps({"name": name, "value": value, "unit": unit, "detail": detail}), flush=True)


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else None


def stream(register, code):
    """An open event stream, behind its head."""
    wire = socket.create_connection(("127.0.0.1", register.port))
    wire.sendall((f"GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1:{register.port}\r\nAccept: text/event-stream\r\n"
                  f"Authorization: Bearer {register.key(code)}\r\n\r\n").encode())
    head = b""
    while b"\r\n\r\n" not in head:
        head += wire.recv(4096)
    assert head.startswith(b"HTTP/1.1 200"), head
    return wire


class Listener(threading.Thread):
    """When each event's entry came, by the decision's id."""

    def __init__(self, register, code):
        super().__init__(daemon=True)
        self.wire, self.came, self.entry_of = stream(register, code), {}, {}
        self.start()

    def run(self):
        text = b""
        while part := self.wire.recv(65536):
            now = time.monotonic()
            text += part
            *lines, text = text.split(b"\n")
            for line in lines:
                if line.startswith(b"data: "):
                    event = json.loads(line[6:])
                    entry = event["data"]["entry"]["id"]
                    self.came[entry] = now
                    self.entry_of[event["seq"]] = entry


def tell(register, receiver, count):
    """Decisions at an even pace, each about one licence of MAN's."""
    made = register.call("POST", "/v1/webhooks", "MAN", {"url": receiver.url("/told")})
    assert made.status in (200, 201), made.body
    people = [stranger(f"delivery {i}") for i in range(count)]
    register.upload("/v1/licences/batch", "MAN", [{"licence_number": f"D{i}", **licence(one)}
                                                  for i, one in enumerate(people)])
    listener, posted, hooked = Listener(register, "MAN"), {}, {}

    def note(_wire, _number):
        hooked[len(hooked)] = time.monotonic()
        return b"HTTP/1.1 204 Taken\r\n\r\n"
    receiver.behaviour["/told"] = note
    begun = time.monotonic()
    for i, one in enumerate(people):
        time.sleep(max(0.0, begun + i / PER_SECOND - time.monotonic()))
        answer = register.call("POST", "/v1/decisions", "LDS", decision(one))
        assert answer.status == 201, answer.body
        posted[answer.json()["id"]] = time.monotonic()
    took = time.monotonic() - begun
    # People who resemble each other give an alert more; each decision has one at least.
    wait_for(lambda: set(posted) <= set(listener.came), "every decision to be told", 60)
    told = {seq for seq, entry in listener.entry_of.items() if entry in posted}
    wait_for(lambda: told <= {json.loads(body)["data"]["seq"] for _, _, body in receiver.of("/told")},
             "every webhook", 60)
    to_stream = [listener.came[one] - at for one, at in posted.items()]
    first = {}
    for (_, _, body), at in zip(receiver.of("/told"), (hooked[i] for i in sorted(hooked))):
        entry = listener.entry_of.get(json.loads(body)["data"]["seq"])
        first.setdefault(entry, at)
    to_hook = [first[one] - at for one, at in posted.items() if one in first]
    for name, values in (("decision_to_event_stream", to_stream), ("decision_to_webhook", to_hook)):
        say(name + "_p99_ms", round(percentile(values, 99) * 1000, 1), "ms",
            p50_ms=round(percentile(values, 50) * 1000, 1), decisions=len(values),
            per_second=round(count / took, 1))


def resident(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def listen(register, count):
    pid = register.demo()["pid"]
    before = resident(pid)
    wires = [stream(register, "BIR") for _ in range(count)]
    say("listeners_mib", round(resident(pid) - before, 1), "MiB", listeners=len(wires))
    for wire in wires:
        wire.close()


def replay(register, events):
    """One person under many licences and many entries: each pair is an event of WLV's."""
    licences, twin = 500, person("Ottoline Featherstonehaugh", "1971-02-03", "QQ777888C")
    entries = max(1, events // licences)
    register.upload("/v1/licences/batch", "WLV", [{"licence_number": f"R{i}", **licence(twin)}
                                                  for i in range(licences)])
    register.upload("/v1/decisions/batch", "LDS", [{"your_reference": f"R{i}", **decision(twin)}
                                                   for i in range(entries)])
    wanted, seen = licences * entries, 0

    def all_there():
        nonlocal seen
        page = register.call("GET", f"/v1/events?after={seen}", "WLV").json()
        while page["events"]:
            seen = page["next"]
            page = register.call("GET", f"/v1/events?after={seen}", "WLV").json()
        return seen >= wanted
    wait_for(all_there, "the events", 1800)
    begun, after, count = time.monotonic(), 0, 0
    while page := register.call("GET", f"/v1/events?after={after}", "WLV").json()["events"]:
        assert [one["seq"] for one in page] == list(range(after + 1, after + len(page) + 1))
        after, count = page[-1]["seq"], count + len(page)
    took = time.monotonic() - begun
    say("events_replayed_s", round(took, 2), "s", events=count, per_second=round(count / took))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--drivers", type=int, default=20_000)
    arguments.add_argument("--decisions", type=int, default=500)
    arguments.add_argument("--listeners", type=int, default=2_000)
    arguments.add_argument("--events", type=int, default=100_000)
    options = arguments.parse_args()
    place = folder()
    receiver = Receiver(place)
    register = Register(drivers=options.drivers)
    register.config = register.write_config({"http": {"connections_per_address": 10_000}, "webhooks": {
        "ca_file": str(receiver.authority.certificate), "allowed_networks": ["127.0.0.0/8", "::1/128"]}})
    try:
        register.start()
        if options.decisions:
            tell(register, receiver, options.decisions)
        if options.listeners:
            listen(register, options.listeners)
        if options.events:
            replay(register, options.events)
    finally:
        receiver.close()
        register.remove()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
