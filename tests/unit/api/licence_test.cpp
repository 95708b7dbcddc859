#include "uploads_of_rows.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::api;

namespace {

constexpr std::string_view whole = R"({"class": "dual", "status": "suspended",
  "granted_on": "2024-01-31", "expires_on": "2027-01-30",
  "holder": {"names": [{"given": "Mohammed Iqbal", "family": "Khan"}],
             "date_of_birth": "1985-03-14", "addresses": [{"lines": ["1 High Street"],
             "postcode": "LU1 1AA"}]}})";

core::Json json(std::string_view text) {
  return core::parse_json(text).value();
}

core::Result<LicenceRead> read(std::string_view text, std::string_view number = "PH-1") {
  return read_licence(json(text), number, day("2026-11-23"));
}

LicenceRow read_row(std::string_view text) {
  static const ColumnMapping mapping = mapping_named("default");
  const Row row{.number = 3, .content = std::variant<core::Json, CsvRow>(json(text))};
  return read_licence_row(row, context(mapping));
}

}  // namespace

TEST_CASE("the body of a licence") {
  const auto found = read(whole, "  PH 1/2 ");
  REQUIRE(found.has_value());
  const domain::Licence& licence = found->licence;
  CHECK(licence.licence_number == "PH 1/2");
  CHECK(licence.licence_class == domain::LicenceClass::dual);
  CHECK(licence.status == domain::LicenceStatus::suspended);
  CHECK(licence.granted_on == day("2024-01-31"));
  CHECK(licence.expires_on == day("2027-01-30"));
  REQUIRE(licence.holder.names.size() == 1);
  CHECK(licence.holder.names[0].family == "Khan");
  CHECK((licence.holder.date_of_birth == person::BirthDate{1985, 3, 14}));
}

TEST_CASE("each class and status is read as itself") {
  for (const char* name : {"hackney_carriage", "private_hire", "dual"}) {
    const auto found = read(std::string(R"({"class": ")") + name +
                            R"(", "status": "current", "holder": {"names": [{"full": "Jo"}]}})");
    REQUIRE(found.has_value());
    CHECK(domain::name_of(found->licence.licence_class) == name);
  }
  for (const char* name :
       {"applied", "current", "suspended", "revoked", "refused", "expired", "surrendered"}) {
    const auto found = read(std::string(R"({"class": "dual", "status": ")") + name +
                            R"(", "holder": {"names": [{"full": "Jo"}]}})");
    REQUIRE(found.has_value());
    CHECK(domain::name_of(found->licence.status) == name);
  }
}

TEST_CASE("every wrong field of a licence at once") {
  CHECK(pointers(read("{}", "")) == Pointers{"/licence_number", "/class", "/status", "/holder"});
  CHECK(pointers(read(R"({"class": "taxi", "status": "Current", "granted_on": "2024-02-30",
      "expires_on": 5, "holder": {"names": [{"full": "Jo"}], "date_of_birth": "2030-01-01"},
      "colour": "blue", "licence_number": "x", "authority": "WLV"})")) ==
        Pointers{"/class", "/status", "/granted_on", "/expires_on", "/holder/date_of_birth",
                 "/colour", "/licence_number", "/authority"});
  CHECK(pointers(read(R"({"class": "dual", "status": "current", "granted_on": "2024-02-02",
      "expires_on": "2024-02-01", "holder": {"names": [{"full": "Jo"}]}})")) ==
        Pointers{"/expires_on"});
  CHECK(pointers(read("[]")) == Pointers{""});
}

TEST_CASE("what is odd but kept is a warning") {
  const auto found = read(R"({"class": "dual", "status": "current", "holder":
      {"names": [{"full": "Jo"}], "national_insurance_number": "QQ123456C"}})");
  REQUIRE(found.has_value());
  REQUIRE(found->warnings.size() == 1);
  CHECK(found->warnings[0].pointer == "/holder/national_insurance_number");
}

TEST_CASE("licence numbers") {
  const auto number = [](std::string_view text) {
    core::Problems problems;
    const auto found = read_licence_number(text, problems);
    CHECK(problems.empty() == found.has_value());
    return found;
  };
  CHECK(number(std::string(40, 'x')).has_value());
  CHECK_FALSE(number(std::string(41, 'x')).has_value());
  std::string forty_of_two_bytes;
  for (int i = 0; i < 40; ++i)
    forty_of_two_bytes += "\xC3\xA9";
  CHECK(number(forty_of_two_bytes).has_value());
  CHECK(number("HC–7 é") == "HC–7 é");
  for (const char* text : {"", "  ", "a\nb", "a\x7F", "a\xE9", "a\xC2\x85",
                           "a\xE2\x80\x8B"
                           "b",
                           "a\xC2\xA0"
                           "b",
                           "\xEF\xBB\xBF"
                           "a",
                           "a\xE2\x80\xAE"
                           "b"}) {
    INFO(text);
    CHECK_FALSE(number(text).has_value());
  }
}

TEST_CASE("a row of NDJSON") {
  const LicenceRow row = read_row(R"({"licence_number": "A1", "authority": "wolverhampton",
      "class": "dual", "status": "current", "holder": {"names": [{"full": "Jo"}]}})");
  CHECK(row.number == 3);
  CHECK(row.licence_number == "A1");
  REQUIRE(row.read.has_value());
  CHECK(row.read->licence.licence_number == "A1");

  const LicenceRow bad = read_row(R"({"licence_number": "A2", "class": "x", "holder": {}})");
  CHECK(bad.licence_number == "A2");
  REQUIRE(bad.read.has_error());
  CHECK(pointers(read_row(R"({"licence_number": 7, "class": "dual", "status": "current",
      "holder": {"names": [{"full": "Jo"}]}})")
                     .read) == Pointers{"/licence_number"});
  CHECK(pointers(read_row(R"({"class": "dual", "status": "current",
      "holder": {"names": [{"full": "Jo"}]}})")
                     .read) == Pointers{"/licence_number"});
  CHECK(pointers(read_row("[1]").read) == Pointers{""});
}

TEST_CASE("a row that names another authority is refused") {
  for (const char* words : {"BIR", "birmingham city council", "Atlantis"}) {
    INFO(words);
    const LicenceRow row = read_row(R"({"licence_number": "A1", "authority": ")" +
                                    std::string(words) + R"(", "class": "dual",
                                    "status": "current", "holder": {"names": [{"full": "Jo"}]}})");
    CHECK(pointers(row.read) == Pointers{"/authority"});
  }
  const ColumnMapping mapping = mapping_named("default");
  const auto rows =
      licences(mapping,
               "licence_number,class,status,full_name,authority\n"
               "A1,dual,current,Jo,BIR\nA2,dual,current,Jo,\nA3,dual,current,Jo,wlv\n");
  REQUIRE(rows.size() == 3);
  CHECK(pointers(rows[0].read) == Pointers{"/authority"});
  CHECK(rows[1].read.has_value());
  CHECK(rows[2].read.has_value());
}

TEST_CASE("three bad rows among ten") {
  const ColumnMapping mapping = mapping_named("default");
  std::string text = "licence_number,class,status,granted_on,expires_on,full_name,date_of_birth\n";
  for (int i = 1; i <= 10; ++i) {
    const std::string number = "A" + std::to_string(i);
    if (i == 2) {
      text += number + ",taxi,on,2024-13-01,soon,Jo,1985-03-14\n";
    } else if (i == 5) {
      text += number + ",dual,current,2024-01-02,01/01/2024,,14/03/2030\n";
    } else if (i == 9) {
      text += number + ",dual\n";
    } else {
      text += number + ",Dual,CURRENT,31/01/2024,2027-01-30,Jo Bloggs,14/03/1985\n";
    }
  }
  const auto rows = licences(mapping, text);
  REQUIRE(rows.size() == 10);
  for (const LicenceRow& row : rows) {
    INFO(row.number);
    const bool bad = row.number == 2 || row.number == 5 || row.number == 9;
    CHECK(row.read.has_error() == bad);
    if (bad) continue;
    CHECK(row.read->licence.granted_on == day("2024-01-31"));
    CHECK((row.read->licence.holder.date_of_birth == person::BirthDate{1985, 3, 14}));
  }
  CHECK(rows[1].licence_number == "A2");
  CHECK(pointers(rows[1].read) == Pointers{"/class", "/status", "/granted_on", "/expires_on"});
  const Pointers fifth = pointers(rows[4].read);
  CHECK(fifth.front() == "/expires_on");
  CHECK(std::find(fifth.begin(), fifth.end(), "/date_of_birth") != fifth.end());
  CHECK(fifth.size() == 3);
  CHECK(rows[8].licence_number.empty());
}

TEST_CASE("SURNAME, GIVEN and the defaults of a published register") {
  const ColumnMapping mapping = mapping_named("public-register");
  const auto rows = licences(mapping,
                             "LICENCE NUMBER,LICENCE TYPE,NAME,EXPIRY DATE\n"
                             "7,Private Hire Car Driver,\"O'CONNOR, MARY A\",30/01/2027\n");
  REQUIRE(rows.size() == 1);
  REQUIRE(rows[0].read.has_value());
  const domain::Licence& licence = rows[0].read->licence;
  CHECK(licence.status == domain::LicenceStatus::current);
  CHECK(licence.licence_class == domain::LicenceClass::private_hire);
  CHECK(licence.expires_on == day("2027-01-30"));
  REQUIRE(licence.holder.names.size() == 1);
  CHECK(licence.holder.names[0].family == "O'CONNOR");
  CHECK(licence.holder.names[0].given == "MARY A");
}

TEST_CASE("an export from a back office") {
  const ColumnMapping mapping = mapping_named("back-office-export");
  const auto rows = licences(
      mapping,
      "Surname,Forename(s),Badge No,Badge Type,Licence Status,D.O.B,DVLA No,DVLA Issuer,Notes\n"
      "Khan,Mohammed,H 12,HC,live,01/02/1980,,DVLA,seen\n");
  REQUIRE(rows.size() == 1);
  REQUIRE(rows[0].read.has_value());
  const domain::Licence& licence = rows[0].read->licence;
  CHECK(licence.licence_number == "H 12");
  CHECK(licence.licence_class == domain::LicenceClass::hackney_carriage);
  CHECK(licence.status == domain::LicenceStatus::current);
  CHECK((licence.holder.date_of_birth == person::BirthDate{1980, 2, 1}));
}
