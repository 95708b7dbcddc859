#include "uploads_of_rows.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::api;

namespace {

std::string mapping_text(
    std::string_view columns, std::string_view values = "{}",
    std::string_view rest = R"("dates": ["iso"], "name_order": "as_written")") {
  return R"({"format": "badgewatch-mapping/1", "name": "m", "description": "d", "columns": )" +
         std::string(columns) + R"(, "values": )" + std::string(values) + R"(, "defaults": {}, )" +
         std::string(rest) + "}";
}

constexpr std::string_view two_columns =
    R"({"licence_number": {"header": "No"}, "full_name": {"header": "Name"}})";

}  // namespace

TEST_CASE("the mappings that come with the register are read") {
  const ColumnMapping own = mapping_named("default");
  CHECK(own.name() == "default");
  CHECK(own.own_names());
  for (const std::string_view column : licence_file_columns().known) {
    INFO(column);
    REQUIRE(own.column_of(column) != nullptr);
    CHECK(*own.column_of(column) == column);
  }
  const ColumnMapping office = mapping_named("back-office-export");
  CHECK_FALSE(office.own_names());
  REQUIRE(office.column_of("  d.o.b ") != nullptr);
  CHECK(*office.column_of("  d.o.b ") == "date_of_birth");
  CHECK(office.column_of("date_of_birth") == nullptr);
  CHECK(office.header_of("licence_number") == "Badge No");
  CHECK(office.our_word("class", "HC/PH") == "dual");
  CHECK(office.our_word("class", "hc/ph") == "dual");
  CHECK(office.our_word("class", "dual") == "dual");
  CHECK(office.our_word("class", "rickshaw") == "rickshaw");
  CHECK(office.our_word("driving_licence_issuer", "dva") == "NI");
  const ColumnMapping published = mapping_named("public-register");
  CHECK(published.default_of("status") == "current");
  CHECK(published.default_of("class").empty());
  CHECK(published.forms().names == person::NameOrder::family_comma_given);
}

TEST_CASE("dates in the forms of a mapping") {
  const std::vector<DateForm> both = {DateForm::dmy, DateForm::iso};
  for (const char* text : {"1985-03-14", "14/03/1985", "14-03-1985", "14.03.1985", "14/3/1985"}) {
    INFO(text);
    CHECK(parse_date(text, both) == day("1985-03-14"));
  }
  for (const char* text : {"", "14/03/85", "31/02/1985", "14/03-1985", "3/14/1985", "-4/03/1985",
                           "14/03/1985/", "1985/03/14", "14//1985", " 14/03/1985", "x"}) {
    INFO(text);
    CHECK_FALSE(parse_date(text, both).has_value());
  }
  CHECK_FALSE(parse_date("14/03/1985", {DateForm::iso}).has_value());
  CHECK_FALSE(parse_date("1985-03-14", {DateForm::dmy}).has_value());
}

TEST_CASE("a mapping that is wrong is refused with every fault") {
  REQUIRE(ColumnMapping::read(mapping_text(two_columns)).has_value());
  CHECK(pointers(ColumnMapping::read("{}")).size() >= 6);
  CHECK(ColumnMapping::read("{").has_error());
  CHECK(pointers(ColumnMapping::read(mapping_text(R"({"full_name": {"header": "Name"}})"))) ==
        Pointers{"/columns"});
  CHECK(pointers(ColumnMapping::read(mapping_text(
            R"({"licence_number": {"header": "No"}, "full_name": {"header": "no "},
                "shoe_size": {"header": "Shoe"}})"))) ==
        Pointers{"/columns/full_name/header", "/columns/shoe_size"});
  CHECK(pointers(ColumnMapping::read(
            mapping_text(two_columns, R"({"class": {"T": "taxi"}, "postcode": {}})"))) ==
        Pointers{"/values/class/T", "/values/postcode"});
  CHECK(pointers(ColumnMapping::read(
            mapping_text(two_columns, R"({"class": {"PH": "dual", "ph": "dual"}})"))) ==
        Pointers{"/values/class/ph"});
  CHECK(pointers(ColumnMapping::read(
            mapping_text(two_columns, "{}", R"("dates": ["mdy"], "name_order": "any", "x": 1)"))) ==
        Pointers{"/dates", "/name_order", "/x"});
}

TEST_CASE("a mapping that is written and read again is the same") {
  for (const std::string name : {"default", "back-office-export", "public-register"}) {
    INFO(name);
    const auto mapping = mapping_named(name);
    const auto again = ColumnMapping::read(mapping.json());
    REQUIRE(again.has_value());
    CHECK(again->json() == mapping.json());
    CHECK(again->name() == name);
    CHECK(again->description() == mapping.description());
    CHECK(again->own_names() == mapping.own_names());
    CHECK(again->dates() == mapping.dates());
    CHECK(again->forms().names == mapping.forms().names);
    for (const auto column : licence_file_columns().known) {
      CHECK(again->header_of(column) == mapping.header_of(column));
      CHECK(again->default_of(column) == mapping.default_of(column));
    }
    CHECK(again->our_word("class", "hc/ph") == mapping.our_word("class", "hc/ph"));
    CHECK(again->our_word("status", "ISSUED") == mapping.our_word("status", "ISSUED"));
  }
}

TEST_CASE(
    "a mapping for files of decisions has their fields and words, and rows are read with it") {
  const auto text = [](std::string_view columns, std::string_view values, std::string_view more) {
    return R"({"format": "badgewatch-mapping/1", "name": "m", "description": "d", "kind": "decisions",
               "columns": )" +
           std::string(columns) + R"(, "values": )" + std::string(values) + R"(, "defaults": )" +
           std::string(more) + R"(, "dates": ["dmy"], "name_order": "family_comma_given"})";
  };
  constexpr std::string_view columns =
      R"({"your_reference": {"header": "Case"}, "kind": {"header": "Outcome"},
          "decided_on": {"header": "Date"}, "effective_on": {"header": "From"},
          "notified_on": {"header": "Letter"}, "full_name": {"header": "Driver"},
          "date_of_birth": {"header": "DOB"}})";
  const auto mapping = ColumnMapping::read(text(columns, R"({"kind": {"Revoked": "revocation"}})",
                                                R"({"relies_on_relevant_information": "true"})"));
  REQUIRE(mapping.has_value());
  CHECK(mapping->kind() == FileKind::decisions);
  CHECK(ColumnMapping::read(mapping->json())->json() == mapping->json());
  // One of licences says nothing of it, as none did before.
  CHECK(mapping_named("default").json().find("kind") == std::string::npos);

  RowReader reader(http::RowFormat::csv, *mapping, decision_file_columns());
  const auto rows = reader.read(
      chunk("Case,Outcome,Date,From,Letter,Driver,DOB,Ward\n"
            "C/1,REVOKED,02/11/2026,02/11/2026,03/11/2026,\"KHAN, AMINA\",14/03/1985,Soho\n"
            "C/2,Struck off,02/11/2026,2026-11-02,03/11/2026,\"LEE, ANN\",14/03/1985,\n"));
  REQUIRE(rows.has_value());
  REQUIRE(rows->size() == 2);
  const auto first = read_decision_row(rows->at(0), context(*mapping));
  REQUIRE(first.read.has_value());
  const auto& decision = first.read->decision;
  CHECK(first.your_reference == "C/1");
  CHECK(decision.kind == domain::DecisionKind::revocation);
  CHECK(decision.decided_on == day("2026-11-02"));
  CHECK(decision.notified_on == day("2026-11-03"));
  CHECK(decision.relies_on_relevant_information);
  CHECK(decision.subject.names.at(0).family == "KHAN");
  CHECK(pointers(read_decision_row(rows->at(1), context(*mapping)).read) ==
        Pointers{"/kind", "/effective_on"});

  // What is of the other kind, or none of our words, is refused.
  CHECK(pointers(ColumnMapping::read(text(R"({"full_name": {"header": "Driver"},
                                              "class": {"header": "Class"}})",
                                          R"({"status": {}, "kind": {"X": "current"}})",
                                          R"({"relies_on_relevant_information": "yes"})"))) ==
        Pointers{"/columns/class", "/columns", "/values/status", "/values/kind/X",
                 "/defaults/relies_on_relevant_information"});
  CHECK(pointers(ColumnMapping::read(
            R"({"format": "badgewatch-mapping/1", "name": "m", "description": "d", "kind": "taxis",
                "columns": {"licence_number": {"header": "No"}, "full_name": {"header": "Name"}},
                "values": {}, "defaults": {}, "dates": ["iso"], "name_order": "as_written"})")) ==
        Pointers{"/kind"});
}
