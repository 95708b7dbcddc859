#!/usr/bin/env python3
"""Decisions one by one: the clocks of the Act, what is refused, idempotency, who may see what."""
import datetime
import unittest

import register
from register import RegisterTest, person

Day = datetime.date


def decision(subject=None, day="2026-03-02", **more):
    """Of the day on which the register's clock stands here."""
    return register.decision(subject, day, **more)


def easter(year):
    """Sunday of Easter by the Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return Day(year, month, day + 1)


def bank_holidays(year):
    """England's, by the rules of the Banking and Financial Dealings Act 1971 and the proclamations."""
    def first_monday(month):
        first = Day(year, month, 1)
        return first + datetime.timedelta((7 - first.weekday()) % 7)

    def last_monday(month):
        last = Day(year, month, 31)
        return last - datetime.timedelta(last.weekday())

    days = set()
    for day in (Day(year, 1, 1), Day(year, 12, 25), Day(year, 12, 26)):
        while day.weekday() > 4 or day in days:
            day += datetime.timedelta(1)
        days.add(day)
    days |= {easter(year) - datetime.timedelta(2), easter(year) + datetime.timedelta(1),
             first_monday(5), last_monday(5), last_monday(8)}
    days -= {Day(2020, 5, 4), Day(2022, 5, 30)}
    return days | {Day(2020, 5, 8), Day(2022, 6, 2), Day(2022, 6, 3), Day(2022, 9, 19),
                   Day(2023, 5, 8)}


HOLIDAYS = set().union(*(bank_holidays(year) for year in range(2012, 2029)))


def enter_by(notified):
    """The fifth working day, counted from the day of notification itself."""
    day, left = notified, 5
    while True:
        left -= day.weekday() < 5 and day not in HOLIDAYS
        if left == 0:
            return day
        day += datetime.timedelta(1)


class Decisions(RegisterTest):
    options = {"now": "2026-03-02T10:00:00Z"}
    TODAY = Day(2026, 3, 2)

    def post(self, body, key="TFL", **headers):
        return self.call("POST", "/v1/decisions", key, body,
                         {name.replace("_", "-"): value for name, value in headers.items()})

    def assertRefused(self, pointers, **fields):
        self.assertProblem(self.post(decision(**fields)), 422, "invalid", pointers)

    def test_is_entered_and_read(self):
        sent = decision(person("Kwame Nkrumah", "1981-02-03", "QQ111222A"), "2026-02-27",
                        effective_on="2026-03-20", your_reference="TFL/R/1")
        answer = self.post(sent)
        made = self.assertAnswer(answer, 201)
        self.assertEqual([one["pointer"] for one in made.pop("warnings")],
                         ["/subject/national_insurance_number"])
        self.assertEqual(set(made),
                         {"id", "entered_at", "enter_by", "late", "retained_until", "state"})
        self.assertEqual(answer.headers["location"], "/v1/decisions/" + made["id"])
        self.assertEqual((made["enter_by"], made["late"], made["retained_until"], made["state"]),
                         ("2026-03-05", False, "2037-03-01", "active"))
        read = self.assertAnswer(self.call("GET", answer.headers["location"], "TFL"), 200)
        self.assertLessEqual(made.items(), read.items())
        for name, value in sent.items():
            if name != "subject":
                self.assertEqual(read[name], value, name)
        self.assertEqual(read["subject"]["names"][0]["full"], "Kwame Nkrumah")
        self.assertEqual(read["subject"]["national_insurance_number"], "QQ111222A")
        self.assertEqual([one["change"] for one in read["history"]], ["entered"])

    def test_clocks_agree_with_a_calendar_of_ones_own(self):
        wrong = []
        day = self.TODAY
        while day > Day(2024, 11, 30):
            made = self.post(decision(person("Clock Case", "1970-01-02"), day.isoformat())).json()
            expected = enter_by(day)
            if (made["enter_by"], made["late"]) != (expected.isoformat(), expected < self.TODAY):
                wrong.append((day, made, expected))
            day -= datetime.timedelta(1)
        self.assertEqual(wrong, [])

    def test_old_decision_is_taken_and_late(self):
        for day in ("2012-04-05", "2020-05-01", "2022-06-01", "2022-09-16"):
            made = self.assertAnswer(self.post(decision(day=day)), 201)
            self.assertEqual((made["enter_by"], made["late"]),
                             (enter_by(Day.fromisoformat(day)).isoformat(), True))

    def test_dates_in_the_future(self):
        tomorrow = "2026-03-03"
        self.assertRefused(["/decided_on"], decided_on=tomorrow)
        self.assertRefused(["/notified_on"], notified_on=tomorrow)
        self.assertRefused(["/subject/date_of_birth"], subject=person(born=tomorrow))
        self.assertAnswer(self.post(decision(effective_on="2026-06-01")), 201)
        self.assertAnswer(self.post(decision(kind="suspension", suspension_ends_on="2030-01-01")),
                          201)

    def test_suspension_past_its_end_has_ended(self):
        made = self.post(decision(kind="suspension", day="2026-01-05",
                                  suspension_ends_on="2026-02-05")).json()
        self.assertEqual(made["state"], "ended")
        self.assertRefused(["/suspension_ends_on"], suspension_ends_on="2026-04-01")
        self.assertRefused(["/suspension_ends_on"], kind="suspension", day="2026-01-05",
                           suspension_ends_on="2026-01-04")

    def test_must_rely_on_relevant_information(self):
        where = "/relies_on_relevant_information"
        self.assertRefused([where], relies_on_relevant_information=False)
        self.assertRefused([where], relies_on_relevant_information="true")
        body = decision()
        del body["relies_on_relevant_information"]
        self.assertProblem(self.post(body), 422, "invalid", [where])

    def test_every_field_is_needed_and_of_its_list(self):
        for name in ("kind", "decided_on", "effective_on", "notified_on", "subject"):
            body = decision()
            del body[name]
            self.assertProblem(self.post(body), 422, "invalid", [f"/{name}"])
        for bad in ("Revocation", "ban", "", None, 3):
            self.assertRefused(["/kind"], kind=bad)
        for bad in ("2026-02-30", "02/03/2026", "2026-3-2", "2026-03-02T00:00:00Z", "", 20260302):
            self.assertRefused(["/decided_on"], decided_on=bad)

    def test_every_wrong_field_at_once(self):
        problem = self.post(decision({"names": [], "date_of_birth": "1985-13-01"}, "2026-02-30",
                                     kind="?", relies_on_relevant_information=False, note="x"))
        self.assertProblem(problem, 422, "invalid",
                           ["/kind", "/decided_on", "/effective_on", "/notified_on", "/note",
                            "/relies_on_relevant_information", "/subject/names",
                            "/subject/date_of_birth"])

    def test_holds_no_narrative(self):
        for name in ("grounds", "notes", "reason", "authority", "licence_number"):
            self.assertRefused([f"/{name}"], **{name: "anything at all"})
        self.assertRefused(["/your_reference"], your_reference="x" * 61)
        self.assertRefused(["/subject/occupation"], subject=person(occupation="driver"))

    def test_same_reference_again(self):
        first = self.post(decision(your_reference="R-1"))
        again = self.post(decision(your_reference="R-1"))
        self.assertEqual((first.status, again.status), (201, 200))
        self.assertEqual(again.json(), first.json())
        other = self.post(decision(person("Another Person"), your_reference="R-1"))
        self.assertProblem(other, 409, "conflict", ["/your_reference"])
        elsewhere = self.post(decision(person("Another Person"), your_reference="R-1"), "BIR")
        self.assertEqual(elsewhere.status, 201)
        self.assertNotEqual(elsewhere.json()["id"], first.json()["id"])

    def test_without_a_reference_each_is_one_of_its_own(self):
        self.assertNotEqual(self.post(decision()).json()["id"], self.post(decision()).json()["id"])

    def test_idempotency_key(self):
        body = decision(person("Idem Potent"))
        first = self.post(body, Idempotency_Key='"abc 1"')
        again = self.post(body, Idempotency_Key='"abc 1"')
        self.assertEqual((first.status, again.status), (201, 201))
        self.assertEqual(again.body, first.body)
        self.assertNotIn("idempotency-replayed", first.headers)
        self.assertEqual(again.headers["idempotency-replayed"], "true")
        self.assertEqual(again.headers["location"], first.headers["location"])
        self.assertProblem(self.post(decision(), Idempotency_Key='"abc 1"'), 422, "key-reused")
        other = self.post(body, "MAN", Idempotency_Key='"abc 1"')
        self.assertNotEqual(other.json()["id"], first.json()["id"])
        bare = self.post(body, Idempotency_Key="k-2")
        self.assertEqual(self.post(body, Idempotency_Key='"k-2"').json(), bare.json())
        for bad in ("", '""', "x" * 256, "a b", '"open'):
            self.assertProblem(self.post(body, Idempotency_Key=bad), 400, "malformed")

    def test_a_refusal_uses_up_no_key(self):
        self.post(decision(kind="?"), Idempotency_Key="k-3")
        self.assertEqual(self.post(decision(), Idempotency_Key="k-3").status, 201)

    def test_own_entries_only(self):
        made = self.post(decision()).json()
        self.assertProblem(self.call("GET", "/v1/decisions/" + made["id"], "BIR"), 404, "not-found")
        for unknown in ("01a20bad-b759-7868-8035-95c9b600811e", "x", "1"):
            self.assertProblem(self.call("GET", "/v1/decisions/" + unknown, "TFL"), 404,
                               "not-found")

    def test_import_is_closed_to_usual_keys(self):
        self.assertRefused(["/first_entered_on"], first_entered_on="2020-01-01")
        self.assertRefused(["/imported_from"], imported_from="NR3S")

    def test_zz_survives_kill_and_start(self):
        body = decision(person("Before Kill"))
        first = self.post(body, Idempotency_Key="over-a-kill")
        self.register.kill()
        self.register.start()
        again = self.post(body, Idempotency_Key="over-a-kill")
        self.assertEqual(again.json(), first.json())
        self.assertEqual(again.headers["idempotency-replayed"], "true")
        self.assertEqual(self.call("GET", first.headers["location"], "TFL").status, 200)


if __name__ == "__main__":
    unittest.main()
