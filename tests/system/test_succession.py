#!/usr/bin/env python3
"""An authority ends and another one acts for it: what the former one recorded, owes and was told, its
people and its keys; what may be stated of it; and two officers at once."""
import csv
import datetime
import io
import json
import shutil
import subprocess
import threading
import unittest

from officers import Browser, totp
from register import (BIN, ROOT, START_SECONDS, Register, RegisterTest, check, decision, licence,
                      stranger, wait_for)

NAME = "Birmingham City Council (formerly City of Wolverhampton Council)"
HEADER = "Badgewatch-Authority"


def ends(code, on, successors, **more):
    def change(content):
        one = next(one for one in content["authorities"] if one["code"] == code)
        one.update({"ends_on": on, "successors": successors, **more})
    return change


class RegisterOfItsOwn(Register):
    """With reference data of its own."""

    def __init__(self, **options):
        super().__init__(**options)
        self.directory = self.folder / "reference"
        shutil.copytree(ROOT / "config" / "reference", self.directory)
        self.config = self.write_config({
            "reference": {"directory": str(self.directory)}, "misuse": {"period_ms": 200},
            "policies.in_term_watch": {"enabled": True, "legal_basis": "Agreement 2026/14"}})

    def state_that(self, change):
        path = self.directory / "authorities.json"
        content = json.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content))

    def load(self, *more):
        return subprocess.run([str(BIN / "badgewatchd"), "reference", "load", "--config", str(self.config),
                               "--state", str(self.state), *more],
                              capture_output=True, text=True, timeout=START_SECONDS, check=False)

    def divide(self, code, rows, *more):
        table = self.folder / "division.csv"
        table.write_text("kind,record,successor\n" + "".join(",".join(row) + "\n" for row in rows))
        return subprocess.run([str(BIN / "badgewatchd"), "reference", "divide", code, str(table), "--config",
                               str(self.config), "--state", str(self.state), *more],
                              capture_output=True, text=True, timeout=START_SECONDS, check=False)

    def begin_again(self, now):
        self.stop()
        self.now = now
        return self.start()


class SuccessionTest(RegisterTest):

    def post(self, path, key, body, status=201, **options):
        return self.assertAnswer(self.call("POST", path, key, body, **options), status)

    def get(self, path, key, status=200, headers=None):
        return self.assertAnswer(self.call("GET", path, key, headers=headers), status)

    def change(self, entry, key, change, **more):
        return self.call("POST", f"/v1/decisions/{entry['id']}/changes", key,
                         {"change": change, "on": "2027-04-01", "reason": "By the court.", **more})

    def alerts(self, key, kind):
        found, after = [], 0
        while True:
            page = self.get(f"/v1/alerts?after={after}", key)
            found += [one for one in page["alerts"] if one["kind"] == kind]
            if page["next"] == after:
                return found
            after = page["next"]

    def alert(self, key, kind, entry):
        def there():
            return [one for one in self.alerts(key, kind) if one["entry"]["id"] == entry["id"]]
        return wait_for(there, f"{kind} at {key}", 30)[0]

    def duties(self, key):
        return {one["id"]: one for one in self.get("/v1/duties", key)["duties"]}

    def adjudicate(self, key, subject, finding):
        asked = self.post("/v1/checks", key, check(subject))
        hit, = asked["hits"]
        self.post(f"/v1/checks/{asked['id']}/hits/{hit['id']}/adjudication", key,
                  {"finding": finding, "reason": "Both files were compared."}, 200)
        return asked

    def grant(self, key, number, on):
        """Recorded against a check of that day."""
        asked = self.post("/v1/checks", key, check(stranger(f"granted {number}")))
        self.post(f"/v1/checks/{asked['id']}/outcome", key,
                  {"result": "granted", "decided_on": on, "licence_number": number})


class Merger(SuccessionTest):
    """Wolverhampton becomes part of Birmingham on 1 April 2027."""
    @classmethod
    def setUpClass(cls):
        # A Wednesday.
        cls.register = RegisterOfItsOwn(now="2027-03-24T09:30:00Z")
        cls.addClassCleanup(cls.register.remove)
        cls.register.state_that(ends("WLV", "2027-03-31", ["BIR"]))
        cls.register.start()
        cls().before()
        cls.register.begin_again("2027-04-01T08:30:00+01:00")
        cls().taken_over()

    def runTest(self):
        """Never run: what is called before the tests is a test case too."""

    def before(self):
        cls = type(self)
        cls.subject, cls.driver, cls.other_driver = (stranger(f"merger {n}") for n in range(3))
        cls.entry = self.post("/v1/decisions", "WLV", decision(self.subject, "2027-03-22"))
        cls.mine_of_former = self.post("/v1/decisions", "WLV", decision(stranger("looked at"), "2027-03-22"))
        self.get(f"/v1/decisions/{self.mine_of_former['id']}", "WLV")
        cls.mine = self.post("/v1/decisions", "BIR", decision(stranger("of BIR"), "2027-03-22"))
        cls.corrected = stranger("corrected")
        cls.to_correct = self.post("/v1/decisions", "WLV", decision(cls.corrected, "2027-03-22"))
        cls.correction = self.post("/v1/rectification-requests", "MAN", {
            "entry": self.to_correct["id"], "check": self.post("/v1/checks", "MAN", check(self.corrected))["id"],
            "received_on": "2027-03-24", "wrong": "It was in March."})
        cls.granted = stranger("granted")
        cls.searched = stranger("searched")
        self.post("/v1/checks", "WLV", check(self.searched))
        clear = self.post("/v1/checks", "WLV", check(self.granted))
        self.post(f"/v1/checks/{clear['id']}/outcome", "WLV", {"result": "granted", "decided_on": "2027-03-24"})
        cls.found, cls.not_found = (stranger(f"found {n}") for n in range(2))
        for one in (self.found, self.not_found):
            self.post("/v1/decisions", "LDS", decision(one, "2027-03-22"))
        self.adjudicate("WLV", self.found, "different_person")
        self.grant("WLV", "PH-77", "2027-03-24")
        self.assertAnswer(self.call("PUT", "/v1/licences/WLV-1", "WLV", licence(self.driver)), 201)
        self.assertAnswer(self.call("PUT", "/v1/licences/WLV-2", "WLV", licence(self.other_driver)), 201)
        cls.check = self.post("/v1/checks", "MAN", check(self.subject))
        cls.check_of_successor = self.post("/v1/checks", "BIR", check(self.subject))
        cls.request = self.post("/v1/disclosure-requests", "MAN",
                                {"entry": self.entry["id"], "check": self.check["id"], "question": "Why?"})
        cls.of_driver = self.post("/v1/decisions", "MAN", decision(self.driver, "2027-03-23"))
        cls.matched = self.alert("WLV", "licensee_matched", self.of_driver)
        cls.concern = self.post("/v1/concerns", "LDS", {
            "became_aware_on": "2027-03-23", "categories": ["g"], "subject": stranger("of a concern"),
            "issuer": "WLV", "particulars": "Shouted."})
        cls.dismissed = self.alert("WLV", "concern_about_licensee", self.concern)
        self.post(f"/v1/alerts/{self.dismissed['id']}/changes", "WLV",
                  {"change": "dismiss", "note": "Known."}, 200)
        cls.owed = wait_for(lambda: len(self.duties("WLV")) == 6 and self.duties("WLV"), "six duties")
        # Nobody acts for it yet.
        self.assertProblem(self.call("GET", f"/v1/decisions/{self.entry['id']}", "BIR"), 404)
        self.assertProblem(self.call("GET", "/v1/duties", "BIR", headers={HEADER: "WLV"}), 403, "forbidden")
        hit, = self.check["hits"]
        self.assertNotIn("recording_authority_name", hit["entry"])

    def taken_over(self):
        def told():
            events = self.get("/v1/events", "BIR")["events"]
            return [one for one in events if one["type"] == "authority.taken_over"]
        event, = wait_for(told, "the take-over")
        self.assertEqual({name: event["data"][name] for name in
                          ("former", "since", "entries", "licences", "concerns", "requests", "duties")},
                         {"former": "WLV", "since": "2027-04-01", "entries": 3, "licences": 2, "concerns": 1,
                          "requests": 2, "duties": 6})
        type(self).owed_by_successor = self.duties("BIR")
        self.assertGreater(event["data"]["officers"], 0)
        self.assertGreater(event["data"]["keys"], 0)

    # ------------------------------------------------------------------------------------ records

    def test_an_appeal_after_the_merger_is_the_successors(self):
        before = self.get(f"/v1/decisions/{self.entry['id']}", "WLV")
        lodged = self.assertAnswer(self.change(self.entry, "BIR", "appeal_lodged"), 200)
        self.assertEqual(lodged["state"], "under_appeal")
        for kept in ("entered_at", "enter_by", "retained_until", "id"):
            self.assertEqual(lodged[kept], before[kept])
        changed = self.alert("MAN", "entry_changed", self.entry)
        self.assertEqual((changed["change"], changed["entry"]["recording_authority"]), ("appeal_lodged", "WLV"))
        # Who entered it is named where it is read, by key or person of the former authority.
        after = self.get(f"/v1/decisions/{self.entry['id']}", "WLV")
        self.assertEqual(after["history"][:1], before["history"])
        self.assertTrue(lodged["history"][1]["recorded_by"])
        dismissed = self.assertAnswer(self.change(self.entry, "BIR", "appeal_dismissed"), 200)
        self.assertEqual((dismissed["state"], dismissed["retained_until"]), ("active", before["retained_until"]))

    def test_nobody_else_comes_nearer_to_it(self):
        place = f"/v1/decisions/{self.entry['id']}"
        for code in ("LDS", "GLG"):
            self.assertProblem(self.call("GET", place, code), 404, "not-found")
            self.assertProblem(self.call("GET", place, code, headers={HEADER: "WLV"}), 403, "forbidden")
            self.assertProblem(self.change(self.entry, code, "lift"), 404, "not-found")
            self.assertProblem(self.call("GET", "/v1/duties", code, headers={HEADER: "NONE"}), 403, "forbidden")
        # MAN was given the hit: it knows that the entry is there.
        self.assertProblem(self.change(self.entry, "MAN", "lift"), 403, "forbidden")

    def test_a_former_authoritys_key_reads_its_own_records_and_no_more(self):
        self.get(f"/v1/decisions/{self.entry['id']}", "WLV")
        self.assertProblem(self.call("GET", f"/v1/decisions/{self.mine['id']}", "WLV"), 404)
        self.assertProblem(self.call("GET", f"/v1/decisions/{self.mine['id']}", "WLV", headers={HEADER: "BIR"}),
                           403, "forbidden")
        # Its system sends the same rows again, and they are the same.
        again = self.call("PUT", "/v1/licences/WLV-2", "WLV", licence(self.other_driver))
        self.assertEqual(self.assertAnswer(again, 200)["version"], 1)

    def test_the_successor_reads_lists_by_the_former_code(self):
        path = "/v1/disclosure-requests?list=to_answer"
        self.assertEqual(self.get(path, "BIR")["disclosure_requests"], [])
        one, = self.get(path, "BIR", headers={HEADER: "WLV"})["disclosure_requests"]
        self.assertEqual(one["id"], self.request["id"])
        read = self.get("/v1/licences/WLV-2", "BIR", headers={HEADER: "WLV"})
        self.assertEqual(read["holder"]["names"][0]["full"], self.other_driver["names"][0]["full"])
        self.assertProblem(self.call("GET", "/v1/licences/WLV-2", "BIR"), 404)
        rows = [{"licence_number": "WLV-3", **licence(stranger("sent on"))}]
        sent = self.call("POST", "/v1/licences/batch", "BIR", json.dumps(rows[0]).encode() + b"\n",
                         {"Content-Type": "application/x-ndjson", HEADER: "WLV"})
        self.assertEqual(sent.lines()[0]["result"], "created")
        self.assertEqual(self.call("GET", "/v1/licences/WLV-3", "WLV").status, 200)

    def test_the_log_names_who_looked_then_and_who_looks_now(self):
        place = f"/v1/decisions/{self.mine_of_former['id']}"
        self.get(place, "BIR")

        def lookers():
            seen = self.get(f"{place}/seen-by", "BIR")["seen"]
            return sorted({one["actor"] for one in seen if one["how"] == "decision_read"})
        actors = wait_for(lambda: len(lookers()) == 2 and lookers(), "both lookers")
        keys = {self.get("/v1/keys", "BIR")["keys"][0]["id"],
                self.get("/v1/keys", "BIR", headers={HEADER: "WLV"})["keys"][0]["id"]}
        self.assertEqual(set(actors), keys)

    # ------------------------------------------------------------------------------ what is shown

    def test_a_hit_says_the_old_name_and_whom_to_ask_now(self):
        hit, = self.post("/v1/checks", "MAN", check(self.subject))["hits"]
        entry = hit["entry"]
        self.assertEqual((entry["recording_authority"], entry["recording_authority_name"]), ("WLV", NAME))
        bir, = self.post("/v1/checks", "MAN", check(stranger("of BIR")))["hits"]
        self.assertEqual(entry["ask"], bir["entry"]["ask"])
        self.assertIn(NAME, hit["next_step"])
        # To the successor it is its own: there is nobody else to ask.
        own = self.post("/v1/checks", "BIR", check(self.subject))
        self.assertIn("your own authority's by now", own["hits"][0]["next_step"])
        asked = {"entry": self.entry["id"], "check": own["id"], "question": "Why?"}
        self.assertProblem(self.call("POST", "/v1/disclosure-requests", "BIR", asked), 409, "conflict")

    # ------------------------------------------------------------------------- duties and requests

    def test_no_duty_is_lost_and_no_clock_begins_anew(self):
        owed = self.owed_by_successor
        for id_, duty in self.owed.items():
            self.assertEqual({name: owed[id_][name] for name in ("kind", "opened_on", "due_on", "reckoning")},
                             {name: duty[name] for name in ("kind", "opened_on", "due_on", "reckoning")})
        self.assertEqual(sorted(one["kind"] for one in self.owed.values()),
                         3 * ["acknowledge_alert"] + ["answer_disclosure", "consider_concern", "rectify"])

        seen = self.alert("BIR", "licensee_matched", self.of_driver)
        for name in ("id", "raised_at", "band", "entry"):
            self.assertEqual(seen[name], self.matched[name])
        self.assertEqual(seen["licence_number"], "WLV-1")
        self.post(f"/v1/alerts/{seen['id']}/changes", "BIR", {"change": "acknowledge"}, 200)
        self.assertNotIn("acknowledge_alert", [one["kind"] for one in self.duties("BIR").values()
                                               if one["about"]["id"] == seen["id"]])
        # One that was done with is no work, and can be read.
        self.assertNotIn(self.dismissed["id"],
                         [one["id"] for one in self.alerts("BIR", "concern_about_licensee")])
        self.assertEqual(self.get(f"/v1/alerts/{self.dismissed['id']}", "BIR")["state"], "dismissed")

        considered = self.post(f"/v1/concerns/{self.concern['id']}/changes", "BIR",
                               {"change": "consider", "outcome": "warned", "reasons": "Heard.",
                                "considered_by": "O. Archer"}, 200)
        self.assertEqual(considered["id"], self.concern["id"])
        self.assertNotIn("consider_concern", [one["kind"] for one in self.duties("BIR").values()])
        self.alert("LDS", "concern_considered", self.concern)

        self.assertEqual(self.request["answer_by"], self.get(
            f"/v1/disclosure-requests/{self.request['id']}", "BIR")["answer_by"])
        answered = self.post(f"/v1/disclosure-requests/{self.request['id']}/answer", "BIR",
                             {"answer": "Section 1(g)."}, 200)
        self.assertEqual((answered["state"], answered["late"]), ("answered", False))
        self.assertEqual(self.get(f"/v1/disclosure-requests/{self.request['id']}", "MAN")["state"], "answered")
        self.assertNotIn("answer_disclosure", [one["kind"] for one in self.duties("BIR").values()])

    def test_a_driver_has_an_entry_of_the_former_authority_marked_and_corrected(self):
        entry = f"/v1/decisions/{self.to_correct['id']}"
        marked = self.assertAnswer(self.change(self.to_correct, "BIR", "disputed"), 200)
        self.assertEqual(marked["disputed_on"], "2027-04-01")
        self.assertEqual(self.alert("MAN", "entry_changed", self.to_correct)["change"], "disputed")
        place = f"/v1/rectification-requests/{self.correction['id']}"
        request = self.get(place, "BIR")
        self.assertEqual((request["answer_by"], request["possible"]),
                         (self.correction["answer_by"], ["correct", "refuse", "extend"]))
        self.assertAnswer(self.change(self.to_correct, "BIR", "amend", effective_on="2027-03-23"), 200)
        answer = {"outcome": "corrected", "reasons": "So it was."}
        self.assertEqual(self.post(f"{place}/answer", "BIR", answer, 200)["state"], "corrected")
        self.assertEqual(self.get(place, "MAN")["state"], "corrected")
        self.assertNotIn("rectify", [one["kind"] for one in self.duties("BIR").values()])

        # Asked of the successor: what it took over is its own, and what it asked for it answers.
        wanted = {"entry": self.to_correct["id"], "received_on": "2027-04-01", "wrong": "And the kind."}
        own = self.post("/v1/rectification-requests", "BIR", wanted)
        self.assertEqual((own["received_by"], own["possible"]), ("WLV", ["correct", "refuse", "withdraw", "extend"]))
        self.assertProblem(self.call("POST", "/v1/rectification-requests", "LDS", wanted), 404, "not-found")
        asked = self.post("/v1/checks", "BIR", check(self.corrected))
        mixed = self.post("/v1/rectification-requests", "BIR", {**wanted, "check": asked["id"]})
        self.assertEqual((mixed["received_by"], mixed["possible"]), ("BIR", ["correct", "refuse", "withdraw", "extend"]))
        for one in (own, mixed):
            done = self.post(f"/v1/rectification-requests/{one['id']}/answer", "BIR",
                             {"outcome": "refused", "reasons": "It is right."}, 200)
            self.assertEqual(done["state"], "refused")
        self.assertNotIn("rectify", [one["kind"] for one in self.duties("BIR").values()])
        self.assertEqual(self.get(entry, "BIR")["disputed_on"], "2027-04-01")

    def test_what_either_found_about_two_people_is_the_houses(self):
        def finding(key, subject):
            hit, = self.post("/v1/checks", key, check(subject))["hits"]
            return (hit["earlier_finding"] or {"finding": None})["finding"]
        self.assertEqual(finding("BIR", self.found), "different_person")
        self.assertIsNone(finding("MAN", self.found))
        # It is decided: a grant needs no more reason than before the merger.
        asked = self.post("/v1/checks", "BIR", check(self.found))
        outcome = {"result": "granted", "decided_on": "2027-04-01", "licence_number": "PH-90"}
        self.assertEqual(self.post(f"/v1/checks/{asked['id']}/outcome", "BIR", outcome)["undecided_hits"], 0)
        waiting = self.get("/v1/undecided-hits", "BIR")
        self.assertNotIn(asked["id"], json.dumps(waiting))
        # The last one counts, whichever code it was made under.
        self.adjudicate("BIR", self.found, "undecided")
        self.assertEqual(finding("BIR", self.found), "undecided")
        asked = self.post("/v1/checks", "BIR", check(self.found))
        self.assertProblem(self.call("POST", f"/v1/checks/{asked['id']}/outcome", "BIR", outcome), 422)
        self.adjudicate("BIR", self.found, "same_person")
        self.assertEqual(finding("BIR", self.found), "same_person")
        # What the old systems see is what was found under their code.
        self.assertEqual(finding("WLV", self.found), "different_person")
        self.adjudicate("BIR", self.not_found, "different_person")
        self.assertEqual(finding("BIR", self.not_found), "different_person")
        self.assertIsNone(finding("WLV", self.not_found))

    def test_the_report_of_grants_is_one_over_the_house(self):
        def put(number, key, granted_on, **options):
            body = licence(stranger(f"licence {number} {granted_on}"), granted_on=granted_on)
            self.assertAnswer(self.call("PUT", f"/v1/licences/{number}", key, body, **options), 201)
        # Searched by the former authority, granted under the new code; and the other way round.
        put("PH-77", "BIR", "2027-03-25")
        put("PH-77", "WLV", "2027-03-25")
        self.grant("BIR", "PH-78", "2027-04-01")
        put("PH-78", "WLV", "2027-04-01")
        put("PH-79", "BIR", "2027-04-01")
        put("PH-79", "WLV", "2027-03-31")
        path = "/v1/reports/grants?from=2027-03-01&to=2027-04-01"
        report = self.get(path, "BIR")
        unsearched = {(one["licence_number"], one["granted_on"], one.get("former"))
                      for one in report["without_search"]}
        self.assertEqual(unsearched, {("PH-79", "2027-04-01", None), ("PH-79", "2027-03-31", "WLV")})
        self.assertEqual((report["granted"], report["searched"], report["without_search_count"]), (4, 2, 2))
        answered = self.call("GET", path + "&format=csv", "BIR").body.decode()
        rows = {(one["licence_number"], one["day"], one["former"] or None)
                for one in csv.DictReader(io.StringIO(answered)) if one["finding"] == "without_search"}
        self.assertEqual(rows, unsearched)
        self.assertEqual(self.get(path + "&limit=1", "BIR"),
                         {**report, "without_search": report["without_search"][:1]})
        # Under the former code, what stands there; its searches are the house's all the same.
        report = self.get(path, "BIR", headers={HEADER: "WLV"})
        self.assertEqual([(one["licence_number"], one.get("former")) for one in report["without_search"]],
                         [("PH-79", None)])
        self.assertEqual((report["granted"], report["searched"]), (3, 2))
        self.assertEqual(self.get(path, "MAN")["granted"], 0)

    def test_an_alert_says_what_the_former_authority_recorded_of_the_case(self):
        entry = self.post("/v1/decisions", "MAN", decision(self.granted, "2027-03-25"))
        alert = self.alert("BIR", "earlier_check_contradicted", entry)
        self.assertEqual(alert["case"], "already_granted")

    def test_a_driver_is_told_what_the_former_authority_holds_about_him(self):
        subject = {"case_reference": "SAR-1", "received_on": "2027-04-01", "subject": self.driver}
        found = self.post("/v1/subject-requests", "BIR", subject)
        self.assertEqual([one["licence_number"] for one in found["licences"]], ["WLV-1"])
        bundle = self.post(f"/v1/subject-requests/{found['id']}/bundle", "BIR",
                           {"entries": [], "licences": ["WLV-1"], "searches": []}, 200)
        self.assertEqual([one["licence_number"] for one in bundle["licences"]], ["WLV-1"])
        found = self.post("/v1/subject-requests", "BIR", {**subject, "subject": self.searched})
        search, = found["searches"]
        found = self.post("/v1/subject-requests", "BIR", {**subject, "subject": self.corrected})
        self.assertEqual([(one["recording_authority"], one["own"]) for one in found["entries"]], [("WLV", True)])
        bundle = self.post(f"/v1/subject-requests/{found['id']}/bundle", "BIR",
                           {"entries": [self.to_correct["id"]], "licences": [], "searches": []}, 200)
        self.assertEqual([one["entry"]["id"] for one in bundle["entries"]], [self.to_correct["id"]])
        other = self.post("/v1/subject-requests", "LDS", subject)
        self.assertProblem(self.call("POST", f"/v1/subject-requests/{other['id']}/bundle", "LDS",
                                     {"entries": [], "licences": ["WLV-1"], "searches": [search["check"]]}),
                           422, "invalid", ["/licences/0", "/searches/0"])

    def test_what_comes_later_reaches_the_successor_once(self):
        entry = self.post("/v1/decisions", "MAN", decision(self.other_driver, "2027-03-23"))
        alert = self.alert("BIR", "licensee_matched", entry)
        self.assertEqual(alert["licence_number"], "WLV-2")
        page = self.get("/v1/events", "BIR")["events"]
        self.assertEqual([one["seq"] for one in page], list(range(1, len(page) + 1)))
        events = [one["data"] for one in page if one["data"].get("alert") == alert["id"]]
        self.assertEqual([(one["former"], one["licence"] is not None) for one in events], [("WLV", True)])
        # A change of an entry reaches who was told of it, and not twice.
        self.assertAnswer(self.change(entry, "MAN", "appeal_lodged"), 200)
        changed = self.alert("BIR", "entry_changed", entry)
        self.assertEqual(changed["licence_number"], "WLV-2")
        marker = self.post("/v1/decisions", "MAN", decision(self.driver, "2027-03-24"))
        self.alert("BIR", "licensee_matched", marker)
        self.assertEqual(len([one for one in self.alerts("BIR", "entry_changed")
                              if one["entry"]["id"] == entry["id"]]), 1)

    def test_two_officers_at_once(self):
        for n in range(3):
            entry = self.post("/v1/decisions", "WLV", decision(stranger(f"at once {n}"), "2027-03-22"))
            answers = {}

            def answer(key, entry=entry, answers=answers):
                answers[key] = self.change(entry, key, "appeal_lodged")
            both = [threading.Thread(target=answer, args=(key,)) for key in ("BIR", "WLV")]
            for one in both:
                one.start()
            for one in both:
                one.join()
            self.assertEqual(sorted(one.status for one in answers.values()), [200, 409])
            late = next(one for one in answers.values() if one.status == 409)
            self.assertIn("under_appeal", self.assertProblem(late, 409, "conflict")["detail"])
            history = self.get(f"/v1/decisions/{entry['id']}", "BIR")["history"]
            self.assertEqual([one["change"] for one in history], ["entered", "appeal_lodged"])


class Division(SuccessionTest):
    """Wolverhampton is divided between Birmingham, which has the rest, and Manchester on 1 April 2027."""
    @classmethod
    def setUpClass(cls):
        cls.register = RegisterOfItsOwn(now="2027-03-24T09:30:00Z")
        cls.addClassCleanup(cls.register.remove)
        cls.register.state_that(ends("WLV", "2027-03-31", ["BIR", "MAN"], records_to="BIR"))
        cls.register.start()
        cls().before()
        cls().stated()
        cls.register.begin_again("2027-04-01T08:30:00+01:00")
        cls().taken_over()

    def runTest(self):
        """Never run: what is called before the tests is a test case too."""

    def before(self):
        cls = type(self)
        cls.subjects = [stranger(f"division {n}") for n in range(2)]
        cls.drivers = [stranger(f"division driver {n}") for n in range(4)]
        cls.recorded = [decision(one, "2027-03-22", your_reference=f"WLV/{n}")
                        for n, one in enumerate(self.subjects)]
        cls.entries = [self.post("/v1/decisions", "WLV", one) for one in self.recorded]
        cls.undated = self.post("/v1/decisions", "WLV", decision(stranger("undated"), "2027-03-22"))
        for number, (driver, status) in enumerate(zip(self.drivers, ["current", "current", "revoked", "current"])):
            self.assertAnswer(self.call("PUT", f"/v1/licences/WLV-{number}", "WLV", licence(driver, status)), 201)
        cls.checks = [self.post("/v1/checks", "LDS", check(one)) for one in self.subjects]
        cls.requests = [self.post("/v1/disclosure-requests", "LDS", {
            "entry": entry["id"], "check": asked["id"], "question": "Why?"})
            for entry, asked in zip(self.entries, self.checks)]
        cls.of_drivers = [self.post("/v1/decisions", "LDS", decision(one, "2027-03-23")) for one in self.drivers[:2]]
        cls.matched = [self.alert("WLV", "licensee_matched", one) for one in self.of_drivers]
        cls.concern = self.post("/v1/concerns", "LDS", {
            "became_aware_on": "2027-03-23", "categories": ["g"], "subject": stranger("of a concern"),
            "issuer": "WLV", "particulars": "Shouted."})
        cls.found = self.post("/v1/concerns", "LDS", {
            "became_aware_on": "2027-03-23", "categories": ["g"], "subject": self.drivers[3],
            "particulars": "Followed a passenger."})
        cls.owed = wait_for(lambda: len(self.duties("WLV")) == 10 and self.duties("WLV"), "ten duties")
        officers = self.get("/v1/officers", "WLV")["officers"]
        username = next(one for one in self.register.officers("WLV") if "officer" in one["roles"])["username"]
        cls.officer = next(one["id"] for one in officers if one["username"] == username)
        cls.table = [("licence", "WLV-1", "MAN"), ("licence", "WLV-2", "MAN"), ("licence", "WLV-3", "MAN"),
                     ("licence", "WLV-0", "BIR"), ("entry", self.entries[1]["id"], "MAN"), ("concern", self.concern["id"], "MAN"),
                     ("officer", self.officer, "MAN")]

    def stated(self):
        """A wrong table changes nothing, a preview neither, and the same table again does nothing."""
        divide = self.register.divide
        wrong = divide("WLV", self.table + [("licence", "WLV-9", "MAN"), ("licence", "WLV-1", "GLG"),
                                            ("entry", "none", "MAN")])
        self.assertNotEqual(wrong.returncode, 0)
        self.assertIn("Row 9: successor is none of WLV's", wrong.stderr)
        self.assertIn("Row 10: record is no id", wrong.stderr)
        wrong = divide("WLV", self.table + [("licence", "WLV-9", "MAN"), ("licence", "WLV-1", "BIR")])
        self.assertIn("Row 8: WLV has no such licence", wrong.stderr)
        self.assertIn("Row 9: names what row 1 names", wrong.stderr)
        self.assertIn("does not divide LDS", divide("LDS", self.table).stderr)
        said = divide("WLV", self.table, "--preview")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("MAN (Manchester City Council): licence 3 entry 1 concern 1 officer 1\n", said.stdout)
        self.assertIn("BIR (Birmingham City Council): licence 1 and all that the table does not name", said.stdout)
        self.assertIn("Nothing was changed.", said.stdout)
        # Had one of those stated anything, it would be stated no more.
        self.assertIn("The division is stated.", divide("WLV", self.table).stdout)
        self.assertIn("Nothing was changed.", divide("WLV", self.table).stdout)
        # Reference data that are loaded anew leave it as it is.
        self.assertEqual(self.register.load().returncode, 0)
        self.assertIn("Nothing was changed.", divide("WLV", self.table).stdout)
        self.assertProblem(self.call("GET", f"/v1/decisions/{self.entries[1]['id']}", "MAN"), 404)

    def taken_over(self):
        for code, what in (("BIR", "licences"), ("MAN", "named")):
            def told(code=code):
                return [one for one in self.get("/v1/events", code)["events"]
                        if one["type"] == "authority.taken_over"]
            event, = wait_for(told, "the take-over")
            self.assertIn(what, event["data"])

    def test_each_reads_and_changes_what_went_to_it_and_nothing_else(self):
        for entry, mine, other in ((self.entries[0], "BIR", "MAN"), (self.entries[1], "MAN", "BIR")):
            place = f"/v1/decisions/{entry['id']}"
            before = self.get(place, mine)
            self.assertProblem(self.call("GET", place, other), 404, "not-found")
            self.assertProblem(self.call("GET", place, other, headers={HEADER: "WLV"}), 404, "not-found")
            # Who was given the hit knows that it is there.
            self.assertIn(self.change(entry, other, "appeal_lodged").status, (403, 404))
            lodged = self.assertAnswer(self.change(entry, mine, "appeal_lodged"), 200)
            self.assertEqual(lodged["state"], "under_appeal")
            for kept in ("entered_at", "enter_by", "retained_until", "id"):
                self.assertEqual(lodged[kept], before[kept])
            self.assertEqual(self.alert("LDS", "entry_changed", entry)["entry"]["recording_authority"], "WLV")
        # What the table does not name, and what the old system reads, is the heir's.
        self.get(f"/v1/decisions/{self.undated['id']}", "BIR")
        self.assertProblem(self.call("GET", f"/v1/decisions/{self.undated['id']}", "MAN"), 404)
        self.get(f"/v1/decisions/{self.entries[0]['id']}", "WLV")
        self.assertProblem(self.call("GET", f"/v1/decisions/{self.entries[1]['id']}", "WLV"), 404)
        self.assertProblem(self.call("GET", f"/v1/decisions/{self.entries[1]['id']}", "GLG"), 404)

    def test_licences_move_with_their_holders_also_one_that_was_revoked(self):
        for number, mine, other in ((0, "BIR", "MAN"), (1, "MAN", "BIR"), (2, "MAN", "BIR")):
            place = f"/v1/licences/WLV-{number}"
            self.get(place, mine, headers={HEADER: "WLV"})
            self.assertProblem(self.call("GET", place, other, headers={HEADER: "WLV"}), 404)
        asked = {"case_reference": "SAR-1", "received_on": "2027-04-01", "subject": self.drivers[2]}
        held = {code: self.post("/v1/subject-requests", code, asked)["licences"] for code in ("MAN", "BIR")}
        self.assertEqual([one["licence_number"] for one in held["MAN"]], ["WLV-2"])
        self.assertEqual(held["BIR"], [])
        # The old system sends its whole roster: what went elsewhere is refused alone.
        rows = [{"licence_number": f"WLV-{n}", **licence(self.drivers[n], "surrendered")} for n in (0, 1)]
        sent = self.call("POST", "/v1/licences/batch", "WLV",
                         b"".join(json.dumps(one).encode() + b"\n" for one in rows),
                         {"Content-Type": "application/x-ndjson"})
        self.assertEqual([one["result"] for one in sent.lines()[:2]], ["updated", "rejected"])
        self.assertProblem(self.call("PUT", "/v1/licences/WLV-1", "BIR", licence(self.drivers[1], "expired"),
                                     headers={HEADER: "WLV"}), 403, "forbidden")
        self.assertEqual(self.get("/v1/licences/WLV-1", "MAN", headers={HEADER: "WLV"})["status"], "current")
        # New ones are recorded under one's own code.
        self.assertProblem(self.call("PUT", "/v1/licences/WLV-7", "MAN", licence(stranger("new")),
                                     headers={HEADER: "WLV"}), 403, "forbidden")

    def test_an_old_system_that_sends_a_decision_again_is_told_that_it_went_elsewhere(self):
        again = self.call("POST", "/v1/decisions", "WLV", self.recorded[0])
        self.assertEqual(self.assertAnswer(again, 200)["id"], self.entries[0]["id"])
        changed = {**self.recorded[0], "kind": "suspension", "suspension_ends_on": "2027-09-01"}
        self.assertProblem(self.call("POST", "/v1/decisions", "WLV", changed), 409, "conflict")
        # Whatever it says of it by now.
        changed = {**self.recorded[1], "effective_on": "2027-03-24"}
        for body in (self.recorded[1], changed):
            told = self.assertProblem(self.call("POST", "/v1/decisions", "WLV", body), 403, "forbidden")
            self.assertIn("went to another of its successors", told["detail"])
            self.assertNotIn(self.entries[1]["id"], json.dumps(told))
        # Of a file, what went elsewhere is refused alone, and the rest is taken.
        new = decision(stranger("sent on"), "2027-03-23", your_reference="WLV/9")
        sent = self.call("POST", "/v1/decisions/batch", "WLV",
                         b"".join(json.dumps(one).encode() + b"\n" for one in (*self.recorded, new)),
                         {"Content-Type": "application/x-ndjson"})
        lines = sent.lines()
        self.assertEqual([one["result"] for one in lines[:3]], ["unchanged", "rejected", "created"])
        self.assertEqual(lines[1]["problem"]["status"], 403)
        # The same number of another authority is another entry.
        self.post("/v1/decisions", "MAN", {**self.recorded[1], "subject": stranger("of MAN")})
        history = self.get(f"/v1/decisions/{self.entries[1]['id']}", "MAN")["history"]
        self.assertEqual(len([one for one in history if one["change"] == "entered"]), 1)

    def test_the_old_systems_are_asked_for_nothing_that_went_elsewhere(self):
        """What a hit says to a key of the former authority is what it can do."""
        own, = self.post("/v1/checks", "WLV", check(self.subjects[0]))["hits"]
        self.assertIn("your own authority's by now", own["next_step"])
        asked = self.post("/v1/checks", "WLV", check(self.subjects[1]))
        hit, = asked["hits"]
        self.assertNotIn("our own authority", hit["next_step"])
        self.assertIn("Manchester City Council (formerly City of Wolverhampton Council)", hit["next_step"])
        # Both stand under one code, so that nobody could tell who asks whom.
        told = self.assertProblem(self.call("POST", "/v1/disclosure-requests", "WLV", {
            "entry": self.entries[1]["id"], "check": asked["id"], "question": "Why?"}), 409, "conflict")
        self.assertIn("ask as the one that acts for you now", told["detail"])

    def test_events_under_the_old_code_name_nothing_that_went_elsewhere(self):
        def events(key, **headers):
            found, after = [], 0
            while True:
                page = self.get(f"/v1/events?after={after}", key, headers=headers)
                found += page["events"]
                if page["next"] == after:
                    return found
                after = page["next"]
        later = self.post("/v1/decisions", "GLG", decision(self.drivers[1], "2027-03-25"))
        alert = self.alert("MAN", "licensee_matched", later)
        for key, headers in (("WLV", {}), ("BIR", {HEADER: "WLV"})):
            its = events(key, **headers)
            self.assertEqual([one["seq"] for one in its], list(range(1, len(its) + 1)))
            told = json.dumps(its)
            for id_ in (alert["id"], later["id"], self.matched[1]["id"], self.of_drivers[1]["id"],
                        self.requests[1]["id"], self.entries[1]["id"], self.concern["id"]):
                self.assertNotIn(id_, told)
            for id_ in (self.matched[0]["id"], self.of_drivers[0]["id"], self.requests[0]["id"]):
                self.assertIn(id_, told)
            gone = [one for one in its if one["type"] == "matter.handed_on"]
            self.assertGreaterEqual(len(gone), 4)
            self.assertEqual([one["data"] for one in gone], [{}] * len(gone))
        # Whose it is was told.
        self.assertIn(alert["id"], json.dumps(events("MAN")))
        self.assertNotIn(alert["id"], json.dumps(events("BIR")))

    def test_only_the_heir_has_what_hangs_on_the_authority(self):
        for path in ("/v1/keys", "/v1/officers", "/v1/webhooks", "/v1/events", "/v1/alerts"):
            self.get(path, "BIR", headers={HEADER: "WLV"})
            self.assertProblem(self.call("GET", path, "MAN", headers={HEADER: "WLV"}), 403, "forbidden")
        self.assertProblem(self.call("POST", "/v1/checks", "MAN", check(), headers={HEADER: "WLV"}), 403)

    def test_officers_act_for_the_successor_that_the_table_names(self):
        officers = [one for one in self.register.officers("WLV")]
        named = next(one for one in officers if "officer" in one["roles"])
        other = next(one for one in officers if one["username"] != named["username"])
        for officer, code in ((other, "BIR"), (named, "MAN")):
            # The register's clock is not the system's.
            now = self.post("/v1/checks", "GLG", check(stranger("the time")))["checked_at"]
            now = datetime.datetime.fromisoformat(now.replace("Z", "+00:00")).timestamp()
            browser = Browser(self.register).sign_in(officer, code=totp(officer["totp_secret"], now=now))
            session = self.assertAnswer(browser.call("GET", "/v1/session"), 200)
            self.assertEqual((session["officer"]["authority"], session["officer"]["former"]), (code, "WLV"))
            self.assertEqual(browser.call("GET", "/").status, 200)
        self.assertEqual(browser.call("GET", f"/v1/decisions/{self.entries[1]['id']}").status, 200)
        self.assertEqual(browser.call("GET", f"/v1/decisions/{self.entries[0]['id']}").status, 404)
        for path in ("/requests", "/concerns", "/alerts", "/duties", "/undecided-hits", "/corrections"):
            self.assertIn(browser.call("GET", path).status, (200, 404), path)
        requests = browser.call("GET", "/requests?list=to_answer").body.decode()
        self.assertIn(self.requests[1]["id"], requests)
        self.assertNotIn(self.requests[0]["id"], requests)

    def test_a_hit_names_the_old_authority_and_the_one_to_ask_now(self):
        for subject, name, own in zip(self.subjects, ("Birmingham", "Manchester"), ("BIR", "MAN")):
            hit, = self.post("/v1/checks", "GLG", check(subject))["hits"]
            self.assertEqual(hit["entry"]["recording_authority"], "WLV")
            self.assertEqual(hit["entry"]["recording_authority_name"],
                             f"{name} City Council (formerly City of Wolverhampton Council)")
            self.assertIn(name, hit["next_step"])
            mine, = self.post("/v1/checks", own, check(subject))["hits"]
            self.assertIn("your own authority's by now", mine["next_step"])
        # The one that is not one's own is another authority's, which is asked.
        asked = self.post("/v1/checks", "BIR", check(self.subjects[1]))
        self.assertNotIn("your own authority's", asked["hits"][0]["next_step"])
        request = self.post("/v1/disclosure-requests", "BIR", {
            "entry": self.entries[1]["id"], "check": asked["id"], "question": "Why?"})
        self.post(f"/v1/disclosure-requests/{request['id']}/answer", "MAN", {"answer": "Section 1(g)."}, 200)

    def test_no_clock_begins_anew_and_each_owes_what_went_to_it(self):
        owed = {code: self.duties(code) for code in ("BIR", "MAN")}
        whose = {}
        for id_, duty in self.owed.items():
            code, = [code for code in owed if id_ in owed[code]]
            whose.setdefault(code, []).append(duty["kind"])
            self.assertEqual({name: owed[code][id_][name] for name in ("kind", "opened_on", "due_on", "reckoning")},
                             {name: duty[name] for name in ("kind", "opened_on", "due_on", "reckoning")})
        self.assertEqual(sorted(whose["BIR"]), 2 * ["acknowledge_alert"] + ["answer_disclosure"])
        self.assertEqual(sorted(whose["MAN"]),
                         4 * ["acknowledge_alert"] + ["answer_disclosure"] + 2 * ["consider_concern"])

    def test_a_concern_is_the_own_one_of_whoever_has_the_licence_that_was_found(self):
        self.get(f"/v1/concerns/{self.found['id']}", "MAN")
        self.assertProblem(self.call("GET", f"/v1/concerns/{self.found['id']}", "BIR"), 404)
        said = {}
        for code in ("MAN", "BIR", "LDS"):
            hits = self.post("/v1/checks", code, check(self.drivers[3]))["hits"]
            said[code] = [one["next_step"] for one in hits if one["entry"]["type"] == "concern"]
        # The pointer is shared with others; whoever has the rest of the former authority is one of them.
        for code, whose in (("MAN", "Your own"), ("LDS", "Your own"), ("BIR", "Another")):
            self.assertEqual(len(said[code]), 1, code)
            self.assertIn(f"{whose} authority has a concern", said[code][0])

    def test_requests_and_concerns_are_worked_by_whoever_has_them(self):
        for request, mine, other in ((self.requests[0], "BIR", "MAN"), (self.requests[1], "MAN", "BIR")):
            place = f"/v1/disclosure-requests/{request['id']}"
            self.assertEqual(self.get(place, mine)["answer_by"], request["answer_by"])
            self.assertProblem(self.call("GET", place, other), 404)
            listed = self.get("/v1/disclosure-requests?list=to_answer", mine, headers={HEADER: "WLV"})
            self.assertIn(request["id"], [one["id"] for one in listed["disclosure_requests"]])
            listed = self.get("/v1/disclosure-requests?list=to_answer", other, headers={HEADER: "WLV"})
            self.assertNotIn(request["id"], [one["id"] for one in listed["disclosure_requests"]])
        place = f"/v1/concerns/{self.concern['id']}"
        self.assertProblem(self.call("GET", place, "BIR"), 404)
        considered = {"change": "consider", "outcome": "warned", "reasons": "Heard.", "considered_by": "O. Archer"}
        self.post(f"{place}/changes", "MAN", considered, 200)
        self.alert("LDS", "concern_considered", self.concern)

    def test_alerts_of_before_and_of_later_go_to_whoever_licenses_the_driver(self):
        for alert, of_driver, mine, other, number in (
                (self.matched[0], self.of_drivers[0], "BIR", "MAN", "WLV-0"),
                (self.matched[1], self.of_drivers[1], "MAN", "BIR", "WLV-1")):
            seen = self.alert(mine, "licensee_matched", of_driver)
            self.assertEqual((seen["id"], seen["raised_at"], seen["licence_number"]),
                             (alert["id"], alert["raised_at"], number))
            self.assertNotIn(alert["id"], [one["id"] for one in self.alerts(other, "licensee_matched")])
            self.assertProblem(self.call("GET", f"/v1/alerts/{alert['id']}", other), 404)
        entry = self.post("/v1/decisions", "GLG", decision(self.drivers[1], "2027-03-24"))
        self.assertEqual(self.alert("MAN", "licensee_matched", entry)["licence_number"], "WLV-1")
        self.assertNotIn(entry["id"], [one["entry"]["id"] for one in self.alerts("BIR", "licensee_matched")])

    def test_what_went_to_whom_stays_so(self):
        self.assertIn("Nothing was changed.", self.register.divide("WLV", self.table).stdout)
        later = self.register.divide("WLV", self.table[1:])
        self.assertNotEqual(later.returncode, 0)
        self.assertIn("has happened, and stays so", later.stderr)


class Chain(SuccessionTest):
    """Wolverhampton becomes part of Birmingham on 1 April 2027, and that is divided between Manchester, which
    has the rest, and Leeds on 1 May: what came from Wolverhampton is divided with it."""
    @classmethod
    def setUpClass(cls):
        cls.register = RegisterOfItsOwn(now="2027-03-24T09:30:00Z")
        cls.addClassCleanup(cls.register.remove)
        cls.register.state_that(ends("WLV", "2027-03-31", ["BIR"]))
        cls.register.state_that(ends("BIR", "2027-04-30", ["MAN", "LDS"], records_to="MAN"))
        cls.register.start()
        cls().before()
        cls.register.begin_again("2027-04-01T08:30:00+01:00")
        cls().merged()
        cls.register.begin_again("2027-05-01T08:30:00+01:00")
        cls().divided()

    def runTest(self):
        """Never run: what is called before the tests is a test case too."""

    def before(self):
        cls = type(self)
        cls.subjects = [stranger(f"chain {n}") for n in range(2)]
        cls.drivers = [stranger(f"chain driver {n}") for n in range(2)]
        cls.entries = [self.post("/v1/decisions", "WLV", decision(one, "2027-03-22")) for one in self.subjects]
        for number, driver in enumerate(self.drivers):
            self.assertAnswer(self.call("PUT", f"/v1/licences/PH-{number}", "WLV", licence(driver)), 201)
        # One number of two authorities is two licences.
        self.assertAnswer(self.call("PUT", "/v1/licences/PH-0", "BIR", licence(stranger("of BIR"))), 201)
        checks = [self.post("/v1/checks", "GLG", check(one)) for one in self.subjects]
        cls.requests = [self.post("/v1/disclosure-requests", "GLG", {
            "entry": entry["id"], "check": asked["id"], "question": "Why?"})
            for entry, asked in zip(self.entries, checks)]
        cls.of_drivers = [self.post("/v1/decisions", "GLG", decision(one, "2027-03-23")) for one in self.drivers]
        cls.matched = [self.alert("WLV", "licensee_matched", one) for one in self.of_drivers]
        cls.owed = wait_for(lambda: len(self.duties("WLV")) == 6 and self.duties("WLV"), "six duties")

    def merged(self):
        for one in self.of_drivers:
            self.alert("BIR", "licensee_matched", one)
        divide = self.register.divide
        table = [("licence", "PH-1", "LDS"), ("entry", self.entries[1]["id"], "LDS")]
        said = divide("BIR", table, "--preview")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("LDS (Leeds City Council): licence 1 entry 1\n", said.stdout)
        self.assertIn("BIR has no such entry", divide("BIR", [("entry", self.of_drivers[0]["id"], "LDS")]).stderr)
        stated = divide("BIR", table)
        self.assertIn("The division is stated.", stated.stdout, stated.stderr)

    def divided(self):
        def told():
            return [one for one in self.get("/v1/events", "LDS")["events"]
                    if one["type"] == "authority.taken_over" and one["data"]["former"] == "BIR"]
        event, = wait_for(told, "the take-over")
        self.assertEqual(event["data"]["named"], 2)
        type(self).owed_then = {code: self.duties(code) for code in ("MAN", "LDS")}

    def test_each_has_what_went_to_it_of_what_came_from_the_first(self):
        for n, mine, other in ((0, "MAN", "LDS"), (1, "LDS", "MAN")):
            entry = f"/v1/decisions/{self.entries[n]['id']}"
            before = self.get(entry, mine)
            for headers in (None, {HEADER: "WLV"}):
                self.assertProblem(self.call("GET", entry, other, headers=headers), 404, "not-found")
            lodged = self.assertAnswer(self.change(self.entries[n], mine, "appeal_lodged"), 200)
            self.assertEqual((lodged["entered_at"], lodged["retained_until"]),
                             (before["entered_at"], before["retained_until"]))
            place = f"/v1/licences/PH-{n}"
            held = self.get(place, mine, headers={HEADER: "WLV"})
            self.assertEqual(held["holder"]["names"][0]["full"], self.drivers[n]["names"][0]["full"])
            self.assertProblem(self.call("GET", place, other, headers={HEADER: "WLV"}), 404)
            request = f"/v1/disclosure-requests/{self.requests[n]['id']}"
            self.assertEqual(self.get(request, mine)["answer_by"], self.requests[n]["answer_by"])
            self.assertProblem(self.call("GET", request, other), 404)
            self.post(f"{request}/answer", mine, {"answer": "Section 1(g)."}, 200)
        # The second one's own licence of that number stayed with its heir.
        self.get("/v1/licences/PH-0", "MAN", headers={HEADER: "BIR"})
        self.assertProblem(self.call("GET", "/v1/licences/PH-0", "LDS", headers={HEADER: "BIR"}), 404)
        self.assertProblem(self.call("GET", "/v1/keys", "LDS", headers={HEADER: "WLV"}), 403, "forbidden")
        # The first one's systems are the heir's.
        self.assertProblem(self.call("GET", f"/v1/decisions/{self.entries[1]['id']}", "WLV"), 404)

    def test_a_hit_names_the_first_authority_and_whoever_has_the_entry_now(self):
        for subject, name in zip(self.subjects, ("Manchester", "Leeds")):
            hit, = self.post("/v1/checks", "GLG", check(subject))["hits"]
            self.assertEqual((hit["entry"]["recording_authority"], hit["entry"]["recording_authority_name"]),
                             ("WLV", f"{name} City Council (formerly City of Wolverhampton Council)"))

    def test_no_clock_begins_anew_and_each_owes_what_went_to_it(self):
        whose = {"MAN": [], "LDS": []}
        owed = self.owed_then
        for id_, duty in self.owed.items():
            code, = [code for code in owed if id_ in owed[code]]
            whose[code].append(duty["kind"])
            self.assertEqual({name: owed[code][id_][name] for name in ("opened_on", "due_on", "reckoning")},
                             {name: duty[name] for name in ("opened_on", "due_on", "reckoning")})
        for kinds in whose.values():
            self.assertEqual(sorted(kinds), 2 * ["acknowledge_alert"] + ["answer_disclosure"])

    def test_alerts_of_before_and_of_later_go_to_whoever_has_the_driver(self):
        for n, mine, other in ((0, "MAN", "LDS"), (1, "LDS", "MAN")):
            seen = self.alert(mine, "licensee_matched", self.of_drivers[n])
            self.assertEqual((seen["id"], seen["raised_at"], seen["licence_number"]),
                             (self.matched[n]["id"], self.matched[n]["raised_at"], f"PH-{n}"))
            later = self.post("/v1/decisions", "CRF", decision(self.drivers[n], "2027-03-24"))
            new = self.alert(mine, "licensee_matched", later)
            self.assertEqual(new["licence_number"], f"PH-{n}")
            found = [one["id"] for one in self.alerts(other, "licensee_matched")]
            self.assertNotIn(self.matched[n]["id"], found)
            self.assertNotIn(new["id"], found)
            self.assertEqual(len([one for one in self.alerts(mine, "licensee_matched") if one["id"] == new["id"]]), 1)


class Statement(SuccessionTest):
    """What may be stated, what is said of it beforehand, and what a load does at once."""
    @classmethod
    def setUpClass(cls):
        cls.register = RegisterOfItsOwn()
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()

    def setUp(self):
        path = self.register.directory / "authorities.json"
        self.addCleanup(path.write_text, path.read_text())

    def refused(self, change, *words):
        self.register.state_that(change)
        done = self.register.load()
        self.assertNotEqual(done.returncode, 0, done.stdout)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_a_cycle_is_refused(self):
        def ring(content):
            ends("LDS", "2028-03-31", ["MAN"])(content)
            ends("MAN", "2028-03-31", ["LDS"])(content)
        self.refused(ring, "/successors")

    def test_an_unknown_successor_is_refused(self):
        self.refused(ends("LDS", "2028-03-31", ["XYZ"]), "/successors")

    def test_records_go_to_one_of_the_successors(self):
        self.refused(ends("LDS", "2028-03-31", ["MAN", "BIR"], records_to="GLG"), "/records_to")

    def test_a_day_before_the_last_one_is_refused(self):
        self.refused(ends("LDS", "2020-03-31", ["MAN"]), "LDS by MAN on 2020-04-01", "2023-04-01")

    def test_what_has_happened_is_not_taken_back(self):
        def undo(content):
            one = next(one for one in content["authorities"] if one["code"] == "ALL")
            one.update({"ends_on": None, "successors": []})
        self.refused(undo, "ALL by CBD on 2023-04-01 was taken over")

    def test_a_preview_says_what_the_code_holds_and_changes_nothing(self):
        self.post("/v1/decisions", "CRF", decision(stranger("preview")))
        self.register.state_that(ends("CRF", "2028-03-31", ["GLG"]))
        said = self.register.load("--preview")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("is taken over by GLG (Glasgow City Council) on 2028-04-01. Under its code: entries 1, ",
                      said.stdout)
        self.assertIn("Nothing was loaded.", said.stdout)
        self.assertIn("CRF", self.register.load("--preview").stdout)
        self.assertEqual(self.register.load().returncode, 0)
        self.assertNotIn("CRF", self.register.load("--preview").stdout)
        # Until the day it may be taken back, which is said too.
        self.register.state_that(ends("CRF", None, []))
        self.assertIn("is not to be taken over by GLG on 2028-04-01 any more", self.register.load().stdout)


class People(SuccessionTest):
    """Taken over while they are signed in."""

    @classmethod
    def setUpClass(cls):
        cls.register = RegisterOfItsOwn()
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()

    def test_people_act_for_the_successor_at_once_with_the_accounts_that_they_have(self):
        officers = {code: next(one for one in self.register.officers(code) if "officer" in one["roles"])
                    for code in ("TFL", "MAN")}
        admin = next(one for one in self.register.officers("MAN") if "data_administrator" in one["roles"])
        old, new = (self.post("/v1/decisions", code, decision(stranger(f"people {code}")))
                    for code in ("TFL", "MAN"))
        asked = self.post("/v1/disclosure-requests", "LDS", {
            "entry": old["id"], "check": self.post("/v1/checks", "LDS", check(stranger("people TFL")))["id"],
            "question": "Why?"})
        browser = Browser(self.register).sign_in(officers["TFL"])
        self.assertEqual(browser.call("GET", f"/v1/decisions/{new['id']}").status, 404)
        yesterday = datetime.date.today() - datetime.timedelta(days=1)
        self.register.state_that(ends("TFL", str(yesterday), ["MAN"]))
        loaded = self.register.load()
        self.assertEqual(loaded.returncode, 0, loaded.stderr)
        wait_for(lambda: browser.call("GET", f"/v1/decisions/{new['id']}").status == 200, "the take-over")
        # What the former one recorded is reached once the take-over is noted, within a second.
        wait_for(lambda: browser.call("GET", f"/v1/decisions/{old['id']}").status == 200, "the former one's entry")
        # Their own account stays theirs.
        session = self.assertAnswer(browser.call("GET", "/v1/session"), 200)
        self.assertEqual((session["officer"]["username"], session["officer"]["authority"],
                          session["officer"]["former"]), (officers["TFL"]["username"], "MAN", "TFL"))
        self.assertEqual(len(self.assertAnswer(browser.call("GET", "/v1/sessions"), 200)["sessions"]), 1)
        again = Browser(self.register).sign_in(officers["TFL"])
        self.assertEqual(again.call("GET", f"/v1/decisions/{new['id']}").status, 200)
        self.assertEqual(again.call("DELETE", "/v1/session").status, 204)
        # The page says whose people they are by now.
        self.assertIn(b"Manchester City Council", browser.call("GET", "/").body)

        # What waits in the former one's lists is counted at home, and stands behind one's own.
        home = browser.call("GET", "/").body.decode()
        self.assertRegex(home, r'<span class="bw-card__count">1</span><a class="govuk-link" href="/requests\?list=to_answer')
        requests = browser.call("GET", "/requests?list=to_answer&state=open").body.decode()
        self.assertIn("Manchester City Council (formerly Transport for London)", requests)
        self.assertIn(asked["id"], requests)
        self.assertEqual(browser.call("GET", f"/requests/{asked['id']}").status, 200)

        # The successor's administrator sees the former one's officers and keys, and ends them.
        theirs = Browser(self.register).sign_in(admin)
        listed = self.assertAnswer(theirs.call("GET", "/v1/officers", headers={HEADER: "TFL"}), 200)["officers"]
        its, = [one for one in listed if one["username"] == officers["TFL"]["username"]]
        self.assertNotIn(its["id"], [one["id"] for one in
                                     self.assertAnswer(theirs.call("GET", "/v1/officers"), 200)["officers"]])
        self.assertEqual(theirs.call("DELETE", f"/v1/officers/{its['id']}").status, 204)
        self.assertEqual(browser.call("GET", "/v1/session").status, 401)
        keys = self.assertAnswer(theirs.call("GET", "/v1/keys", headers={HEADER: "TFL"}), 200)["keys"]
        live, = [one for one in keys if one["revoked_at"] is None]
        self.assertEqual(theirs.call("DELETE", f"/v1/keys/{live['id']}").status, 204)
        wait_for(lambda: self.call("GET", f"/v1/decisions/{old['id']}", "TFL").status == 401, "the key to end")


if __name__ == "__main__":
    unittest.main()
