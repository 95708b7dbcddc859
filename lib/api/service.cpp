#include "api/service.hpp"

#include "api/refusal.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "http/problem.hpp"

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

core::Error may_not(const access::Credential& credential, const access::Permission& permission) {
  if (credential.is_person())
    return {core::Errc::forbidden, "This is for other roles than those that you have."};
  return {core::Errc::forbidden, "This key may not do that: it lacks the scope `" +
                                     std::string(access::name_of(permission.scope)) + "`."};
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

core::Result<access::Credential> Service::admit(const http::RequestHead& head,
                                                const access::Permission& permission) {
  auto credential = context_.identification.authenticate(head);
  if (!credential) return credential;
  if (auto admitted = context_.identification.admit(*credential); !admitted)
    return admitted.error();
  if (!credential->may(permission)) return may_not(*credential, permission);
  if (auto plain = check_encoding(head); !plain) return plain.error();
  return credential;
}

http::Response Service::handle(http::Request request) {
  return guarded(request.head, [&]() -> http::Response {
    const auto found = router_.find(request.head.method, request.head.path);
    if (const auto* none = std::get_if<http::NoRoute>(&found)) return refuse(*none);
    const auto& match = std::get<http::Router<Action>::Match>(found);
    const auto& action = match.route->action;
    if (action.immediate != nullptr) return action.immediate();
    if (action.open != nullptr) return action.open(context_);
    if (action.anyone != nullptr) return action.anyone(context_, request);
    const auto credential = admit(request.head, *action.permission);
    if (!credential) return refusal(credential.error(), request.head, *action.permission);
    return action.handler(context_, {*credential, request, match.parameters});
  });
}

std::variant<http::Service::Upload, http::Response> Service::open_upload(
    const http::RequestHead& head) {
  return guarded(head, [&]() -> std::variant<Upload, http::Response> {
    const auto found = router_.find(head.method, head.path);
    if (const auto* none = std::get_if<http::NoRoute>(&found)) return refuse(*none);
    const auto& action = std::get<http::Router<Action>::Match>(found).route->action;
    auto credential = admit(head, *action.permission);
    if (!credential) return refusal(credential.error(), head, *action.permission);
    return action.upload(context_, std::move(*credential), head);
  });
}

http::Response Service::problem(const core::Error& error) const {
  return http::problem(error);
}

}  // namespace badgewatch::api
