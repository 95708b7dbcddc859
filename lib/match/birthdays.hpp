// Records by date of birth, each with a signature of its names, so that dates that are only nearly
// right can be gone through without looking at the people.
#pragma once

#include "match/details.hpp"
#include "match/match.hpp"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace badgewatch::match {

// One byte for each word of a person's names, by its block; `any_word` where
// there are more than four or two have the same.
using Signature = std::uint32_t;
inline constexpr Signature any_word = 0xFFFF'FFFF;

Signature signature_of(std::span<const std::uint32_t> blocks);
// The byte of one block: 1 to 254, as 0 is no word and 255 any.
std::uint32_t byte_of(std::uint32_t block);

// Somebody to look at.
struct Lead {
  RecordId record = 0;
  Signature signature = any_word;
  Digits digits = 0;
};

class Birthdays {
public:
  void add(const Birthday& born, const Lead& lead);
  void remove(const Birthday& born, RecordId record);
  using Day = std::vector<Lead>;
  // Null when nobody is there. Years far from now share their lists: who is in one has to be
  // compared anyway.
  const Day* on(const Birthday& born) const;
  static bool has_own_list(int year) { return year > first_year && year < last_year; }
  std::size_t memory_bytes() const;

private:
  static constexpr int first_year = 1900;
  static constexpr int last_year = 2100;
  using Year = std::array<Day, 13 * 32>;  // month and day, 0 where not known

  static std::size_t year_place(int year);
  static std::size_t day_place(const Birthday& born) { return born.month * 32U + born.day; }

  std::vector<std::unique_ptr<Year>> years_;
};

}  // namespace badgewatch::match
