// A sign-in at an identity provider that is under way. This register keeps nothing of it: what it
// must find again is reckoned from a seed in a cookie of the browser that began it.
#pragma once

#include "core/bytes.hpp"
#include "core/clock.hpp"
#include "core/uuid.hpp"
#include "http/message.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::access {

// How long somebody may take at the provider.
inline constexpr std::chrono::seconds longest_attempt{900};
inline constexpr std::size_t longest_local_path = 500;

struct ProviderAttempt {
  std::string state;     // comes back in the answer; each is used once
  std::string nonce;     // comes back in the ID token
  std::string verifier;  // PKCE: never in the browser before the code is
  std::string path;      // where the browser goes afterwards
  core::Instant until;
  std::string cookie_name;  // of its own, so that two tabs may sign in at once
  std::string cookie_value;
};

// A path of this site and nothing else: "/checks?x=1". Not "//host", no backslash, no control
// character, at most `longest_local_path`.
bool is_local_path(std::string_view text);

// S256 of RFC 7636.
std::string code_challenge(std::string_view verifier);

// `key` is a secret of all daemons of the register. The parts of an attempt are HMACs of the seed
// under it, and of the provider's name, so that no cookie of one provider is good at another.
ProviderAttempt begin_attempt(const core::Hash& key, std::string_view provider, std::string path,
                              core::Instant now, core::Randomness& randomness);

// The attempt that this state belongs to, where the browser that brings it began it at this
// provider, less than `longest_attempt` ago.
std::optional<ProviderAttempt> find_attempt(const core::Hash& key, std::string_view provider,
                                            std::string_view state, const http::Headers& headers,
                                            core::Instant now);

// Values of Set-Cookie.
std::string attempt_cookie(const ProviderAttempt& attempt);
std::string ended_attempt_cookie(const ProviderAttempt& attempt);
// Ends all but the last few that a browser sends: it must not carry so many that its requests grow
// too long.
std::vector<std::string> ended_surplus_cookies(const http::Headers& headers);

}  // namespace badgewatch::access
