#include "http/rate_limit.hpp"

#include "http/problem.hpp"

#include <algorithm>
#include <string>

namespace badgewatch::http {

namespace {

std::string item(std::string_view policy, char first, std::int64_t a, char second, std::int64_t b) {
  return '"' + std::string(policy) + "\";" + first + '=' + std::to_string(a) + ';' + second + '=' +
         std::to_string(b);
}

}  // namespace

Headers rate_limit_headers(const Quota& quota) {
  return {{"ratelimit-policy", item(quota.policy, 'q', quota.quota, 'w', quota.window.count())},
          {"ratelimit", item(quota.policy, 'r', quota.remaining, 't', quota.reset.count())}};
}

Response quota_exceeded(const Quota& quota) {
  const auto wait = std::max<std::int64_t>(quota.reset.count(), 1);
  auto response =
      problem({core::Errc::too_many_requests,
               "More was asked than the budget `" + std::string(quota.policy) +
                   "` allows. Go on in " + std::to_string(wait) + " s, and more slowly."});
  for (auto& [name, value] : response.headers)
    if (same_name(name, "retry-after")) value = std::to_string(wait);
  for (auto& field : rate_limit_headers(quota))
    response.headers.push_back(std::move(field));
  return response;
}

}  // namespace badgewatch::http
