#!/usr/bin/env python3
"""Concerns over HTTP: told, given to whoever licenses the driver, considered, written back, joined."""
import datetime
import json
import os
import subprocess
import unittest

from register import BIN, START_SECONDS, RegisterTest, check, decision, licence, stranger, wait_for


def days_ago(days):
    return str(datetime.date.today() - datetime.timedelta(days))


def concern(subject, **more):
    return {"became_aware_on": days_ago(1), "categories": ["a", "i"], "subject": subject,
            "particulars": "A passenger of 15 was asked for her number.\nTwice.", **more}


class Concerns(RegisterTest):

    def report(self, key, body, status=201):
        return self.assertAnswer(self.call("POST", "/v1/concerns", key, body), status)

    def read(self, key, made):
        return self.assertAnswer(self.call("GET", f"/v1/concerns/{made['id']}", key), 200)

    def change(self, key, made, **body):
        return self.call("POST", f"/v1/concerns/{made['id']}/changes", key, body)

    def consider(self, key, made, outcome="no_action"):
        return self.assertAnswer(self.change(key, made, change="consider", outcome=outcome,
                                             reasons="Nobody could be asked.", considered_by="O. Archer"), 200)

    def license(self, key, subject, number=None):
        number = number or subject["national_insurance_number"]
        return self.assertAnswer(self.call("PUT", f"/v1/licences/{number}", key, licence(subject)), 201)

    def indexed(self, key, subject):
        """Until a concern about them would be given to this authority: the index has the licence."""
        self.license(key, subject)
        entry = self.call("POST", "/v1/decisions", "GLG", decision(stranger(f"mark {key} {subject}"))).json()
        wait_for(lambda: self.call("GET", f"/v1/decisions/{entry['id']}", "GLG").json()["watched"],
                 "the watch to have come by")

    def told(self, key, kind, made):
        alerts, after = [], 0
        while True:
            page = self.assertAnswer(self.call("GET", f"/v1/alerts?after={after}", key), 200)
            alerts += page["alerts"]
            if page["next"] == after:
                return [one for one in alerts if one["kind"] == kind and one["entry"]["id"] == made["id"]]
            after = page["next"]

    def duties(self, key, made):
        listed = self.assertAnswer(self.call("GET", "/v1/duties", key), 200)["duties"]
        return {one["kind"]: one for one in listed if one["about"]["id"] == made["id"]}

    def test_the_register_finds_who_licenses_the_driver(self):
        driver = stranger("found")
        self.indexed("WLV", driver)
        made = self.report("LDS", concern(driver))
        self.assertEqual((made["routing"], made["routed_to"], made["state"]), ("routed", ["WLV"], None))
        duty = self.duties("WLV", made)["consider_concern"]
        self.assertEqual((duty["due_on"], duty["opened_on"]), (made["consider_by"], str(datetime.date.today())))
        self.assertIn("20 working days beginning with", duty["reckoning"])
        self.assertEqual(self.duties("LDS", made), {})
        done = self.assertAnswer(self.call("GET", "/v1/duties?kind=share_concern&state=done", "LDS"), 200)["duties"]
        self.assertEqual([one["due_on"] for one in done if one["about"]["id"] == made["id"]], [made["share_by"]])
        alert, = self.told("WLV", "concern_about_licensee", made)
        self.assertEqual((alert["entry"]["type"], alert["entry"]["recording_authority"], alert["band"]),
                         ("concern", "LDS", "strong"))
        self.assertEqual(alert["licence_number"], driver["national_insurance_number"])
        for key in ("LDS", "WLV"):
            seen = self.read(key, made)
            self.assertEqual(seen["subject"]["names"][0]["full"], driver["names"][0]["full"])
            self.assertEqual(seen["particulars"], "A passenger of 15 was asked for her number.\nTwice.")
        self.assertProblem(self.call("GET", f"/v1/concerns/{made['id']}", "BIR"), 404, "not-found")
        self.assertProblem(self.change("BIR", made, change="name_issuer", issuer="MAN"), 404, "not-found")

    def test_outcome_and_reasons_come_back(self):
        driver = stranger("considered")
        made = self.report("LDS", concern(driver, issuer="WLV"))
        self.assertEqual(made["routed_to"], ["WLV"])
        self.assertProblem(self.change("LDS", made, change="consider", outcome="warned", reasons="x",
                                       considered_by="y"), 403, "forbidden")
        early = self.change("WLV", made, change="consider", outcome="warned", reasons="x", considered_by="y",
                            on=days_ago(2))
        self.assertProblem(early, 422, pointers=["/on"])
        self.assertEqual(self.consider("WLV", made, "suspended")["state"], "considered")
        issuer, = self.read("LDS", made)["issuers"]
        self.assertEqual((issuer["authority"], issuer["outcome"]), ("WLV", "suspended"))
        step = next(one for one in self.read("LDS", made)["history"] if one["step"] == "considered")
        self.assertEqual((step["reasons"], step["by"]), ("Nobody could be asked.", "O. Archer"))
        self.assertEqual(len(self.told("LDS", "concern_considered", made)), 1)
        self.assertEqual(self.duties("WLV", made), {})
        again = self.change("WLV", made, change="consider", outcome="warned", reasons="x", considered_by="y")
        self.assertIn("is considered. Nothing more is possible.", self.assertProblem(again, 409, "conflict")["detail"])

    def test_a_transferred_concern_keeps_its_clock(self):
        made = self.report("LDS", concern(stranger("moved"), issuer="WLV"))
        due = self.duties("WLV", made)["consider_concern"]["due_on"]
        moved = self.change("WLV", made, change="transfer", to="BIR", reasons="Moved.", considered_by="O. Archer")
        self.assertEqual(self.assertAnswer(moved, 200)["state"], "transferred")
        self.assertEqual(self.duties("WLV", made), {})
        taken = self.duties("BIR", made)["consider_concern"]
        self.assertEqual((taken["due_on"], taken["transferred_from"]), (due, "WLV"))
        self.assertEqual(self.read("BIR", made)["consider_by"], due)
        for to, status in (("XYZ", 422), ("LDS", 422)):
            self.assertProblem(self.change("BIR", made, change="transfer", to=to, reasons="x",
                                           considered_by="y"), status, pointers=["/to"])
        twice = self.change("WLV", made, change="transfer", to="MAN", reasons="x", considered_by="y")
        self.assertIn("transferred", self.assertProblem(twice, 409, "conflict")["detail"])

    def test_each_nation_has_its_own_duties(self):
        for issuer in ("GLG", "CRF"):
            made = self.report("LDS", concern(stranger(issuer), issuer=issuer))
            self.assertEqual(made["consider_by"], None)
            self.assertEqual(self.duties(issuer, made), {})
        made = self.report("GLG", concern(stranger("scots"), issuer="WLV"))
        self.assertEqual(made["share_by"], None)
        self.assertNotEqual(made["consider_by"], None)

    def test_a_licence_that_comes_later_brings_it_there(self):
        driver = stranger("later")
        made = self.report("LDS", concern(driver))
        self.assertEqual((made["routing"], made["routed_to"], made["consider_by"]), ("no_issuer_found", [], None))
        self.assertIn("share_concern", self.duties("LDS", made))
        self.license("MAN", driver)
        wait_for(lambda: self.told("MAN", "concern_about_licensee", made), "the concern to come to MAN")
        self.assertEqual(self.read("LDS", made)["routed_to"], ["MAN"])
        self.assertEqual(self.duties("LDS", made), {})
        self.assertIn("consider_concern", self.duties("MAN", made))

    def test_what_was_closed_comes_back_and_concerns_are_joined(self):
        driver = stranger("joined")
        first = self.report("LDS", concern(driver, issuer="WLV"))
        self.consider("WLV", first)
        second = self.report("MAN", concern(driver, issuer="BIR"))
        wait_for(lambda: self.told("LDS", "concerns_joined", first), "LDS to be told of the other concern")
        self.assertEqual(len(self.told("MAN", "concerns_joined", second)), 1)
        joined = [one["detail"] for one in self.read("LDS", first)["history"] if one["step"] == "joined"]
        self.assertIn(f"MAN {second['id']}", joined)
        self.assertProblem(self.call("GET", f"/v1/concerns/{second['id']}", "LDS"), 404, "not-found")
        wait_for(lambda: self.told("WLV", "concern_came_back", first), "it to come back")
        self.assertEqual(self.read("WLV", first)["state"], "to_review")
        self.assertIn("review_concern", self.duties("WLV", first))
        self.consider("WLV", first)
        self.assertEqual(self.duties("WLV", first), {})
        self.call("POST", "/v1/decisions", "GLG", decision(driver))
        wait_for(lambda: len(self.told("WLV", "concern_came_back", first)) == 2, "it to come back for the decision")

    def hit_on(self, key, driver, made):
        asked = self.assertAnswer(self.call("POST", "/v1/checks", key, check(driver)), 201)
        self.assertEqual(asked["searched"], ["decisions", "own_concerns", "shared_pointers"])
        return asked, next((one for one in asked["hits"] if one["entry"]["id"] == made["id"]), None)

    def test_a_check_of_anybody_shows_whom_to_ask_and_no_more(self):
        driver = stranger("pointer")
        clear, none = self.hit_on("BIR", driver, {"id": None})
        self.assertEqual((clear["outcome"], none), ("no_match", None))
        made = self.report("LDS", concern(driver, issuer="WLV"))
        for key in ("LDS", "WLV", "BIR"):
            asked, hit = self.hit_on(key, driver, made)
            self.assertEqual((asked["outcome"], hit["band"]), ("match", "strong"))
            self.assertEqual(hit["entry"]["type"], "concern")
            self.assertEqual(hit["entry"]["recording_authority"], "LDS")
            shown = {name for name, value in hit["entry"].items() if value is not None}
            self.assertEqual(shown, {"type", "id", "recording_authority", "ask"})
            self.assertNotIn("passenger", json.dumps(asked))
        self.assertIn("A concern is no finding.", hit["next_step"])
        stored = self.assertAnswer(self.call("GET", f"/v1/checks/{clear['id']}", "BIR"), 200)
        self.assertEqual((stored["current"], stored["contradicted_by"]), (False, [made["id"]]))
        found = self.call("POST", f"/v1/checks/{asked['id']}/hits/{hit['id']}/adjudication", "BIR",
                          {"finding": "different_person", "reason": "Another photograph."})
        self.assertAnswer(found, 200)
        _, again = self.hit_on("BIR", driver, made)
        self.assertEqual(again["earlier_finding"]["finding"], "different_person")

    def test_a_pointer_does_not_tell_how_the_name_is_written(self):
        driver = stranger("spelled") | {"names": [{"full": "Mohammed Iqbal Chowdhury"}]}
        made = self.report("LDS", concern(driver, issuer="WLV"))
        asked, hit = self.hit_on("BIR", driver | {"names": [{"full": "Md Choudhury"}]}, made)
        self.assertEqual(hit["evidence"][0]["note"], "Name: spellings of one name")
        for word in ("Mohammed", "Iqbal", "Chowdhury"):
            self.assertNotIn(word, json.dumps(asked))

    def badgewatch(self, key, *arguments, **options):
        key_file = self.register.state.parent / f"{key}.key"
        key_file.write_text(self.register.key(key))
        key_file.chmod(0o600)
        return subprocess.run([str(BIN / "badgewatch"), *arguments], capture_output=True, text=True,
                              timeout=START_SECONDS, check=False, **options,
                              env={**os.environ, "BADGEWATCH_URL": f"http://127.0.0.1:{self.register.port}",
                                   "BADGEWATCH_KEY_FILE": str(key_file)})

    def test_the_command_line_tells_shows_and_considers(self):
        told = self.badgewatch("LDS", "concerns", "--json", "report", "-",
                               input=json.dumps(concern(stranger("cli"), issuer="WLV")))
        self.assertEqual(told.returncode, 0, told.stderr)
        made = json.loads(told.stdout)
        listed = self.badgewatch("WLV", "concerns")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        self.assertIn(made["id"], listed.stdout)
        done = self.badgewatch("WLV", "concerns", "consider", made["id"], "--outcome", "warned",
                               "--reasons", "Spoken to.", "--by", "O. Archer")
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = self.badgewatch("LDS", "concerns", "show", made["id"])
        self.assertIn("considered by WLV: warned. Spoken to.", " ".join(shown.stdout.split()))
        again = self.badgewatch("WLV", "concerns", "consider", made["id"], "--outcome", "warned",
                                "--reasons", "Again.", "--by", "O. Archer")
        self.assertEqual(again.returncode, 64)
        self.assertIn("Nothing more is possible.", " ".join(again.stderr.split()))
        self.assertEqual(self.badgewatch("BIR", "concerns", "show", made["id"]).returncode, 64)

    def test_once_under_one_key(self):
        body = concern(stranger("once"), issuer="WLV")
        made = [self.call("POST", "/v1/concerns", "LDS", body, {"Idempotency-Key": "c1"}) for _ in range(2)]
        self.assertEqual(made[0].json(), made[1].json())
        self.assertEqual(made[1].headers["idempotency-replayed"], "true")

    def test_bad_input_names_every_field(self):
        wrong = {**concern(stranger("wrong")), "became_aware_on": "2031-01-01", "categories": ["z"],
                 "issuer": "LDS", "observed_from": "2026-01-02", "observed_to": "2026-01-01", "colour": 1}
        self.assertProblem(self.call("POST", "/v1/concerns", "LDS", wrong), 422, pointers=[
            "/became_aware_on", "/categories", "/colour", "/issuer", "/observed_from", "/observed_to"])
        abuse = concern(stranger("wrong"), child_sexual_exploitation=True)
        self.assertProblem(self.call("POST", "/v1/concerns", "LDS", abuse), 422,
                           pointers=["/ethnicity", "/nationality"])

    def test_statistics_show_no_small_number(self):
        for n in range(6):
            code = {"code": "4"} if n < 5 else {"code": "not_stated", "reason": "Would not say."}
            self.report("CRF", concern(stranger(f"cse {n}"), issuer="WLV", child_sexual_exploitation=True,
                                       ethnicity=code, nationality={"code": "GB"}))
        report = self.assertAnswer(self.call("GET", "/v1/reports/concerns", "CRF"), 200)
        self.assertEqual(report["nationality"], {"people": 6, "recorded_percent": 100,
                                                 "codes": [{"code": "GB", "people": 6}]})
        self.assertEqual(report["ethnicity"]["codes"], [{"code": "4", "people": None},
                                                        {"code": "not_stated", "people": None}])
        made = self.report("CRF", concern(stranger("cse 7"), issuer="WLV", child_sexual_exploitation=True,
                                          ethnicity={"code": "17"}, nationality={"code": "PL"}))
        self.assertNotIn("ethnicity", self.read("WLV", made))
        empty = self.assertAnswer(self.call("GET", "/v1/reports/concerns", "TFL"), 200)
        self.assertEqual(empty["ethnicity"], {"people": 0, "recorded_percent": None, "codes": []})
        self.assertProblem(self.call("GET", "/v1/reports/concerns?from=2027&to=2026", "CRF"), 422, "invalid",
                           pointers=["/from", "/to"])
        # Left out, `to` is this year.
        self.assertProblem(self.call("GET", "/v1/reports/concerns?from=9999", "CRF"), 422, "invalid")
        self.assertProblem(self.call("GET", "/v1/reports/concerns?from=x", "CRF"), 400, "malformed")


if __name__ == "__main__":
    unittest.main()
