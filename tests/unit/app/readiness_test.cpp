#include "app/readiness.hpp"

#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;

namespace {

struct Asked : Running {
  app::Readiness readiness{index,
                           heads,
                           told,
                           reg,
                           {.proof = std::chrono::milliseconds(100)},
                           [this] { follower.wake(); }};

  bool lacks(const std::string& words) {
    const auto missing = readiness.missing();
    INFO(missing.value_or("(ready)"));
    return missing && missing->find(words) != std::string::npos;
  }
};

const auto somebody = [] { return person_named("Mohammed Iqbal Chowdhury", "1985-03-14"); };

}  // namespace

TEST_CASE("Ready is who can prove and record an answer") {
  Asked run;
  run.enter(run.leeds, revocation_of(somebody(), "LDS/1"));
  CHECK_FALSE(run.readiness.missing().has_value());

  SECTION("the head cannot be read") {
    run.reg.fail_head_reads(true);
    CHECK(run.lacks("The database does not answer"));
    run.reg.fail_head_reads(false);
  }
  SECTION("the index does not reach the head") {
    run.follower_held = true;
    run.enter(run.leeds, revocation_of(somebody(), "LDS/2"));
    CHECK(run.lacks("The index has not reached the latest records"));
    run.follower_held = false;
  }
  SECTION("the database is another one, and the follower has not seen it yet") {
    run.follower_held = true;
    run.reg.begin_epoch();
    CHECK(run.lacks("on another history"));
    run.follower_held = false;
  }
  SECTION("the index cannot be built") {
    run.reg.fail_snapshots(true);
    run.index.quarantine("test");
    CHECK(run.lacks("reading its records"));
    run.reg.fail_snapshots(false);
  }
  SECTION("the log takes nothing") {
    run.reg.fail_records(true);
    CHECK(run.lacks("The log takes nothing"));
    run.reg.fail_records(false);
  }
  CHECK(soon([&] { return !run.readiness.missing(); }));
}
