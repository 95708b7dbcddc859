#include "web/site.hpp"

#include "access/csrf.hpp"
#include "access/session_token.hpp"
#include "core/ip_address.hpp"
#include "core/log.hpp"
#include "http/cookie.hpp"
#include "http/media_type.hpp"
#include "http/multipart.hpp"
#include "http/rate_limit.hpp"
#include "web/assets.hpp"
#include "web/busy.hpp"
#include "web/kept_form.hpp"
#include "web/provider_refusal.hpp"
#include "web/refusals.hpp"
#include "web/sign_in.hpp"

#include <array>
#include <charconv>
#include <typeinfo>

namespace badgewatch::web {

namespace {

// What is the API's, wherever it is; and all that a system asks, which has no pages and reads no
// HTML.
bool is_api(const http::RequestHead& head) {
  constexpr std::array<std::string_view, 4> own = {"/livez", "/readyz", "/metrics",
                                                   "/openapi.json"};
  const std::string_view path = head.path;
  if (!http::header(head.headers, "Authorization").empty()) return true;
  if (path == "/v1" || path.starts_with("/v1/") || path.starts_with("/problems/")) return true;
  return std::find(own.begin(), own.end(), path) != own.end();
}

bool has_session(const http::RequestHead& head) {
  return !http::cookies(head.headers, access::session_cookie_name).empty();
}

// Whether a browser says by itself from where it comes.
bool says_its_origin(const http::RequestHead& head) {
  return !http::header(head.headers, "Sec-Fetch-Site").empty() ||
         !http::header(head.headers, "Origin").empty();
}

// By what it says of itself; what is sent in chunks is held to the limit as it comes.
bool is_larger(const http::RequestHead& head, std::size_t limit) {
  const auto text = http::header(head.headers, "Content-Length");
  std::size_t length = 0;
  (void)std::from_chars(text.data(), text.data() + text.size(), length);
  return length > limit;
}

core::Result<http::Form> form_of(const http::Request& request, const PageAction& action) {
  const auto& headers = request.head.headers;
  return action.form_limit > 0 && http::is_multipart(headers)
             ? http::parse_multipart(headers, request.body)
             : http::parse_form(request.body);
}

const http::PathParameters no_parameters;
const http::Form no_form({});

}  // namespace

Site::Site(SiteParts parts, std::size_t files_at_once)
    : parts_(std::move(parts)), router_(pages()), files_(files_at_once) {}

// A file that is too large is not read, nor is one while there is no room to work on any: it is
// refused by a page, in open_upload().
http::BodyPlan Site::plan(const http::RequestHead& head) const {
  if (is_api(head)) return parts_.api.plan(head);
  const auto found = router_.find(head.method, head.path);
  const auto* match = std::get_if<http::Router<PageAction>::Match>(&found);
  const auto limit = match == nullptr ? 0 : match->route->action.form_limit;
  if (limit == 0 || !has_session(head) || !http::is_multipart(head.headers)) return {};
  return {.rows = is_larger(head, limit) || files_.is_full(), .limit = limit};
}

std::optional<http::Response> Site::immediate(const http::RequestHead& head) const {
  if (is_api(head)) return parts_.api.immediate(head);
  if (access::is_safe(head.method)) return asset(head);
  return {};
}

std::variant<http::Service::Upload, http::Response> Site::open_upload(
    const http::RequestHead& head) {
  if (is_api(head)) return parts_.api.open_upload(head);
  return guarded({head, ""}, Body::unread);
}

http::Response Site::problem(const core::Error& error) const {
  return parts_.api.problem(error);
}

http::Response Site::handle(http::Request request) {
  if (is_on_way_to_provider(request.head)) return on_way_to_provider(request);
  if (is_api(request.head)) return parts_.api.handle(std::move(request));
  return guarded(request, Body::read);
}

http::Response Site::guarded(const http::Request& request, Body body) {
  try {
    return answer(request, body);
  } catch (const std::exception& bug) {
    // A bug is caught here once; what() may hold personal data, so only its type is told.
    core::log(core::LogLevel::error, "page failed",
              {{"request", std::string_view(request.head.request_id)},
               {"exception", std::string_view(typeid(bug).name())}});
    return refusal({parts_, request, no_parameters, no_form, nullptr}, 500);
  }
}

http::Response Site::on_way_to_provider(const http::Request& request) {
  auto answer = parts_.api.handle(request);
  if (answer.status < 400) return answer;
  return show_provider_refusal({parts_, request, no_parameters, no_form, nullptr}, answer);
}

http::Response Site::answer(const http::Request& request, Body body) {
  const auto& head = request.head;
  const auto address = core::IpAddress::read(head.peer);
  const auto admission =
      parts_.limiter.admit("address", address ? address->limit_group() : head.peer, parts_.address);
  const Visit stranger{parts_, request, no_parameters, no_form, nullptr};
  if (!admission.admitted) return refusal(stranger, 429);

  // Who is not signed in needs no look-up; a system has no pages.
  core::Result<access::Credential> credential = core::Error(core::Errc::unauthenticated, "");
  if (has_session(head)) credential = parts_.identification.authenticate(head);
  const bool is_unknown = !credential && credential.error().code() == core::Errc::unauthenticated;
  if (!credential && !is_unknown)
    return refusal(stranger, credential.error().code() == core::Errc::malformed ? 400 : 503);
  const auto* who = credential ? &*credential : nullptr;

  const auto found = router_.find(head.method, head.path);
  const auto* match = std::get_if<http::Router<PageAction>::Match>(&found);
  const Visit unplaced{parts_, request, no_parameters, no_form, who};
  if (match == nullptr) {
    const auto allow = std::get<http::NoRoute>(found).allow_header();
    auto response = refusal(unplaced, allow.empty() ? 404 : 405);
    if (!allow.empty()) response.headers.emplace_back("Allow", allow);
    return response;
  }
  core::Result<http::Form> form = no_form;
  if (!access::is_safe(head.method)) {
    if (auto own = access::check_same_origin(head, parts_.public_url); !own)
      return refusal(unplaced, 403);
    const auto limit = match->route->action.form_limit;
    const bool with_file = limit > 0 && http::is_multipart(head.headers);
    if (!with_file && !http::is_form(head.headers)) return refusal(unplaced, 415);
    if (with_file && is_larger(head, limit)) return refusal(unplaced, 413);
    if (body == Body::unread) return busy_with_files(unplaced);
    form = form_of(request, match->route->action);
    if (!form) return refusal(unplaced, 400);
  }
  const auto& action = match->route->action;
  const Visit visit{parts_, request, match->parameters, *form, who, access::is_safe(action.method)};
  if (action.open) return action.answer(visit);
  if (who == nullptr) return session_ended(visit);
  return answer_signed_in(visit, action);
}

http::Response Site::answer_signed_in(const Visit& visit, const PageAction& action) {
  const auto& head = visit.request.head;
  if (!access::is_safe(head.method)) {
    const auto own = access::check_csrf(head, parts_.public_url, visit.typed("csrf"), visit.csrf());
    // Of the register's own pages, but from before another sign-in: it is asked once more.
    if (!own && says_its_origin(head)) return show_kept_form(visit, visit.csrf(), {});
    if (!own) return refusal(visit, 403);
  }
  if (!visit.may(action.method, action.pattern)) return refusal(visit, 403);
  if (action.form_limit == 0) return action.answer(visit);
  const auto place = files_.take(visit.who->caller.actor);
  return place ? action.answer(visit) : busy_with_files(visit);
}

}  // namespace badgewatch::web
