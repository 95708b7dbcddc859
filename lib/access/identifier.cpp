#include "access/identifier.hpp"

#include "access/api_key.hpp"
#include "access/session_token.hpp"
#include "http/cookie.hpp"

#include <algorithm>

namespace badgewatch::access {

namespace {

core::Error no_session() {
  return {core::Errc::unauthenticated, "Your session has ended. Sign in again."};
}

bool has_authorization(const http::RequestHead& head) {
  return std::any_of(head.headers.begin(), head.headers.end(),
                     [](const auto& one) { return http::same_name(one.first, "Authorization"); });
}

}  // namespace

Credential credential_of(const ports::LiveSession& live, std::string_view token) {
  Credential credential;
  credential.caller = {live.officer.authority, live.officer.id.text(), live.officer.name, true};
  for (const auto& name : live.officer.roles)
    if (const auto role = role_named(name)) credential.roles.insert(*role);
  credential.signed_in = {.session = live.session.id,
                          .officer = live.officer.id,
                          .csrf_token = csrf_token_of(token),
                          .second_factor_at = live.session.second_factor_at};
  return credential;
}

core::Result<Credential> Identifier::of_session(std::string_view token) {
  if (!is_session_token(token)) return no_session();
  const auto live = sessions_.use(hash_of(token), clock_.now(), idle_);
  if (!live) return live.error();
  if (!*live) return no_session();
  auto credential = credential_of(**live, token);
  // Without a role nothing is open, and nobody is a person.
  if (!credential.is_person()) return no_session();
  return credential;
}

core::Result<Credential> Identifier::authenticate(const http::RequestHead& head) {
  const auto tokens = http::cookies(head.headers, session_cookie_name);
  if (tokens.empty()) return systems_.authenticate(head);
  if (tokens.size() > 1)
    return core::Error(core::Errc::malformed, "The session's cookie was sent more than once.");
  if (has_authorization(head))
    return core::Error(core::Errc::malformed,
                       "Send a session's cookie or an Authorization header, not both.");
  return of_session(tokens.front());
}

}  // namespace badgewatch::access
