// The boxes of a person: what the register gave comes back out of them as it was.
#include "web/person_fields.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

namespace {

std::string round(const std::string& person) {
  const auto json = core::parse_json(person).value();
  return person_json(typed_of(JsonView(json)));
}

}  // namespace

TEST_CASE("A person comes out of the boxes as they went in") {
  const std::string whole =
      R"({"names":[{"full":"Ada O'Connor"},{"full":"Ada <Byron>","kind":"former"}],)"
      R"("date_of_birth":"1984-03-07","national_insurance_number":"QQ123456C",)"
      R"("driving_licence_number":{"number":"KHAN9803145MI9AB","issuer":"GB"},)"
      R"("addresses":[{"lines":["1 High Street","Luton"],"postcode":"LU1 1AA"},)"
      R"({"lines":["2 Low Street"]}],"contact":{"email":"a@example.org","telephone":"+441632960123"}})";
  CHECK(round(whole) == whole);
  CHECK(round(round(whole)) == whole);
}

TEST_CASE("What is not there stays away, and as much of a birth date as is known") {
  for (const auto* born : {"1984", "1984-03"}) {
    const auto text = std::string(R"({"names":[{"full":"Ada"}],"date_of_birth":")") + born +
                      R"(","addresses":[],"contact":{}})";
    CHECK(round(text) == text);
  }
  CHECK(round(R"({"names":[{"given":"Ada","family":"King","kind":"current"}]})") ==
        R"({"names":[{"full":"Ada King"}],"addresses":[],"contact":{}})");
}

TEST_CASE("Somebody who is corrected keeps the parts and kinds of names that stay") {
  const std::string stands =
      R"({"names":[{"given":"Ada","family":"King","kind":"current"},{"full":"The Countess","kind":"alias"},)"
      R"({"given":"Ada","family":"Byron","kind":"former"}],)"
      R"("date_of_birth":"1984-03-07","addresses":[{"lines":["1 A"]},{"lines":["2 B"]},)"
      R"({"lines":["3 C"],"postcode":"LU1 1AA"}],"contact":{}})";
  const auto json = core::parse_json(stands).value();
  const JsonView person(json);
  auto typed = typed_of(person);
  CHECK(person_json(typed, person) == stands);
  typed["date_of_birth-day"] = "8";
  auto corrected = stands;
  corrected.replace(corrected.find("-07"), 3, "-08");
  CHECK(person_json(typed, person) == corrected);
  // A name that is left out goes, one that is added is a former one, and the others stay.
  typed["full_name"] = "Ada Lovelace";
  typed["former_names"] = "Ada Byron\nAda King";
  CHECK(
      person_json(typed, person)
          .starts_with(
              R"({"names":[{"full":"Ada Lovelace"},{"given":"Ada","family":"Byron","kind":"former"},)"
              R"({"full":"Ada King","kind":"former"}],)"));
}

}  // namespace badgewatch::web::test
