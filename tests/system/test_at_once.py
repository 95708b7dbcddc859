#!/usr/bin/env python3
"""Many at once: the same licence, the same reference, the same file from both ends."""
import collections
import threading
import unittest

from register import RegisterTest, check, decision, licence, person, stranger


def at_once(act, arguments):
    """What `act` gives for each of the arguments, all in threads of their own."""
    results = []
    threads = [threading.Thread(target=lambda one=one: results.append(act(one)))
               for one in arguments]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return results


class AtOnce(RegisterTest):

    def setUp(self):
        self.key = self.register.key("TFL")

    def test_one_of_many_changes_wins(self):
        tag = self.call("PUT", "/v1/licences/A-1", self.key, licence()).headers["etag"]
        for _ in range(5):
            answers = at_once(lambda name: self.call(
                "PUT", "/v1/licences/A-1", self.key, licence(person(f"Name {name} {tag[1:-1]}")),
                {"If-Match": tag}), [f"Of{letter}" for letter in "abcdefghijklmnop"])
            self.assertEqual(collections.Counter(one.status for one in answers), {200: 1, 412: 15})
            tag = next(one.headers["etag"] for one in answers if one.status == 200)

    def test_one_reference_is_one_decision(self):
        for i in range(5):
            body = decision(stranger(f"at once {i}"), your_reference=f"AO-{i}")
            answers = at_once(lambda _: self.call("POST", "/v1/decisions", self.key, body), range(16))
            self.assertEqual(collections.Counter(one.status for one in answers), {201: 1, 200: 15})
            self.assertEqual(len({one.json()["id"] for one in answers}), 1)

    def test_files_from_both_ends(self):
        """Transactions that would lock each other's rows: tried again, no row is lost."""
        current = [{"licence_number": f"F-{i}", **licence(person(f"Both Ends{i}"))}
                   for i in range(3000)]
        suspended = [{**one, "status": "suspended"} for one in current]
        for files in ((current, current[::-1]) * 2, (current, suspended[::-1], suspended)):
            for answer in at_once(lambda rows: self.register.upload("/v1/licences/batch", self.key,
                                                                    rows), files):
                summary = answer.lines()[-1]["summary"]
                self.assertEqual((summary["rows"], summary["rejected"]), (3000, 0))
        for i in (0, 1499, 2999):
            read = self.call("GET", f"/v1/licences/F-{i}", self.key).json()
            self.assertIn(read["status"], ("current", "suspended"))

    def test_checks_beside_writes(self):
        """Each thread enters and asks at once about somebody else."""
        def enter_and_ask(number):
            wrong = []
            for i in range(25):
                subject = stranger(f"beside {number} {i}")
                self.call("POST", "/v1/decisions", self.key, decision(subject))
                asked = self.call("POST", "/v1/checks", self.key, check(subject))
                if asked.status != 503 and asked.json().get("outcome") != "match":
                    wrong.append(asked.body)
            return wrong

        self.assertEqual(sum(at_once(enter_and_ask, range(8)), []), [])


if __name__ == "__main__":
    unittest.main()
