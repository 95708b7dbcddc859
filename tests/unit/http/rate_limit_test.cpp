#include "http/rate_limit.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace std::chrono_literals;

namespace {

constexpr http::Quota quota{
    .policy = "checks", .quota = 200, .window = 4s, .remaining = 12, .reset = 3s};

}  // namespace

TEST_CASE("a budget is told in the draft's form") {
  const auto headers = http::rate_limit_headers(quota);
  CHECK(http::header(headers, "RateLimit-Policy") == "\"checks\";q=200;w=4");
  CHECK(http::header(headers, "RateLimit") == "\"checks\";r=12;t=3");
}

TEST_CASE("an empty budget is a 429 that says when to come back") {
  auto empty = quota;
  empty.remaining = 0;
  const auto response = http::quota_exceeded(empty);
  CHECK(response.status == 429);
  CHECK(http::header(response.headers, "retry-after") == "3");
  CHECK(http::header(response.headers, "ratelimit") == "\"checks\";r=0;t=3");
  CHECK(response.body.find("\"/problems/quota-exceeded\"") != std::string::npos);
  empty.reset = 0s;
  CHECK(http::header(http::quota_exceeded(empty).headers, "retry-after") == "1");
}
