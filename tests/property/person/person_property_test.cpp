#include "core/json.hpp"
#include "person/person_columns.hpp"
#include "person/person_json.hpp"
#include "written_values.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace badgewatch;
using namespace badgewatch::person;

namespace {

const core::Date today = core::Date::of(2026, 11, 23).value();

std::string written(const Person& person) {
  core::JsonWriter writer;
  write_person(writer, person);
  return std::move(writer).take();
}

// Valid UTF-8 without U+0000, which JSON of the register does not hold.
rc::Gen<std::string> storable_text() {
  return rc::gen::element<std::string>("", "Khan", "\"", "\\", "a\\\"b", "\n", "\x1f", "é", "😀",
                                       "{\"full\":", "],", "\\u0041", "محمد", "/");
}

Person storable_person() {
  Person person;
  const auto names = *rc::gen::inRange(0, 4);
  for (int i = 0; i < names; ++i) {
    person.names.push_back({*storable_text(), *storable_text(), *storable_text(),
                            static_cast<NameKind>(*rc::gen::inRange(0, 3))});
  }
  if (*rc::gen::arbitrary<bool>()) {
    const auto month = *rc::gen::inRange(0U, 13U);
    const auto day = month == 0 ? 0U : *rc::gen::inRange(0U, 29U);
    person.date_of_birth = BirthDate{*rc::gen::inRange(1, 10'000), month, day};
  }
  person.national_insurance_number = *storable_text();
  if (*rc::gen::arbitrary<bool>()) {
    person.driving_licence = DrivingLicence{*storable_text(), *storable_text()};
  }
  const auto addresses = *rc::gen::inRange(0, 3);
  for (int i = 0; i < addresses; ++i) {
    person.addresses.push_back(
        {*rc::gen::container<std::vector<std::string>>(storable_text()), *storable_text()});
  }
  person.email = *storable_text();
  person.telephone = *storable_text();
  return person;
}

using Row = std::map<std::string, std::string, std::less<>>;

Person read_row(const Row& row, core::Problems& problems, Warnings& warnings) {
  const Columns columns = [&row](std::string_view column) -> std::optional<std::string_view> {
    const auto found = row.find(column);
    if (found == row.end()) return std::nullopt;
    return found->second;
  };
  const WrittenForms forms{.names = NameOrder::family_comma_given};
  return read_person_columns(columns, forms, today, problems, warnings);
}

// Mostly values that are taken, so that whole persons come through.
Row any_row() {
  Row row;
  row["full_name"] =
      *rc::gen::element<std::string>("KHAN, MOHAMMED", "Łukasz Wójcik", "Sean O'Connor");
  row["former_names"] = *rc::gen::element<std::string>("", "Begum; Ali, A", ";;");
  row["date_of_birth"] =
      *rc::gen::element<std::string>("", "14/03/1985", "1985-03", "1985", "01.01.1970");
  row["national_insurance_number"] =
      *rc::gen::element<std::string>("", "qq 12 34 56 c", "PP999999P", "AB123456");
  row["driving_licence_number"] =
      *rc::gen::element<std::string>("", "MORGA657054SM9IJ", "morga 657054 sm9ij 35");
  row["address_1"] = *any_text();
  row["postcode"] = *rc::gen::element<std::string>("", "lu11aa", "QX1 1AA", "BFPO 57", "LU1");
  row["email"] = *rc::gen::element<std::string>("", "A@Example.com", "a!b@example.com");
  row["telephone"] =
      *rc::gen::element<std::string>("", "01582 123456", "7700900123", "+353871234567", "123 4567");
  if (*rc::gen::arbitrary<bool>()) {
    const auto column = *rc::gen::elementOf(
        std::vector<std::string_view>(person_columns().begin(), person_columns().end()));
    row[std::string(column)] = *any_text();
  }
  return row;
}

}  // namespace

TEST_CASE("any person is stored and read back the same") {
  REQUIRE(rc::check([] {
    const Person person = storable_person();
    const auto read = read_stored_person(written(person));
    RC_ASSERT(read.has_value());
    RC_ASSERT((*read == person));
    RC_ASSERT(core::parse_json(written(person)).has_value());
  }));
}

TEST_CASE("a person that was taken is taken again, and unchanged") {
  REQUIRE(rc::check([] {
    core::Problems problems;
    Warnings warnings;
    const Person person = read_row(any_row(), problems, warnings);
    RC_CLASSIFY(problems.empty(), "taken");
    if (!problems.empty()) return;
    Warnings again;
    const auto json = core::parse_json(written(person));
    RC_ASSERT(json.has_value());
    const Person reread = read_person(*json, "", Reading::strict, today, problems, again);
    RC_ASSERT(problems.empty());
    RC_ASSERT((reread == person));
  }));
}

TEST_CASE("a row's problems and warnings name columns that there are") {
  REQUIRE(rc::check([] {
    core::Problems problems;
    Warnings warnings;
    Row row;
    for (const auto column : person_columns())
      row[std::string(column)] = *any_text();
    read_row(row, problems, warnings);
    problems.insert(problems.end(), warnings.begin(), warnings.end());
    for (const auto& problem : problems) {
      RC_ASSERT(problem.pointer.starts_with('/'));
      RC_ASSERT(row.contains(std::string_view(problem.pointer).substr(1)));
      RC_ASSERT(!problem.detail.empty());
    }
  }));
}

TEST_CASE("stored text of any content is read or refused") {
  REQUIRE(rc::check([] {
    std::string text = written(storable_person());
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    text[at] = *rc::gen::arbitrary<char>();
    const auto read = read_stored_person(text);
    if (read.has_value()) RC_ASSERT(written(*read).size() <= text.size() + 16);
  }));
}
