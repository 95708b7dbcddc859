#include "access/password.hpp"

#include "core/text.hpp"

#include <sodium.h>

#include <array>
#include <optional>
#include <stdexcept>

namespace badgewatch::access {

namespace {

constexpr std::size_t memory_bytes = 64 << 20;
constexpr unsigned long long passes = 2;

core::Error too_many() {
  return {core::Errc::unavailable, "Too many people sign in at this moment. Try again."};
}

// One text for one password, however it was typed.
std::string as_hashed(const core::Secret& password) {
  return core::nfc(password.reveal());
}

core::Secret argon2id(const std::string& text) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), text.data(), text.size(), passes, memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::runtime_error("argon2id has no memory");
  return core::Secret(out.data());
}

}  // namespace

// Holds one of the places; none when `is_given` says so.
class Passwords::Turn {
public:
  explicit Turn(Passwords& passwords) : passwords_(passwords), given_(passwords.await_turn()) {}
  ~Turn() {
    if (given_) passwords_.end_turn();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool is_given() const { return given_; }

private:
  Passwords& passwords_;
  bool given_;
};

Passwords::Passwords(PasswordOptions options) : options_(options) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  std::array<char, 32> random{};
  randombytes_buf(random.data(), random.size());
  nobodys_ = argon2id(std::string(random.data(), random.size()));
}

bool Passwords::await_turn() {
  std::unique_lock lock(mutex_);
  if (running_ >= options_.at_once) {
    if (waiting_ >= options_.waiting) return false;
    ++waiting_;
    const bool there =
        ended_.wait_for(lock, options_.patience, [&] { return running_ < options_.at_once; });
    --waiting_;
    if (!there) return false;
  }
  ++running_;
  return true;
}

void Passwords::end_turn() {
  {
    const std::lock_guard lock(mutex_);
    --running_;
  }
  ended_.notify_one();
}

core::Result<core::Secret> Passwords::hash(const core::Secret& password) {
  const Turn turn(*this);
  if (!turn.is_given()) return too_many();
  return argon2id(as_hashed(password));
}

core::Result<bool> Passwords::is_right(const core::Secret& password, const core::Secret& hash) {
  const Turn turn(*this);
  if (!turn.is_given()) return too_many();
  const auto text = as_hashed(password);
  const auto matches = [&](const core::Secret& kept) {
    return crypto_pwhash_str_verify(kept.reveal().c_str(), text.data(), text.size()) == 0;
  };
  // Nobody's is asked where there is none, and beside one that was made at less cost: else the
  // time of the answer would tell that there is such a username.
  const bool is_full_cost = !hash.empty() && crypto_pwhash_str_needs_rehash(
                                                 hash.reveal().c_str(), passes, memory_bytes) == 0;
  if (!is_full_cost) (void)matches(nobodys_);
  return !hash.empty() && matches(hash);
}

}  // namespace badgewatch::access
