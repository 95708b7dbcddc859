// A file of applicants: each row becomes a check of its own, or says what is wrong with it.
#include "web/applicants.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

namespace {

std::vector<Applicant> read(const std::string& content) {
  const http::FormFile file{"file", "x.csv", content};
  const auto rows = read_rows_file(&file, 100);
  REQUIRE(rows.fault.empty());
  return read_applicants(rows.file, "renewal", *core::Date::of(2026, 11, 27));
}

}  // namespace

TEST_CASE("A row of a CSV file becomes a check, its columns in any order") {
  const auto all = read(
      "Date_of_birth,full_name,case_reference,purpose\n"
      "07/03/1984,\"O'Connor, "
      "\"\"Ada\"\"\",M/1,\n1990-01-02,\xd9\x85\xd8\xad\xd9\x85\xd8\xaf,M/2,in_term\n");
  REQUIRE(all.size() == 2);
  CHECK(all[0].faults.empty());
  CHECK(all[0].case_reference == "M/1");
  CHECK(all[0].name == "O'Connor, \"Ada\"");
  CHECK(all[0].check.find(R"("purpose":"renewal")") != std::string::npos);
  CHECK(all[0].check.find("1984-03-07") != std::string::npos);
  CHECK(all[1].check.find(R"("purpose":"in_term")") != std::string::npos);
  CHECK(all[1].row == 2);
}

TEST_CASE("A row that cannot be read says what is wrong, and the next is read") {
  const auto all = read(
      "case_reference,full_name,date_of_birth\nM/1,Ada,31/02/1990\nM/2,Ada,\n\"M/3\"x,A,\nM/"
      "4,Bo,\n");
  REQUIRE(all.size() == 4);
  CHECK(all[0].check.empty());
  CHECK(all[0].faults.at(0).starts_with("date_of_birth: "));
  CHECK(all[1].faults.empty());
  CHECK(all[2].check.empty());
  CHECK_FALSE(all[2].faults.empty());
  CHECK(all[3].case_reference == "M/4");
  CHECK(all[3].row == 4);
}

TEST_CASE("A first line without the columns that every row needs is told with their names") {
  const auto fault_of = [](const std::string& content) {
    const http::FormFile file{"file", "x.csv", content};
    const auto rows = read_rows_file(&file, 100);
    REQUIRE(rows.fault.empty());
    return heading_fault(rows.file);
  };
  for (const auto* neither : {"colour,size\nred,1\n", "case_reference;full_name\nM/1;Ada\n"})
    CHECK(
        fault_of(neither).starts_with("The file lacks columns that it must have: "
                                      "case_reference, full_name or family_name. "));
  CHECK(fault_of("full_name\nAda\n")
            .starts_with("The file lacks columns that it must have: "
                         "case_reference. "));
  CHECK(fault_of("case_reference,given_names\nM/1,Ada\n")
            .starts_with("The file lacks columns that it must have: full_name or family_name. "));
  CHECK_FALSE(fault_of("case_reference,\"full_name\"x\nM/1,Ada\n").empty());
  for (const auto* right : {"\xef\xbb\xbf Case_Reference ,FULL_NAME\nM/1,Ada\n",
                            "family_name,case_reference,other\nKing,M/1,x\n", R"([{"a":1}])"})
    CHECK(fault_of(right).empty());
}

TEST_CASE("JSON is taken as it is, each element a check") {
  const auto all = read(R"([{"case_reference":"M/1","purpose":"renewal",
     "subject":{"names":[{"given":"Ada","family":"King"}]}}, nonsense])");
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "Ada King");
  CHECK(all[0].case_reference == "M/1");
  CHECK(all[1].check.empty());
  CHECK_FALSE(all[1].faults.empty());
}

}  // namespace badgewatch::web::test
