#include "api/row_results.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::api;

TEST_CASE("a line for each row and the summary") {
  RowResults results("licence_number");
  std::string lines;
  results.accept(lines, 1, "A \"1\"", RowOutcome::created);
  results.accept(lines, 2, "A2", RowOutcome::updated, {}, {{"/holder/x", "is odd"}});
  results.accept(lines, 3, "A3", RowOutcome::unchanged);
  CHECK(lines ==
        "{\"row\":1,\"licence_number\":\"A \\\"1\\\"\",\"result\":\"created\"}\n"
        "{\"row\":2,\"licence_number\":\"A2\",\"result\":\"updated\",\"warnings\":"
        "[{\"pointer\":\"/holder/x\",\"detail\":\"is odd\"}]}\n"
        "{\"row\":3,\"licence_number\":\"A3\",\"result\":\"unchanged\"}\n");

  std::string rejected;
  results.reject(rejected, 4, "", core::invalid_fields({{"/class", "is required"}}));
  const auto line = core::parse_json(rejected);
  REQUIRE(line.has_value());
  CHECK(line->find("licence_number")->is_null());
  CHECK(*line->find("result")->string() == "rejected");
  const core::Json& problem = *line->find("problem");
  CHECK(*problem.find("type")->string() == "/problems/invalid");
  CHECK(*problem.find("status")->integer() == 422);
  CHECK(*problem.find("errors")->array()->at(0).find("pointer")->string() == "/class");
  CHECK(results.summary() ==
        "{\"summary\":{\"rows\":4,\"created\":1,\"updated\":1,\"unchanged\":1,\"rejected\":1}}\n");
}

TEST_CASE("a decision's line has its id") {
  RowResults results("your_reference");
  std::string lines;
  const auto id = core::Uuid::parse("018f0000-0000-7000-8000-000000000001");
  REQUIRE(id.has_value());
  results.accept(lines, 1, "R1", RowOutcome::created, id);
  CHECK(lines ==
        "{\"row\":1,\"your_reference\":\"R1\",\"id\":\"018f0000-0000-7000-8000-000000000001\","
        "\"result\":\"created\"}\n");
}

TEST_CASE("a preview says what is readable, and that nothing was taken") {
  RowResults results("your_reference", true);
  std::string lines;
  results.show(lines, 1, "A/1", "decision", R"({"kind":"refusal"})", {});
  results.show(lines, 2, "A/2", "decision", "", {});
  CHECK(lines ==
        "{\"row\":1,\"your_reference\":\"A/1\",\"result\":\"readable\",\"decision\":{\"kind\":"
        "\"refusal\"}}\n{\"row\":2,\"your_reference\":\"A/2\",\"result\":\"readable\"}\n");
  CHECK(results.summary() ==
        "{\"summary\":{\"rows\":2,\"readable\":2,\"created\":0,\"updated\":0,\"unchanged\":0,"
        "\"rejected\":0}}\n");
}
