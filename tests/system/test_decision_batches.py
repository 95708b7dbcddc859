#!/usr/bin/env python3
"""Batches of decisions: known by their reference, in NDJSON and CSV, bad rows alone refused."""
import unittest

from register import RegisterTest, check, decision, person, stranger

HEADER = ("your_reference,kind,decided_on,effective_on,notified_on,suspension_ends_on,"
          "relies_on_relevant_information,full_name,date_of_birth,national_insurance_number")


def row(reference, name="Ada Lovelace", **more):
    return {**decision(person(name)), "your_reference": reference, **more}


class DecisionBatches(RegisterTest):
    options = {"now": "2026-03-02T10:00:00Z"}

    def upload(self, rows, key="TFL"):
        return self.register.upload("/v1/decisions/batch", key, rows)

    def csv(self, text):
        return self.register.upload("/v1/decisions/batch", "TFL", text.encode(), "text/csv")

    def assertResults(self, answer, *results):
        self.assertEqual(answer.status, 200, answer.body[:2000])
        *rows, end = answer.lines()
        self.assertEqual([one["result"] for one in rows], list(results), rows)
        counts = {one: results.count(one) for one in ("created", "updated", "unchanged", "rejected")}
        self.assertEqual(end, {"summary": {"rows": len(rows), **counts}})
        return rows

    def test_created_and_again_unchanged(self):
        first = self.assertResults(self.upload([row("B-1"), row("B-2")]), "created", "created")
        again = self.assertResults(self.upload([row("B-1"), row("B-2"), row("B-3")]),
                                   "unchanged", "unchanged", "created")
        self.assertEqual([one["id"] for one in again[:2]], [one["id"] for one in first])
        self.assertEqual([one["your_reference"] for one in again], ["B-1", "B-2", "B-3"])
        read = self.call("GET", f"/v1/decisions/{first[0]['id']}", "TFL").json()
        self.assertEqual((read["your_reference"], read["state"], read["retained_until"]),
                         ("B-1", "active", "2037-03-01"))

    def test_one_by_one_and_in_a_batch_are_the_same(self):
        single = self.call("POST", "/v1/decisions", "TFL", row("SAME-1")).json()
        line, = self.assertResults(self.upload([row("SAME-1")]), "unchanged")
        self.assertEqual(line["id"], single["id"])

    def test_a_reference_with_other_content(self):
        self.upload([row("O-1")])
        lines = self.assertResults(self.upload([row("O-1", "Another Person"), row("O-2")]),
                                   "rejected", "created")
        self.assertProblemDocument(lines[0]["problem"], 409)
        lines = self.assertResults(self.upload([row("O-3"), row("O-3"), row("O-3", "Another One")]),
                                   "created", "unchanged", "rejected")
        self.assertProblemDocument(lines[2]["problem"], 409)
        self.assertResults(self.upload([row("O-1", "Another Person")], "BIR"), "created")

    def test_bad_rows_reject_themselves_alone(self):
        rows = [row("R-1"), row(""), row("R-3", kind="ban", decided_on="2999-01-01"),
                row("R-4", relies_on_relevant_information=False), row("R-5", grounds="none"),
                row("R-6", imported_from="NR3S", first_entered_on="2020-01-01"), row("R-7")]
        del rows[1]["your_reference"]
        lines = self.assertResults(self.upload(rows), "created", *["rejected"] * 5, "created")
        pointers = [sorted(one["pointer"] for one in line["problem"]["errors"])
                    for line in lines[1:6]]
        self.assertEqual(pointers, [["/your_reference"], ["/decided_on", "/kind"],
                                    ["/relies_on_relevant_information"], ["/grounds"],
                                    ["/first_entered_on", "/imported_from"]])

    def test_csv(self):
        someone = stranger("decided upon in a file")
        name, born = someone["names"][0]["full"], someone["date_of_birth"]
        day, month, year = born[8:], born[5:7], born[:4]
        text = (f"\ufeff{HEADER}\r\n"
                f"C-1,Revocation,27/02/2026,2026-03-20,27/02/2026,,Yes,{name},{day}/{month}/{year},"
                f"{someone['national_insurance_number']}\r\n"
                "C-2,suspension,2026-02-02,2026-02-02,2026-02-02,2026-02-20,true,Ann Lee,,\r\n"
                "C-3,refusal,2026-02-02,2026-02-02,2026-02-02,,no,Ann Lee,,\r\n"
                "C-4,refusal,31/02/2026,2026-02-02,2026-02-02,,maybe,,,\r\n"
                ",refusal,2026-02-02,2026-02-02,2026-02-02,,yes,Ann Lee,,\r\n")
        lines = self.assertResults(self.csv(text), "created", "created", *["rejected"] * 3)
        pointers = [sorted(one["pointer"] for one in line["problem"]["errors"]) for line in lines[2:]]
        self.assertEqual(pointers, [["/relies_on_relevant_information"],
                                    ["/decided_on", "/full_name", "/relies_on_relevant_information"],
                                    ["/your_reference"]])
        self.assertEqual(lines[4]["your_reference"], None)
        read = self.call("GET", f"/v1/decisions/{lines[0]['id']}", "TFL").json()
        self.assertEqual((read["decided_on"], read["effective_on"], read["enter_by"], read["late"]),
                         ("2026-02-27", "2026-03-20", "2026-03-05", False))
        self.assertEqual(self.call("GET", f"/v1/decisions/{lines[1]['id']}", "TFL").json()["state"],
                         "ended")
        answer = self.call("POST", "/v1/checks", "MAN", check(someone)).json()
        self.assertEqual(answer["outcome"], "match")
        self.assertResults(self.csv(text), "unchanged", "unchanged", *["rejected"] * 3)
        self.assertProblem(self.csv("your_reference,kind\nX,refusal\n"), 422, "invalid")

    def test_many(self):
        rows = [row(f"M-{i}", f"Person Number{i}") for i in range(2500)]
        self.assertResults(self.upload(rows), *["created"] * 2500)
        rows[1234]["kind"] = "refusal"
        results = ["unchanged"] * 2500
        results[1234] = "rejected"
        self.assertResults(self.upload(rows), *results)


if __name__ == "__main__":
    unittest.main()
