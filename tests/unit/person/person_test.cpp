#include "core/json.hpp"
#include "person/person_columns.hpp"
#include "person/person_json.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace badgewatch;
using namespace badgewatch::person;

namespace {

const auto today = *core::Date::of(2026, 11, 23);

struct Read {
  Person person;
  core::Problems problems;
  Warnings warnings;
  std::vector<std::string> wrong() const {
    std::vector<std::string> pointers;
    for (const auto& problem : problems)
      pointers.push_back(problem.pointer);
    return pointers;
  }
};

Read read(const std::string& json, Reading reading = Reading::strict) {
  Read made;
  made.person = read_person(core::parse_json(json).value(), "/subject", reading, today,
                            made.problems, made.warnings);
  return made;
}

}  // namespace

TEST_CASE("a whole person is read, tidied, written and read back") {
  const auto made = read(R"({"names":[{"full":"Mohammed  Iqbal Khan"},
    {"given":"Mohammed","family":"Khan","kind":"alias"}],"date_of_birth":"1985-03-14",
    "national_insurance_number":"qq 12 34 56 c",
    "driving_licence_number":{"number":"KHAN9803145MI9AB","issuer":"GB"},
    "addresses":[{"lines":["1 High Street","Luton"],"postcode":"lu11aa"}],
    "contact":{"email":"m@example.com","telephone":"07700 900123"}})");
  CHECK(made.wrong().empty());
  CHECK(made.person.names[0].full == "Mohammed Iqbal Khan");
  CHECK(made.person.national_insurance_number == "QQ123456C");
  CHECK(made.person.addresses[0].postcode == "LU1 1AA");
  CHECK(made.warnings.size() == 1);  // QQ
  core::JsonWriter out;
  write_person(out, made.person);
  CHECK(read_stored_person(out.text()).value() == made.person);
  CHECK(read(out.text()).person == made.person);
}

TEST_CASE("every wrong field of a person is named") {
  const auto made = read(R"({"names":[{"full":"A","family":"B"},{"ful":"x"},{"full":"123"}],
    "date_of_birth":"14/03/1985","national_insurance_number":"GB123456C",
    "driving_licence_number":{"number":"X","issuer":"GB"},
    "addresses":[{"postcode":"10115"}],"contact":{"email":"x"},"shoe_size":9})");
  const auto wrong = made.wrong();
  for (const auto* pointer :
       {"/subject/names/0", "/subject/names/1/ful", "/subject/names/2", "/subject/date_of_birth",
        "/subject/national_insurance_number", "/subject/driving_licence_number/number",
        "/subject/addresses/0/postcode", "/subject/contact/email", "/subject/shoe_size"}) {
    INFO(pointer);
    CHECK(std::find(wrong.begin(), wrong.end(), pointer) != wrong.end());
  }
}

TEST_CASE("a person has a name") {
  CHECK(read(R"({})").wrong() == std::vector<std::string>{"/subject/names"});
  CHECK(read(R"({"names":[]})").wrong() == std::vector<std::string>{"/subject/names"});
  CHECK(read(R"({"names":{}})").wrong() == std::vector<std::string>{"/subject/names"});
}

TEST_CASE("what is not of its form is kept with a warning by the lenient reading") {
  const auto made = read(R"({"names":[{"full":"A Khan"}],"date_of_birth":"1600-01-01",
    "national_insurance_number":"GB123456C","addresses":[{"postcode":"10115"}]})",
                         Reading::lenient);
  CHECK(made.wrong().empty());
  CHECK(made.warnings.size() == 3);
  CHECK(made.person.addresses[0].postcode == "10115");
}

TEST_CASE("the lenient reading keeps what the strict one refuses, and says so") {
  const std::string json = R"({"names":[{"full":"123"},{"given":"Ann"},{}],
    "date_of_birth":"about 1985","national_insurance_number":"5304218",
    "driving_licence_number":{"number":"x","issuer":"Poland"},
    "contact":{"email":"none","telephone":"none"}})";
  const auto lenient = read(json, Reading::lenient);
  CHECK(lenient.wrong().empty());
  CHECK(lenient.warnings.size() == 8);
  CHECK(read(json).problems.size() == 8);
  REQUIRE(lenient.person.names.size() == 2);
  CHECK(lenient.person.names[0].full == "123");
  CHECK(lenient.person.names[1].given == "Ann");
  CHECK_FALSE(lenient.person.date_of_birth);
  CHECK(lenient.person.national_insurance_number == "5304218");
  CHECK(lenient.person.driving_licence == DrivingLicence{"x", "Poland"});
  CHECK(lenient.person.email == "none");
  CHECK(read("{}", Reading::lenient).wrong().empty());
}

TEST_CASE("a wrong kind of JSON is a problem in every reading") {
  for (const auto reading : {Reading::strict, Reading::lenient}) {
    CHECK(read(R"({"names":[{"full":"A","ful":"B"}]})", reading).wrong() ==
          std::vector<std::string>{"/subject/names/0/ful"});
    CHECK(read(R"({"names":[{"full":5}]})", reading).wrong().front() == "/subject/names/0/full");
    CHECK(read(R"({"names":["A"]})", reading).wrong() ==
          std::vector<std::string>{"/subject/names/0"});
    CHECK(read(R"({"names":[{"full":"A","kind":"x"}]})", reading).wrong() ==
          std::vector<std::string>{"/subject/names/0/kind"});
    CHECK(read(R"({"names":[{"full":"A"}],"addresses":[{"lines":[1]}]})", reading).wrong() ==
          std::vector<std::string>{"/subject/addresses/0/lines/0"});
    CHECK(read("[]", reading).wrong() == std::vector<std::string>{"/subject"});
  }
}

TEST_CASE("lists have their limits") {
  const auto names = [](int count) {
    std::string json = R"({"names":[)";
    for (int i = 0; i < count; ++i)
      json += R"({"full":"A"},)";
    json.back() = ']';
    return json + '}';
  };
  CHECK(read(names(20)).wrong().empty());
  CHECK(read(names(21)).wrong() == std::vector<std::string>{"/subject/names"});
  const std::string lines =
      R"({"names":[{"full":"A"}],"addresses":[{"lines":["1","2","3","4","5","6","7","8"]}]})";
  CHECK(read(lines).wrong().empty());
  CHECK(read(std::string(lines).replace(lines.find("\"8\""), 3, R"("8","9")")).wrong() ==
        std::vector<std::string>{"/subject/addresses/0/lines"});
}

TEST_CASE("null and blank values are absent") {
  const auto made = read(R"({"id":7,"names":[{"full":"A","family":null,"given":" "}],
    "date_of_birth":null,"national_insurance_number":" ","driving_licence_number":{"number":""},
    "addresses":[{"lines":[""],"postcode":""},{}],"contact":{"email":null}})");
  CHECK(made.wrong().empty());
  CHECK(made.warnings.empty());
  Person expected;
  expected.names.push_back({.full = "A", .given = {}, .family = {}});
  CHECK(made.person == expected);
}

TEST_CASE("no sentence repeats the value it is about") {
  const auto made = read(R"({"names":[{"full":"77441"}],"date_of_birth":"77442",
    "national_insurance_number":"77443","driving_licence_number":{"number":"77444","issuer":"77445"},
    "addresses":[{"postcode":"77446"}],"contact":{"email":"77447","telephone":"77448x"}})");
  CHECK(made.problems.size() == 7);
  for (const auto& problem : made.problems) {
    INFO(problem.pointer);
    CHECK(problem.detail.find("7744") == std::string::npos);
    CHECK(problem.detail.back() == '.');
  }
}

TEST_CASE("a driver number of another person's data is a warning, not a refusal") {
  const auto made = read(R"({"names":[{"full":"Anna Nowak"}],"date_of_birth":"1990-01-02",
    "driving_licence_number":{"number":"MORGA657054SM9IJ"}})");
  CHECK(made.wrong().empty());
  CHECK(made.warnings.size() == 2);
}

namespace {

using Row = std::map<std::string, std::string, std::less<>>;

Read read_row(const Row& row, const WrittenForms& forms = {}) {
  Read made;
  const Columns columns = [&row](std::string_view column) -> std::optional<std::string_view> {
    const auto found = row.find(column);
    if (found == row.end()) return std::nullopt;
    return found->second;
  };
  made.person = read_person_columns(columns, forms, today, made.problems, made.warnings);
  return made;
}

}  // namespace

TEST_CASE("a row with a name in parts and whole has one name, or an alias") {
  Row row{{"given_names", "Mohammed"}, {"family_name", "Khan"}, {"full_name", "Mr KHAN Mohammed"}};
  CHECK(read_row(row).person.names.size() == 1);
  row["full_name"] = "Mo Khan";
  const auto made = read_row(row);
  REQUIRE(made.person.names.size() == 2);
  CHECK(made.person.names[0].family == "Khan");
  CHECK(made.person.names[1].kind == NameKind::alias);
}

TEST_CASE("a row without a name, or with given names alone, is refused") {
  CHECK(read_row({{"email", "a@example.com"}}).wrong() == std::vector<std::string>{"/full_name"});
  CHECK(read_row({{"given_names", "Ann"}}).wrong() == std::vector<std::string>{"/family_name"});
}

TEST_CASE("a row may write its date of birth either way, and its licence's issuer") {
  const Row row{{"full_name", "Ann Lee"},
                {"date_of_birth", "1985-03-14"},
                {"driving_licence_number", "12345678"},
                {"driving_licence_issuer", "ni"}};
  const auto made = read_row(row);
  CHECK(made.wrong().empty());
  CHECK(made.person.date_of_birth == BirthDate{1985, 3, 14});
  CHECK(made.person.driving_licence == DrivingLicence{"12345678", "NI"});
}

TEST_CASE("columns are read by the same rules") {
  const Row row{{"full_name", "KHAN, MOHAMMED I"}, {"former_names", "Begum, Aisha; ; Ali, A"},
                {"date_of_birth", "14/03/1985"},   {"address_1", "1 High Street"},
                {"postcode", "lu1 1aa"},           {"telephone", "x"}};
  const auto made = read_row(row, {.names = NameOrder::family_comma_given});
  const Person& person = made.person;
  REQUIRE(person.names.size() == 3);
  CHECK(person.names[0].family == "KHAN");
  CHECK(person.names[0].given == "MOHAMMED I");
  CHECK(person.names[1].kind == NameKind::former);
  CHECK(person.date_of_birth == BirthDate{1985, 3, 14});
  CHECK(person.addresses[0].postcode == "LU1 1AA");
  CHECK(made.wrong() == std::vector<std::string>{"/telephone"});
}

TEST_CASE("a file of ISO dates alone has no day-first date of birth") {
  const WrittenForms iso{.day_first_dates = false};
  for (const char* text : {"03/04/1985", "3.4.1985", "04/1985"}) {
    const auto made = read_row({{"full_name", "Ann Lee"}, {"date_of_birth", text}}, iso);
    CHECK(made.wrong() == std::vector<std::string>{"/date_of_birth"});
  }
  const auto made = read_row({{"full_name", "Ann Lee"}, {"date_of_birth", "1985-04"}}, iso);
  CHECK(made.person.date_of_birth == BirthDate{1985, 4, 0});
}
