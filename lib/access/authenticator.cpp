#include "access/authenticator.hpp"

#include "access/api_key.hpp"
#include "access/network.hpp"
#include "core/text.hpp"

namespace badgewatch::access {

namespace {

// Last use is written at most so often, so that it costs nothing.
constexpr std::int64_t used_every_micros = 60'000'000;
// Only what exists is kept, so this bounds memory at far more than there are councils.
constexpr std::size_t most_known = 10'000;

core::Error refused() {
  return {core::Errc::unauthenticated,
          "Send an API key or an access token that is in force: Authorization: Bearer KEY."};
}

std::string_view bearer(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (authorization.size() <= scheme.size()) return {};
  if (core::ascii_lower(authorization.substr(0, scheme.size())) != scheme) return {};
  return core::trim(authorization.substr(scheme.size()));
}

// RFC 8705 section 3: a token that was given for a certificate is good with it alone.
bool shows(const http::RequestHead& head, const std::optional<std::string>& bound_to) {
  return !bound_to || (head.certificate && head.certificate->thumbprint == *bound_to);
}

std::set<Scope> scopes_of(const std::vector<std::string>& names) {
  std::set<Scope> scopes;
  for (const auto& name : names)
    if (const auto scope = scope_named(name)) scopes.insert(*scope);
  return scopes;
}

}  // namespace

Authenticator::Authenticator(ports::Keys& keys, ports::Clients& clients, const core::Clock& clock,
                             AuthenticatorOptions options)
    : keys_(keys), clients_(clients), clock_(clock), options_(options) {}

core::Result<Authenticator::Grant> Authenticator::read(std::string_view secret,
                                                       const core::Hash& hash) {
  Grant grant;
  if (is_access_token(secret)) {
    const auto token = clients_.find_token(hash);
    if (!token) return token.error();
    if (!*token) return refused();
    grant.credential.caller = {(*token)->authority, (*token)->client.text(), (*token)->client_name};
    grant.credential.scopes = scopes_of((*token)->scopes);
    grant.networks = (*token)->networks;
    grant.certificate = (*token)->certificate;
    grant.until = (*token)->expires_at;
    return grant;
  }
  const auto key = keys_.find(hash);
  if (!key) return key.error();
  if (!*key || (*key)->revoked_at) return refused();
  grant.credential.caller = {(*key)->authority, (*key)->id.text(), (*key)->name};
  grant.credential.scopes = scopes_of((*key)->scopes);
  grant.networks = (*key)->networks;
  grant.import_until = (*key)->import_until;
  grant.key = (*key)->id;
  return grant;
}

core::Result<Authenticator::Grant> Authenticator::look_up(std::string_view secret) {
  const auto now = clock_.now();
  const auto hash = hash_of(secret);
  const std::string place(core::as_text(hash));
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(place);
    if (found != known_.end()) {
      const auto age = std::chrono::microseconds(now.micros - found->second.asked_at.micros);
      if (age >= age.zero() && age < options_.believed) return found->second.grant;
      known_.erase(found);
    }
  }
  auto grant = read(secret, hash);
  if (!grant) return grant;
  const std::lock_guard lock(mutex_);
  if (known_.size() >= most_known) known_.clear();
  known_[place] = {*grant, now};
  return grant;
}

// Best effort: a key whose use cannot be noted still works.
void Authenticator::note_use(const Grant& grant, core::Instant now) {
  if (grant.key == core::Uuid()) return;
  {
    const std::lock_guard lock(mutex_);
    if (noted_.size() >= most_known) noted_.clear();
    const auto [place, is_new] = noted_.try_emplace(grant.key, now);
    if (!is_new && now.micros - place->second.micros < used_every_micros) return;
    place->second = now;
  }
  (void)keys_.used(grant.credential.caller.authority, grant.key, now);
}

core::Result<Credential> Authenticator::authenticate(const http::RequestHead& head) {
  const auto secret = bearer(http::header(head.headers, "Authorization"));
  if (!is_api_key(secret) && !is_access_token(secret)) return refused();
  auto grant = look_up(secret);
  if (!grant) return grant.error();
  const auto now = clock_.now();
  if (!admits(grant->networks, head.peer) || !shows(head, grant->certificate) ||
      (grant->until && now >= *grant->until))
    return refused();
  note_use(*grant, now);
  const bool import_open = grant->import_until && now < *grant->import_until;
  if (!import_open) grant->credential.scopes.erase(Scope::import);
  return std::move(grant->credential);
}

void Authenticator::forget() {
  const std::lock_guard lock(mutex_);
  known_.clear();
}

}  // namespace badgewatch::access
