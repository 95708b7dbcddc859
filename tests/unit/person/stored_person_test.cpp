#include "person/person_json.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::person;

namespace {

Person everything() {
  Person person;
  person.names = {{.full = "Mohammed \"Mo\" Khan", .given = {}, .family = {}},
                  {.full = {}, .given = "Aïsha", .family = "Begum", .kind = NameKind::former},
                  {.full = {}, .given = {}, .family = "Al\\i", .kind = NameKind::alias}};
  person.date_of_birth = BirthDate{1985, 3, 14};
  person.national_insurance_number = "QQ123456C";
  person.driving_licence = DrivingLicence{"KHAN9803145MI9AB", "GB"};
  person.addresses = {{{"1 High Street", "Luton\n"}, "LU1 1AA"}, {{}, "LU2 2BB"}, {{"Flat 2"}, ""}};
  person.email = "mo@example.com";
  person.telephone = "+441582123456";
  return person;
}

std::string written(const Person& person) {
  core::JsonWriter writer;
  write_person(writer, person);
  return std::move(writer).take();
}

}  // namespace

TEST_CASE("a person is written in the form of the API") {
  Person person;
  person.names = {{.full = {}, .given = "Ann", .family = "Lee"}};
  person.date_of_birth = BirthDate{1985, 3, 0};
  CHECK(written(person) ==
        R"({"names":[{"given":"Ann","family":"Lee","kind":"current"}],"date_of_birth":"1985-03"})");
  person.email = "a@example.com";
  CHECK(written(person).ends_with(R"("contact":{"email":"a@example.com"}})"));
}

TEST_CASE("what is written is read back") {
  for (const Person& person : {everything(), Person{}}) {
    const auto read = read_stored_person(written(person));
    REQUIRE(read.has_value());
    CHECK(*read == person);
  }
}

TEST_CASE("text that is cut anywhere is of another form") {
  const std::string text = written(everything());
  for (std::size_t size = 0; size < text.size(); ++size) {
    INFO(size);
    const auto read = read_stored_person(std::string_view(text).substr(0, size));
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code() == core::Errc::internal);
  }
}

TEST_CASE("another form is an error, not a guess") {
  for (const char* text : {R"({})", R"([])", R"({"names":[{}]})", R"({"names":[]} )",
                           R"({"names":[],"age":3})", R"({"names":[{"full":"A","kind":"other"}]})",
                           R"({"names":[],"date_of_birth":"14/03/1985"})",
                           R"({"names":[{"full":"\q","kind":"current"}]})", R"({"names":[1]})"}) {
    INFO(text);
    CHECK_FALSE(read_stored_person(text).has_value());
  }
}
