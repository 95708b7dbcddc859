// The table of what goes to whom, judged as a whole.
#include "app/divisions.hpp"

#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using tests::day;

namespace {

domain::Authority divided() {
  domain::Authority made;
  made.code = "DIV";
  made.starts_on = day("1974-04-01");
  made.ends_on = day("2026-03-31");
  made.successors = {"FIR", "SEC"};
  made.records_to = "FIR";
  return made;
}

const std::string id = "018f3c9a-0000-7000-8000-000000000001";
const std::string head = "kind,record,successor\r\n";

std::string refusal(const std::string& table, const domain::Authority& former = divided()) {
  const auto read = app::read_division(table, former);
  return read ? "" : read.error().detail();
}

}  // namespace

TEST_CASE("A table of a division names licences by number and all else by id") {
  const auto rows =
      app::read_division(head + "licence,PH 7,SEC\n" + "entry," + id + ",FIR\n", divided());
  REQUIRE(rows.has_value());
  CHECK(*rows == std::vector<app::DivisionRow>{{app::Named::licence, "PH 7", "SEC"},
                                               {app::Named::entry, id, "FIR"}});
  CHECK(app::read_division(head, divided())->empty());
}

TEST_CASE("Every wrong row of a division is named, and one alone refuses the table") {
  const auto why =
      refusal(head + "licence,PH 7,SEC\nlicence,PH 8,THI\ncar,PH 9,SEC\nentry,x,SEC\n" +
              "licence,,SEC\nlicence,PH 7\n");
  for (const auto* said : {"Row 2: successor is none of DIV's", "Row 3: kind must be",
                           "Row 4: record is no id", "Row 5: record is empty", "Row 6: has not"})
    CHECK(why.find(said) != std::string::npos);
  CHECK(why.find("Row 1:") == std::string::npos);
  CHECK(refusal("licence,PH 7,SEC\n").find("begins with the line") != std::string::npos);
  auto merged = divided();
  merged.successors = {"FIR"};
  CHECK(refusal(head, merged).find("does not divide DIV") != std::string::npos);
  auto lasting = divided();
  lasting.ends_on.reset();
  CHECK(refusal(head, lasting).find("does not divide DIV") != std::string::npos);
}

TEST_CASE("A record that is not there, or that is named twice, refuses the table") {
  const std::vector<app::DivisionRow> rows{{app::Named::licence, "PH 7", "SEC"},
                                           {app::Named::licence, "PH 8", "FIR"},
                                           {app::Named::licence, "PH 9", "SEC"}};
  const core::Uuid first{{1}}, second{{2}};
  const auto shares = [&](std::vector<std::optional<core::Uuid>> ids) {
    return app::shares_of(divided(), rows, ids);
  };
  // What goes to the heir needs no saying.
  CHECK(*shares({first, second, core::Uuid{{3}}}) ==
        std::vector<domain::Share>{{"DIV", first, "SEC"}, {"DIV", core::Uuid{{3}}, "SEC"}});
  const auto refused = shares({first, std::nullopt, first});
  REQUIRE(refused.has_error());
  CHECK(refused.error().detail().find("Row 2: DIV has no such licence") != std::string::npos);
  CHECK(refused.error().detail().find("Row 3: names what row 1 names") != std::string::npos);
}

TEST_CASE("A number of several earlier authorities needs its own, and an own one none") {
  const auto rows = *app::read_division(
      "kind,record,successor,recorded_by\nlicence,PH 7,SEC,\nlicence,PH 8,SEC,OLD\n", divided());
  CHECK(rows[0].recorded_by.empty());
  CHECK(rows[1] == app::DivisionRow{app::Named::licence, "PH 8", "SEC", "OLD"});
  CHECK(refusal("kind,record,successor,recorded_by\nlicence,PH 7,SEC\n").find("Row 1: has not") !=
        std::string::npos);
  using Found = std::vector<std::optional<core::Uuid>>;
  const core::Uuid own{{1}}, old{{2}}, older{{3}};
  const auto in_all = [&](const std::vector<Found>& found) {
    return app::named_in_all(rows, found);
  };
  const std::optional<core::Uuid> none;
  CHECK(*in_all({Found{own, none}, Found{old, old}, Found{older, none}}) == Found{own, old});
  CHECK(*in_all({Found{none, none}, Found{old, none}}) == Found{old, none});
  const auto refused = in_all({Found{none, none}, Found{old, none}, Found{older, older}});
  REQUIRE(refused.has_error());
  CHECK(refused.error().detail().find("Row 1: several authorities recorded such a licence") !=
        std::string::npos);
  CHECK(refused.error().detail().find("Row 2") == std::string::npos);
}

TEST_CASE("A division is kept as reference data, which are read again as it was stated") {
  auto files = tests::real_reference_files();
  const auto real = app::read_reference(files);
  REQUIRE(real.has_value());
  const auto* former = real->authorities.with_code("ALL");
  REQUIRE(former != nullptr);
  const core::Uuid record{{7}};
  const auto file =
      app::with_division(real->authorities, "ALL", {{"ALL", record, "XYZ"}}, day("2026-01-01"));
  CHECK(app::stated_version(file.text).value() == "2026-01-01");
  files.push_back(file);
  const auto refused = app::read_reference(files);
  REQUIRE(refused.has_error());
  CHECK(refused.error().detail().find("must be one of successors of ALL") != std::string::npos);

  const domain::Authorities divided_already({divided()}, {{"DIV", record, "SEC"}});
  const auto other = app::with_division(divided_already, "ALL", {}, day("2026-01-01"));
  CHECK(other.text.find("\"former\":\"DIV\"") != std::string::npos);
  CHECK(app::with_division(divided_already, "DIV", {}, day("2026-01-01")).text.find("DIV") ==
        std::string::npos);
  CHECK(app::kept_divisions(files)->text == file.text);
}
