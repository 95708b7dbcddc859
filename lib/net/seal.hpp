// Sealing with a key that lives and dies with the process: for files that nobody else shall read.
#pragma once

#include "core/result.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace badgewatch::net {

// ChaCha20-Poly1305 (RFC 8439) under a random key of its own. Each record is bound to its number,
// so that records can be neither changed nor exchanged. One number must be sealed only once.
class Seal {
public:
  // Errc::internal when the system gives no randomness.
  static core::Result<Seal> make();
  Seal(const Seal&) = default;
  Seal& operator=(const Seal&) = default;
  ~Seal();

  static constexpr std::size_t overhead = 16;

  core::Result<std::string> close(std::uint64_t number, std::string_view text) const;
  // Errc::internal when the record is not what was sealed under that number.
  core::Result<std::string> open(std::uint64_t number, std::string_view record) const;

private:
  Seal() = default;
  std::array<unsigned char, 32> key_{};
};

}  // namespace badgewatch::net
