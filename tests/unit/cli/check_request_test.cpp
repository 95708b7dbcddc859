#include "badgewatch/check_request.hpp"

#include "badgewatch/exit_codes.hpp"
#include "badgewatch/rejected_rows.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace badgewatch::cli {
namespace {

CheckOptions someone() {
  CheckOptions options;
  options.case_reference = "A/1";
  options.purpose = "renewal";
  options.full_name = "Mohammed Khan";
  return options;
}

TEST_CASE("fields become the body of a check") {
  CHECK(check_request(someone()).value() == R"({"case_reference":"A/1","purpose":"renewal",)"
                                            R"("subject":{"names":[{"full":"Mohammed Khan"}]}})");
  CheckOptions options = someone();
  options.full_name.clear();
  options.given_names = "Mohammed";
  options.family_name = "O\"Khan";
  options.born = "1985-03";
  options.national_insurance_number = "QQ123456C";
  options.licence_number = "12345678";
  options.licence_issuer = "NI";
  options.postcode = "LU1 1AA";
  CHECK(check_request(options).value() ==
        R"({"case_reference":"A/1","purpose":"renewal","subject":{"names":[{"given":"Mohammed",)"
        R"("family":"O\"Khan"}],"date_of_birth":"1985-03","national_insurance_number":"QQ123456C",)"
        R"("driving_licence_number":{"number":"12345678","issuer":"NI"},)"
        R"("addresses":[{"postcode":"LU1 1AA"}]}})");
}

TEST_CASE("a date of birth may be written as on a form") {
  CheckOptions options = someone();
  options.born = "14/3/1985";
  CHECK(check_request(options).value().find(R"("date_of_birth":"1985-03-14")") !=
        std::string::npos);
  options.born = "3/14/1985";
  CHECK(check_request(options).value().find(R"("date_of_birth":"3/14/1985")") != std::string::npos);
}

TEST_CASE("a refusal names the option that it is about") {
  const core::Error error(core::Errc::invalid, "wrong",
                          {{"/subject/date_of_birth", "a"},
                           {"/subject/names/0", "b"},
                           {"/subject/names/0/family", "c"},
                           {"/subject/driving_licence_number/number", "d"},
                           {"/elsewhere", "e"}});
  const core::Error named = in_options(error, someone());
  CHECK(named.fields() == std::vector<core::FieldProblem>{{"--born", "a"},
                                                          {"--name", "b"},
                                                          {"--family", "c"},
                                                          {"--licence", "d"},
                                                          {"/elsewhere", "e"}});
  CheckOptions from_file;
  from_file.person_file = "p.json";
  CHECK(in_options(error, from_file).fields().front().pointer == "--person /date_of_birth");
}

TEST_CASE("who is meant must be clear") {
  CheckOptions options = someone();
  options.full_name.clear();
  CHECK_FALSE(check_request(options).has_value());
  options.given_names = "Mohammed";
  CHECK_FALSE(check_request(options).has_value());
  options = someone();
  options.family_name = "Khan";
  CHECK_FALSE(check_request(options).has_value());
  options = someone();
  options.licence_issuer = "GB";
  CHECK_FALSE(check_request(options).has_value());
  options = someone();
  options.person_file = "person.json";
  CHECK_FALSE(check_request(options).has_value());
}

TEST_CASE("a person comes from a file as it stands there") {
  std::string path = std::filesystem::temp_directory_path() / "badgewatch-person-XXXXXX";
  ::close(::mkstemp(path.data()));
  CheckOptions options = someone();
  options.full_name.clear();
  options.person_file = path;
  std::ofstream(path) << R"({"names":[{"family":"Khan"}]})";
  CHECK(check_request(options).value().ends_with(R"("subject":{"names":[{"family":"Khan"}]}})"));
  std::ofstream(path) << R"(["no object"])";
  CHECK_FALSE(check_request(options).has_value());
  std::ofstream(path) << R"({}, "purpose": "other"})";
  CHECK_FALSE(check_request(options).has_value());
  std::filesystem::remove(path);
  CHECK_FALSE(check_request(options).has_value());
}

TEST_CASE("no match that is not proven does not end with 0") {
  CHECK(exit_of(client::CheckWord::no_match) == 0);
  CHECK(exit_of(client::CheckWord::unproven) == 69);
  CHECK(exit_of(client::CheckWord::possible_match) == 10);
  CHECK(exit_of(client::CheckWord::match) == 11);
  CHECK(exit_of(client::CheckWord::indeterminate) == 12);
  CHECK(exit_of(core::Errc::freshness_unproven) == 69);
  CHECK(exit_of(core::Errc::forbidden) == 77);
  CHECK(exit_of(core::Errc::invalid) == 64);
}

TEST_CASE("twenty rejected rows are listed, all are counted and written") {
  std::string path = std::filesystem::temp_directory_path() / "badgewatch-report-XXXXXX";
  ::close(::mkstemp(path.data()));
  RejectedRows rows;
  REQUIRE(rows.open(path).value());
  const char* line = R"({"row":7,"your_reference":"R","problem":{"detail":"d",)"
                     R"("errors":[{"pointer":"/a","detail":"x"},{"pointer":"/b","detail":"y"}]}})";
  const core::Json json = core::parse_json(line).value();
  CHECK(rejected_row_text(json) == "  row 7 (R)  a: x\n             b: y\n");
  CHECK(rejected_row_text(core::parse_json(R"({"row":3,"problem":{"detail":"d"}})").value()) ==
        "  row 3  d\n");
  CHECK(rejected_row_text(core::parse_json("{}").value()) == "  row   rejected\n");
  for (int i = 0; i < 25; ++i)
    rows.take(json, line);
  CHECK(rows.count() == 25);
  CHECK(rows.written());
  const std::string text = rows.text();
  CHECK(std::count(text.begin(), text.end(), '\n') == 41);
  CHECK(text.find("and 5 more") != std::string::npos);
  std::ifstream file(path);
  int lines = 0;
  for (std::string each; std::getline(file, each);)
    lines += each == line ? 1 : 0;
  CHECK(lines == 25);
  std::filesystem::remove(path);
  CHECK_FALSE(RejectedRows().open("/nonexistent/report").has_value());
}

}  // namespace
}  // namespace badgewatch::cli
