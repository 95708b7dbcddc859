// Passwords of local accounts: argon2id with 64 MiB, a bounded number at once.
#pragma once

#include "core/json_reader.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::access {

inline constexpr std::size_t shortest_password = 12;
inline constexpr std::size_t longest_password = 128;

// What NIST SP 800-63B asks of a password: length, no composition, none that is soon guessed by who
// knows the most common ones, the trade's words and the owner's (`own`: username, name, authority).
// Nothing when it is good, else why not. Milliseconds at most.
std::optional<std::string> fault_of_password(std::string_view password,
                                             const std::vector<std::string>& own);

struct PasswordOptions {
  unsigned at_once = 4;   // each holds 64 MiB
  unsigned waiting = 12;  // more are refused at once, so that they do not hold every worker
  std::chrono::milliseconds patience{5'000};
};

// Thread safe. Each call takes some 100 ms of one core: on a worker, with no database session held.
class Passwords {
public:
  explicit Passwords(PasswordOptions options = {});

  // argon2id in its text form. Errc::unavailable when too many ask at once.
  core::Result<core::Secret> hash(const core::Secret& password);
  // The same work whether or not `hash` is one: an unknown account costs what a known one does.
  core::Result<bool> is_right(const core::Secret& password, const core::Secret& hash);

private:
  class Turn;
  bool await_turn();
  void end_turn();

  const PasswordOptions options_;
  core::Secret nobodys_;  // a hash that no password has
  std::mutex mutex_;
  std::condition_variable ended_;
  unsigned running_ = 0;
  unsigned waiting_ = 0;
};

}  // namespace badgewatch::access
