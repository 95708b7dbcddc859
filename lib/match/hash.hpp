// Short hashes for keys in memory; never for secrets.
#pragma once

#include <cstdint>
#include <string_view>

namespace badgewatch::match {

// FNV-1a with a finisher (the constants of MurmurHash3's), character by character.
class Hash64 {
public:
  constexpr explicit Hash64(std::uint64_t seed)
      : value_(14695981039346656037ULL ^ (seed * 0x9E3779B97F4A7C15ULL)) {}

  constexpr void add(char c) {
    value_ ^= static_cast<unsigned char>(c);
    value_ *= 1099511628211ULL;
  }
  // Of what was added.
  constexpr std::uint64_t value() const {
    std::uint64_t value = value_;
    value ^= value >> 33;
    value *= 0xFF51AFD7ED558CCDULL;
    value ^= value >> 33;
    return value;
  }

private:
  std::uint64_t value_;
};

constexpr std::uint64_t hash64(std::uint64_t seed, std::string_view text) {
  Hash64 hash(seed);
  for (const char c : text)
    hash.add(c);
  return hash.value();
}

constexpr std::uint32_t hash32(std::uint64_t seed, std::string_view text) {
  return static_cast<std::uint32_t>(hash64(seed, text));
}

constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t value = (a ^ 0x9E3779B97F4A7C15ULL) * 0xFF51AFD7ED558CCDULL + b;
  value ^= value >> 32;
  value *= 0xC4CEB9FE1A85EC53ULL;
  return value ^ (value >> 29);
}

}  // namespace badgewatch::match
