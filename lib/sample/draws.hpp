// Repeatable chance: the same seed, subject and purpose always draw the same numbers, on every
// machine, so that any person of a roster can be made without making those before.
#pragma once

#include <cstdint>

namespace badgewatch::sample {

// What the numbers are drawn for. Each purpose has its own, so that a new one changes no other.
enum class Purpose : std::uint64_t {
  licensing,
  culture,
  birth,
  name,
  numbers,
  address,
  contact,
  licence,
  decision,
  spelling,
  linkage,
  search,
};

// SplitMix64 (Steele, Lea, Flood 2014).
class Draws {
public:
  Draws(std::uint64_t seed, std::uint64_t subject, Purpose purpose)
      : state_(mix(mix(mix(seed) + subject) + static_cast<std::uint64_t>(purpose))) {}

  std::uint64_t next() { return mix(state_ += step); }
  // 0 to `bound` - 1, `bound` > 0; the bias is below 2^-32 for the bounds used here.
  std::uint64_t below(std::uint64_t bound) { return ((next() >> 32) * bound) >> 32; }
  // At least 0, below 1.
  double share() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  bool chance(double percent) { return share() * 100 < percent; }

private:
  static constexpr std::uint64_t step = 0x9e3779b97f4a7c15U;
  static std::uint64_t mix(std::uint64_t z) {
    z += step;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace badgewatch::sample
