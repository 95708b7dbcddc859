#!/usr/bin/env python3
"""The daemon is killed while decisions go ahead of a bulk load of licences: each pair is told, and once."""
import collections
import pathlib
import random
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from register import RegisterTest, decision, licence, stranger, wait_for  # noqa: E402

PEOPLE, FILLERS, KILLS = 60, 12_000, 4


class WatchFaults(RegisterTest):

    def again(self, *arguments, **options):
        """What is acknowledged at last, whoever was killed meanwhile."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                answer = self.call(*arguments, **options)
                if answer.status in (200, 201):
                    return answer
            except (OSError, ValueError):
                pass
            time.sleep(0.05)
        raise AssertionError(f"{arguments[:2]} was never acknowledged")

    def upload(self, rows):
        """All of them, whoever is killed: what was stored is unchanged when it comes again."""
        until = time.monotonic() + 180
        while time.monotonic() < until:
            try:
                last = self.register.upload("/v1/licences/batch", "WLV", rows).lines()[-1]
                if "summary" in last:
                    self.assertEqual(last["summary"]["rejected"], 0)
                    return
            except (OSError, ValueError, IndexError):
                pass
            time.sleep(0.1)
        raise AssertionError("the upload was never whole")

    def test_killed_beside_an_upload_it_tells_each_pair_once(self):
        people = [stranger(f"ahead of an upload {i}") for i in range(PEOPLE)]
        self.assertEqual(self.register.upload("/v1/licences/batch", "MAN", [
            {"licence_number": f"M{i}", **licence(one)} for i, one in enumerate(people)]).lines()[-1]
            ["summary"]["created"], PEOPLE)
        # Among very many others the same people, spread over all of the upload.
        rows = [{"licence_number": f"F{i}", **licence(stranger(f"filler {i}"))} for i in range(FILLERS)]
        for i, one in enumerate(people):
            rows.insert((i + 1) * FILLERS // PEOPLE, {"licence_number": f"W{i}", **licence(one)})
        entries, chance = {}, random.Random(5)
        uploader = threading.Thread(target=self.upload, args=(rows,))

        def enter():
            for i, one in enumerate(people):
                answer = self.again("POST", "/v1/decisions", "LDS", decision(one, your_reference=f"A{i}"),
                                    headers={"Idempotency-Key": f"A{i}"})
                entries[answer.json()["id"]] = i
                time.sleep(0.05)

        poster = threading.Thread(target=enter)
        uploader.start()
        poster.start()
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.3, 1.5))
            self.register.kill()
            self.register.start()
        for one in (uploader, poster):
            one.join()
        self.assertEqual(len(entries), PEOPLE)
        wait_for(lambda: all(self.call("GET", f"/v1/decisions/{one}", "LDS").json()["watched"] for one in entries),
                 "everything to be compared", 120)
        for code, letter in (("MAN", "M"), ("WLV", "W")):
            pairs, after = collections.Counter(), 0
            while page := self.call("GET", f"/v1/alerts?after={after}", code).json()["alerts"]:
                pairs.update((one["entry"]["id"], one["licence_number"]) for one in page
                             if one["kind"] == "licensee_matched" and one["entry"]["id"] in entries)
                after = self.call("GET", f"/v1/alerts?after={after}", code).json()["next"]
            for entry, i in entries.items():
                self.assertEqual(pairs[entry, f"{letter}{i}"], 1, (code, i))
            self.assertEqual({pair for pair, count in pairs.items() if count != 1}, set())
            numbers, after = [], 0
            while page := self.call("GET", f"/v1/events?after={after}", code).json()["events"]:
                numbers += [one["seq"] for one in page]
                after = page[-1]["seq"]
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
        # A comparison of everything with everything finds the same.
        run = self.assertAnswer(self.call("POST", "/v1/reconciliations", "MAN"), 202)
        done = wait_for(lambda: (lambda one: one if one["state"] == "done" else None)(
            self.call("GET", f"/v1/reconciliations/{run['id']}", "MAN").json()), "the run to end", 120)
        self.assertEqual(done["differences"], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
