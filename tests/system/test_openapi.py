"""The running register is what config/openapi.json says: it takes the document's examples, and every
answer is of the documented status and form, with nothing in it that the document leaves out."""
import datetime
import json
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import api_document as api  # noqa: E402
import register  # noqa: E402
from oauth import FORM, Client, PrivateKey  # noqa: E402
from register import check, decision, licence, person  # noqa: E402

DOCUMENT = api.read()
OPERATIONS = {(method, path): operation for method, path, operation in api.operations(DOCUMENT)}
VALIDATOR = api.Validator(DOCUMENT, closed=True)
KEY = {"Licences": "TFL", "Decisions": "LDS", "Checks": "MAN", "Alerts": "TFL", "Log": "TFL",
       "Misuse": "TFL", "Concerns": "LDS", "Duties": "TFL", "Holds": "TFL", "Reconciliation": "TFL", "Access": "TFL",
       "Operation": None}
# Their examples are of somebody else's client, and of a hold that is nobody's.
OF_ONE_CLIENT = {("PUT", "/v1/clients/{id}/jwks"), ("POST", "/v1/token"),
                 ("POST", "/v1/holds/{id}/release"), ("PUT", "/v1/officers/{id}/roles")}
# Theirs are of a roster, whose day has to be near.
OF_ONE_ROSTER = {("POST", "/v1/rosters"), ("POST", "/v1/rosters/{id}/apply")}
# Theirs are of a flag, of a check, of an alert and of a duty that is not there.
OF_ONE_REVIEW = {("POST", "/v1/misuse/flags/{id}/review"), ("POST", "/v1/misuse/sample/{id}/review"),
                 ("POST", "/v1/alerts/{id}/changes"), ("POST", "/v1/duties/{id}/clock")}


def documented(method, path):
    """The template of the document that a path is one of: a fixed segment before a {name}."""
    def fits(template):
        pairs = [*zip(template.split("/"), path.split("?")[0].split("/"), strict=False)]
        return (template.count("/") == path.split("?")[0].count("/")
                and all(want == one or want.startswith("{") for want, one in pairs))
    found = [template for one, template in OPERATIONS if one == method and fits(template)]
    return min(found, key=lambda template: template.count("{"), default=None)


class OpenApi(register.RegisterTest):
    # The examples' days are behind that one.
    options = {"now": "2026-11-24T09:30:00Z"}

    PUBLIC_URL = "https://register.example.org"  # letters need one

    @classmethod
    def setUpClass(cls):
        cls.register = register.Register(**cls.options)
        cls.register.config = cls.register.write_config(
            {"webhooks": {"allowed_networks": ["127.0.0.0/8", "::1/128"]},
             "http": {"public_url": cls.PUBLIC_URL},
             "mail": {"relay": "smtp://localhost:1", "relay_is_here": True,  # nobody is there
                      "sender": "badgewatch@register.example.org"}})
        cls.addClassCleanup(cls.register.remove)
        cls.register.start()

    def ask(self, method, path, *arguments, **options):
        """A call, held to the document."""
        template = documented(method, path)
        self.assertIsNotNone(template, f"{method} {path} is not in the document")
        operation = OPERATIONS[method, template]
        answer = self.call(method, path, *arguments, **options)
        where = f"{method} {path}: {answer.status} {answer.body[:300]}"
        self.assertIn(str(answer.status), operation["responses"], where)
        said = api.resolve(DOCUMENT, operation["responses"][str(answer.status)])
        if answer.status == 204:
            self.assertEqual(("content" in said, answer.body), (False, b""), where)
            return answer
        kind = answer.headers["content-type"].split(";")[0]
        self.assertIn(kind, said["content"], where)
        faults = VALIDATOR.body_faults(kind, said["content"][kind], answer.body.decode())
        self.assertEqual(faults, [], where)
        for name, header in said.get("headers", {}).items():
            value = answer.headers.get(name.lower())
            if value is None:
                # What comes again, and a conflict that passes.
                comes_at_times = name == "Idempotency-Replayed" or (name, answer.status) == ("Retry-After", 409)
                self.assertTrue(comes_at_times, f"{where}: no {name}")
            elif header["schema"]["type"] == "string":
                self.assertEqual(VALIDATOR.faults(header["schema"], value), [], where)
        return answer

    def test_it_serves_the_document(self):
        answer = self.ask("GET", "/openapi.json")
        self.assertEqual(answer.body, api.PATH.read_bytes())

    def hit_there(self):
        """A check of MAN's with a hit, in place of the document's."""
        subject = person("Wanda Example", "1977-03-02", "QQ204068A")
        self.ask("POST", "/v1/decisions", "LDS", decision(subject))
        asked = self.ask("POST", "/v1/checks", "MAN", check(subject)).json()
        return f"/v1/checks/{asked['id']}/hits/{asked['hits'][0]['id']}"

    def entry_there(self):
        """An entry of LDS's, in place of the document's."""
        subject = person("Ursula Example", "1976-03-02", "QQ204069A")
        return self.ask("POST", "/v1/decisions", "LDS", decision(subject)).headers["location"]

    def test_the_documents_examples_are_taken(self):
        sent = 0
        for (method, template), operation in OPERATIONS.items():
            # People who sign in, and how it answers them: test_sign_in.py. What is asked of another
            # authority is asked below.
            if ((method, template) in OF_ONE_CLIENT | OF_ONE_REVIEW | OF_ONE_ROSTER
                    or {"SignIn", "Disclosures", "Drivers"} & {*operation["tags"]}):
                continue
            if {"Webhooks", "Mail"} & {*operation["tags"]}:  # an example's host is nowhere
                continue
            path = template
            for one in operation.get("parameters", []):
                path = path.replace("{" + one["name"] + "}", str(one.get("example", "")))
            if "/hits/" in path:
                path = f"{self.hit_there()}/{path.rsplit('/', 1)[1]}"
            if path.endswith("/outcome"):
                asked = self.ask("POST", "/v1/checks", "MAN", check(person("Bela Example", "1958-10-19")))
                path = asked.headers["location"] + "/outcome"
            if path.startswith("/v1/concerns/"):
                continue  # of a concern that is not there; tests/system/test_concerns.py takes each change
            if "/changes" in path:
                path = f"{self.entry_there()}/changes"
            for kind, media in operation.get("requestBody", {}).get("content", {}).items():
                examples = [one["value"] for one in media.get("examples", {}).values()]
                for example in examples or [media["example"]]:
                    text = example if isinstance(example, str) else json.dumps(example)
                    with self.subTest(f"{method} {path} {kind}"):
                        answer = self.ask(method, path, KEY[operation["tags"][0]], text.encode(),
                                          {"Content-Type": kind})
                        self.assertIn(answer.status, (200, 201))
                        self.assertNotIn(b'"rejected"', answer.body.split(b'{"summary"')[0])
                        sent += 1
        self.assertEqual(sent, 18)

    def test_each_reading_call_answers_in_its_form(self):
        subject = person("Katarzyna Example", "1979-05-30", "QQ204060A")
        self.ask("PUT", "/v1/licences/A%2F1", "TFL", licence(subject))
        read = self.ask("GET", "/v1/licences/A%2F1", "TFL").json()
        self.assertEqual(read["licence_number"], "A/1")
        entered = self.ask("POST", "/v1/decisions", "LDS", decision(subject)).json()
        watched = lambda: self.ask("GET", f"/v1/decisions/{entered['id']}", "LDS").json()["watched"]
        register.wait_for(watched, "the entry to be compared with every licence")
        asked = self.ask("POST", "/v1/checks", "MAN", check(subject)).json()
        self.assertEqual(asked["outcome"], "match")
        self.assertEqual(self.ask("GET", f"/v1/checks/{asked['id']}", "MAN").json(), asked)
        with_question = self.ask("GET", f"/v1/checks/{asked['id']}?include=asked", "MAN").json()
        self.assertEqual(with_question.pop("asked")["case_reference"], "CASE/1")
        self.assertEqual(with_question, asked)
        alerts = self.ask("GET", "/v1/alerts", "TFL").json()
        self.assertIn(entered["id"], [one["entry"]["id"] for one in alerts["alerts"]])
        self.assertEqual(self.ask("GET", "/v1/holds", "TFL").json(), {"holds": []})
        run = self.ask("POST", "/v1/reconciliations", "TFL").json()
        done = lambda: self.ask("GET", f"/v1/reconciliations/{run['id']}", "TFL").json()["state"] == "done"
        register.wait_for(done, "the run to end", 60)
        for form in ("json", "csv"):
            self.ask("GET", f"/v1/reconciliations/{run['id']}/report?format={form}", "TFL")
        listed = self.ask("GET", "/v1/reconciliations", "TFL").json()["reconciliations"]
        self.assertIn(run["id"], [one["id"] for one in listed])
        nobodys = OPERATIONS["POST", "/v1/holds/{id}/release"]["requestBody"]["content"]["application/json"]
        refused = self.ask("POST", "/v1/holds/0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b31/release", "TFL",
                           nobodys["example"])
        self.assertEqual(refused.status, 404)
        mine = f"/v1/alerts/{alerts['alerts'][0]['id']}"
        for body, status in [({"change": "see"}, 200), ({"change": "act", "note": "Suspended."}, 200),
                             ({"change": "dismiss", "note": "No."}, 409), ({"change": "act"}, 422)]:
            self.assertEqual(self.ask("POST", f"{mine}/changes", "TFL", body).status, status)
        self.assertEqual(self.ask("GET", mine, "TFL").json()["state"], "acted")
        self.assertEqual(self.ask("GET", "/v1/alerts?state=acted&kind=licensee_matched", "TFL").status, 200)
        self.assertEqual(self.ask("GET", "/v1/alerts?state=lost", "TFL").status, 400)
        self.assertEqual(self.ask("GET", mine, "LDS").status, 404)
        after = self.ask("GET", f"/v1/alerts?after={alerts['next']}", "TFL").json()
        self.assertEqual(after, {"alerts": [], "next": alerts["next"]})
        events = self.ask("GET", "/v1/events", "TFL").json()
        self.assertEqual([one["seq"] for one in events["events"]],
                         [*range(1, len(events["events"]) + 1)])

    def test_the_log_answers_in_its_form(self):
        receipt = self.ask("POST", "/v1/checks", "MAN", check()).json()["receipt"]["text"]
        leaf = "/v1/log/leaves/" + re.search("^leaf (.*)$", receipt, re.M).group(1)
        register.wait_for(lambda: self.ask("GET", leaf, "MAN").status == 200, "the leaf in the log")
        size = self.ask("GET", leaf, "MAN").json()["size"]
        self.ask("GET", f"{leaf}?size={size}", "MAN")
        self.assertEqual(self.ask("GET", "/v1/log/consistency?from=1", "MAN").status, 200)
        self.assertEqual(self.ask("GET", "/v1/log/checkpoint", "BIR").status, 200)
        for path in ("consistency", "consistency?from=x", "consistency?from=2&to=1",
                     "consistency?from=1&to=999999999"):
            self.assertEqual(self.ask("GET", f"/v1/log/{path}", "MAN").status, 400)
        self.assertEqual(self.ask("GET", f"{leaf}?size=-1", "MAN").status, 400)
        for missing in ("tile/0/999", "tile/9/000", "leaves/none", "leaves/" + "0" * 64):
            self.assertEqual(self.ask("GET", f"/v1/log/{missing}", "MAN").status, 404)

    def test_a_roster_answers_in_its_form(self):
        media = OPERATIONS["POST", "/v1/rosters"]["requestBody"]["content"]
        for kind in ("application/x-ndjson", "text/csv"):
            text = media[kind]["example"].encode()
            count = len(text.strip().splitlines()) - (kind == "text/csv")
            posted = self.ask("POST", f"/v1/rosters?as_of=2026-11-24&rows={count}", "WLV", text,
                              {"Content-Type": kind})
            summary = posted.lines()[-1]["summary"]
            where = f"/v1/rosters/{summary['roster']}"
            self.ask("GET", where, "WLV")
            self.ask("POST", where + "/apply", "WLV",
                     {**{name: summary[name] for name in ("different", "missing", "extra")},
                      "extra_becomes": "unchanged"})
        refused = self.ask("POST", "/v1/rosters?as_of=2026-11-24&rows=9", "WLV", text,
                           {"Content-Type": "text/csv"})
        self.assertEqual(refused.status, 422)

    def test_an_entrys_life_answers_in_its_form(self):
        subject = person("Olga Example", "1976-07-02", "QQ204067A")
        self.ask("PUT", "/v1/licences/OLGA", "TFL", licence(subject))
        entry = self.ask("POST", "/v1/decisions", "LDS", decision(subject)).headers["location"]
        watched = lambda: self.ask("GET", entry, "LDS").json()["watched"]
        register.wait_for(watched, "the entry to be compared with every licence")
        self.ask("POST", "/v1/checks", "MAN", check(subject))
        corrected = {**subject, "names": [{"full": "Olga Exemplar"}]}
        for status, body in (
                (200, {"change": "appeal_lodged", "on": "2026-11-20"}),
                (200, {"change": "appeal_dismissed", "on": "2026-11-21", "reason": "By the court."}),
                (202, {"change": "amend", "on": "2026-11-22", "reason": "Misspelt.",
                       "subject": corrected, "decided_by": "A"}),
                (422, {"change": "amend", "on": "2026-11-22", "reason": "Misspelt.", "approved_by": "a"}),
                (409, {"change": "remove", "on": "2026-11-22", "reason": "Wrong.", "decided_by": "A"}),
                (200, {"change": "amend", "approved_by": "B"}),
                (202, {"change": "remove", "on": "2026-11-22", "reason": "Wrong.", "decided_by": "A"}),
                (200, {"change": "remove", "approved_by": "B"}),
                (409, {"change": "lift", "on": "2026-11-22", "reason": "No."}),
                (200, {"change": "reinstate", "on": "2026-11-23", "reason": "By the Crown Court."})):
            with self.subTest(str(body)):
                self.assertEqual(self.ask("POST", f"{entry}/changes", "LDS", body).status, status)
                self.ask("GET", entry, "LDS")
        changed = [one["change"] for key in ("TFL", "MAN")
                   for one in self.ask("GET", "/v1/alerts", key).json()["alerts"]
                   if one["kind"] == "entry_changed" and one["entry"]["id"] == entry[-36:]]
        self.assertEqual(changed, 2 * ["appeal_lodged", "appeal_dismissed", "amend", "remove", "remove",
                                       "reinstate"])
        self.ask("GET", "/v1/events", "MAN")
        self.assertEqual(self.ask("POST", f"{entry}/changes", "MAN",
                                  {"change": "later_grant", "on": "2026-11-23"}).status, 403)

    def test_misuse_answers_in_its_form(self):
        subject = person("Keir Starmer", "1962-09-02")
        entered = self.ask("POST", "/v1/decisions", "LDS", decision(subject)).json()
        asked = self.ask("POST", "/v1/checks", "CRF", check(subject)).json()
        place = f"/v1/decisions/{entered['id']}/seen-by"
        seen = register.wait_for(lambda: self.ask("GET", place, "LDS").json()["seen"], "the sight", 90)
        self.assertEqual([one["authority"] for one in seen], ["CRF"])
        flags = self.ask("GET", "/v1/misuse/flags", "CRF").json()["flags"]
        self.assertEqual([(one["pattern"], one["checks"]) for one in flags],
                         [("famous_name", [asked["id"]])])
        body = {"outcome": "explained", "reason": "A driver of that name."}
        place = f"/v1/misuse/flags/{flags[0]['id']}/review"
        self.assertEqual(self.ask("POST", place, "CRF", body).status, 403)
        other = register.admin(self.register, "key", "create", "CRF", "--name", "supervisor",
                               "--scope", "supervision").stdout.strip()
        self.assertEqual([self.ask("POST", place, other, body).status for _ in range(2)], [200, 409])
        self.ask("GET", "/v1/misuse/flags", other)
        self.assertEqual(self.ask("POST", f"/v1/misuse/sample/{asked['id']}/review", other, body).status,
                         200)
        self.assertEqual(self.ask("GET", "/v1/misuse/sample?week=2026-W47", other).status, 200)
        for status, call in [(422, ("GET", "/v1/misuse/sample?week=2026-W48", other)),
                             (400, ("GET", "/v1/misuse/sample", other)),
                             (422, ("POST", place, other, {})),
                             (404, ("POST", place, "TFL", body))]:
            self.assertEqual(self.ask(*call).status, status)

    def test_a_check_that_is_contradicted_says_by_what(self):
        subject = person("Piotr Example", "1981-02-11", "QQ204061A")
        asked = self.ask("POST", "/v1/checks", "MAN", check(subject)).json()
        self.assertEqual(asked["outcome"], "no_match")
        entered = self.ask("POST", "/v1/decisions", "LDS", decision(subject)).json()
        again = self.ask("GET", f"/v1/checks/{asked['id']}", "MAN").json()
        self.assertEqual((again["current"], again["contradicted_by"]), (False, [entered["id"]]))

    def test_a_finding_is_shown_in_its_form(self):
        hit = self.hit_there()
        body = {"finding": "undecided", "reason": "To be asked."}
        key = {"Idempotency-Key": "finding-1"}
        first = self.ask("POST", f"{hit}/adjudication", "MAN", body, key)
        again = self.ask("POST", f"{hit}/adjudication", "MAN", body, key)
        self.assertEqual((again.status, again.json()), (200, first.json()))
        self.assertEqual(again.headers["idempotency-replayed"], "true")
        read = self.ask("GET", hit.split("/hits/", maxsplit=1)[0], "MAN").json()
        self.assertEqual(read["hits"][0]["finding"]["reason"], "To be asked.")
        subject = person("Wanda Example", "1977-03-02", "QQ204068A")
        later = self.ask("POST", "/v1/checks", "MAN", check(subject)).json()
        self.assertIn("undecided", [(one["earlier_finding"] or {}).get("finding")
                                    for one in later["hits"]])

    def test_a_disclosure_answers_in_its_form_at_each_step(self):
        def example(path):
            media = OPERATIONS["POST", path]["requestBody"]["content"]["application/json"]
            return media["example"]
        place = "/v1/disclosure-requests"
        subject = person("Xenia Example", "1978-08-19", "QQ204070A")
        entered = self.ask("POST", "/v1/decisions", "LDS", decision(subject)).json()
        asked = self.ask("POST", "/v1/checks", "MAN", check(subject)).json()
        body = {**example(place), "entry": entered["id"], "check": asked["id"]}
        made = self.ask("POST", place, "MAN", body, {"Idempotency-Key": "disclosure-1"})
        self.assertEqual(made.status, 201)
        self.assertEqual(self.ask("POST", place, "MAN", body).status, 409)
        its = f"{place}/{made.json()['id']}"
        for what, key in (("messages", "LDS"), ("attachments", "MAN"), ("answer", "LDS"), ("had-regard", "MAN")):
            said = self.ask("POST", f"{its}/{what}", key, example(f"{place}/{{id}}/{what}"))
            self.assertEqual(said.status, 200)
            self.assertEqual(self.ask("POST", f"{its}/{what}", key, {}).status, 422)
        change = {"change": "later_grant", "on": "2026-11-24"}
        self.ask("POST", f"/v1/decisions/{entered['id']}/changes", "LDS", change)
        read = self.ask("GET", its, "MAN").json()
        self.assertEqual([one["change"] for one in read["changes"]], ["later_grant"])
        file = next(one for one in read["items"] if one["kind"] == "attachment")
        self.assertEqual(self.ask("GET", f"{its}/attachments/{file['id']}", "LDS").status, 200)
        for which, key in (("asked", "MAN"), ("to_answer", "LDS")):
            self.ask("GET", f"{place}?list={which}", key)
        self.ask("GET", "/v1/alerts", "MAN")
        self.ask("GET", "/v1/events", "MAN")
        self.assertEqual(self.ask("POST", f"{its}/withdrawal", "MAN",
                                  example(f"{place}/{{id}}/withdrawal")).status, 409)
        other = person("Yves Example", "1978-08-20", "QQ204071A")
        entered = self.ask("POST", "/v1/decisions", "LDS", decision(other)).json()
        asked = self.ask("POST", "/v1/checks", "MAN", check(other)).json()
        body |= {"entry": entered["id"], "check": asked["id"]}
        its = self.ask("POST", place, "MAN", body).headers["location"]
        self.assertEqual(self.ask("POST", f"{its}/withdrawal", "MAN",
                                  example(f"{place}/{{id}}/withdrawal")).status, 200)

    def test_what_a_driver_asks_answers_in_its_form(self):
        def example(path):
            media = OPERATIONS["POST", path]["requestBody"]["content"]["application/json"]
            return media["example"]
        place = "/v1/rectification-requests"
        subject = person("Zora Example", "1978-09-19", "QQ204072A")
        entered = self.ask("POST", "/v1/decisions", "LDS", decision(subject)).json()
        asked = self.ask("POST", "/v1/checks", "MAN", check(subject)).json()
        body = {**example(place), "entry": entered["id"], "check": asked["id"]}
        for end, key in (("answer", "LDS"), ("withdrawal", "MAN")):
            made = self.ask("POST", place, "MAN", body)
            self.assertEqual(made.status, 201)
            its = made.headers["location"]
            duty = next(one["id"] for one in self.ask("GET", "/v1/duties?kind=rectify", "LDS").json()["duties"]
                        if one["about"]["id"] == made.json()["id"])
            moved = self.ask("POST", f"/v1/duties/{duty}/clock", "LDS", example("/v1/duties/{id}/clock"))
            self.assertEqual((moved.status, moved.json()["state"]), (200, "paused"))
            self.assertEqual(self.ask("POST", f"/v1/duties/{duty}/clock", "LDS", {}).status, 422)
            self.ask("GET", its, "MAN")
            self.assertEqual(self.ask("POST", f"{its}/{end}", key, example(f"{place}/{{id}}/{end}")).status, 200)
            self.assertEqual(self.ask("POST", f"{its}/{end}", key, example(f"{place}/{{id}}/{end}")).status, 409)
            self.ask("GET", its, key)
        self.ask("GET", f"{place}?state=refused", "LDS")
        self.ask("GET", "/v1/alerts", "LDS")
        self.ask("GET", "/v1/events", "LDS")
        change = {"change": "disputed", "on": "2026-11-24", "reason": "He says that it is not so."}
        self.assertEqual(self.ask("POST", f"/v1/decisions/{entered['id']}/changes", "LDS", change).status, 200)
        self.ask("POST", "/v1/checks", "MAN", check(subject))
        self.ask("PUT", "/v1/licences/Z%2F1", "LDS", licence(subject))
        found = self.ask("POST", "/v1/subject-requests", "LDS", {**example("/v1/subject-requests"), "subject": subject})
        self.assertEqual(found.status, 201)
        wanted = {"entries": [entered["id"]], "licences": ["Z/1"], "searches": [found.json()["id"]]}
        for form in ("json", "html"):
            bundle = self.ask("POST", f"/v1/subject-requests/{found.json()['id']}/bundle", "LDS",
                              {**wanted, "format": form})
            self.assertEqual(bundle.status, 200)
        self.ask("GET", "/v1/contact", "LDS")

    def test_a_cases_outcome_answers_in_its_form(self):
        subject = person("Aaron Example", "1978-10-19", "QQ204073A")
        self.ask("POST", "/v1/decisions", "LDS", decision(subject))
        asked = self.ask("POST", "/v1/checks", "MAN", check(subject)).json()
        place = f"/v1/checks/{asked['id']}/outcome"
        body = {"result": "granted", "decided_on": "2026-11-24", "licence_number": "A/9"}
        self.assertEqual(self.ask("POST", place, "MAN", body).status, 422)
        made = self.ask("POST", place, "MAN", {**body, "reason": "Leeds answered on the telephone."})
        self.assertEqual(made.status, 201)
        self.assertEqual(self.ask("POST", place, "MAN", {**body, "reason": "Again."}).status, 409)
        self.assertEqual(self.ask("GET", f"/v1/checks/{asked['id']}", "MAN").json()["case_outcomes"], [made.json()])
        self.ask("PUT", "/v1/licences/A%2F10", "MAN", {**licence(subject), "granted_on": "2026-11-24"})
        report = self.ask("GET", "/v1/reports/grants", "MAN").json()
        self.assertEqual([len(report[one]) for one in ("without_search", "against_undecided_hit")], [1, 1])
        self.ask("GET", "/v1/reports/grants?format=csv", "MAN")

    def test_a_suspension_and_a_replayed_answer(self):
        body = decision(person("Imran Example"), kind="suspension", suspension_ends_on="2026-04-01")
        key = {"Idempotency-Key": "suspension-1"}
        first = self.ask("POST", "/v1/decisions", "LDS", body, key)
        again = self.ask("POST", "/v1/decisions", "LDS", body, key)
        self.assertEqual((again.status, again.json()), (201, first.json()))
        self.assertEqual(again.headers["idempotency-replayed"], "true")
        read = self.ask("GET", f"/v1/decisions/{first.json()['id']}", "LDS").json()
        self.assertEqual((read["state"], read["suspension_ends_on"]), ("ended", "2026-04-01"))

    def test_batches_answer_each_row_in_its_form(self):
        rows = [{"licence_number": "B1", **licence()}, {"licence_number": "B2"}, {}]
        answer = self.upload_rows("/v1/licences/batch", "TFL", rows)
        self.assertEqual(answer.lines()[-1]["summary"]["rejected"], 2)
        rows = [decision(your_reference="B1"), decision(kind="gone"), {"your_reference": "B3"}]
        answer = self.upload_rows("/v1/decisions/batch", "LDS", rows)
        self.assertEqual(answer.lines()[-1]["summary"]["created"], 1)
        answer = self.upload_rows("/v1/checks/batch", "MAN", [check(), {}, check(purpose="gone")])
        self.assertEqual(answer.lines()[-1]["summary"]["answered"], 1)

    def upload_rows(self, path, key, rows):
        body = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        return self.ask("POST", path, key, body, {"Content-Type": api.ROWS})

    def test_keys_clients_and_tokens_answer_in_their_form(self):
        curve = PrivateKey("EC")
        made = self.ask("POST", "/v1/keys", "TFL", {"name": "form", "scopes": ["alerts"]}).json()
        self.ask("GET", "/v1/alerts", made["key"])
        self.ask("GET", "/v1/keys", "TFL")
        for path in ("/v1/column-mappings", "/v1/authorities"):
            self.assertEqual(self.ask("GET", path, "TFL").status, 200)
        place = "/v1/column-mappings/form"
        body = {**self.call("GET", "/v1/column-mappings/back-office-export", "TFL").json()["mapping"],
                "name": "form"}
        kept = self.ask("PUT", place, "TFL", body)
        self.assertEqual((kept.status, self.ask("PUT", place, "TFL", body).status), (201, 200))
        body["defaults"] = {"status": "current"}
        self.assertEqual(self.ask("PUT", place, "TFL", body).status, 409)
        self.assertEqual(self.ask("PUT", place, "TFL", body, {"If-Match": '"0"'}).status, 412)
        self.assertEqual(self.ask("PUT", place, "TFL", {}).status, 422)
        for path in ("/v1/column-mappings", place):
            self.assertEqual(self.ask("GET", path, "TFL").status, 200)
        self.assertEqual(self.ask("DELETE", place, "TFL", None,
                                  {"If-Match": kept.headers["etag"]}).status, 204)
        self.assertEqual(self.ask("GET", place, "TFL").status, 404)
        place = "/v1/licences/SEEN"
        for status in ("applied", "current"):
            self.ask("PUT", place, "TFL", licence(status=status))
        self.assertEqual(len(self.ask("GET", f"{place}/history", "TFL").json()["versions"]), 2)
        self.ask("GET", f"{place}/elsewhere", "TFL")
        self.ask("DELETE", f"/v1/keys/{made['id']}", "TFL")
        body = {"name": "form", "scopes": ["alerts"], "jwks": curve.jwks()}
        place = self.ask("POST", "/v1/clients", "TFL", body).headers["location"]
        self.ask("POST", "/v1/clients", "TFL", body)
        self.ask("PUT", f"{place}/jwks", "TFL", PrivateKey("RSA").jwks(kid="new"))
        self.ask("PUT", f"{place}/jwks", "TFL", curve.jwks())
        client = Client(place.rsplit("/", 1)[1], curve, self.PUBLIC_URL)
        # The register's clock stands on another day than the client's.
        now = int(datetime.datetime.fromisoformat("2026-11-24T09:31:00+00:00").timestamp())
        good = client.assertion(iat=None, exp=now + 240)
        self.assertEqual(self.ask("POST", "/v1/token", None, client.form(good), FORM).status, 200)
        self.assertEqual(self.ask("POST", "/v1/token", None, client.form(good), FORM).status, 401)
        self.assertEqual(self.ask("POST", "/v1/token", None, b"", FORM).status, 400)
        for path in (place, "/v1/clients"):
            self.ask("GET", path, "TFL")
        self.ask("DELETE", place, "TFL")
        self.assertEqual(self.ask("PUT", f"{place}/jwks", "TFL", curve.jwks()).status, 409)

    def test_mail_addresses_answer_in_their_form(self):
        body = {"email": "licensing@example.org", "kinds": ["entry_changed"]}
        place = self.ask("POST", "/v1/mail-addresses", "MAN", body).headers["location"]
        self.assertEqual(self.ask("POST", "/v1/mail-addresses", "MAN", body).status, 200)
        register.wait_for(lambda: self.ask("GET", f"{place}/attempts", "MAN").json()["attempts"],
                          "an attempt")
        for state in ("disabled", "enabled"):
            body = {"mode": "each", "kinds": [], "state": state}
            self.assertEqual(self.ask("PUT", place, "MAN", body).status, 200)
        for path in (place, "/v1/mail-addresses"):
            self.assertEqual(self.ask("GET", path, "MAN").status, 200)
        self.assertEqual(self.ask("POST", f"{place}/code", "MAN").status, 409)
        self.assertEqual(self.ask("POST", f"{place}/test", "MAN").status, 409)
        self.assertEqual(self.ask("POST", f"{place}/confirmation", "MAN", {"code": "no"}).status, 422)
        self.assertEqual(self.ask("POST", f"{place}/confirmation", "MAN", b"[").status, 400)
        self.assertEqual(self.ask("POST", "/v1/mail-addresses", "MAN", {"email": "nobody"}).status, 422)
        self.assertEqual(self.ask("DELETE", place, "MAN").status, 204)
        self.assertEqual(self.ask("GET", place, "MAN").status, 404)

    def test_webhooks_answer_in_their_form(self):
        for scheme in ("v1a", "v1"):
            body = {"url": f"https://localhost:1/{scheme}", "scheme": scheme}  # nobody is there
            place = self.ask("POST", "/v1/webhooks", "MAN", body).headers["location"]
            self.assertEqual(self.ask("POST", "/v1/webhooks", "MAN", body).status, 200)
            self.assertEqual(self.ask("POST", f"{place}/test", "MAN").status, 202)
            register.wait_for(lambda: self.ask("GET", f"{place}/attempts", "MAN").json()["attempts"], "an attempt")
            self.assertEqual(self.ask("POST", f"{place}/key", "MAN", {"overlap_hours": 2}).status, 200)
            self.assertEqual(self.ask("POST", f"{place}/key", "MAN").status, 200)
            self.assertEqual(self.ask("POST", f"{place}/replay", "MAN", {"after": 0}).status, 202)
            self.assertEqual(self.ask("POST", f"{place}/replay", "MAN", {"after": 10 ** 6}).status, 409)
            for state in ("disabled", "disabled", "enabled"):
                self.assertEqual(self.ask("PUT", f"{place}/state", "MAN", {"state": state}).status, 200)
            for path in (place, "/v1/webhooks"):
                self.assertEqual(self.ask("GET", path, "MAN").status, 200)
            self.assertEqual(self.ask("DELETE", place, "MAN").status, 204)
            self.assertEqual(self.ask("GET", place, "MAN").status, 404)
        for status, call in [(422, ("POST", "/v1/webhooks", "MAN", {"url": "http://example.com/"})),
                             (422, ("POST", "/v1/webhooks", "MAN", {})),
                             (400, ("POST", "/v1/webhooks", "MAN", b"["))]:
            self.assertEqual(self.ask(*call).status, status)

    def test_what_is_refused_is_refused_as_documented(self):
        nothing = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11"
        taken = decision(your_reference="TAKEN")
        self.ask("POST", "/v1/decisions", "LDS", taken)
        rows = {"Content-Type": "application/xml"}
        limited = self.ask("POST", "/v1/keys", "TFL", {"name": "limited", "scopes": ["alerts"]}).json()
        for status, call in [
            (400, ("POST", "/v1/checks", "MAN", b"{")),
            (400, ("POST", "/v1/checks", "MAN", b'{"a":1,"a":1}')),
            (400, ("GET", "/v1/alerts?after=-1", "TFL")),
            (400, ("GET", "/v1/events?since=1", "TFL")),
            (400, ("POST", "/v1/licences/batch?mapping=none", "TFL", b"\n", {"Content-Type": api.ROWS})),
            (401, ("GET", "/v1/alerts", None)),
            (401, ("PUT", "/v1/licences/A1", "bw_wrong", licence())),
            (401, ("POST", "/v1/keys", None, {})),
            (403, ("GET", "/v1/keys", limited["key"])),
            (400, ("POST", "/v1/clients", "TFL", b"{")),
            (422, ("POST", "/v1/clients", "TFL", {"name": "x"})),
            (422, ("POST", "/v1/keys", "TFL", {"name": "x", "scopes": ["import"]})),
            (404, ("DELETE", f"/v1/clients/{nothing}", "TFL")),
            (404, ("DELETE", f"/v1/keys/{nothing}", "TFL")),
            (404, ("GET", f"/v1/clients/{nothing}", "TFL")),
            (404, ("PUT", f"/v1/clients/{nothing}/jwks", "TFL", {"keys": []})),
            (404, ("GET", "/v1/licences/none", "TFL")),
            (404, ("GET", f"/v1/decisions/{nothing}", "LDS")),
            (404, ("GET", f"/v1/checks/{nothing}", "MAN")),
            (404, ("POST", f"/v1/decisions/{nothing}/changes", "LDS",
                   {"change": "later_grant", "on": "2026-11-20"})),
            (422, ("POST", f"/v1/decisions/{nothing}/changes", "LDS", {"change": "erase"})),
            (404, ("GET", "/v1/checks/none", "MAN")),
            (404, ("POST", f"/v1/checks/{nothing}/hits/{nothing}/adjudication", "MAN",
                   {"finding": "undecided", "reason": "None."})),
            (409, ("POST", "/v1/decisions", "LDS", decision(person("Other"), your_reference="TAKEN"))),
            (412, ("PUT", "/v1/licences/A1", "TFL", licence(), {"If-Match": '"9"'})),
            (413, ("POST", "/v1/checks", "MAN", b" " * 70_000)),
            (415, ("POST", "/v1/checks/batch", "MAN", b"x", rows)),
            (415, ("POST", "/v1/decisions/batch", "LDS", b"x", rows)),
            (415, ("POST", "/v1/licences/batch", "TFL", b"x", rows)),
            (422, ("POST", "/v1/checks", "MAN", {})),
            (422, ("POST", f"/v1/checks/{nothing}/hits/{nothing}/adjudication", "MAN", {})),
            (422, ("POST", "/v1/decisions", "LDS", decision(day="2027-01-01", ground="none"))),
            (422, ("PUT", "/v1/licences/A1", "TFL", licence(status="gone"))),
            (422, ("POST", "/v1/licences/batch", "TFL", b"no header\n", {"Content-Type": "text/csv"})),
        ]:
            with self.subTest(f"{status} {call[:2]}"):
                self.assertEqual(self.ask(*call).status, status)

    def test_the_machines_calls_need_no_key(self):
        for path in ("/livez", "/readyz", "/metrics"):
            self.assertEqual(self.ask("GET", path).status, 200)


if __name__ == "__main__":
    unittest.main()
