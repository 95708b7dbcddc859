// 128-bit identifiers. New ones are version 7 (RFC 9562): their order is roughly that of time,
// which keeps database indexes compact.
#pragma once

#include "core/bytes.hpp"
#include "core/clock.hpp"

#include <array>
#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::core {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  static std::optional<Uuid> parse(std::string_view text);
  std::string text() const;
  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

// Thread safe. Fills with unpredictable bytes.
class Randomness {
public:
  virtual ~Randomness() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

// The kernel's generator (getrandom).
class SystemRandomness final : public Randomness {
public:
  void fill(std::span<std::uint8_t> out) override;
};

// A repeatable sequence (SplitMix64) for the demo and for tests; never for keys.
class SeededRandomness final : public Randomness {
public:
  explicit SeededRandomness(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::uint8_t> out) override;

private:
  std::atomic<std::uint64_t> state_;
};

Uuid new_uuid(const Clock& clock, Randomness& randomness);

}  // namespace badgewatch::core

template <>
struct std::hash<badgewatch::core::Uuid> {
  std::size_t operator()(const badgewatch::core::Uuid& id) const noexcept;
};
