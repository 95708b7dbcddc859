// The pages over an API that always answers the same, for whoever the test says.
#pragma once

#include "access/session_token.hpp"
#include "core/uuid.hpp"
#include "http/problem.hpp"
#include "ports/memory_budgets.hpp"
#include "web/site.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace badgewatch::web::test {

// An API that notes what it is asked and always answers the same, or as the test says. A page may
// ask several things at once.
class Api final : public access::Entrance {
public:
  http::BodyPlan plan(const http::RequestHead&) const override {
    return {.rows = true, .limit = 7};
  }
  http::Response handle(http::Request request) override {
    const std::lock_guard one_at_a_time(mutex_);
    asked.push_back(std::move(request));
    return answers ? answers(asked.back()) : answer;
  }
  http::Response handle_as(const access::Credential& known, http::Request request) override {
    {
      const std::lock_guard one_at_a_time(mutex_);
      known_actors.push_back(known.caller.actor);
    }
    return handle(std::move(request));
  }
  std::variant<Upload, http::Response> open_upload(const http::RequestHead&) override {
    return answer;
  }
  http::Response problem(const core::Error& error) const override { return http::problem(error); }

  std::vector<http::Request> asked;
  std::vector<std::string> known_actors;  // of questions whose asker was known already
  http::Response answer;
  std::function<http::Response(const http::Request&)> answers;

private:
  std::mutex mutex_;
};

class Who final : public access::Identification {
public:
  core::Result<access::Credential> authenticate(const http::RequestHead&) override {
    if (!somebody) return core::Error(core::Errc::unauthenticated, "no");
    access::Credential credential;
    credential.caller = {"LDS", "7", "A. Yusuf", true};
    credential.roles = roles;
    credential.signed_in = access::SignedIn{{}, {}, "good-token", {}};
    return credential;
  }
  bool somebody = true;
  std::set<access::Role> roles = {access::Role::officer};
};

struct Fixture {
  core::ManualClock clock{{1'770'000'000'000'000}};
  core::SeededRandomness randomness{1};
  Api api;
  Who who;
  app::ReferenceData reference{
      {domain::Authorities(std::vector<domain::Authority>{}), core::WorkingDays({}, {}, {}), {}}};
  ports::SharedBudgets budgets{clock};
  access::Limiter limiter{std::make_unique<ports::MemoryBudgets>(budgets), clock, {}};
  Site site{SiteParts{api, who, limiter, {1'000, 1'000}, reference, clock, randomness, ""}};

  http::Response send(const std::string& method, const std::string& path,
                      const std::string& body = "",
                      http::Headers headers = {{"Sec-Fetch-Site", "same-origin"}},
                      const std::string& query = "") {
    http::Request request;
    request.head.method = method;
    request.head.path = path;
    request.head.query = query;
    request.head.peer = "127.0.0.1";
    request.head.headers = std::move(headers);
    request.head.headers.emplace_back("Cookie", std::string(access::session_cookie_name) + "=x");
    request.head.headers.emplace_back("Host", "127.0.0.1:8480");
    if (!body.empty())
      request.head.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = body;
    return site.handle(std::move(request));
  }
};

inline bool has(const http::Response& response, std::string_view part) {
  return response.body.find(part) != std::string::npos;
}

}  // namespace badgewatch::web::test
