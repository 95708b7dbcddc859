#!/usr/bin/env python3
"""A council holds its whole roster against the register: told row by row what differs, refused whole for
one wrong row, and never taken as "delete what is missing" without a second step that says so."""
import collections
import contextlib
import datetime
import hashlib
import subprocess
import threading
import unittest

from register import PSQL, RegisterTest, decision, licence, person, stranger, wait_for
from test_at_once import at_once

TODAY = datetime.datetime.now(datetime.timezone.utc).date()
YESTERDAY = TODAY - datetime.timedelta(days=1)
CSV = "licence_number,class,status,full_name,date_of_birth\n"


def row(number, seed, **more):
    return {"licence_number": number, **licence(stranger(seed), **more)}


class Rosters(RegisterTest):
    """Each test has a council of its own, since a roster is of all its licences."""

    def put(self, code, rows):
        answers = self.register.upload("/v1/licences/batch", code, rows).lines()
        self.assertEqual(answers[-1]["summary"]["rejected"], 0, answers)

    def post(self, code, rows, as_of=TODAY, count=None, more="", kind="application/x-ndjson"):
        count = len(rows) if count is None else count
        return self.register.upload(f"/v1/rosters?as_of={as_of}&rows={count}{more}", code, rows, kind)

    def compared(self, answer):
        self.assertEqual(answer.status, 200, answer.body[:500])
        lines = answer.lines()
        self.assertIn("summary", lines[-1], lines[-1])
        return lines[:-1], lines[-1]["summary"]

    def status(self, code, number):
        return self.call("GET", f"/v1/licences/{number}", code).json()["status"]

    def test_each_row_is_told_apart_and_nothing_is_changed_until_it_is_applied(self):
        self.put("LDS", [row("A1", 1), row("A2", 2), row("A3", 3), row("A4", 4)])
        lines, summary = self.compared(self.post("LDS", [
            row("A1", 1), row("A2", 2, status="suspended"), row("A9", 9)]))
        self.assertEqual([(one["row"], one["licence_number"], one["result"]) for one in lines[:3]],
                         [(1, "A1", "same"), (2, "A2", "different"), (3, "A9", "missing")])
        self.assertEqual(lines[1]["fields"], ["status"])
        self.assertEqual(sorted(one["licence_number"] for one in lines[3:]), ["A3", "A4"])
        self.assertEqual({one["result"] for one in lines[3:]}, {"extra"})
        counts = {"different": 1, "missing": 1, "extra": 2}
        self.assertEqual({**counts, "rows": 3, "same": 1, "stale": 0},
                         {name: summary[name] for name in
                          ("different", "missing", "extra", "rows", "same", "stale")})
        self.assertEqual((self.status("LDS", "A2"), self.status("LDS", "A3")), ("current", "current"))
        self.assertEqual(self.call("GET", "/v1/licences/A9", "LDS").status, 404)

        where = f"/v1/rosters/{summary['roster']}"
        self.assertEqual(self.call("GET", where, "LDS").json()["state"], "compared")
        self.assertEqual(self.call("GET", where, "GLG").status, 404)
        self.assertEqual(self.call("POST", where + "/apply", "GLG",
                                   {**counts, "extra_becomes": "expired"}).status, 404)
        # What is not in it has to be named, and right.
        self.assertProblem(self.call("POST", where + "/apply", "LDS", counts), 422,
                           pointers=["/extra_becomes"])
        self.assertProblem(self.call("POST", where + "/apply", "LDS",
                                     {**counts, "extra": 0, "extra_becomes": "expired"}), 409)
        self.assertEqual(self.status("LDS", "A3"), "current")
        done = self.assertAnswer(self.call("POST", where + "/apply", "LDS",
                                           {**counts, "extra_becomes": "expired"}), 200)
        self.assertEqual((done["state"], done["extra_becomes"]), ("applied", "expired"))
        self.assertEqual([self.status("LDS", number) for number in ("A1", "A2", "A3", "A4", "A9")],
                         ["current", "suspended", "expired", "expired", "current"])
        self.assertProblem(self.call("POST", where + "/apply", "LDS",
                                     {**counts, "extra_becomes": "expired"}), 409)
        # Nothing is left to differ.
        _, summary = self.compared(self.post("LDS", [row("A1", 1), row("A2", 2, status="suspended"),
                                                     row("A9", 9)]))
        self.assertEqual((summary["same"], summary["extra"]), (3, 0))

    def test_what_is_not_in_it_stays_where_that_is_said(self):
        self.put("BIR", [row("B1", 11), row("B2", 12)])
        _, summary = self.compared(self.post("BIR", [row("B1", 11)]))
        self.assertAnswer(self.call("POST", f"/v1/rosters/{summary['roster']}/apply", "BIR",
                                    {"different": 0, "missing": 0, "extra": 1,
                                     "extra_becomes": "unchanged"}), 200)
        self.assertEqual(self.status("BIR", "B2"), "current")

    def test_one_whose_rows_are_forgotten_is_not_applied(self):
        """Nothing would be in it any more, so that all licences would be extra."""
        self.put("TFL", [row("T1", 41), row("T2", 42)])
        _, summary = self.compared(self.post("TFL", [row("T1", 41)]))
        self.register.psql("update roster set made_at = made_at - interval '8 days'"
                           f" where id = '{summary['roster']}'")
        self.compared(self.post("TFL", [row("T1", 41)]))
        problem = self.assertProblem(self.call(
            "POST", f"/v1/rosters/{summary['roster']}/apply", "TFL",
            {"different": 0, "missing": 0, "extra": 1, "extra_becomes": "expired"}), 409)
        self.assertIn("Post it again", problem["detail"])
        self.assertEqual([self.status("TFL", number) for number in ("T1", "T2")], ["current", "current"])

    def test_a_roster_of_an_earlier_day_does_not_undo_what_came_since(self):
        self.put("MAN", [row("M1", 21, status="suspended")])
        lines, summary = self.compared(self.post("MAN", [row("M1", 21)], YESTERDAY))
        self.assertEqual((lines[0]["result"], summary["stale"]), ("stale", 1))
        self.assertAnswer(self.call("POST", f"/v1/rosters/{summary['roster']}/apply", "MAN",
                                    {"different": 0, "missing": 0, "extra": 0,
                                     "extra_becomes": "unchanged"}), 200)
        self.assertEqual(self.status("MAN", "M1"), "suspended")

    def test_one_wrong_row_refuses_all_of_it_and_is_named(self):
        self.put("WLV", [row("W1", 31)])
        wrong = [
            ([row("W1", 31), row("W2", 32, status="lost")], "/rows/2/status"),
            ([row("W1", 31), row("W1", 31)], "/rows/2/licence_number"),
            ([row("W1", 31), {**row("W2", 32), "authority": "TFL"}], "/rows/2/authority"),
            ([row("W1", 31), row("W2", 32, granted_on=str(TODAY))], "/rows/2/granted_on")]
        for rows, pointer in wrong:
            with self.subTest(pointer):
                problem = self.assertProblem(self.post("WLV", rows, YESTERDAY), 422)
                self.assertEqual([one["pointer"] for one in problem["errors"]], [pointer], problem)
        # Cut off: fewer rows than were announced.
        problem = self.assertProblem(self.post("WLV", [row("W1", 31)], count=2), 422)
        self.assertEqual(problem["errors"][0]["pointer"], "/rows/1")
        self.assertProblem(self.post("WLV", [row("W1", 31)], TODAY + datetime.timedelta(days=2)), 422,
                           pointers=["/as_of"])
        self.assertProblem(self.post("WLV", [row("W1", 31)], TODAY - datetime.timedelta(days=40)), 422,
                           pointers=["/as_of"])
        # A last line that was torn is a row like another.
        torn = (CSV + "W1,private_hire,current,Ada Lovelace,1985-03-14\nW2,private_h").encode()
        problem = self.assertProblem(self.post("WLV", torn, count=2, kind="text/csv"), 422)
        self.assertTrue(all(one["pointer"].startswith("/rows/2") for one in problem.get("errors", [])))
        self.assertIn("Row 2", problem["detail"])

    def test_another_councils_roster_is_refused(self):
        self.put("CRF", [row(f"C{n}", 100 + n) for n in range(30)])
        problem = self.assertProblem(self.post("CRF", [row(f"Z{n}", 200 + n) for n in range(30)]), 409)
        self.assertIn("another council's", problem["detail"])
        self.assertEqual(problem["errors"][0]["pointer"], "/rows/1/licence_number")
        self.assertEqual(self.call("GET", "/v1/licences/Z1", "CRF").status, 404)

    def test_hashes_tell_what_differs_and_no_more(self):
        one = {"licence_number": "H1", **licence(person(), granted_on="2024-01-02",
                                                 expires_on="2027-01-01")}
        self.put("GLG", [one, {**one, "licence_number": "H2"}])
        text = "H1|private_hire|current|2024-01-02|2027-01-01|1985-03-14||"
        lines, summary = self.compared(self.post("GLG", [
            {"licence_number": "H1", "sha256": hashlib.sha256(text.encode()).hexdigest()},
            {"licence_number": "H2", "sha256": hashlib.sha256(b"H2|other").hexdigest()},
            {"licence_number": "H3", "sha256": hashlib.sha256(b"H3|new").hexdigest()}],
            more="&form=hashes"))
        self.assertEqual([one["result"] for one in lines], ["same", "different", "missing"])
        refused = self.call("POST", f"/v1/rosters/{summary['roster']}/apply", "GLG",
                            {"different": 1, "missing": 1, "extra": 0, "extra_becomes": "unchanged"})
        self.assertProblem(refused, 409)
        self.assertProblem(self.post("GLG", [{"licence_number": "H1", "sha256": "x"}],
                                     more="&form=hashes"), 422, pointers=["/rows/1/sha256"])


class AppliedAtOnce(RegisterTest):
    """One and the same roster, by several tabs or by a system that asks again too soon."""
    EXTRAS = 510  # more than are put in one step

    def compared(self, code):
        """Where a roster of this council is applied, what is to be said to it, and what it comes to."""
        kept = [row(f"{code}-{n}", f"{code} {n}") for n in range(self.EXTRAS)]
        own = [row(f"{code}-same", f"{code} same"), row(f"{code}-other", f"{code} other")]
        put = self.register.upload("/v1/licences/batch", code, kept + own).lines()[-1]["summary"]
        self.assertEqual(put["rejected"], 0, put)
        rows = [own[0], {**own[1], "status": "suspended"}, row(f"{code}-new", f"{code} new")]
        answer = self.register.upload(f"/v1/rosters?as_of={TODAY}&rows={len(rows)}", code, rows)
        summary = answer.lines()[-1]["summary"]
        wish = {"different": 1, "missing": 1, "extra": self.EXTRAS, "extra_becomes": "expired"}
        self.assertEqual({name: summary[name] for name in ("different", "missing", "extra")},
                         {name: wish[name] for name in ("different", "missing", "extra")})
        self.fed = self.feed(code)
        return f"/v1/rosters/{summary['roster']}", wish

    def feed(self, code):
        return int(self.register.psql(f"select count(*) from feed where authority = '{code}'"))

    def apply(self, code, where, wish):
        return self.call("POST", where + "/apply", code, wish)

    def assertAppliedOnce(self, code, where):
        """Each licence that it changes has one new version and one event, and is what the roster says."""
        found = self.register.psql(f"select status, version, count(*) from licence where authority = '{code}'"
                                   " group by status, version order by status, version").splitlines()
        self.assertEqual(found, ["current|1|2", f"expired|2|{self.EXTRAS}", "suspended|2|1"])
        self.assertEqual(self.feed(code) - self.fed, self.EXTRAS + 2)
        self.assertEqual(self.call("GET", where, code).json()["state"], "applied")
        subject = where.rpartition("/")[2]
        self.assertEqual(self.register.psql("select count(*) from log_leaf where kind = 'roster_applied'"
                                            f" and subject = '{subject}'"), "1")

    @contextlib.contextmanager
    def its_end_held_back(self):
        """Whoever applies one has put all licences, and waits at the end of its work."""
        place = self.register.postmaster_file().read_text().splitlines()[4]
        with subprocess.Popen([PSQL, "-qXAt", "-h", place, "-U", "postgres", "badgewatch"], text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
            holder.stdin.write("begin; lock table badgewatch.roster in exclusive mode; select 'held';\n")
            holder.stdin.flush()
            self.assertEqual(holder.stdout.readline().strip(), "held")
            yield
            holder.stdin.close()  # and with it its transaction

    def wait_until_one_waits(self):
        wait_for(lambda: self.register.psql("select count(*) from pg_locks where not granted") != "0",
                 "the first to wait")

    def test_each_licence_is_written_once(self):
        for code in ("LDS", "BIR", "MAN"):
            with self.subTest(code):
                where, wish = self.compared(code)
                answers = at_once(lambda one: self.apply(code, where, one), [wish] * 6)
                statuses = collections.Counter(one.status for one in answers)
                self.assertEqual(statuses, {200: 1, 409: 5}, [one.body for one in answers])
                self.assertAppliedOnce(code, where)

    def test_of_two_that_say_otherwise_one_is_done(self):
        code = "CRF"
        where, wish = self.compared(code)
        answers = at_once(lambda one: self.apply(code, where, one),
                          [wish, {**wish, "extra_becomes": "surrendered"}] * 3)
        self.assertEqual(collections.Counter(one.status for one in answers), {200: 1, 409: 5})
        became = self.call("GET", where, code).json()["extra_becomes"]
        self.assertEqual(self.register.psql("select status, version, count(*) from licence where authority = "
                                            f"'{code}' and status in ('expired', 'surrendered')"
                                            " group by status, version"), f"{became}|2|{self.EXTRAS}")

    def test_who_comes_while_it_is_applied_is_told_so(self):
        code = "TFL"
        where, wish = self.compared(code)
        first = []
        asked = threading.Thread(target=lambda: first.append(self.apply(code, where, wish)))
        with self.its_end_held_back():
            asked.start()
            self.wait_until_one_waits()
            meanwhile = self.apply(code, where, wish)
        asked.join()
        self.assertAnswer(first[0], 200)
        self.assertProblem(meanwhile, 409)
        self.assertEqual(meanwhile.headers.get("retry-after"), "1", meanwhile.body)
        behind = self.apply(code, where, wish)
        self.assertProblem(behind, 409)
        self.assertNotIn("retry-after", behind.headers)
        self.assertAppliedOnce(code, where)

    def test_killed_in_the_middle_it_is_applied_when_asked_again(self):
        code = "WLV"
        where, wish = self.compared(code)

        def ask_in_vain():
            with contextlib.suppress(OSError):
                self.apply(code, where, wish)

        asked = threading.Thread(target=ask_in_vain)
        with self.its_end_held_back():
            asked.start()
            self.wait_until_one_waits()
            self.register.kill()
        asked.join()
        self.register.start()
        self.assertEqual(self.call("GET", where, code).json()["state"], "compared")
        self.assertAnswer(self.apply(code, where, wish), 200)
        self.assertAppliedOnce(code, where)


class Report(RegisterTest):
    """One of whom two councils license, one refused elsewhere, records of all sorts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        upload = cls.register.upload
        number = lambda n: {**stranger(n), "addresses": [{"lines": ["1 High Street"],
                                                          "postcode": "LS1 4AP"}]}
        rows = [{"licence_number": f"L{n}", **licence(number(n))} for n in range(8)]
        rows[0]["expires_on"] = "2020-01-01"
        rows[0]["granted_on"] = "2019-01-01"
        rows[7]["holder"]["addresses"][0]["postcode"] = "BS1 4ST"
        rows.append({"licence_number": "L0-again", **licence(number(0))})
        upload("/v1/licences/batch", "LDS", rows)
        upload("/v1/licences/batch", "MAN", [{"licence_number": "M1", **licence(number(1))}])
        upload("/v1/decisions/batch", "BIR", [{**decision(number(2)), "your_reference": "<b>2"}])
        cls.run_id = cls.register.call("POST", "/v1/reconciliations", "LDS").json()["id"]
        wait_for(lambda: cls.register.call("GET", f"/v1/reconciliations/{cls.run_id}", "LDS")
                 .json()["state"] == "done", "the run", 60)

    def report(self, form, code="LDS"):
        return self.call("GET", f"/v1/reconciliations/{self.run_id}/report?format={form}", code)

    def figures(self, code="LDS"):
        return {one["figure"]: one for one in self.report("json", code).json()["figures"]}

    def test_counts_what_was_planted(self):
        figures = self.figures()
        own = {name: (one["own"]["count"], one["own"]["of"]) for name, one in figures.items()}
        self.assertEqual(own["loophole.several_councils"], (1, 9))
        self.assertEqual(own["refused_elsewhere_licensed_here"], (1, 9))
        self.assertEqual(own["quality.duplicates"], (2, 9))
        self.assertEqual(own["quality.expired_but_current"], (1, 9))
        self.assertEqual(own["quality.date_of_birth"], (9, 9))
        self.assertEqual(own["quality.email"], (0, 9))
        self.assertEqual(own["loophole.far_from_home"], (1, 9))
        self.assertEqual(self.figures("BIR")["refused_here_licensed_elsewhere"]["own"]["count"], 1)
        self.assertEqual(self.figures("BIR")["loophole.entries_late"]["own"],
                         {"count": 1, "of": 1, "part": 1})

    def test_small_numbers_do_not_leave_the_council(self):
        for one in self.figures("GLG").values():
            self.assertEqual(one["own"]["count"], 0)
            # Nobody, or more than a few of more than a few authorities.
            self.assertIn(one["national"]["count"], (0, None), one)

    def test_csv_says_the_same(self):
        csv = self.report("csv")
        self.assertEqual(csv.headers["content-type"], "text/csv; charset=utf-8")
        self.assertIn(b"LDS,impossible_values,quality.duplicates,", csv.body)
        for form in ("html", "pdf"):
            self.assertProblem(self.report(form), 400)


class Loopholes(RegisterTest):
    """One who gave a licence back and has another one elsewhere since, a hit that nobody decided, a grant unsearched."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        upload, number = cls.register.upload, stranger
        upload("/v1/decisions/batch", "BIR", [{**decision(number(2)), "your_reference": "2"}])
        # Given back in London before the decision, licensed anew in Cardiff; and a hit that nobody decided.
        upload("/v1/licences/batch", "TFL", [
            {"licence_number": "T1", **licence(number(50), "surrendered", granted_on="2020-01-01")},
            {"licence_number": "T2", **licence(number(51), "surrendered", granted_on="2024-06-01")}])
        upload("/v1/licences/batch", "CRF", [
            {"licence_number": "C1", **licence(number(50), granted_on="2024-01-01")},
            {"licence_number": "C2", **licence(number(51), granted_on="2019-01-01")},
            {"licence_number": "C3", **licence(number(52), granted_on=str(TODAY))}])
        for n in (2, 3):
            cls.register.call("POST", "/v1/checks", "CRF", {"case_reference": f"R{n}", "purpose": "new_application",
                                                            "subject": number(n)})
        cls.run_id = cls.register.call("POST", "/v1/reconciliations", "CRF").json()["id"]
        wait_for(lambda: cls.register.call("GET", f"/v1/reconciliations/{cls.run_id}", "CRF")
                 .json()["state"] == "done", "the run", 60)

    def figures(self, code="CRF"):
        report = self.call("GET", f"/v1/reconciliations/{self.run_id}/report?format=json", code).json()
        return {one["figure"]: one for one in report["figures"]}

    def test_who_gave_a_licence_back_and_has_one_elsewhere_since_is_counted_at_both(self):
        own = lambda code, name: (self.figures(code)[name]["own"]["count"], self.figures(code)[name]["own"]["of"])
        self.assertEqual(own("TFL", "loophole.surrendered_here_licensed_elsewhere"), (1, 2))
        self.assertEqual(own("CRF", "loophole.surrendered_elsewhere_licensed_here"), (1, 3))
        self.assertEqual(own("CRF", "loophole.surrendered_here_licensed_elsewhere"), (0, 0))

    def test_hits_that_nobody_has_decided_are_counted(self):
        self.assertEqual(self.figures("CRF")["loophole.hits_undecided"]["own"], {"count": 1, "of": 1, "part": 1})

    def test_a_grant_without_a_search_is_counted(self):
        self.assertEqual(self.figures("CRF")["loophole.grants_without_search"]["own"],
                         {"count": 1, "of": 1, "part": 1})

    def test_every_kind_of_loophole_has_its_figure(self):
        self.assertLessEqual({"loophole.several_councils", "refused_elsewhere_licensed_here",
                              "refused_here_licensed_elsewhere", "loophole.far_from_home",
                              "loophole.surrendered_elsewhere_licensed_here",
                              "loophole.surrendered_here_licensed_elsewhere", "loophole.grants_without_search",
                              "loophole.entries_late", "loophole.hits_undecided"}, set(self.figures()))


if __name__ == "__main__":
    unittest.main()
