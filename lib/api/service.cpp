#include "api/service.hpp"

#include "api/checks.hpp"
#include "core/ip_address.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "http/problem.hpp"
#include "http/rate_limit.hpp"

#include <typeinfo>

namespace badgewatch::api {

namespace {

http::Response refuse(const http::NoRoute& none) {
  auto response = http::problem(none.error());
  if (!none.allow.empty()) response.headers.emplace_back("Allow", none.allow_header());
  return response;
}

// Bodies are taken as they are: an encoding that nobody undoes would be read as bad rows.
core::Result<void> check_encoding(const http::RequestHead& head) {
  const auto encoding = core::ascii_lower(http::header(head.headers, "Content-Encoding"));
  if (encoding.empty() || encoding == "identity") return {};
  return core::Error(core::Errc::unsupported_media_type,
                     "Send the body as it is, without a Content-Encoding.");
}

core::Error refused(const core::Error& error, access::Scope scope) {
  return scope == access::Scope::checks ? unproven_if_unavailable(error) : error;
}

// A bug is caught here once; what() may hold personal data, so only its type is told.
template <class Run>
auto guarded(const http::RequestHead& head, Run&& run) -> decltype(run()) {
  try {
    return run();
  } catch (const std::exception& bug) {
    core::log(core::LogLevel::error, "request failed",
              {{"request", std::string_view(head.request_id)},
               {"exception", std::string_view(typeid(bug).name())}});
    return http::problem(core::Error());
  }
}

}  // namespace

http::BodyPlan Service::plan(const http::RequestHead& head) const {
  const auto found = router_.find(head.method, head.path);
  const auto* match = std::get_if<http::Router<Action>::Match>(&found);
  return {.rows = match != nullptr && match->route->action.upload != nullptr};
}

std::optional<http::Response> Service::immediate(const http::RequestHead& head) const {
  const auto found = router_.find(head.method, head.path);
  const auto* match = std::get_if<http::Router<Action>::Match>(&found);
  if (match == nullptr || match->route->action.immediate == nullptr) return {};
  return match->route->action.immediate();
}

// Before anybody is asked for a key, so that guessing keys is slow.
std::optional<http::Response> Service::check_address(const http::RequestHead& head) {
  const auto address = core::IpAddress::read(head.peer);
  const auto whose = address ? address->limit_group() : head.peer;
  const auto admission = context_.limiter.admit("address", whose, context_.budgets.address);
  if (admission.admitted) return {};
  return http::quota_exceeded(admission.quota);
}

std::variant<Service::Admitted, http::Response> Service::admit(const http::RequestHead& head,
                                                               access::Scope scope) {
  const auto refuse = [scope](const core::Error& error) {
    return http::problem(refused(error, scope));
  };
  if (auto too_many = check_address(head)) return std::move(*too_many);
  auto credential =
      context_.authenticator.authenticate(http::header(head.headers, "Authorization"));
  if (!credential) return refuse(credential.error());
  const auto budget = budget_of(head.method, scope, context_.budgets);
  const auto admission =
      context_.limiter.admit(budget.name, credential->caller.actor, budget.terms);
  if (!admission.admitted) return http::quota_exceeded(admission.quota);
  if (!credential->may(scope))
    return refuse({core::Errc::forbidden, "This key may not do that: it lacks the scope `" +
                                              std::string(access::name_of(scope)) + "`."});
  if (auto plain = check_encoding(head); !plain) return refuse(plain.error());
  return Admitted{std::move(*credential), http::rate_limit_headers(admission.quota)};
}

http::Response Service::handle(http::Request request) {
  return guarded(request.head, [&]() -> http::Response {
    const auto found = router_.find(request.head.method, request.head.path);
    if (const auto* none = std::get_if<http::NoRoute>(&found)) return refuse(*none);
    const auto& match = std::get<http::Router<Action>::Match>(found);
    const auto& action = match.route->action;
    if (action.immediate != nullptr) return action.immediate();
    if (action.open != nullptr) {
      if (auto too_many = check_address(request.head)) return std::move(*too_many);
      return action.open(context_);
    }
    auto admitted = admit(request.head, action.scope);
    if (auto* refusal = std::get_if<http::Response>(&admitted)) return std::move(*refusal);
    auto& caller = std::get<Admitted>(admitted);
    auto response = action.handler(context_, {caller.credential, request, match.parameters});
    for (auto& field : caller.quota)
      response.headers.push_back(std::move(field));
    return response;
  });
}

std::variant<http::Service::Upload, http::Response> Service::open_upload(
    const http::RequestHead& head) {
  return guarded(head, [&]() -> std::variant<Upload, http::Response> {
    const auto found = router_.find(head.method, head.path);
    if (const auto* none = std::get_if<http::NoRoute>(&found)) return refuse(*none);
    const auto& action = std::get<http::Router<Action>::Match>(found).route->action;
    auto admitted = admit(head, action.scope);
    if (auto* refusal = std::get_if<http::Response>(&admitted)) return std::move(*refusal);
    auto& caller = std::get<Admitted>(admitted);
    auto opened = action.upload(context_, std::move(caller.credential), head);
    if (auto* upload = std::get_if<Upload>(&opened)) upload->headers = std::move(caller.quota);
    return opened;
  });
}

http::Response Service::problem(const core::Error& error) const {
  return http::problem(error);
}

}  // namespace badgewatch::api
