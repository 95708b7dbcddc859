#include "uploads_of_rows.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::api;

namespace {

core::Json json(std::string_view text) {
  return core::parse_json(text).value();
}

std::string body(std::string_view kind, std::string_view more = "") {
  return R"({"kind": ")" + std::string(kind) + R"(", "decided_on": "2026-11-16",
    "effective_on": "2026-12-07", "notified_on": "2026-11-17",
    "relies_on_relevant_information": true, "subject": {"names": [{"full": "Jo Bloggs"}]})" +
         std::string(more) + "}";
}

core::Result<DecisionRead> read(const std::string& text, bool may_import = false,
                                Reference reference = Reference::optional) {
  return read_decision(json(text), reference, day("2026-11-23"), may_import);
}

const std::string csv_header =
    "your_reference,kind,decided_on,effective_on,notified_on,relies_on_relevant_information,"
    "full_name,first_entered_on,imported_from\n";

std::vector<DecisionRow> csv(const std::string& text, bool may_import = false) {
  RowReader reader(http::RowFormat::csv, decision_mapping(), decision_file_columns());
  const auto rows = reader.read(chunk(text));
  REQUIRE(rows.has_value());
  RowContext of_caller = context(decision_mapping());
  of_caller.may_import = may_import;
  std::vector<DecisionRow> out;
  for (const Row& row : *rows)
    out.push_back(read_decision_row(row, of_caller));
  return out;
}

}  // namespace

TEST_CASE("the body of a decision") {
  for (const char* kind : {"refusal", "refusal_to_renew", "suspension", "revocation"}) {
    const auto found = read(body(kind));
    REQUIRE(found.has_value());
    CHECK(domain::name_of(found->decision.kind) == kind);
    CHECK(found->decision.decided_on == day("2026-11-16"));
    CHECK(found->decision.effective_on == day("2026-12-07"));
    CHECK(found->decision.notified_on == day("2026-11-17"));
    CHECK(found->decision.relies_on_relevant_information);
    CHECK(found->decision.your_reference.empty());
  }
  const auto whole = read(body("suspension", R"(, "suspension_ends_on": "2027-01-07",
      "your_reference": " R 1 ")"));
  REQUIRE(whole.has_value());
  CHECK(whole->decision.suspension_ends_on == day("2027-01-07"));
  CHECK(whole->decision.your_reference == "R 1");
}

TEST_CASE("every wrong field of a decision at once") {
  CHECK(pointers(read("{}")) == Pointers{"/kind", "/decided_on", "/effective_on", "/notified_on",
                                         "/subject", "/relies_on_relevant_information"});
  CHECK(pointers(read("[]")) == Pointers{""});
  CHECK(pointers(read(R"({"kind": "ban", "decided_on": "x", "effective_on": "2026-12-07",
      "notified_on": "2026-11-17", "relies_on_relevant_information": "yes",
      "subject": {"names": [{"full": "Jo"}], "national_insurance_number": "12"}})")) ==
        Pointers{"/kind", "/decided_on", "/relies_on_relevant_information",
                 "/subject/national_insurance_number"});
  CHECK(pointers(read(R"({"kind": "refusal", "decided_on": "2026-11-24",
      "effective_on": "2026-12-07", "notified_on": "2026-11-25",
      "relies_on_relevant_information": false, "subject": {"names": [{"full": "Jo"}]}})")) ==
        Pointers{"/relies_on_relevant_information", "/decided_on", "/notified_on"});
}

TEST_CASE("there is no room for a narrative") {
  CHECK(pointers(read(body("refusal", R"(, "reason": "text", "notes": "text")"))) ==
        Pointers{"/reason", "/notes"});
  CHECK(
      read(body("refusal", R"(, "your_reference": ")" + std::string(60, 'x') + "\"")).has_value());
  CHECK(pointers(read(body("refusal", R"(, "your_reference": ")" + std::string(61, 'x') + "\""))) ==
        Pointers{"/your_reference"});
}

TEST_CASE("a batch's row must have its reference") {
  CHECK(pointers(read(body("refusal"), false, Reference::required)) == Pointers{"/your_reference"});
  CHECK(
      read(body("refusal", R"(, "your_reference": "R1")"), false, Reference::required).has_value());
}

TEST_CASE("an imported history needs the open scope") {
  const std::string imported =
      body("refusal", R"(, "first_entered_on": "2026-11-23", "imported_from": "NR3")");
  CHECK(pointers(read(imported)) == Pointers{"/first_entered_on", "/imported_from"});
  const auto found = read(imported, true);
  REQUIRE(found.has_value());
  CHECK(found->decision.first_entered_on == day("2026-11-23"));
  CHECK(found->decision.imported_from == "NR3");
  CHECK(pointers(read(body("refusal", R"(, "imported_from": "NR3")"), true)) ==
        Pointers{"/first_entered_on"});
}

TEST_CASE("decisions as CSV") {
  const auto rows = csv(csv_header +
                        "R1,Refusal_to_renew,16/11/2026,2026-12-07,17/11/2026,Y,Jo Bloggs,,\n"
                        "R2,refusal,2026-11-16,2026-12-07,2026-11-17,no,Jo,,\n"
                        "R3,ban,16/11/2026,,2026-11-31,perhaps,,2019-05-01,NR3\n"
                        ",refusal,2026-11-16,2026-12-07,2026-11-17,1,Jo,,\n");
  REQUIRE(rows.size() == 4);
  REQUIRE(rows[0].read.has_value());
  const domain::Decision& decision = rows[0].read->decision;
  CHECK(rows[0].your_reference == "R1");
  CHECK(decision.your_reference == "R1");
  CHECK(decision.kind == domain::DecisionKind::refusal_to_renew);
  CHECK(decision.notified_on == day("2026-11-17"));
  CHECK(decision.effective_on == day("2026-12-07"));
  CHECK(pointers(rows[1].read) == Pointers{"/relies_on_relevant_information"});
  CHECK(rows[1].your_reference == "R2");
  const Pointers third = pointers(rows[2].read);
  for (const char* pointer : {"/kind", "/effective_on", "/notified_on", "/first_entered_on",
                              "/relies_on_relevant_information", "/imported_from"}) {
    INFO(pointer);
    CHECK(std::count(third.begin(), third.end(), pointer) == 1);
  }
  CHECK(third.size() == 7);  // and the name
  CHECK(pointers(rows[3].read) == Pointers{"/your_reference"});
  CHECK(rows[3].your_reference.empty());
}

TEST_CASE("an imported history as CSV") {
  const std::string text =
      csv_header + "R1,refusal,2019-04-20,2019-05-11,2019-04-21,true,Jo,01/05/2019,NR3\n";
  CHECK(csv(text)[0].read.has_error());
  const auto rows = csv(text, true);
  REQUIRE(rows[0].read.has_value());
  CHECK(rows[0].read->decision.first_entered_on == day("2019-05-01"));
}

TEST_CASE("a row of NDJSON keeps its reference when the rest is wrong") {
  const Row row{.number = 4,
                .content = std::variant<core::Json, CsvRow>(
                    json(R"({"your_reference": "R9", "kind": "ban"})"))};
  const DecisionRow found = read_decision_row(row, context(decision_mapping()));
  CHECK(found.number == 4);
  CHECK(found.your_reference == "R9");
  CHECK(found.read.has_error());
}

TEST_CASE("an entry that says too little to be found by is taken with a warning") {
  const auto warned = read(body("refusal"));
  REQUIRE(warned.has_value());
  REQUIRE(warned->warnings.size() == 1);
  CHECK(warned->warnings.front().pointer == "/subject");
  const auto whole = read(R"({"kind": "refusal", "decided_on": "2026-11-16",
    "effective_on": "2026-12-07", "notified_on": "2026-11-17",
    "relies_on_relevant_information": true,
    "subject": {"names": [{"full": "Jo Bloggs"}], "date_of_birth": "1985-03-14"}})");
  REQUIRE(whole.has_value());
  CHECK(whole->warnings.empty());
}
