#!/usr/bin/env python3
"""A council's own column mappings: kept by its administrator, named in uploads beside the register's,
seen at once by every daemon, and never another council's."""
import datetime
import json
import shutil
import unittest

from officers import Browser
from register import Register, RegisterTest, admin, folder, wait_for

PLACE = "/v1/column-mappings/"
# Headers that no file of config/mappings has.
ROWS = ("Plate;x,Zulassung,Lenker,Geboren,Stand\n"
        "W/1,PHD,\"KHAN, AMINA\",14/03/1985,Active\n"
        "W/2,HCD,\"LEE, ANN\",03/04/1985,Active\n")


def mapping(name="ours", **more):
    made = {"format": "badgewatch-mapping/1", "name": name, "description": "The export of our back office.",
            "columns": {"licence_number": {"header": "Plate;x"}, "class": {"header": "Zulassung"},
                        "full_name": {"header": "Lenker"}, "date_of_birth": {"header": "Geboren"},
                        "status": {"header": "Stand"}},
            "values": {"class": {"PHD": "private_hire", "HCD": "hackney_carriage"},
                       "status": {"Active": "current"}},
            "defaults": {}, "dates": ["dmy"], "name_order": "family_comma_given"}
    return {**made, **more}


# And of decisions.
OUTCOMES = ("Case,Outcome,Date,From,Letter,Driver,Born,Ward\n"
            "{0}/1,Revoked,02/11/2025,02/11/2025,03/11/2025,\"KHAN, AMINA\",14/03/1985,Soho\n"
            "{0}/2,Struck off,02/11/2025,02/11/2025,03/11/2025,\"LEE, ANN\",03/04/1985,\n")


def of_decisions(name="outcomes", **more):
    made = {"format": "badgewatch-mapping/1", "name": name, "description": "Our case list.", "kind": "decisions",
            "columns": {"your_reference": {"header": "Case"}, "kind": {"header": "Outcome"},
                        "decided_on": {"header": "Date"}, "effective_on": {"header": "From"},
                        "notified_on": {"header": "Letter"}, "full_name": {"header": "Driver"},
                        "date_of_birth": {"header": "Born"}},
            "values": {"kind": {"Revoked": "revocation"}}, "defaults": {"relies_on_relevant_information": "true"},
            "dates": ["dmy"], "name_order": "family_comma_given"}
    return {**made, **more}


class ColumnMappings(RegisterTest):

    def put(self, body, key="TFL", match=None, place=None):
        headers = {"If-Match": match} if match else {}
        return self.call("PUT", PLACE + (place or body["name"]), key, body, headers)

    def licences(self, query="", key="TFL", rows=ROWS):
        return self.register.upload("/v1/licences/batch" + query, key, rows.encode(), "text/csv")

    def names(self, key="TFL", register=None):
        answer = (register or self.register).call("GET", "/v1/column-mappings", key)
        return [(one["name"], one["owner"]) for one in self.assertAnswer(answer, 200)["mappings"]]

    def test_it_is_made_once_changed_by_who_read_it_and_removed(self):
        made = self.put(mapping())
        body = self.assertAnswer(made, 201)
        self.assertEqual(body["mapping"], {**mapping(), **body["mapping"]})
        self.assertEqual((body["name"], body["owner"]), ("ours", "authority"))
        self.assertEqual(made.headers["etag"], f'"{body["version"]}"')
        self.assertTrue(body["changed_by"])
        again = self.put(mapping())
        self.assertEqual((again.status, again.json()), (200, body))
        other = mapping(dates=["iso"])
        self.assertProblem(self.put(other), 409, "conflict", ["/name"])
        self.assertProblem(self.put(other, match='"0"'), 412, "precondition-failed")
        changed = self.put(other, match=made.headers["etag"])
        self.assertEqual(self.assertAnswer(changed, 200)["mapping"]["dates"], ["iso"])
        # Whose answer was lost sends it once more.
        self.assertAnswer(self.put(other, match=made.headers["etag"]), 200)
        self.assertProblem(self.put(mapping(), match=made.headers["etag"]), 412, "precondition-failed")
        read = self.call("GET", PLACE + "ours", "TFL")
        self.assertEqual((read.json(), read.headers["etag"]), (changed.json(), changed.headers["etag"]))
        self.assertProblem(self.call("DELETE", PLACE + "ours", "TFL", None,
                                     {"If-Match": made.headers["etag"]}), 412, "precondition-failed")
        self.assertEqual(self.call("DELETE", PLACE + "ours", "TFL", None,
                                   {"If-Match": changed.headers["etag"]}).status, 204)
        self.assertProblem(self.call("DELETE", PLACE + "ours", "TFL"), 404, "not-found")
        self.assertProblem(self.put(other, match="*"), 412, "precondition-failed")

    def test_what_is_wrong_is_refused_by_its_field(self):
        for name in ("default", "back-office-export"):
            self.assertProblem(self.put(mapping(name)), 409, "conflict", ["/name"])
        for name in ("A", "a%20b", "%C3%A4", "x" * 61, "a.b", "a%2Fb"):
            self.assertProblem(self.put(mapping(), place=name), 422, "invalid", ["/name"])
        self.assertProblem(self.put(mapping("other"), place="ours"), 422, "invalid", ["/name"])
        wrong = mapping(dates=["mdy"], colour="red", defaults={"class": "rickshaw"})
        wrong["columns"] = {"licence_number": {"header": "No"}, "full_name": {"header": "no "},
                            "shoe_size": {"header": "Shoe"}}
        self.assertProblem(self.put(wrong), 422, "invalid",
                           ["/columns/full_name/header", "/columns/shoe_size", "/dates", "/colour",
                            "/defaults/class"])
        long = mapping(values={"class": {f"{n:0200}": "dual" for n in range(200)}})
        self.assertProblem(self.put(long), 422, "invalid")
        self.assertProblem(self.call("PUT", PLACE + "ours", "TFL", b"{"), 400, "malformed")
        self.assertNotIn(("ours", "authority"), self.names("BIR"))

    def test_fifty_and_no_more(self):
        for n in range(50):
            self.assertAnswer(self.put(mapping(f"m{n}"), "CRF"), 201)
        self.assertProblem(self.put(mapping("m50"), "CRF"), 409, "conflict")
        self.assertEqual(len(self.names("CRF")), 53)

    def test_another_council_has_none_of_it(self):
        self.assertAnswer(self.put(mapping("of-leeds"), "LDS"), 201)
        self.assertIn(("of-leeds", "authority"), self.names("LDS"))
        self.assertNotIn("of-leeds", dict(self.names("BIR")))
        self.assertProblem(self.call("GET", PLACE + "of-leeds", "BIR"), 404, "not-found")
        self.assertProblem(self.call("DELETE", PLACE + "of-leeds", "BIR"), 404, "not-found")
        self.assertProblem(self.licences("?mapping=of-leeds", "BIR"), 400, "malformed")
        self.assertAnswer(self.put(mapping("of-leeds", dates=["iso"]), "BIR"), 201)
        self.assertEqual(self.call("GET", PLACE + "of-leeds", "LDS").json()["mapping"]["dates"], ["dmy"])

    def test_licences_and_a_roster_are_read_with_it(self):
        self.assertAnswer(self.put(mapping("read"), "WLV"), 201)
        self.assertProblem(self.licences(key="WLV"), 422, "invalid")
        lines = self.licences("?mapping=read", "WLV").lines()
        self.assertEqual([one["result"] for one in lines[:-1]], ["created", "created"])
        read = self.call("GET", "/v1/licences/W%2F2", "WLV").json()
        self.assertEqual((read["class"], read["status"], read["holder"]["date_of_birth"],
                          read["holder"]["names"][0]["family"]),
                         ("hackney_carriage", "current", "1985-04-03", "LEE"))
        today = datetime.datetime.now(datetime.timezone.utc).date()
        rows = ROWS.replace("W/2", "W/3").encode()
        lines = self.register.upload(f"/v1/rosters?as_of={today}&rows=2&mapping=read", "WLV", rows,
                                     "text/csv").lines()
        self.assertEqual([one["result"] for one in lines[:2]], ["same", "missing"])
        self.assertGreaterEqual(lines[-1]["summary"]["extra"], 1)

    def decisions(self, query="", key="TFL", rows=None):
        return self.register.upload("/v1/decisions/batch" + query, key, (rows or OUTCOMES.format("C")).encode(),
                                    "text/csv")

    def test_decisions_are_read_with_one_of_theirs(self):
        made = self.assertAnswer(self.put(of_decisions(), "LDS"), 201)
        self.assertEqual((made["kind"], made["mapping"]["kind"]), ("decisions", "decisions"))
        self.assertEqual(self.call("GET", PLACE + "outcomes", "LDS").json(), made)
        self.assertProblem(self.decisions(key="LDS"), 422, "invalid")
        # Looked at first: nothing is entered.
        lines = self.decisions("?preview=true&mapping=outcomes", "LDS").lines()
        self.assertEqual([one["result"] for one in lines[:-1]], ["readable", "rejected"])
        self.assertEqual(lines[0]["decision"], {
            "kind": "revocation", "decided_on": "2025-11-02", "effective_on": "2025-11-02",
            "notified_on": "2025-11-03", "relies_on_relevant_information": True, "your_reference": "C/1",
            "subject": lines[0]["decision"]["subject"]})
        self.assertEqual(lines[0]["decision"]["subject"]["names"][0]["family"], "KHAN")
        self.assertEqual(lines[1]["problem"]["errors"][0]["pointer"], "/kind")
        self.assertEqual(lines[-1]["summary"], {"rows": 2, "readable": 1, "created": 0, "updated": 0,
                                                "unchanged": 0, "rejected": 1})
        lines = self.decisions("?mapping=outcomes", "LDS").lines()
        self.assertEqual([one["result"] for one in lines[:-1]], ["created", "rejected"])
        self.assertNotIn("decision", lines[0])
        entered = self.call("GET", f"/v1/decisions/{lines[0]['id']}", "LDS").json()
        self.assertEqual((entered["kind"], entered["decided_on"]), ("revocation", "2025-11-02"))
        self.assertEqual(self.decisions("?mapping=outcomes", "LDS").lines()[0]["result"], "unchanged")
        # A preview as NDJSON, and more rows than are shown.
        rows = [{"your_reference": f"P/{n}", "kind": "refusal", "decided_on": "2025-11-02",
                 "effective_on": "2025-11-02", "notified_on": "2025-11-03", "relies_on_relevant_information": True,
                 "subject": {"names": [{"full": "Ann Lee"}], "date_of_birth": "1985-04-03"}} for n in range(25)]
        lines = self.register.upload("/v1/decisions/batch?preview=true", "LDS", rows).lines()
        self.assertEqual(sum("decision" in one for one in lines), 20)
        self.assertEqual(lines[-1]["summary"]["readable"], 25)
        self.assertProblem(self.decisions("?preview=yes", "LDS"), 400, "malformed")

    def test_a_mapping_is_for_files_of_one_kind(self):
        self.assertAnswer(self.put(of_decisions("cases"), "GLG"), 201)
        self.assertAnswer(self.put(mapping("plates"), "GLG"), 201)
        for wrong in (self.licences("?mapping=cases", "GLG"), self.decisions("?mapping=plates", "GLG"),
                      self.decisions("?mapping=back-office-export", "GLG"), self.decisions("?mapping=none", "GLG")):
            self.assertProblem(wrong, 400, "malformed")
        today = datetime.datetime.now(datetime.timezone.utc).date()
        self.assertProblem(self.register.upload(f"/v1/rosters?as_of={today}&rows=2&mapping=cases", "GLG",
                                                ROWS.encode(), "text/csv"), 400, "malformed")
        listed = lambda query: [(one["name"], one["kind"]) for one in self.assertAnswer(
            self.call("GET", "/v1/column-mappings" + query, "GLG"), 200)["mappings"]]
        self.assertIn(("plates", "licences"), listed(""))
        self.assertNotIn("cases", dict(listed("")))
        self.assertEqual(listed("?kind=licences"), listed(""))
        self.assertEqual(listed("?kind=decisions"), [("cases", "decisions"), ("default", "decisions")])
        self.assertProblem(self.call("GET", "/v1/column-mappings?kind=taxis", "GLG"), 400, "malformed")
        self.assertEqual(self.decisions("?mapping=default", "GLG").status, 422)
        # What it is for stays, whoever asks.
        read = self.call("GET", PLACE + "cases", "GLG")
        self.assertProblem(self.put(mapping("cases"), "GLG", read.headers["etag"]), 409, "conflict", ["/kind"])
        self.assertProblem(self.put(of_decisions("plates"), "GLG"), 409, "conflict", ["/kind"])
        wrong = of_decisions("wrong", kind="licences")
        self.assertProblem(self.put(wrong, "GLG"), 422, "invalid",
                           [f"/columns/{field}" for field in ("decided_on", "effective_on", "kind", "notified_on",
                                                              "your_reference")]
                           + ["/columns", "/values/kind", "/defaults/relies_on_relevant_information"])

    def test_another_daemon_sees_each_change_at_once(self):
        other = self.second_daemon()
        key = self.register.key("GLG")
        made = self.put(mapping("both"), "GLG")
        self.assertIn(("both", "authority"), self.names(key, other))
        upload = lambda: other.upload("/v1/licences/batch?mapping=both", key, ROWS.encode(), "text/csv")
        self.assertEqual(upload().lines()[-1]["summary"]["created"], 2)
        self.put(mapping("both", dates=["iso"]), "GLG", made.headers["etag"])
        self.assertEqual(upload().lines()[-1]["summary"]["rejected"], 2)
        self.assertEqual(self.call("DELETE", PLACE + "both", "GLG").status, 204)
        self.assertProblem(upload(), 400, "malformed")

    def test_an_upload_goes_on_with_what_it_began_with(self):
        self.assertAnswer(self.put(mapping("begun"), "MAN"), 201)
        header, one, _ = ROWS.splitlines(True)
        body = (header + "".join(one.replace("W/1", f"B/{n}") for n in range(3000))).encode()
        head = ("POST /v1/licences/batch?mapping=begun HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                f"{self.register.key('MAN')}\r\nContent-Type: text/csv\r\nConnection: close\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode()
        with self.register.connect() as wire:
            wire.sendall(head + body[:len(body) * 2 // 3])
            wait_for(lambda: self.call("GET", "/v1/licences/B%2F900", "MAN").status == 200,
                     "the first chunk to be stored")
            self.assertEqual(self.call("DELETE", PLACE + "begun", "MAN").status, 204)
            wire.sendall(body[len(body) * 2 // 3:])
            told = b""
            while got := wire.recv(65536):
                told += got
        self.assertIn(b'{"summary":{"rows":3000,"created":3000,', told)

    def test_a_change_is_in_the_log_and_the_administrators_alone(self):
        made = self.assertAnswer(self.put(mapping("logged"), "BIR"), 201)
        self.assertEqual(made["changed_by"], self.call("GET", PLACE + "logged", "BIR").json()["changed_by"])
        for role, status in (("officer", 403), ("decision_maker", 403), ("supervisor", 403),
                             ("data_administrator", 201)):
            with self.subTest(role):
                name = role.replace("_", "-")
                account = admin(self.register, "officer", "create", "BIR", f"of-{name}", "--name",
                                f"Amina the {role}", "--role", role)
                browser = Browser(self.register).sign_in(json.loads(account.stdout))
                answer = browser.call("PUT", PLACE + name, mapping(name))
                self.assertEqual(answer.status, status, answer.body)
                if status == 201:
                    self.assertEqual(answer.json()["changed_by"], f"Amina the {role}")


class FilesThatComeLater(RegisterTest):
    """The operator puts in a file under the name of a council's own mapping."""

    @classmethod
    def setUpClass(cls):
        cls.place = folder()
        cls.addClassCleanup(shutil.rmtree, cls.place, True)
        (cls.place / "mappings").mkdir()
        config = cls.place / "badgewatch.toml"
        config.write_text(Register.settings({"reference": {"mappings_directory": "mappings"}}))
        cls.options = {"config": config}
        super().setUpClass()

    def test_ones_own_goes_first_until_it_is_removed(self):
        call = lambda method, body=None: self.call(method, PLACE + "late", "TFL", body)
        upload = lambda key: self.register.upload("/v1/licences/batch?mapping=late", key, ROWS.encode(),
                                                  "text/csv")
        self.assertAnswer(call("PUT", mapping("late")), 201)
        self.register.stop()
        other = mapping("late")
        other["columns"] = {"licence_number": {"header": "No"}, "full_name": {"header": "Driver"}}
        (self.place / "mappings" / "late.json").write_text(json.dumps(other))
        self.register.start()
        self.assertEqual(upload("TFL").lines()[-1]["summary"]["created"], 2)
        self.assertProblem(upload("BIR"), 422, "invalid")
        listed = self.call("GET", "/v1/column-mappings", "TFL").json()["mappings"]
        self.assertEqual([(one["name"], one["owner"]) for one in listed],
                         [("late", "authority"), ("default", "register")])
        self.assertProblem(call("PUT", mapping("late", dates=["iso"])), 409, "conflict", ["/name"])
        self.assertEqual(call("DELETE").status, 204)
        self.assertEqual(call("GET").json()["owner"], "register")
        self.assertProblem(upload("TFL"), 422, "invalid")
        self.assertProblem(call("DELETE"), 404, "not-found")


if __name__ == "__main__":
    unittest.main()
