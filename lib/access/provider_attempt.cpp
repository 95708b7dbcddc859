#include "access/provider_attempt.hpp"

#include "access/digest.hpp"
#include "core/text.hpp"
#include "http/cookie.hpp"

#include <algorithm>
#include <charconv>

namespace badgewatch::access {

namespace {

constexpr std::string_view cookie_head = "__Host-badgewatch-sign-in-";
constexpr std::string_view cookie_terms = "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=";
constexpr std::size_t named_by = 10;  // characters of the state
constexpr std::size_t seed_bytes = 32;
constexpr std::size_t longest_cookie = 1024;
constexpr std::size_t most_attempts = 4;  // that a browser has under way

std::string derived(const core::Hash& key, std::string_view use, std::string_view provider,
                    std::string_view seed) {
  // None of the parts holds the separator.
  std::string text(use);
  text.append("\n").append(provider).append("\n").append(seed);
  return core::base64url(hmac_sha256(key, text));
}

ProviderAttempt derive(const core::Hash& key, std::string_view provider, std::string_view seed,
                       std::string path, std::int64_t until) {
  ProviderAttempt out;
  out.state = derived(key, "state", provider, seed);
  out.nonce = derived(key, "nonce", provider, seed);
  out.verifier = derived(key, "verifier", provider, seed);
  const auto told =
      std::string(seed) + "." + std::to_string(until) + "." + core::base64url(core::as_bytes(path));
  out.cookie_name = std::string(cookie_head) + out.state.substr(0, named_by);
  out.cookie_value = told + "." + derived(key, "cookie", provider, told);
  out.path = std::move(path);
  out.until = {until * 1'000'000};
  return out;
}

// Takes as long wherever they differ.
bool is_same(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  unsigned char differ = 0;
  for (std::size_t i = 0; i < left.size(); ++i)
    differ |= static_cast<unsigned char>(left[i] ^ right[i]);
  return differ == 0;
}

std::string ended_cookie(std::string_view name) {
  return std::string(name) + "=" + std::string(cookie_terms) + "0";
}

std::optional<std::int64_t> second_in(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

bool is_local_path(std::string_view text) {
  return text.starts_with('/') && !text.starts_with("//") && text.size() <= longest_local_path &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
}

std::string code_challenge(std::string_view verifier) {
  return core::base64url(sha256(verifier));
}

ProviderAttempt begin_attempt(const core::Hash& key, std::string_view provider, std::string path,
                              core::Instant now, core::Randomness& randomness) {
  core::Bytes seed(seed_bytes);
  randomness.fill(seed);
  return derive(key, provider, core::base64url(seed), std::move(path),
                now.micros / 1'000'000 + longest_attempt.count());
}

std::optional<ProviderAttempt> find_attempt(const core::Hash& key, std::string_view provider,
                                            std::string_view state, const http::Headers& headers,
                                            core::Instant now) {
  const auto name = std::string(cookie_head) + std::string(state.substr(0, named_by));
  const auto found = http::cookies(headers, name);
  if (found.size() != 1 || found.front().size() > longest_cookie) return std::nullopt;
  const auto cookie = found.front();
  const auto parts = core::split(cookie, '.');
  if (parts.size() != 4) return std::nullopt;
  const auto until = second_in(parts[1]);
  const auto path = core::from_base64url(parts[2]);
  if (!until || !path) return std::nullopt;
  auto attempt = derive(key, provider, parts[0], std::string(core::as_text(*path)), *until);
  const auto second = now.micros / 1'000'000;
  const bool is_ours = is_same(attempt.cookie_value, cookie) && is_same(attempt.state, state);
  const bool is_in_time = second < *until && *until <= second + longest_attempt.count() + 60;
  if (!is_ours || !is_in_time || !is_local_path(attempt.path)) return std::nullopt;
  return attempt;
}

std::string attempt_cookie(const ProviderAttempt& attempt) {
  return attempt.cookie_name + "=" + attempt.cookie_value + std::string(cookie_terms) +
         std::to_string(longest_attempt.count());
}

std::string ended_attempt_cookie(const ProviderAttempt& attempt) {
  return ended_cookie(attempt.cookie_name);
}

std::vector<std::string> ended_surplus_cookies(const http::Headers& headers) {
  std::vector<std::string> ended;
  for (const auto& [field, value] : headers) {
    if (!http::same_name(field, "Cookie")) continue;
    for (const auto one : core::split(value, ';')) {
      const auto name = core::trim(one.substr(0, one.find('=')));
      if (name.starts_with(cookie_head) && name.size() == cookie_head.size() + named_by)
        ended.push_back(ended_cookie(name));
    }
  }
  ended.resize(ended.size() - std::min(ended.size(), most_attempts));
  return ended;
}

}  // namespace badgewatch::access
