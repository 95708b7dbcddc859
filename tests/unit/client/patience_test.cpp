#include "client/patience.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace badgewatch;
using std::chrono::seconds;

namespace {

// Answers 503 so many times, then 201; notes how long was waited.
struct Asked {
  int refusals = 0;
  std::optional<seconds> retry_after;
  std::vector<seconds> waited;
  int asked = 0;

  core::Result<client::Reply> run(seconds patience) {
    return client::ask_patiently(
        [this]() -> core::Result<client::Reply> {
          if (asked++ < refusals)
            return client::Reply{.status = 503, .body = "", .retry_after = retry_after};
          return client::Reply{.status = 201, .body = "found", .retry_after = {}};
        },
        patience,
        [this](seconds time) {
          waited.push_back(time);
          return true;
        });
  }
};

}  // namespace

TEST_CASE("an answer is taken at once") {
  Asked asked;
  CHECK(asked.run(seconds(60)).value().status == 201);
  CHECK(asked.waited.empty());
}

TEST_CASE("a 503 is asked again when it says so") {
  Asked asked{.refusals = 2, .retry_after = seconds(3), .waited = {}};
  CHECK(asked.run(seconds(60)).value().body == "found");
  CHECK(asked.waited == std::vector{seconds(3), seconds(3)});
  Asked silent{.refusals = 1, .retry_after = {}, .waited = {}};
  CHECK(silent.run(seconds(60)).value().status == 201);
  CHECK(silent.waited == std::vector{seconds(1)});
  Asked hasty{.refusals = 1, .retry_after = seconds(0), .waited = {}};
  CHECK(hasty.run(seconds(60)).value().status == 201);
  CHECK(hasty.waited == std::vector{seconds(1)});
}

TEST_CASE("patience has an end, and the last answer is given then") {
  Asked asked{.refusals = 1'000, .retry_after = seconds(25), .waited = {}};
  CHECK(asked.run(seconds(60)).value().status == 503);
  CHECK(asked.waited == std::vector{seconds(25), seconds(25), seconds(10)});
  CHECK(asked.asked == 4);
}

TEST_CASE("other refusals and no answer are not asked again") {
  int asked = 0;
  const auto refuse = [&](core::Result<client::Reply> answer) {
    return client::ask_patiently(
        [&] {
          ++asked;
          return answer;
        },
        seconds(60), [](seconds) { return true; });
  };
  CHECK(
      refuse(client::Reply{.status = 409, .body = "", .retry_after = seconds(1)}).value().status ==
      409);
  CHECK(refuse(core::Error(core::Errc::unavailable, "Nothing answers.")).has_error());
  CHECK(asked == 2);
}

TEST_CASE("who is told to stop does not wait on") {
  int asked = 0;
  const auto reply = client::ask_patiently(
      [&]() -> core::Result<client::Reply> {
        ++asked;
        return client::Reply{.status = 503, .body = "", .retry_after = {}};
      },
      seconds(60), [](seconds) { return false; });
  CHECK(reply.value().status == 503);
  CHECK(asked == 1);
}
