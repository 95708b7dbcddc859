#!/usr/bin/env python3
"""Measures HTTPS beside plain HTTP, and honest clients beside 10,000 slow ones, on a demo of its own.
One JSON object a line, as badgewatch-bench. Needs the openssl program; asserts nothing.

usage: BW_BIN=build/release/bin python3 tests/bench/tls_and_slow_clients.py [--drivers N] [--slow N]
"""
import argparse
import json
import pathlib
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "system"))

from certificates import Authority  # noqa: E402
from register import Register, check, folder, stranger, wait_for  # noqa: E402

LIMITS = {name: 1_000_000 for name in ("requests_per_second", "burst", "address_per_second",
                                       "address_burst")}


def tell(name, value, unit, **detail):
    print(json.dumps({"name": name, "value": round(value, 3), "unit": unit, "detail": detail}), flush=True)


def resident(process):
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) * 1024


def check_times(daemons, key, count):
    """Milliseconds of `count` checks on a kept connection to each, taking turns."""
    connections = {name: daemon.connection() for name, daemon in daemons.items()}
    times = {name: [] for name in daemons}
    for i in range(count):
        body = json.dumps(check(stranger(i))).encode()
        for name, connection in connections.items():
            begun = time.perf_counter()
            connection.request("POST", "/v1/checks", body, {"Authorization": f"Bearer {key}",
                                                            "Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 201, answer.status
            times[name].append(1000 * (time.perf_counter() - begun))
    for connection in connections.values():
        connection.close()
    return times


def quantiles(times):
    cut = statistics.quantiles(times, n=100)
    return {"p50": round(cut[49], 2), "p99": round(cut[98], 2), "checks": len(times)}


def handshakes(daemon, authority, seconds, version):
    """New connections a second, each with a whole handshake, by two openssl s_time at once."""
    command = ["openssl", "s_time", "-connect", f"127.0.0.1:{daemon.port}", "-new", "-time", str(seconds),
               "-CAfile", str(authority.certificate), *version]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            for _ in range(2)]
    said = [run.communicate(timeout=seconds + 60)[0] for run in runs]
    found = [re.search(r"(\d+) connections in (\d+) real seconds", text) for text in said]
    return sum(int(one.group(1)) / int(one.group(2)) for one in found if one)


class SlowClients:
    """Connections that hold an unfinished header open, a byte now and then."""

    def __init__(self, port, count):
        self.sockets = []
        for i in range(count):
            wire = socket.socket()
            wire.bind((f"127.0.1.{1 + i // 1000}", 0))
            wire.connect(("127.0.0.1", port))
            wire.sendall(b"GET /livez HTTP/1.1\r\nHost: a\r\nX-Slow: ")
            self.sockets.append(wire)
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._trickle, daemon=True)
        self.thread.start()

    def _trickle(self):
        at = 0
        while not self.stop.wait(0.02):  # some 1,000 bytes a second over all
            for _ in range(20):
                try:
                    self.sockets[at % len(self.sockets)].send(b"x")
                except OSError:
                    pass
                at += 1

    def open(self):
        """Of a sample, how many the daemon still holds."""
        sample = self.sockets[::10]
        held = 0
        for wire in sample:
            wire.setblocking(False)
            try:
                held += wire.recv(1) != b""
            except BlockingIOError:
                held += 1
            except OSError:
                pass
            wire.setblocking(True)
        return held * len(self.sockets) // len(sample)

    def close(self):
        self.stop.set()
        self.thread.join()
        for wire in self.sockets:
            wire.close()


def idle_memory(daemon, count):
    """Bytes of the daemon's memory for each connection that is open and idle."""
    before = resident(daemon.process)
    open_ones = []
    for _ in range(count):
        connection = daemon.connection()
        connection.request("GET", "/livez")
        connection.getresponse().read()
        open_ones.append(connection)
    grown = resident(daemon.process) - before
    for connection in open_ones:
        connection.close()
    return grown / count


def serve(register, place, name, sections):
    daemon = Register(serve=True, state=place / name)
    daemon.config = daemon.write_config({**register.shared(), "limits": LIMITS, **sections})
    daemon.tls = None
    return daemon


def measure_tls(register, place, options):
    authority = Authority(place)
    for kind in ("ec", "rsa"):
        certificate, key = authority.issue(kind, kind=kind)
        daemon = serve(register, place, kind, {
            "http": {"port": 0, "idle_time_ms": 600_000, "connections_per_address": 12_288},
            "tls": {"certificate_file": str(certificate), "key_file": str(key)}})
        daemon.tls = authority.client()
        daemon.start()
        for version in ("-tls1_3", "-tls1_2") if kind == "rsa" else ("-tls1_3",):
            rate = handshakes(daemon, authority, options.seconds, [version])
            tell("handshakes", rate, "1/s", key=kind, version=version[1:])
        if kind == "ec":
            times = check_times({"plain": register, "tls": daemon}, register.key("MAN"), options.checks)
            for name, one in times.items():
                found = quantiles(one)
                tell(f"check_{name}", found["p50"], "ms", **found)
            tell("idle_connection_tls", idle_memory(daemon, 1000) / 1024, "KiB")
        daemon.stop()


def measure_slow(register, place, options):
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if limit < options.slow + 1500:
        tell("slow_clients_skipped", limit, "files", reason="the hard limit of open files is too low")
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    daemon = serve(register, place, "slow", {"http": {"port": 0, "header_time_ms": 3_600_000}})
    daemon.start()
    key = register.key("MAN")
    check_times({"warm": daemon}, key, 100)
    without = quantiles(check_times({"none": daemon}, key, options.checks)["none"])
    before = resident(daemon.process)
    slow = SlowClients(daemon.port, options.slow)
    wait_for(lambda: slow.open() > 0.99 * options.slow, "the slow clients to be held", 60)
    grown = resident(daemon.process) - before
    beside = quantiles(check_times({"slow": daemon}, key, options.checks)["slow"])
    held = slow.open()
    slow.close()
    after = quantiles(check_times({"none": daemon}, key, options.checks)["none"])
    tell("check_without_slow_clients", without["p99"], "ms", **without)
    tell("check_beside_slow_clients", beside["p99"], "ms", **beside, slow=options.slow, held=held)
    tell("check_after_slow_clients", after["p99"], "ms", **after)
    tell("slow_connection", grown / options.slow / 1024, "KiB")
    tell("slow_clients_p99_ratio", beside["p99"] / max(without["p99"], after["p99"]), "1")
    daemon.stop()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--drivers", type=int, default=20_000)
    arguments.add_argument("--checks", type=int, default=2_000)
    arguments.add_argument("--slow", type=int, default=10_000)
    arguments.add_argument("--seconds", type=int, default=5)
    options = arguments.parse_args()
    place = folder()
    register = Register(drivers=options.drivers)
    try:
        register.start()
        measure_tls(register, place, options)
        measure_slow(register, place, options)
    finally:
        register.remove()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
