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

}  // namespace badgewatch::web::test
