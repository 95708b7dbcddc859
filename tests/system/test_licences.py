#!/usr/bin/env python3
"""Licence records one by one: versions, If-Match, numbers in addresses, what each field takes."""
import unittest
import urllib.parse

from register import RegisterTest, licence, person


def path(number):
    return "/v1/licences/" + urllib.parse.quote(number, safe="")


class Licences(RegisterTest):

    def put(self, number, body, key="TFL", **headers):
        return self.call("PUT", path(number), key, body, headers)

    def assertRefused(self, pointers, **fields):
        self.assertProblem(self.put("REFUSED", licence(**fields)), 422, "invalid", pointers)

    def assertHolderRefused(self, pointers, **fields):
        self.assertRefused([f"/holder{one}" for one in pointers], holder=person(**fields))

    def test_versions_and_etag(self):
        first = self.put("PHD 1", licence(granted_on="2024-05-06", expires_on="2027-05-05"))
        made = self.assertAnswer(first, 201)
        self.assertEqual((made["version"], made["licence_number"]), (1, "PHD 1"))
        self.assertTrue(first.headers["etag"].startswith('"'), "a strong ETag")
        same = self.put("PHD 1", licence(granted_on="2024-05-06", expires_on="2027-05-05"))
        self.assertEqual((same.status, same.json()["version"], same.headers["etag"]),
                         (200, 1, first.headers["etag"]))
        changed = self.put("PHD 1", licence(status="suspended"))
        self.assertEqual((changed.status, changed.json()["version"]), (200, 2))
        self.assertNotEqual(changed.headers["etag"], first.headers["etag"])
        read = self.call("GET", path("PHD 1"), "TFL")
        self.assertEqual((read.status, read.headers["etag"], read.json()["status"]),
                         (200, changed.headers["etag"], "suspended"))

    def test_how_a_licence_has_been_is_its_authority_s_to_know(self):
        for body in (licence(), licence(status="suspended", expires_on="2027-05-05"),
                     licence(status="suspended", expires_on="2027-05-05", holder=person("Ann Other"))):
            self.put("HIS/1", body)
        self.put("HIS/1", licence(status="suspended", expires_on="2027-05-05", holder=person("Ann Other")))
        place = path("HIS/1") + "/history"
        read = self.assertAnswer(self.call("GET", place, "TFL"), 200)
        self.assertEqual(read["licence_number"], "HIS/1")
        self.assertEqual([(one["version"], one["status"], one["fields"]) for one in read["versions"]],
                         [(3, "suspended", ["names"]), (2, "suspended", ["status", "expires_on"]), (1, "current", [])])
        self.assertEqual({one["actor"] for one in read["versions"]}, {read["versions"][0]["actor"]})
        self.assertTrue(all(one["actor_name"] for one in read["versions"]))
        self.assertEqual(sorted(read["versions"], key=lambda one: one["at"], reverse=True), read["versions"])
        for other in ("/history", "/elsewhere"):
            self.assertProblem(self.call("GET", path("HIS/1") + other, "BIR"), 404, "not-found")
            self.assertProblem(self.call("GET", path("HIS/2") + other, "TFL"), 404, "not-found")

    def test_if_match(self):
        tag = self.put("IM-1", licence()).headers["etag"]
        self.assertEqual(self.put("IM-1", licence(status="applied"), **{"If-Match": tag}).status,
                         200)
        old = self.put("IM-1", licence(status="revoked"), **{"If-Match": tag})
        self.assertProblem(old, 412, "precondition-failed")
        weak = self.put("IM-1", licence(status="revoked"), **{"If-Match": 'W/"2"'})
        self.assertProblem(weak, 412, "precondition-failed")
        self.assertEqual(self.call("GET", path("IM-1"), "TFL").json()["status"], "applied")
        self.assertEqual(self.put("IM-1", licence(), **{"If-Match": "*"}).status, 200)
        self.assertProblem(self.put("IM-NEW", licence(), **{"If-Match": "*"}), 412,
                           "precondition-failed")
        self.assertProblem(self.put("IM-1", licence(), **{"If-Match": "2"}), 400, "malformed")
        self.assertProblem(self.call("GET", path("IM-NEW"), "TFL"), 404, "not-found")

    def test_a_change_whose_answer_was_lost_is_sent_again(self):
        tag = self.put("IM-2", licence()).headers["etag"]
        made = self.put("IM-2", licence(status="revoked"), **{"If-Match": tag})
        again = self.put("IM-2", licence(status="revoked"), **{"If-Match": tag})
        self.assertEqual((again.status, again.headers["etag"]), (200, made.headers["etag"]))
        self.assertProblem(self.put("IM-2", licence(), **{"If-Match": tag}), 412,
                           "precondition-failed")

    def test_each_authority_has_its_own_numbers(self):
        self.put("SAME", licence(person("Of London")))
        self.assertProblem(self.call("GET", path("SAME"), "BIR"), 404, "not-found")
        self.assertEqual(self.put("SAME", licence(person("Of Birmingham")), "BIR").status, 201)
        read = self.call("GET", path("SAME"), "TFL").json()
        self.assertEqual(read["holder"]["names"][0]["full"], "Of London")

    def test_any_number_can_be_addressed(self):
        for number in ("A/B/1", "2024/PHD/0001", "x y", "100%", "a%2Fb", "ö-Ł", "#1", "q?1", "a+b",
                       "a&b=c", "1;2", "a\\b"):
            with self.subTest(number=number):
                self.assertEqual(self.put(number, licence()).status, 201)
                read = self.call("GET", path(number), "TFL")
                self.assertEqual(read.json()["licence_number"], number)
        self.assertEqual(self.call("GET", "/v1/licences/A%2fB%2F1", "TFL").status, 200)
        self.assertProblem(self.call("GET", "/v1/licences/A/B/1", "TFL"), 404, "not-found")

    def test_numbers_that_are_none(self):
        for number in (" ", "x" * 41, "a\u200bb", "\u00a0"):
            self.assertProblem(self.put(number, licence()), 422, "invalid", ["/licence_number"])

    def test_class_and_status(self):
        for one in ("hackney_carriage", "private_hire", "dual"):
            self.assertEqual(self.put("C-" + one, licence(**{"class": one})).status, 201)
        for one in ("applied", "current", "suspended", "revoked", "refused", "expired",
                    "surrendered"):
            self.assertEqual(self.put("S-" + one, licence(status=one)).status, 201)
        for bad in ("Dual", "taxi", "", None, 1, ["dual"]):
            self.assertRefused(["/class"], **{"class": bad})
            self.assertRefused(["/status"], status=bad)
        for name in ("class", "status", "holder"):
            body = licence()
            del body[name]
            self.assertProblem(self.put("REFUSED", body), 422, "invalid", [f"/{name}"])

    def test_dates(self):
        for bad in ("2024-02-30", "30/01/2024", "2024", "yesterday", 5):
            self.assertRefused(["/granted_on"], granted_on=bad)
            self.assertRefused(["/expires_on"], expires_on=bad)
        self.assertRefused(["/expires_on"], granted_on="2024-02-02", expires_on="2024-02-01")
        self.assertEqual(self.put("D-1", licence(granted_on=None, expires_on=None)).status, 201)

    def test_names(self):
        for names in ([{"full": "Ann"}], [{"family": "Ó Súilleabháin"}],
                      [{"given": "Ann", "family": "Lee", "kind": "former"}],
                      [{"full": "محمد خان"}, {"full": "Mohammed Khan", "kind": "alias"}]):
            self.assertEqual(self.put("N", licence({"names": names})).status in (200, 201), True)
        self.assertRefused(["/holder/names"], holder={})
        self.assertRefused(["/holder/names"], holder={"names": []})
        self.assertRefused(["/holder/names"], holder={"names": "Ann Lee"})
        self.assertRefused(["/holder"], holder="Ann Lee")
        self.assertRefused(["/holder/names/0/kind"],
                           holder={"names": [{"full": "Ann Lee", "kind": "maiden"}]})
        self.assertRefused(["/holder/names/0/first"],
                           holder={"names": [{"full": "Ann Lee", "first": "Ann"}]})
        self.assertRefused(["/holder/names/0"], holder={"names": [{"given": "Ann"}]})

    def test_date_of_birth(self):
        for good in ("1985", "1985-03", "1985-03-14"):
            answer = self.put("B", licence(person(born=good)))
            self.assertEqual(answer.json()["holder"]["date_of_birth"], good)
        for bad in ("1985-3", "14/03/1985", "1985-02-29", "2999-01-01", "1850-01-01", "85"):
            self.assertHolderRefused(["/date_of_birth"], born=bad)

    def test_numbers_of_the_person(self):
        where = "/national_insurance_number"
        for bad in ("DA123456C", "BG123456C", "AB12345C", "AB123456Z", 5):
            self.assertHolderRefused([where], number=bad)
        for warned in ("QQ123456C", "PP123456C", "OO123456A"):
            answer = self.put("NI", licence(person(number=warned)))
            self.assertEqual([one["pointer"] for one in answer.json()["warnings"]],
                             ["/holder" + where])
        self.assertNotIn("warnings", self.put("NI", licence(person(number="AB 12 34 56 C"))).json())
        where = "/driving_licence_number"
        self.assertHolderRefused([f"{where}/number"],
                                 driving_licence_number={"number": "123", "issuer": "GB"})
        self.assertHolderRefused([f"{where}/issuer"],
                                 driving_licence_number={"number": "12345678", "issuer": "UK"})
        self.assertHolderRefused([f"{where}/number"],
                                 driving_licence_number={"number": "1234567", "issuer": "NI"})
        self.assertHolderRefused([where], driving_licence_number="MORGA657054SM9IJ")

    def test_addresses_and_contact(self):
        self.assertHolderRefused(["/addresses/0/postcode"],
                                 addresses=[{"lines": ["1 High Street"], "postcode": "LONDON"}])
        self.assertHolderRefused(["/addresses/1/lines/0"],
                                 addresses=[{"lines": ["1"]}, {"lines": [5]}])
        self.assertHolderRefused(["/contact/email", "/contact/telephone"],
                                 contact={"email": "nobody", "telephone": "twelve"})

    def test_every_wrong_field_at_once(self):
        self.assertRefused(["/class", "/granted_on", "/holder/contact/email",
                            "/holder/date_of_birth", "/holder/national_insurance_number", "/note"],
                           **{"class": "car"}, granted_on="soon", note="x",
                           holder=person(born="1985-02-30", number="DD1",
                                         contact={"email": "@"}))

    def test_unknown_fields(self):
        for name in ("licence_number", "authority", "notes", "Class"):
            self.assertRefused([f"/{name}"], **{name: "x"})

    def test_nothing_is_kept_of_what_was_refused(self):
        self.assertProblem(self.call("GET", path("REFUSED"), "TFL"), 404, "not-found")


if __name__ == "__main__":
    unittest.main()
