#!/usr/bin/env python3
"""The units are hardened: `systemd-analyze security` finds little to say, and a unit stripped of its
sandbox is told apart.
Run: python3 tests/lint/systemd.py
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVICES = ("badgewatchd.service", "badgewatch-webhooks.service", "badgewatch-backup.service",
            "badgewatch-reconcile.service")
MOST_EXPOSURE = 1.5

# What a line stands for, so that it does not go unnoticed.
NEEDED = {
    "badgewatchd.service": {
        "Type": "notify",                    # READY=1 only when it can answer
        "KillMode": "mixed",                 # the daemon ends its PostgreSQL, not systemd
        "User": "badgewatch",
        "RuntimeDirectory": "badgewatch",    # PostgreSQL's socket, in a folder of mode 0700
        "RuntimeDirectoryMode": "0700",
        "StateDirectory": "badgewatch",
        "StateDirectoryMode": "0700",
        "LoadCredential": "master.key:/etc/badgewatch/master.key",
        "LimitCORE": "0",                    # particulars are in its memory
        "LimitMEMLOCK": "infinity",          # it locks them there
        "MemorySwapMax": "0",
        "WatchdogSec": None,
    },
    "badgewatch-webhooks.service": {
        "Type": "notify",
        "User": "badgewatch",
        "LoadCredential": "master.key:/etc/badgewatch/master.key",
        "LimitCORE": "0",
        "LimitMEMLOCK": "infinity",
        "MemorySwapMax": "0",
        "IPAddressDeny": None,               # the register's own networks
    },
    "badgewatch-reconcile.service": {
        "Type": "oneshot",
        "User": "badgewatch",
        "LimitCORE": "0",
        "MemorySwapMax": "0",
        "RemoveIPC": "",
    },
    "badgewatch-backup.service": {
        "Type": "oneshot",
        "User": "badgewatch",
        "LimitCORE": "0",
        "MemorySwapMax": "0",
        "RemoveIPC": "",                     # it would take the running PostgreSQL's memory away
    },
}


def settings_of(path):
    return dict(re.findall(r"^(\w+)=(.*)$", path.read_text(encoding="utf-8"), re.M))


def exposure_of(path):
    """The overall exposure level, and all that the tool says."""
    run = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", str(path)],
                         capture_output=True, text=True, check=False, timeout=60)
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", run.stdout)
    return (float(level.group(1)) if level else None), run.stdout + run.stderr


def faults_of_settings():
    for name, needed in NEEDED.items():
        settings = settings_of(ROOT / "systemd" / name)
        for key, value in needed.items():
            found = settings.get(key, "")
            if found != value if value is not None else not found:
                yield f"systemd/{name}: {key}={found}, wanted {value or 'some value'}"


def faults_of_exposure():
    for name in SERVICES:
        level, said = exposure_of(ROOT / "systemd" / name)
        if level is None:
            yield f"systemd/{name}: systemd-analyze gives no level\n{said}"
        elif level > MOST_EXPOSURE:
            yield f"systemd/{name}: exposure {level}, at most {MOST_EXPOSURE}\n{said}"
        else:
            print(f"systemd/{name}: exposure {level}")
    # A unit without its sandbox must be told apart, or this lint measures nothing.
    with tempfile.TemporaryDirectory() as folder:
        bare = pathlib.Path(folder) / SERVICES[0]
        text = (ROOT / "systemd" / SERVICES[0]).read_text(encoding="utf-8")
        bare.write_text(re.sub(r"^(Protect|Private|SystemCall|Restrict)\w+=.*\n", "", text,
                               flags=re.M), encoding="utf-8")
        level, said = exposure_of(bare)
        if level is None or level <= MOST_EXPOSURE:
            yield f"a unit without its sandbox has exposure {level}\n{said}"


def faults_of_syntax():
    """Unknown or misspelt settings, as systemd itself reads them."""
    with tempfile.TemporaryDirectory() as folder:
        for path in (ROOT / "systemd").glob("badgewatch*"):
            text = path.read_text(encoding="utf-8").replace("/usr/bin/badgewatchd", "/bin/true")
            (pathlib.Path(folder) / path.name).write_text(text, encoding="utf-8")
        units = sorted(map(str, pathlib.Path(folder).iterdir()))
        run = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True,
                             text=True, check=False, timeout=60)
        for line in (run.stdout + run.stderr).splitlines():
            if "badgewatch" in line and re.search(r"Unknown|Failed to parse|Invalid|not exec", line):
                yield line


def main():
    faults = [*faults_of_settings(), *faults_of_exposure(), *faults_of_syntax()]
    for fault in faults:
        print(fault)
    print(f"systemd: {'ok' if not faults else f'{len(faults)} faults'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
