#!/usr/bin/env python3
"""What it takes from a decision's 201 until its alert is committed and until it is heard, what listeners
cost, and how fast somebody who was away has caught up. One JSON object a line.

Run: BW_BIN=build/release/bin python3 tests/bench/delivery.py [--drivers N] [--decisions N] [--loading N]
     [--listeners N] [--events N] [--filled]

The moment of a commit is PostgreSQL's own (track_commit_timestamp): taken in the commit itself, before its
record is written through to the disk, which is in what listeners are measured by. --loading has another
council upload that many licences meanwhile. --filled has the events that are read afterwards written by SQL,
as the database's superuser: raising a million alerts is not what is measured there, reading them is.
"""
import argparse
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from register import BIN, Register, decision, folder, licence, person, stranger, wait_for  # noqa: E402
from webhook_receiver import Receiver  # noqa: E402

PER_SECOND = 50
PSQL = "/usr/lib/postgresql/15/bin/psql"


def say(name, value, unit, **detail):
    print(json.dumps({"name": name, "value": value, "unit": unit, "detail": detail}), flush=True)


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else None


def sql(register, statement):
    lines = register.postmaster_file().read_text().splitlines()
    run = subprocess.run([PSQL, "-qXAt", "-h", lines[4], "-p", lines[3], "-U", "postgres", "-v", "ON_ERROR_STOP=1",
                          "-c", "set search_path = badgewatch", "-c", statement, "badgewatch"],
                         capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stderr)
    return run.stdout.splitlines()


def keep_moments_of_commits(register):
    """From the next start on; so it is started anew."""
    sql(register, "alter system set track_commit_timestamp = on")
    register.stop()
    register.start()


def say_when_committed(register, posted, loading):
    """`posted`: the decisions by their ids, and when by the clock their 201 came."""
    rows = sql(register, "select e.data::json #>> '{entry,id}', extract(epoch from pg_xact_commit_timestamp(e.xmin)),"
                         " extract(epoch from pg_xact_commit_timestamp(f.xmin)) from authority_event as e"
                         " join feed as f on f.kind = 2 and f.row_id = (e.data::json #>> '{entry,id}')::uuid"
                         " where e.authority = 'MAN' and e.type = 'alert.raised'")
    alert, entry = {}, {}
    for row in rows:
        decision_id, told, entered = row.split("|")
        if decision_id in posted:
            alert[decision_id] = min(float(told), alert.get(decision_id, float(told)))
            entry[decision_id] = float(entered)
    assert set(alert) == set(posted), "an alert is missing"
    for name, since in (("decision_201_to_alert_committed", posted), ("decision_committed_to_alert_committed", entry)):
        took = [alert[one] - since[one] for one in posted]
        say(name + "_p99_ms", round(percentile(took, 99) * 1000, 1), "ms",
            p50_ms=round(percentile(took, 50) * 1000, 1), decisions=len(took), loading=loading)


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


def tell(register, receiver, count, loading):
    """Decisions at an even pace, each about one licence of MAN's, beside an upload of that many licences."""
    hooked = {}

    def note(_wire, number):
        hooked[number] = time.monotonic()
        return b"HTTP/1.1 204 Taken\r\n\r\n"
    receiver.behaviour["/told"] = note
    made = register.call("POST", "/v1/webhooks", "MAN", {"url": receiver.url("/told")})
    assert made.status in (200, 201), made.body
    people = [stranger(f"delivery {i}") for i in range(count)]
    register.upload("/v1/licences/batch", "MAN", [{"licence_number": f"D{i}", **licence(one)}
                                                  for i, one in enumerate(people)])
    listener, posted, by_clock = Listener(register, "MAN"), {}, {}
    loader = load(register, loading) if loading else None
    begun = time.monotonic()
    for i, one in enumerate(people):
        time.sleep(max(0.0, begun + i / PER_SECOND - time.monotonic()))
        answer = register.call("POST", "/v1/decisions", "LDS", decision(one))
        assert answer.status == 201, answer.body
        posted[answer.json()["id"]] = time.monotonic()
        by_clock[answer.json()["id"]] = time.time()
    took = time.monotonic() - begun
    whole = loader is None or loader.poll() is None
    if loader is not None:
        loader.terminate()
        loader.wait()
    # People who resemble each other give an alert more; each decision has one at least.
    wait_for(lambda: set(posted) <= set(listener.came), "every decision to be told", 600)
    assert whole, "the upload ended first: give --loading more"
    told = {seq for seq, entry in listener.entry_of.items() if entry in posted}
    wait_for(lambda: told <= {json.loads(body)["data"]["seq"] for _, _, body in receiver.of("/told")},
             "every webhook", 600)
    say_when_committed(register, by_clock, loading)
    to_stream = [listener.came[one] - at for one, at in posted.items()]
    first = {}
    for number, (_, _, body) in enumerate(receiver.of("/told"), 1):
        entry = listener.entry_of.get(json.loads(body)["data"]["seq"])
        first.setdefault(entry, hooked[number])
    to_hook = [first[one] - at for one, at in posted.items()]
    for name, values in (("decision_to_event_stream", to_stream), ("decision_to_webhook", to_hook)):
        say(name + "_p99_ms", round(percentile(values, 99) * 1000, 1), "ms",
            p50_ms=round(percentile(values, 50) * 1000, 1), decisions=len(values), loading=loading,
            per_second=round(count / took, 1))


def load(register, licences):
    key = register.state / "demo-keys" / "BIR"
    return subprocess.Popen([str(BIN / "badgewatch-bench"), "load", "--url", f"http://127.0.0.1:{register.port}",
                             "--key-file", str(key), "--drivers", str(licences)], stdout=subprocess.DEVNULL)


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


def last_event(register, code, after=0):
    while page := register.call("GET", f"/v1/events?after={after}", code).json()["events"]:
        after = page[-1]["seq"]
    return after


def raise_events(register, events):
    """One person under many licences and many entries: each pair is an event of WLV's."""
    licences, twin = 500, person("Ottoline Featherstonehaugh", "1971-02-03", "QQ777888C")
    entries = max(1, events // licences)
    register.upload("/v1/licences/batch", "WLV", [{"licence_number": f"R{i}", **licence(twin)}
                                                  for i in range(licences)])
    register.upload("/v1/decisions/batch", "LDS", [{"your_reference": f"R{i}", **decision(twin)}
                                                   for i in range(entries)])
    seen = 0

    def all_there():
        nonlocal seen
        seen = last_event(register, "WLV", seen)
        return seen >= licences * entries
    wait_for(all_there, "the events", 1800)


def fill_events(register, events):
    """As the watch writes them, with their alerts, whose clocks are left out."""
    sql(register, "insert into authority_event_head (authority, seq, alerts) values ('WLV', 0, 0)"
                  " on conflict do nothing")
    sql(register, f"""
with head as (
  update authority_event_head set seq = seq + {events}, alerts = alerts + {events} where authority = 'WLV'
  returning seq - {events} as seq, alerts - {events} as number
), made as (
  select head.seq + n as seq, head.number + n as number, gen_random_uuid() as id, gen_random_uuid() as entry,
         gen_random_uuid() as licence
  from head, generate_series(1, {events}) as n
), alerts as (
  insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry, recording_authority,
                     licence, band, probability, has_clock)
  select 'WLV', id, number, now(), 'licensee_matched', 'raised', 'decision', entry, 'LDS', licence, 'strong', 1,
         true
  from made
)
insert into authority_event (authority, seq, type, at, data)
select 'WLV', seq, 'alert.raised', now(),
       '{{"alert":"' || id || '","number":' || number || ',"kind":"licensee_matched","entry":{{"type":"decision","id":"'
       || entry || '","recording_authority":"LDS"}},"licence":"' || licence || '","band":"strong"}}'
from made""")
    sql(register, "analyze authority_event")


def replay(register, events, filled):
    first = last_event(register, "WLV") if filled else 0
    (fill_events if filled else raise_events)(register, events)
    begun, after, count = time.monotonic(), first, 0
    while page := register.call("GET", f"/v1/events?after={after}", "WLV").json()["events"]:
        assert [one["seq"] for one in page] == list(range(after + 1, after + len(page) + 1))
        after, count = page[-1]["seq"], count + len(page)
    took = time.monotonic() - begun
    assert count >= events, f"{count} of {events}"
    say("events_replayed_s", round(took, 2), "s", events=count, per_second=round(count / took), filled=filled)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--drivers", type=int, default=20_000)
    arguments.add_argument("--decisions", type=int, default=500)
    arguments.add_argument("--listeners", type=int, default=2_000)
    arguments.add_argument("--loading", type=int, default=0)
    arguments.add_argument("--events", type=int, default=100_000)
    arguments.add_argument("--settle", type=int, default=0, help="seconds behind the loading of the drivers")
    arguments.add_argument("--filled", action="store_true")
    options = arguments.parse_args()
    place = folder()
    receiver = Receiver(place)
    register = Register(drivers=options.drivers)
    register.is_held_to_document = False  # which takes time of what is measured
    register.config = register.write_config({"http": {"connections_per_address": 10_000}, "webhooks": {
        "ca_file": str(receiver.authority.certificate), "allowed_networks": ["127.0.0.0/8", "::1/128"]}})
    try:
        register.start()
        time.sleep(options.settle)
        if options.decisions:
            keep_moments_of_commits(register)
            tell(register, receiver, options.decisions, options.loading)
        if options.listeners:
            listen(register, options.listeners)
        if options.events:
            replay(register, options.events, options.filled)
    finally:
        receiver.close()
        register.remove()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
