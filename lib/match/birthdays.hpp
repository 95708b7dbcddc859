// Records by date of birth, each with a signature of its names, so that dates that are only nearly
// right can be gone through without looking at the people.
#pragma once

#include "match/areas.hpp"
#include "match/details.hpp"
#include "match/match.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace badgewatch::match {

// What a word is known by in a signature, by its block: neither 0 nor `any_code`.
using WordCode = std::uint16_t;
inline constexpr WordCode any_code = 0xFFFF;
WordCode code_of(std::uint32_t block);

// The codes of the words of a person's names, 0 where there is no further word. Nothing but
// `any_code` where there are more than four words, or two of one code.
struct Signature {
  static constexpr std::size_t most_words = 4;
  std::array<WordCode, most_words> codes{};

  bool is_any() const { return codes[0] == any_code; }
};
inline constexpr Signature any_signature{{any_code, any_code, any_code, any_code}};

Signature signature_of(std::span<const std::uint32_t> blocks);

// What a list knows of somebody beside the names.
struct Lead {
  RecordId record = 0;
  NumberEnds insurance = 0;
  Area area = area_nowhere;
};

// Who was born on one day. The signatures lie by themselves: by them most people are passed over.
class Day {
public:
  std::size_t size() const { return size_; }
  std::span<const Signature> signatures() const { return {signatures_.get(), size_}; }
  // The same with some behind that are nobody's, so that `at_once` may be read together.
  static constexpr std::size_t at_once = 4;
  std::span<const Signature> filled_signatures() const {
    return {signatures_.get(), (size_ + at_once - 1) / at_once * at_once};
  }
  // Of the person whose signature has that place.
  const Lead& lead(std::size_t place) const { return leads_[place]; }

  void add(const Signature& signature, const Lead& lead);
  void remove(RecordId record);
  std::size_t memory_bytes() const { return room_ * (sizeof(Signature) + sizeof(Lead)); }

private:
  void grow();

  std::unique_ptr<Signature[]> signatures_;
  std::unique_ptr<Lead[]> leads_;
  std::uint32_t size_ = 0;
  std::uint32_t room_ = 0;
};

class Birthdays {
public:
  void add(const Birthday& born, const Signature& signature, const Lead& lead);
  void remove(const Birthday& born, RecordId record);
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
