#include "access/authenticator.hpp"

#include "access/api_key.hpp"
#include "core/text.hpp"

namespace badgewatch::access {

namespace {

// Last use is written at most so often, so that it costs nothing.
constexpr std::int64_t used_every_micros = 60'000'000;
// Only keys that exist are kept, so this bounds memory at far more than there are councils.
constexpr std::size_t most_known = 10'000;

core::Error refused() {
  return {core::Errc::unauthenticated,
          "Send an API key that is in force: Authorization: Bearer KEY."};
}

std::string_view bearer(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (authorization.size() <= scheme.size()) return {};
  if (core::ascii_lower(authorization.substr(0, scheme.size())) != scheme) return {};
  return core::trim(authorization.substr(scheme.size()));
}

}  // namespace

Authenticator::Authenticator(ports::Keys& keys, const core::Clock& clock,
                             AuthenticatorOptions options)
    : keys_(keys), clock_(clock), options_(options) {}

core::Result<ports::ApiKey> Authenticator::look_up(const core::Hash& hash) {
  const auto now = clock_.now();
  const std::string place(core::as_text(hash));
  core::Instant used_written_at;
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(place);
    if (found != known_.end()) {
      const auto age = std::chrono::microseconds(now.micros - found->second.asked_at.micros);
      if (age >= age.zero() && age < options_.believed) return found->second.key;
      used_written_at = found->second.used_written_at;
    }
  }
  auto key = keys_.find(hash);
  if (!key) return key.error();
  if (!*key || (*key)->revoked_at) {
    const std::lock_guard lock(mutex_);
    known_.erase(place);
    return refused();
  }
  if (now.micros - used_written_at.micros >= used_every_micros) {
    // Best effort: a key whose use cannot be noted still works.
    if (keys_.used((*key)->authority, (*key)->id, now)) used_written_at = now;
  }
  const std::lock_guard lock(mutex_);
  if (known_.size() >= most_known) known_.clear();
  known_[place] = {**key, now, used_written_at};
  return **key;
}

core::Result<Credential> Authenticator::authenticate(std::string_view authorization) {
  const auto text = bearer(authorization);
  if (!is_api_key(text)) return refused();
  const auto key = look_up(hash_of(text));
  if (!key) return key.error();

  Credential credential;
  credential.caller.authority = key->authority;
  credential.caller.actor = key->id.text();
  credential.caller.label = key->name;
  for (const auto& name : key->scopes)
    if (const auto scope = scope_named(name)) credential.scopes.insert(*scope);
  const bool import_open = key->import_until && clock_.now() < *key->import_until;
  if (!import_open) credential.scopes.erase(Scope::import);
  return credential;
}

}  // namespace badgewatch::access
