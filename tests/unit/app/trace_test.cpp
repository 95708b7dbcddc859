// What is logged of a caller who looks at a list or is refused.
#include "app/trace.hpp"

#include "ports/memory.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

struct Traced {
  core::ManualClock clock{{1'764'000'000'000'000}};
  core::SeededRandomness randomness{1};
  core::Metrics metrics;
  ports::MemoryRegister reg;
  app::Trace trace{reg, clock, randomness, metrics};
  const ports::Caller leeds{"LDS", "key-of-leeds"};
  const ports::Caller york{"YOR", "key-of-york"};

  bool refuse(const ports::Caller& caller, int status, std::string_view problem) {
    return trace
        .refused(caller, {.method = "GET",
                          .route = "/v1/decisions/{id}",
                          .subject = {},
                          .status = status,
                          .problem = problem})
        .has_value();
  }
};

}  // namespace

TEST_CASE("A list that was read is in the log, with how much of it") {
  Traced test;
  REQUIRE(test.trace.listed(test.leeds, "alerts_listed", 7, 3).has_value());
  const auto leaves = test.reg.leaves();
  REQUIRE(leaves.size() == 1);
  CHECK(leaves[0].event.kind == "alerts_listed");
  CHECK(leaves[0].event.authority == "LDS");
  CHECK(leaves[0].event.actor == "key-of-leeds");
  CHECK(leaves[0].event.detail == R"({"after":7,"count":3})");
}

TEST_CASE("A refusal is in the log with its route and its problem") {
  Traced test;
  REQUIRE(test.refuse(test.leeds, 404, "/problems/not-found"));
  const auto leaves = test.reg.leaves();
  REQUIRE(leaves.size() == 1);
  CHECK(leaves[0].event.kind == "refused");
  CHECK(leaves[0].event.detail == R"({"method":"GET","route":"/v1/decisions/{id}","status":404,)"
                                  R"("problem":"/problems/not-found"})");
}

TEST_CASE("What cannot be logged is not answered") {
  Traced test;
  test.reg.fail_records(true);
  CHECK_FALSE(test.refuse(test.leeds, 404, "/problems/not-found"));
  CHECK(test.trace.listed(test.leeds, "events_listed", 0, 0).has_error());
}

TEST_CASE("Of one who is too fast, a refusal each ten seconds is logged") {
  Traced test;
  for (int i = 0; i < 100; ++i)
    REQUIRE(test.refuse(test.leeds, 429, "/problems/too-many-requests"));
  CHECK(test.reg.leaves().size() == 1);
  REQUIRE(test.refuse(test.york, 429, "/problems/too-many-requests"));
  CHECK(test.reg.leaves().size() == 2);
  test.clock.advance(app::Trace::too_fast_apart);
  REQUIRE(test.refuse(test.leeds, 429, "/problems/too-many-requests"));
  CHECK(test.reg.leaves().size() == 3);
  CHECK(test.metrics.text().find(
            "badgewatch_refusals_total{problem=\"/problems/too-many-requests\"} 102") !=
        std::string::npos);
  // Other refusals are all logged.
  for (int i = 0; i < 5; ++i)
    REQUIRE(test.refuse(test.leeds, 403, "/problems/forbidden"));
  CHECK(test.reg.leaves().size() == 8);
}
