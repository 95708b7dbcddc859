#!/usr/bin/env python3
"""Batches of licences: NDJSON and CSV as councils have it, bad rows, cut-off and sent again."""
import gzip
import json
import unittest

from register import RegisterTest, licence, person, received, wait_for


def row(number, name="Ada Lovelace", **more):
    return {"licence_number": number, **licence(person(name)), **more}


HEADER = "licence_number,class,status,full_name,date_of_birth"


class Batches(RegisterTest):

    def upload(self, rows, key="TFL", kind="application/x-ndjson", query=""):
        if isinstance(rows, str):
            rows = rows.encode()
        return self.register.upload("/v1/licences/batch" + query, key, rows, kind)

    def csv(self, text, query="", key="TFL"):
        return self.upload(text, key, "text/csv; charset=utf-8", query)

    def read(self, number, key="TFL"):
        return self.assertAnswer(self.call("GET", "/v1/licences/" + number, key), 200)

    def assertResults(self, answer, *results):
        """The results of the rows in order, and a summary that agrees."""
        self.assertEqual(answer.status, 200, answer.body[:2000])
        self.assertEqual(answer.headers["content-type"], "application/x-ndjson")
        *rows, end = answer.lines()
        self.assertEqual([one["row"] for one in rows], list(range(1, len(rows) + 1)))
        self.assertEqual([one["result"] for one in rows], list(results), rows)
        counts = {one: results.count(one) for one in ("created", "updated", "unchanged", "rejected")}
        self.assertEqual(end, {"summary": {"rows": len(rows), **counts}})
        return rows

    def assertRejected(self, line, *pointers):
        self.assertEqual(line["result"], "rejected")
        self.assertProblemDocument(line["problem"], 422)
        self.assertEqual(sorted(one["pointer"] for one in line["problem"]["errors"]),
                         sorted(pointers), line)

    def test_created_updated_unchanged(self):
        self.assertResults(self.upload([row("N-1"), row("N-2")]), "created", "created")
        lines = self.assertResults(self.upload([row("N-1"), row("N-2", status="revoked"),
                                                row("N-3")]), "unchanged", "updated", "created")
        self.assertEqual([one["licence_number"] for one in lines], ["N-1", "N-2", "N-3"])
        self.assertEqual(self.read("N-2")["version"], 2)

    def test_bad_rows_reject_themselves_alone(self):
        rows = [json.dumps(row("BAD-1")), "{not json", json.dumps(row("BAD-3", status="?", note=1)),
                '["a"]', json.dumps(row("BAD-5", holder={"names": []})), json.dumps(row("BAD-6")),
                '{"licence_number":"BAD-7","licence_number":"x"}']
        lines = self.assertResults(self.upload("\n".join(rows) + "\n"), "created", "rejected",
                                   "rejected", "rejected", "rejected", "created", "rejected")
        self.assertRejected(lines[2], "/status", "/note")
        self.assertRejected(lines[4], "/holder/names")
        self.assertEqual([one["licence_number"] for one in lines],
                         ["BAD-1", None, "BAD-3", None, "BAD-5", "BAD-6", None])

    def test_a_row_that_is_too_long_or_never_closed_costs_itself_alone(self):
        cells = [f"LONG-{n},dual,current,Ann Lee,1970-01-02" for n in range(5_000)]
        cells[1_500] = 'LONG-1500,dual,current,"Ann Lee,1970-01-02'
        wanted = ["created"] * 5_000
        wanted[1_500] = "rejected"
        lines = self.assertResults(self.csv("\n".join([HEADER, *cells]) + "\n"), *wanted)
        self.assertIn("a quote in it is never closed", lines[1_500]["problem"]["detail"])

        rows = [row(f"LONG-{n}") for n in range(5_000, 5_010)]
        rows[4] = row("LONG-5004", name="Ann " + "n" * 70_000)
        wanted = ["created"] * 10
        wanted[4] = "rejected"
        lines = self.assertResults(self.upload(rows), *wanted)
        self.assertEqual(lines[4]["problem"]["detail"], "The row is too long.")
        self.read("LONG-5009")

    def test_number_twice_in_one_file(self):
        self.assertResults(self.upload([row("TW"), row("TW", status="suspended"), row("TW")]),
                           "created", "updated", "updated")
        self.assertEqual(self.read("TW")["status"], "current")

    def test_blank_lines_mark_and_missing_last_newline(self):
        text = "\ufeff" + json.dumps(row("BL-1")) + "\r\n\r\n\n" + json.dumps(row("BL-2"))
        self.assertResults(self.upload(text), "created", "created")
        self.assertResults(self.upload(b""))

    def test_own_rows_only(self):
        lines = self.assertResults(
            self.upload([row("OWN-1", authority="TFL"), row("OWN-2", authority="BIR"),
                         row("OWN-3", authority="Transport for London"), row("OWN-4"),
                         row("OWN-5", authority="Camelot")]),
            "created", "rejected", "created", "created", "rejected")
        self.assertRejected(lines[1], "/authority")
        self.assertRejected(lines[4], "/authority")
        self.assertProblem(self.call("GET", "/v1/licences/OWN-2", "BIR"), 404)

    def test_csv_as_excel_saves_it(self):
        text = ("\ufeff" + HEADER + ",address_1,postcode\r\n"
                'X-1,dual,current,"O\'Brien, Séan","03/04/1985","Flat 2\r\nThe ""Mews""",SW1A 1AA\r\n'
                "X-2,Private_Hire,CURRENT,Zoë Łęcka,1990-12-31,,\r\n"
                "X-3,dual,current,Ann Lee,31/02/1990,,\r\n"
                "X-4,dual,current,Ann Lee\r\n"
                ",,,,,,\r\n")
        lines = self.assertResults(self.csv(text), "created", "created", "rejected", "rejected",
                                   "rejected")
        self.assertRejected(lines[2], "/date_of_birth")
        holder = self.read("X-1")["holder"]
        self.assertEqual(holder["names"][0]["full"], "O'Brien, Séan")
        self.assertEqual(holder["date_of_birth"], "1985-04-03")
        self.assertEqual(holder["addresses"][0]["lines"], ['Flat 2 The "Mews"'])
        self.assertEqual(self.read("X-2")["holder"]["names"][0]["full"], "Zoë Łęcka")
        self.assertResults(self.csv(text), "unchanged", "unchanged", "rejected", "rejected",
                           "rejected")

    def test_csv_in_windows_1252(self):
        text = f"{HEADER}\nW-1,dual,current,José Núñez – O’Hara,1990-01-02\n"
        self.assertResults(self.csv(text.encode("cp1252")), "created")
        self.assertEqual(self.read("W-1")["holder"]["names"][0]["full"], "José Núñez – O’Hara")

    def test_csv_columns_in_any_order_with_former_names(self):
        self.assertResults(self.csv("status,former_names,family_name,given_names,class,Licence_Number\n"
                                    "current,Ann Bell; Ann Carr,Lee,Ann,dual,O-1\n"), "created")
        names = self.read("O-1")["holder"]["names"]
        self.assertEqual([(one.get("family"), one.get("full"), one["kind"]) for one in names],
                         [("Lee", None, "current"), (None, "Ann Bell", "former"),
                          (None, "Ann Carr", "former")])

    def test_csv_headers_that_are_wrong(self):
        for header, pointers in (("licence_number,class,status", ["/full_name or family_name"]),
                                 (HEADER + ",colour", ["/colour"]), (HEADER + ",class", ["/class"]),
                                 ("a;b;c", []), ("L-1,dual,current,Ann Lee,1985-01-01", []),
                                 ("", [])):
            answer = self.csv(header + "\nL-1,dual,current,Ann Lee,1985-01-01,x\n" if header else "")
            problem = self.assertProblem(answer, 422, "invalid")
            self.assertEqual([one["pointer"] for one in problem.get("errors", [])], pointers)

    def test_mappings_of_the_configuration(self):
        self.assertResults(self.csv(
            "LICENCE NUMBER,NAME,LICENCE TYPE,EXPIRY DATE,Ward\n"
            'P-1,"KHAN, MOHAMMED I",Taxi,31/12/2027,Soho\n'
            'P-2,"LEE, ANN",Boat,31/12/2027,Soho\n', "?mapping=public-register"),
            "created", "rejected")
        read = self.read("P-1")
        self.assertEqual((read["class"], read["status"], read["expires_on"]),
                         ("hackney_carriage", "current", "2027-12-31"))
        name = read["holder"]["names"][0]
        self.assertEqual((name["family"], name["given"]), ("KHAN", "MOHAMMED I"))
        self.assertResults(self.csv("Badge No,Badge Type,Licence Status,Surname,Forename(s),D.O.B\n"
                                    "M-1,PH,Live,Lee,Ann,03/04/1985\n",
                                    "?mapping=back-office-export"), "created")
        self.assertEqual(self.read("M-1")["holder"]["date_of_birth"], "1985-04-03")
        self.assertProblem(self.csv(HEADER, "?mapping=nobody"), 400, "malformed")
        self.assertProblem(self.csv(HEADER, "?colour=red"), 400, "malformed")

    def test_type_of_the_rows(self):
        for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
            self.assertProblem(self.upload([row("T-1")], kind=kind), 415, "unsupported-media-type")
        packed = self.call("POST", "/v1/licences/batch", "TFL", gzip.compress(b"{}\n"),
                           {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"})
        self.assertProblem(packed, 415, "unsupported-media-type")

    def test_a_long_file_streams_and_again_changes_nothing(self):
        rows = [row(f"LONG-{i}", f"Driver Number{i}") for i in range(5000)]
        self.assertResults(self.upload(rows, "MAN"), *["created"] * 5000)
        self.assertResults(self.upload(rows, "MAN"), *["unchanged"] * 5000)

    def test_cut_off_keeps_what_was_stored_and_again_completes_it(self):
        rows = [json.dumps(row(f"CUT-{i}")).encode() + b"\n" for i in range(3000)]
        whole = b"".join(rows)
        head = ("POST /v1/licences/batch HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                f"{self.register.key('TFL')}\r\nContent-Type: application/x-ndjson\r\n"
                f"Content-Length: {len(whole)}\r\n\r\n").encode()
        with self.register.connect() as wire:
            wire.sendall(head + whole[:len(whole) * 2 // 3])
            wait_for(lambda: self.call("GET", "/v1/licences/CUT-900", "TFL").status == 200,
                     "the first chunk to be stored")
        again = self.upload(whole).lines()
        self.assertEqual(again[-1]["summary"]["rows"], 3000)
        self.assertEqual(again[-1]["summary"]["rejected"], 0)
        self.assertGreaterEqual(again[-1]["summary"]["unchanged"], 1000)
        self.assertEqual([one["result"] for one in again[:1000]], ["unchanged"] * 1000)
        self.assertEqual(self.upload(whole).lines()[-1]["summary"]["unchanged"], 3000)

    def test_wrong_framing_in_the_middle_has_no_summary(self):
        body = b"".join(json.dumps(row(f"FR-{i}")).encode() + b"\n" for i in range(1500))
        head = ("POST /v1/licences/batch HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                f"{self.register.key('TFL')}\r\nContent-Type: application/x-ndjson\r\n"
                "Transfer-Encoding: chunked\r\n\r\n").encode()
        with self.register.connect() as wire:
            wire.sendall(head + b"%x\r\n%s\r\nZZ\r\n" % (len(body), body))
            told, _ = received(wire)
        self.assertNotIn(b'"summary"', told)


if __name__ == "__main__":
    unittest.main()
