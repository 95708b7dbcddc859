// What an answer says of its caller's budget of requests, as draft-ietf-httpapi-ratelimit-headers
// has it. A draft: only this file knows its form.
#pragma once

#include "http/message.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace badgewatch::http {

struct Quota {
  std::string_view policy;        // "checks": letters and hyphens
  std::int64_t quota = 0;         // requests at once
  std::chrono::seconds window{};  // in which an empty budget becomes full
  std::int64_t remaining = 0;     // now
  std::chrono::seconds reset{};   // until it is full again; of an empty one, until the next request
};

// RateLimit-Policy and RateLimit.
Headers rate_limit_headers(const Quota& quota);

// 429 with these and Retry-After.
Response quota_exceeded(const Quota& quota);

}  // namespace badgewatch::http
