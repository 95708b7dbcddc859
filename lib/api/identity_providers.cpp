#include "api/identity_providers.hpp"

#include "access/api_key.hpp"
#include "access/identity_provider.hpp"
#include "access/session_token.hpp"
#include "api/answers.hpp"
#include "api/sign_in.hpp"
#include "core/ip_address.hpp"
#include "core/json_writer.hpp"
#include "core/log.hpp"
#include "http/cookie.hpp"
#include "http/form.hpp"
#include "http/query.hpp"
#include "http/rate_limit.hpp"

#include <algorithm>
#include <vector>

namespace badgewatch::api {

namespace {

// What a provider may add to its answer; the rest of it is not looked at.
constexpr std::size_t longest_answer = 8UL * 1024;
// Beginnings and ends of sign-ins, as a share of what an address may ask at all: by default 10 in a
// second and 200 at once, because a whole council may come from one address in the morning.
ports::BudgetTerms sign_ins_of_an_address(const ports::BudgetTerms& anything) {
  return {.per_second = anything.per_second / 20, .burst = anything.burst / 5};
}

std::string place_of(const access::ProviderSettings& provider) {
  return "/v1/identity-providers/" + provider.name;
}

std::string callback_of(Context& context, const access::ProviderSettings& provider) {
  return context.providers.public_url() + place_of(provider) + "/callback";
}

core::Error no_provider() {
  return {core::Errc::not_found, "There is no identity provider of that name."};
}

// A look ahead, as link checkers send it, would use a sign-in up.
core::Error get_alone() {
  return {core::Errc::method_not_allowed, "A sign-in is a GET."};
}

http::Response not_kept(http::Response response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  return response;
}

http::Response go_to(const std::string& location, const std::vector<std::string>& cookies) {
  http::Response response{.status = 303, .headers = {{"Location", location}}, .body = ""};
  for (const auto& cookie : cookies)
    if (!cookie.empty()) response.headers.emplace_back("Set-Cookie", cookie);
  return not_kept(std::move(response));
}

void count(Context& context, const access::ProviderSettings& provider, std::string_view outcome) {
  context.metrics.count("badgewatch_provider_sign_ins_total",
                        {{"provider", provider.name}, {"outcome", outcome}});
}

// Whom the cookie does not know is counted alone: anybody can bring that about without end.
http::Response refuse(Context& context, const access::ProviderSettings& provider,
                      const access::SignInRefused& refused, const std::string& cookie) {
  count(context, provider, refused.cause);
  if (!cookie.empty())
    core::log(core::LogLevel::warning, "sign-in at an identity provider refused",
              {{"provider", std::string_view(provider.name)},
               {"cause", std::string_view(refused.cause)}});
  auto response = http::problem(refused.error);
  if (!cookie.empty()) response.headers.emplace_back("Set-Cookie", cookie);
  return not_kept(std::move(response));
}

// So that nobody alone keeps a provider's few places taken.
std::optional<http::Response> check_pace(Context& context, const http::RequestHead& head) {
  const auto address = core::IpAddress::read(head.peer);
  const auto whose = address ? address->limit_group() : head.peer;
  const auto admission =
      context.limiter.admit("sign-ins", whose, sign_ins_of_an_address(context.budgets.address));
  if (admission.admitted) return {};
  return http::quota_exceeded(admission.quota);
}

app::Arrival arrival_of(const access::ProviderSettings& provider,
                        const access::ProvenPerson& person) {
  app::Arrival arrival{.identity = {provider.issuer, person.subject},
                       .name = person.name,
                       .authority = std::nullopt,
                       .roles = {},
                       .speaks_for = provider.mapping.authorities};
  if (arrival.speaks_for.empty()) arrival.speaks_for.emplace_back();
  if (person.standing) {
    arrival.authority = person.standing->authority;
    for (const auto role : person.standing->roles)
      arrival.roles.emplace_back(access::name_of(role));
  }
  return arrival;
}

// Nothing where the browser shows none, or several.
std::optional<core::Hash> session_of(const http::RequestHead& head) {
  const auto found = http::cookies(head.headers, access::session_cookie_name);
  if (found.size() != 1 || !access::is_session_token(found.front())) return std::nullopt;
  return access::hash_of(found.front());
}

http::Response sign_in(Context& context, const access::ProviderSettings& provider,
                       const access::ProvenPerson& person, const http::Request& request,
                       const std::string& cookie) {
  const auto officer = context.providers.officers.admit(arrival_of(provider, person));
  if (!officer) {
    const bool is_refusal = officer.error().code() == core::Errc::forbidden;
    return refuse(context, provider, {is_refusal ? "no_role" : "unavailable", officer.error()},
                  cookie);
  }
  const auto token = access::new_session_token(context.randomness);
  const auto begun =
      context.sign_in.accounts.begin_session({.officer = *officer,
                                              .method = std::string(app::provider_method),
                                              .token_hash = access::hash_of(token.reveal()),
                                              .with_second_factor = person.showed_second_factor,
                                              .ended = session_of(request.head),
                                              .address = request.head.peer,
                                              .program = program_of(request)});
  if (!begun) return refuse(context, provider, {"unavailable", begun.error()}, cookie);
  count(context, provider, "signed_in");
  return go_to(person.path, {cookie, access::session_cookie(token)});
}

}  // namespace

http::Response get_identity_providers(Context& context, const http::Request& /*request*/,
                                      const http::PathParameters& /*path*/) {
  core::JsonWriter out;
  out.begin_object().key("identity_providers").begin_array();
  for (const auto& one : context.providers.all.all()) {
    const auto& provider = one->settings();
    out.begin_object().member("name", provider.name).member("title", provider.title);
    out.member("sign_in", place_of(provider) + "/sign-in").end_object();
  }
  out.end_array().end_object();
  return json_answer(200, std::move(out).take());
}

http::Response get_provider_sign_in(Context& context, const http::Request& request,
                                    const http::PathParameters& path) {
  auto* provider = context.providers.all.named(path.at("provider"));
  if (provider == nullptr) return http::problem(no_provider());
  if (request.head.method != "GET") return http::problem(get_alone());
  if (auto too_many = check_pace(context, request.head)) return std::move(*too_many);
  const auto query = http::parse_query(request.head.query, {"to", "anew"});
  if (!query) return http::problem(query.error());
  const std::string to(query->find("to").value_or("/"));
  if (!access::is_local_path(to))
    return http::problem(
        {core::Errc::malformed,
         "`to` must be a path of this site, as /checks, of 500 characters at most."});
  const bool anew = query->find("anew") == "true";
  const auto begun = provider->begin(to, callback_of(context, provider->settings()), anew);
  if (!begun) return refuse(context, provider->settings(), {"unavailable", begun.error()}, "");
  auto cookies = access::ended_surplus_cookies(request.head.headers);
  cookies.push_back(begun->cookie);
  return go_to(begun->location, cookies);
}

http::Response get_provider_callback(Context& context, const http::Request& request,
                                     const http::PathParameters& path) {
  auto* provider = context.providers.all.named(path.at("provider"));
  if (provider == nullptr) return http::problem(no_provider());
  if (request.head.method != "GET") return http::problem(get_alone());
  const auto& settings = provider->settings();
  if (request.head.query.size() > longest_answer)
    return http::problem({core::Errc::malformed, "That is too long for an answer of a provider."});
  if (auto too_many = check_pace(context, request.head)) return std::move(*too_many);
  // A provider may say more than is known here (RFC 6749, section 4.1.2).
  const auto answer = http::parse_form(request.head.query);
  if (!answer) return http::problem(answer.error());
  auto finished = provider->finish(
      http::Query(answer->items()), request.head.headers, callback_of(context, settings),
      [&](const core::Hash& state, core::Instant until) {
        return context.providers.used.use(state, until, context.clock.now());
      });
  if (const auto* refused = std::get_if<access::SignInRefused>(&finished.outcome))
    return refuse(context, settings, *refused, finished.cookie);
  return sign_in(context, settings, std::get<access::ProvenPerson>(finished.outcome), request,
                 finished.cookie);
}

http::Response get_provider_jwks(Context& context, const http::Request& /*request*/,
                                 const http::PathParameters& path) {
  const auto* provider = context.providers.all.named(path.at("provider"));
  if (provider == nullptr || !provider->settings().key) return http::problem(no_provider());
  return json_answer(200, provider->settings().key->public_jwks());
}

http::Response post_provider_logout(Context& context, const http::Request& request,
                                    const http::PathParameters& path) {
  auto* provider = context.providers.all.named(path.at("provider"));
  if (provider == nullptr) return http::problem(no_provider());
  const auto refuse_token = [&](const core::Error& error) {
    return not_kept(http::problem(error));
  };
  if (!http::is_form(request.head.headers))
    return refuse_token({core::Errc::malformed, "Send a form: application/x-www-form-urlencoded."});
  const auto form = http::parse_form(request.body);
  if (!form) return refuse_token(form.error());
  const auto sent = form->find("logout_token");
  if (!sent) return refuse_token({core::Errc::malformed, "Send logout_token."});
  auto read = provider->read_logout(*sent);
  if (const auto* refused = std::get_if<access::SignInRefused>(&read)) {
    // Section 2.8: what is refused is 400.
    const bool is_ours = refused->error.code() == core::Errc::unavailable;
    return refuse_token(is_ours ? refused->error
                                : core::Error(core::Errc::malformed, refused->error.detail()));
  }
  const auto& token = std::get<access::LogoutToken>(read);
  const auto is_new = context.providers.used.use(token.use, token.until, context.clock.now());
  if (!is_new) return refuse_token(is_new.error());
  if (!*is_new) return refuse_token({core::Errc::malformed, "That token was used before."});
  access::ProvenPerson person;
  person.subject = token.subject;
  const auto arrival = arrival_of(provider->settings(), person);
  const auto ended = context.providers.officers.sign_out(arrival.identity, arrival.speaks_for);
  if (!ended) return refuse_token(ended.error());
  count(context, provider->settings(), "signed_out");
  return not_kept({.status = 200, .headers = {}, .body = ""});
}

std::string provider_sign_out(Context& context, const ports::Officer& officer) {
  if (!officer.identity) return {};
  for (const auto& provider : context.providers.all.all()) {
    const auto arrival = arrival_of(provider->settings(), {});
    const auto& for_whom = arrival.speaks_for;
    if (arrival.identity.issuer == officer.identity->issuer &&
        std::find(for_whom.begin(), for_whom.end(), officer.authority) != for_whom.end())
      return provider->sign_out_url(context.providers.public_url() + "/");
  }
  return {};
}

}  // namespace badgewatch::api
