#!/usr/bin/env python3
"""An authority looks through what it has entered and whom it has searched: newest first, page by page,
its own alone, and of others' searches only for who supervises them."""
import unittest

from officers import Browser
from register import RegisterTest, check, decision, stranger


class OwnLists(RegisterTest):

    def pages(self, path, code, limit):
        found, after = [], ""
        while True:
            answer = self.call("GET", f"{path}?limit={limit}{after}", code).json()
            name = path.rsplit("/", maxsplit=1)[1]
            self.assertLessEqual(len(answer[name]), limit)
            found += answer[name]
            if answer["next"] is None:
                return found
            after = f"&after={answer['next']}"

    def test_entries_come_newest_first_and_each_once(self):
        made = [self.call("POST", "/v1/decisions", "LDS",
                          decision(stranger(f"listed {n}"), your_reference=f"L/{n}")).json()["id"]
                for n in range(5)]
        self.call("POST", "/v1/decisions", "GLG", decision(stranger("of another")))
        listed = self.pages("/v1/decisions", "LDS", 2)
        self.assertEqual([one["id"] for one in listed if one["id"] in made], made[::-1])
        self.assertEqual(len({one["id"] for one in listed}), len(listed))
        first = listed[0]
        self.assertEqual((first["your_reference"], first["state"]), ("L/4", "active"))
        self.assertNotIn("subject", first)
        self.assertNotIn("GLG", str(listed))

    def test_what_was_done_to_an_entry_is_in_the_list_and_says_what_may_come(self):
        made = self.call("POST", "/v1/decisions", "MAN", decision(stranger("appealed"))).json()["id"]
        read = self.call("GET", f"/v1/decisions/{made}", "MAN").json()
        self.assertIn("appeal_lodged", read["possible"])
        self.assertNotIn("appeal_allowed", read["possible"])
        self.call("POST", f"/v1/decisions/{made}/changes", "MAN",
                  {"change": "appeal_lodged", "on": read["decided_on"]})
        self.assertEqual(self.pages("/v1/decisions", "MAN", 50)[0]["state"], "under_appeal")
        self.assertIn("appeal_allowed", self.call("GET", f"/v1/decisions/{made}", "MAN").json()["possible"])

    def test_searches_are_ones_own_and_name_nobody(self):
        who = stranger("searched")
        made = [self.call("POST", "/v1/checks", "BIR", check(who, case=f"C/{n}")).json()["id"]
                for n in range(3)]
        listed = self.pages("/v1/checks", "BIR", 2)
        self.assertEqual([one["id"] for one in listed], made[::-1])
        self.assertEqual(listed[0]["case_reference"], "C/2")
        self.assertNotIn(who["names"][0].get("full", who["names"][0].get("family")), str(listed))
        self.assertEqual(self.pages("/v1/checks", "CRF", 50), [])
        none = self.call("GET", "/v1/checks?outcome=match", "BIR").json()["checks"]
        self.assertEqual(none, [])

    def test_hits_wait_until_somebody_of_the_authority_has_decided_them(self):
        who = stranger("undecided")
        self.call("POST", "/v1/decisions", "LDS", decision(who))
        made = [self.call("POST", "/v1/checks", "TFL", check(who, case=f"U/{n}")).json() for n in range(3)]
        self.assertTrue(all(len(one["hits"]) == 1 for one in made))
        self.call("POST", "/v1/checks", "TFL", check(stranger("whom nobody knows")))
        counted = self.call("GET", "/v1/undecided-hits?limit=0", "TFL").json()
        self.assertEqual(counted, {"count": 3, "count_is_whole": True, "oldest_at": made[0]["checked_at"],
                                   "hits": [], "next": None})
        page = self.call("GET", "/v1/undecided-hits?limit=2", "TFL").json()
        self.assertEqual([one["case_reference"] for one in page["hits"]], ["U/0", "U/1"])
        self.assertEqual(page["hits"][0], {
            "check": made[0]["id"], "hit": made[0]["hits"][0]["id"], "number": 1,
            "checked_at": made[0]["checked_at"], "purpose": made[0].get("purpose", "new_application"),
            "case_reference": "U/0", "recording_authority": "LDS", "entry_type": "decision",
            "band": made[0]["hits"][0]["band"]})
        rest = self.call("GET", f"/v1/undecided-hits?after={page['next']}", "TFL").json()
        self.assertEqual([one["case_reference"] for one in rest["hits"]], ["U/2"])
        self.assertIsNone(rest["next"])
        self.assertEqual(self.call("GET", "/v1/undecided-hits", "BIR").json()["hits"], [])
        decided = self.call("POST", f"/v1/checks/{made[1]['id']}/hits/{made[1]['hits'][0]['id']}/adjudication",
                            "TFL", {"finding": "different_person", "reason": "Another face."})
        self.assertEqual(decided.status, 200)
        none = self.call("GET", "/v1/undecided-hits", "TFL").json()
        self.assertEqual((none["count"], none["oldest_at"], none["hits"]), (0, None, []))

    def test_what_is_asked_wrongly_is_refused(self):
        for query in ("after=x", "limit=-1", "limit=201", "more=1"):
            self.assertEqual(self.call("GET", f"/v1/undecided-hits?{query}", "LDS").status, 400, query)
        for query in ("after=x", "limit=0", "limit=501", "limit=x", "more=1"):
            self.assertEqual(self.call("GET", f"/v1/decisions?{query}", "LDS").status, 400, query)
        for query in ("list=all", "actor=x", "purpose=x", "outcome=x"):
            self.assertEqual(self.call("GET", f"/v1/checks?{query}", "LDS").status, 400, query)


class Supervised(RegisterTest):

    def test_an_officer_sees_none_of_others_and_a_supervisor_all_by_name(self):
        officer, supervisor = (
            Browser(self.register).sign_in(next(
                one for one in self.register.officers("WLV") if role in one["roles"]))
            for role in ("officer", "supervisor"))
        officer.call("POST", "/v1/checks", check(stranger("one"), case="O/1"))
        self.call("POST", "/v1/checks", "WLV", check(stranger("two"), case="K/1"))
        self.assertEqual(officer.call("GET", "/v1/checks?list=authority").status, 403)
        self.assertEqual([one["case_reference"] for one in officer.call("GET", "/v1/checks").json()["checks"]],
                         ["O/1"])
        everybodys = supervisor.call("GET", "/v1/checks?list=authority").json()["checks"]
        self.assertEqual([one["case_reference"] for one in everybodys], ["K/1", "O/1"])
        self.assertTrue(all(one["actor_name"] for one in everybodys))
        alone = supervisor.call("GET", f"/v1/checks?list=authority&actor={everybodys[1]['actor']}").json()["checks"]
        self.assertEqual([one["case_reference"] for one in alone], ["O/1"])


if __name__ == "__main__":
    unittest.main()
