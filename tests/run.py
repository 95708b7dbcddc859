#!/usr/bin/env python3
"""Runs every test program and script, prints a table, and last `N passed, N failed`."""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parents[1]
# The whole measure of kills takes longer than a run of all tests has for one suite.
SECONDS_A_SUITE = 1_500 + 6 * int(os.environ.get("BADGEWATCH_KILLS", "0"))
# Suites that start servers, databases or browsers wait more than they reckon, so some run at once.
# They hang on a busy machine's pace: one that fails runs once more, alone, when all others are done;
# what passes then is told as unsteady and wants mending. Pure suites have no such excuse, and neither
# has a run in which more than so many suites fail.
LIVE = re.compile(r"^(net|cluster|roles|store|system|faults|browser)_")
LIVE_AT_ONCE = 2
UNSTEADY_AT_MOST = 2
# Inputs for each program of tests/fuzz, by what one costs under sanitizers.
FUZZ_RUNS = {"frequencies": 300, "match_index": 2_000}
FUZZ_RUNS_OTHERWISE = 20_000


def programs(build):
    """Catch2 programs: every test case counts."""
    for path in sorted((build / "tests").glob("*")):
        if path.is_file() and os.access(path, os.X_OK):
            yield path.name, [str(path), "--reporter", "junit"], counts_of_junit


def fuzz_programs(build):
    """Each takes its corpus and goes on from there, always in the same way (one result each)."""
    new = build / "tests" / "fuzz_found"
    for corpus in sorted((ROOT / "tests" / "fuzz" / "corpus").glob("*")):
        program = build / "tests" / "fuzz" / corpus.name
        if not program.is_file():
            continue
        # What it finds goes to the first folder, which begins empty.
        found = new / corpus.name
        shutil.rmtree(found, ignore_errors=True)
        found.mkdir(parents=True, exist_ok=True)
        yield f"fuzz_{corpus.name}", [
            str(program), f"-runs={FUZZ_RUNS.get(corpus.name, FUZZ_RUNS_OTHERWISE)}", "-seed=1",
            "-max_len=4096", "-verbosity=0", f"-artifact_prefix={new}/{corpus.name}-", str(found),
            str(corpus)], counts_of_exit


def scripts(build):
    """Lints (one result each) and unittest files (each test counts)."""
    for path in sorted((ROOT / "tests" / "lint").glob("*.py")):
        yield f"lint_{path.stem}", [sys.executable, str(path)], counts_of_exit
    for folder in ("system", "faults"):
        for path in sorted((ROOT / "tests" / folder).glob("test_*.py")):
            yield f"{folder}_{path.stem[5:]}", [sys.executable, str(path), "-v"], counts_of_unittest


def browser_scripts():
    """What officers do in a real browser, by node's own test runner (each test counts)."""
    for path in sorted((ROOT / "tests" / "browser").glob("test_*.mjs")):
        yield f"browser_{path.stem[5:]}", ["node", "--test", str(path)], counts_of_node


def report_in(run):
    """The JUnit report. Under a sanitizer a forked child may have written the beginning of it too."""
    return xml.fromstring(run.stdout[run.stdout.rindex("<?xml"):])


def counts_of_junit(run):
    try:
        suites = report_in(run)
    except (ValueError, xml.ParseError):
        return 0, 1
    cases = [case for suite in suites.iter("testsuite") for case in suite.findall("testcase")]
    # A test case with sections comes as one element a section.
    names = {}
    for case in cases:
        name = case.get("classname", "") + "/" + case.get("name", "").split("/")[0]
        bad = case.find("failure") is not None or case.find("error") is not None
        names[name] = names.get(name, False) or bad
    failed = sum(names.values())
    if run.returncode != 0 and failed == 0:
        failed = 1
    return len(names) - sum(names.values()), failed


def counts_of_exit(run):
    return (1, 0) if run.returncode == 0 else (0, 1)


def counts_of_unittest(run):
    ran = re.search(r"^Ran (\d+) test", run.stderr, re.M)
    bad = sum(int(n) for n in re.findall(r"(?:failures|errors)=(\d+)", run.stderr))
    if ran is None or (run.returncode != 0 and bad == 0):
        return 0, 1
    return int(ran.group(1)) - bad, bad


def counts_of_node(run):
    good, bad = (re.search(rf"^# {word} (\d+)", run.stdout, re.M) for word in ("pass", "fail"))
    if good is None or bad is None:
        return 0, 1
    failed = int(bad.group(1))
    return int(good.group(1)), failed if failed or run.returncode == 0 else 1


def faults_of(run, counts):
    """What is worth reading of a run that failed."""
    if counts is not counts_of_junit:
        return run.stdout
    try:
        suites = report_in(run)
    except (ValueError, xml.ParseError):
        return run.stdout
    told = []
    for case in suites.iter("testcase"):
        faults = [*case.findall("failure"), *case.findall("error")]
        if faults:
            told += [f"FAIL: {case.get('name')}", *(fault.text.strip() for fault in faults if fault.text)]
    return "\n".join(told)


def names_of_faults(faults):
    """Of the tests that failed, as each of the runners writes them."""
    return re.findall(r"^(?:FAIL: |ERROR: | *not ok \d+ - )(.+)$", faults, re.M)


def run_suite(name, command, counts, environment):
    """Counts of passed and failed, and the names of what failed; its line, and why it failed, are printed."""
    begun = time.monotonic()
    try:
        run = subprocess.run(command, capture_output=True, text=True, errors="replace",
                             timeout=SECONDS_A_SUITE, stdin=subprocess.DEVNULL, env=environment,
                             cwd=ROOT, check=False)
    except subprocess.TimeoutExpired:
        run = subprocess.CompletedProcess(command, 124, "", f"no end after {SECONDS_A_SUITE} s\n")
    good, bad = counts(run)
    line = f"{name:<28} {good:>5} passed {bad:>4} failed {time.monotonic() - begun:>8.1f} s\n"
    if not bad and run.returncode == 0:
        print(line, end="", flush=True)
        return good, bad, []
    faults = faults_of(run, counts)
    # In one piece, as others print too.
    print(f"{line}{faults[-6000:]}\n{run.stderr[-6000:]}\n", end="", flush=True)
    tests = names_of_faults(f"{faults}\n{run.stderr}") or ["its end"]
    return good, bad, [f"{name}: {test}" for test in tests]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--build", type=pathlib.Path, required=True)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--screenshots", action="store_true",
                           help="make docs/screenshots anew, and run nothing else")
    options = arguments.parse_args()
    build = options.build if options.build.is_absolute() else ROOT / options.build
    environment = dict(os.environ, BADGEWATCH_BUILD=str(build), BW_BIN=str(build / "bin"))

    if options.screenshots:
        options.only = "^browser_tour$"
        environment["BW_SCREENSHOTS"] = str(ROOT / "docs" / "screenshots")

    suites = [suite for suite in [*programs(build), *fuzz_programs(build), *scripts(build),
                                  *browser_scripts()]
              if not options.only or re.search(options.only, suite[0])]
    pure = [suite for suite in suites if not LIVE.match(suite[0])]
    live = [suite for suite in suites if LIVE.match(suite[0])]
    results = [run_suite(*suite, environment) for suite in pure]
    with concurrent.futures.ThreadPoolExecutor(LIVE_AT_ONCE) as lanes:
        first = list(lanes.map(lambda suite: run_suite(*suite, environment), live))
    unsteady = []
    again = [n for n, (_, bad, _) in enumerate(first) if bad]
    for n in again[:UNSTEADY_AT_MOST]:
        faults = first[n][2]
        first[n] = run_suite(*live[n], environment)
        unsteady += [fault for fault in faults if fault not in first[n][2]]
    results += first
    passed = sum(good for good, _, _ in results)
    failed = sum(bad for _, bad, _ in results)
    failures = [fault for _, _, faults in results for fault in faults]
    # Said again where it is seen: what is printed above may be far away.
    for fault in unsteady:
        print(f"unsteady: {fault}")
    for failure in failures:
        print(f"failed: {failure}")
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
