#include "api/service.hpp"

#include "access/csrf.hpp"
#include "api/acting_for.hpp"
#include "api/refusal.hpp"
#include "core/ip_address.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "http/problem.hpp"
#include "http/rate_limit.hpp"

#include <functional>
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

bool is_refusal(const http::Response& response) {
  return response.status >= 400 && response.status < 500;
}

// Whether it says no more than that there is no such matter of the caller's.
bool is_hidden(const http::Response& response) {
  return response.status == 404 || response.status == 403;
}

// Whether a call is about one matter: by the id in its address, or, of the two by which a request
// is made, by those in its body.
bool is_of_matter(const http::PathParameters& parameters, const http::Route<Action>& route) {
  return parameters.find("id") != nullptr ||
         (route.method == "POST" && (route.pattern == "/v1/disclosure-requests" ||
                                     route.pattern == "/v1/rectification-requests"));
}

// The record that the address names by its id.
core::Uuid record_in(const http::PathParameters& parameters) {
  const auto* id = parameters.find("id");
  const auto parsed = id == nullptr ? std::nullopt : core::Uuid::parse(*id);
  return parsed.value_or(core::Uuid{});
}

// An upload whose end by a refusal is logged before it is told.
class TracedUpload final : public http::RowUpload {
public:
  using Trace = std::function<core::Result<void>(const core::Error&)>;

  TracedUpload(std::unique_ptr<http::RowUpload> rows, Trace trace)
      : rows_(std::move(rows)), trace_(std::move(trace)) {}

  core::Result<std::string> take(http::RowChunk chunk) override {
    auto lines = rows_->take(std::move(chunk));
    if (lines || !is_refusal(http::problem(lines.error()))) return lines;
    if (auto logged = trace_(lines.error()); !logged) return logged.error();
    return lines;
  }
  std::string finish() override { return rows_->finish(); }

private:
  std::unique_ptr<http::RowUpload> rows_;
  Trace trace_;
};

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
  if (match == nullptr) return {};
  const auto& action = match->route->action;
  http::BodyPlan plan{.rows = action.upload != nullptr};
  if (action.body_limit > 0) plan.limit = action.body_limit;
  return plan;
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

access::Admission Service::spend(const access::Credential& credential,
                                 const http::RequestHead& head,
                                 const access::Permission& permission) {
  const auto budget = budget_of(head.method, permission.scope, context_.budgets);
  return context_.limiter.admit(budget.name, credential.caller.actor, budget.terms);
}

core::Result<void> Service::check(const access::Credential& credential,
                                  const http::RequestHead& head,
                                  const access::Permission& permission) {
  if (auto own = check_own_page(credential, head); !own) return own;
  if (!credential.may(permission)) return may_not(credential, permission);
  return check_encoding(head);
}

// A browser sends the cookie whoever asks it to: an unsafe request must be the register's own
// page's.
core::Result<void> Service::check_own_page(const access::Credential& credential,
                                           const http::RequestHead& head) const {
  if (!credential.signed_in || access::is_safe(head.method)) return {};
  return access::check_csrf(head, context_.sign_in.public_url,
                            http::header(head.headers, access::csrf_header),
                            credential.signed_in->csrf_token);
}

bool Service::needs_second_factor(const access::Credential& credential,
                                  const access::Permission& permission) const {
  if (permission.second_factor != access::SecondFactor::fresh || !credential.is_person())
    return false;
  const auto fresh = std::chrono::microseconds(context_.sign_in.accounts.rules().fresh);
  const auto& signed_in = credential.signed_in;
  if (!signed_in || !signed_in->second_factor_at) return true;
  return context_.clock.now().micros - signed_in->second_factor_at->micros >= fresh.count();
}

// Nothing: the call may be made.
std::optional<http::Response> Service::refuse_call(const access::Credential& credential,
                                                   const http::RequestHead& head,
                                                   const access::Permission& permission) {
  if (const auto allowed = check(credential, head, permission); !allowed)
    return refusal(allowed.error(), head, permission);
  if (needs_second_factor(credential, permission))
    return http::step_up_required("Show your second factor again first: POST /v1/session/step-up.");
  return {};
}

http::Response Service::traced(http::Response response, const access::Credential& credential,
                               const Match& match, const http::RequestHead& head) {
  if (!is_refusal(response)) return response;
  const auto logged =
      context_.trace.refused(credential.caller, {.method = match.route->method,
                                                 .route = match.route->pattern,
                                                 .subject = record_in(match.parameters),
                                                 .status = response.status,
                                                 .problem = response.problem});
  // What is not in the log is not answered.
  return logged ? std::move(response)
                : refusal(logged.error(), head, *match.route->action.permission);
}

http::Response Service::answered(const access::Credential& credential, const http::Request& request,
                                 const Match& match) {
  const auto handler = match.route->action.handler;
  auto response = handler(context_, {credential, request, match.parameters});
  if (!is_hidden(response) || !is_of_matter(match.parameters, *match.route)) return response;
  const auto reference = context_.reference.get();
  for (const auto& former : as_formers(credential, request.head, *reference, context_.today())) {
    auto theirs = handler(context_, {former, request, match.parameters});
    if (!is_hidden(theirs)) return theirs;
  }
  return response;
}

http::Response Service::handle(http::Request request) {
  return routed(request, nullptr);
}

http::Response Service::handle_as(const access::Credential& known, http::Request request) {
  return routed(request, &known);
}

http::Response Service::routed(const http::Request& request, const access::Credential* already) {
  return guarded(request.head, [&]() -> http::Response {
    const auto found = router_.find(request.head.method, request.head.path);
    if (const auto* none = std::get_if<http::NoRoute>(&found)) return refuse(*none);
    const auto& match = std::get<Match>(found);
    const auto& action = match.route->action;
    if (action.immediate != nullptr) return action.immediate();
    if (auto too_many = check_address(request.head)) return std::move(*too_many);
    if (action.open != nullptr) return action.open(context_);
    if (action.anyone != nullptr) return action.anyone(context_, request);
    if (action.visitor != nullptr) return action.visitor(context_, request, match.parameters);
    const auto& permission = *action.permission;
    const auto known = already != nullptr ? core::Result<access::Credential>(*already)
                                          : context_.identification.authenticate(request.head);
    if (!known) return refusal(known.error(), request.head, permission);
    const auto admission = spend(*known, request.head, permission);
    if (!admission.admitted)
      return traced(http::quota_exceeded(admission.quota), *known, match, request.head);
    const auto credential =
        as_named(*known, request.head, *context_.reference.get(), context_.today());
    if (!credential)
      return traced(refusal(credential.error(), request.head, permission), *known, match,
                    request.head);
    auto refused = refuse_call(*credential, request.head, permission);
    auto response = refused ? std::move(*refused) : answered(*credential, request, match);
    for (auto& field : http::rate_limit_headers(admission.quota))
      response.headers.push_back(std::move(field));
    return traced(std::move(response), *credential, match, request.head);
  });
}

std::variant<http::Service::Upload, http::Response> Service::open_upload(
    const http::RequestHead& head) {
  return guarded(head, [&]() -> std::variant<Upload, http::Response> {
    const auto found = router_.find(head.method, head.path);
    if (const auto* none = std::get_if<http::NoRoute>(&found)) return refuse(*none);
    const auto& match = std::get<Match>(found);
    const auto& action = match.route->action;
    const auto& permission = *action.permission;
    if (auto too_many = check_address(head)) return std::move(*too_many);
    const auto known = context_.identification.authenticate(head);
    if (!known) return refusal(known.error(), head, permission);
    const auto credential = as_named(*known, head, *context_.reference.get(), context_.today());
    const auto trace = [&](http::Response response) {
      return traced(std::move(response), credential ? *credential : *known, match, head);
    };
    const auto admission = spend(*known, head, permission);
    if (!admission.admitted) return trace(http::quota_exceeded(admission.quota));
    if (!credential) return trace(refusal(credential.error(), head, permission));
    if (auto refused = refuse_call(*credential, head, permission))
      return trace(std::move(*refused));
    auto opened = action.upload(context_, *credential, head);
    if (auto* response = std::get_if<http::Response>(&opened)) return trace(std::move(*response));
    auto& upload = std::get<Upload>(opened);
    upload.headers = http::rate_limit_headers(admission.quota);
    upload.rows = std::make_unique<TracedUpload>(
        std::move(upload.rows),
        [this, caller = credential->caller, route = match.route](const core::Error& error) {
          return context_.trace.refused(caller, {.method = route->method,
                                                 .route = route->pattern,
                                                 .subject = {},
                                                 .status = http::problem_status(error.code()),
                                                 .problem = http::problem_type(error.code())});
        });
    return opened;
  });
}

http::Response Service::problem(const core::Error& error) const {
  return http::problem(error);
}

}  // namespace badgewatch::api
