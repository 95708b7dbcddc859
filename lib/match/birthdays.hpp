// Records by date of birth, each with a signature of its names, so that dates that are only nearly
// right can be gone through without looking at the people.
#pragma once

#include "match/areas.hpp"
#include "match/details.hpp"
#include "match/large_block.hpp"
#include "match/match.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace badgewatch::match {

// What a word is known by in a signature, by its block: not 0, nor one of these.
using WordCode = std::uint16_t;
inline constexpr WordCode any_code = 0x7FFF;
inline constexpr WordCode initials_code = 0x7FFE;  // for all initials of a person's names
WordCode code_of(std::uint32_t block);

// The codes of the words of a person's names, or `any_code` alone.
class Signature {
public:
  static constexpr std::size_t most_words = 12;

  // False where there is no room for it.
  bool add(WordCode code);
  std::span<const WordCode> words() const { return {codes_.data(), count_}; }
  std::size_t times(WordCode code) const;

private:
  std::array<WordCode, most_words> codes_{};
  std::uint16_t count_ = 0;
};

// What a list knows of somebody beside the names.
struct Lead {
  RecordId record = 0;
  NumberEnds insurance = 0;
  Area area = area_nowhere;
};

// How many people and words.
struct DayLoad {
  std::size_t people = 0;
  std::size_t words = 0;
};

// Who was born on one day: the words of all, which most people are passed over by, one behind the
// other, and apart from them what else is known.
class Day {
public:
  // Set in the code of the first word of each person.
  static constexpr WordCode begins = 0x8000;
  // Words may be read so many together, from a multiple of it: behind the last one there are zeros.
  static constexpr std::size_t at_once = 16;

  Day() = default;
  Day(Day&& other) noexcept { swap(other); }
  Day& operator=(Day&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Day() {
    if (!lodges_) delete[] block_;
  }

  std::size_t size() const { return people_.size; }
  const Lead& lead(std::size_t place) const { return leads()[place]; }
  void prefetch_lead(std::size_t place) const { __builtin_prefetch(leads() + place); }
  std::span<const WordCode> words() const { return {codes(), words_.size}; }
  // Those of the person whose first one stands there.
  std::span<const WordCode> words_from(std::size_t first) const;

  // The first lines of the cache with words, what is behind comes by itself.
  void prefetch() const {
    constexpr std::size_t line = 64;
    constexpr std::size_t lines = 4;
    const auto bytes = words_.size * sizeof(WordCode);
    for (std::size_t at = 0; at < std::min(lines * line, bytes); at += line)
      __builtin_prefetch(reinterpret_cast<const std::byte*>(codes()) + at);
  }

  void add(const Signature& signature, const Lead& lead);
  void remove(RecordId record);
  // Of its own: where it lodges, its block is others' too.
  std::size_t own_bytes() const { return lodges_ ? 0 : bytes_of({people_.room, words_.room}); }

  DayLoad load() const { return {people_.size, words_.size}; }
  // Somebody without words has one that is nobody's.
  static DayLoad load_of(const Signature& signature) {
    return {1, std::max<std::size_t>(1, signature.words().size())};
  }
  // How many bytes it takes for so many.
  static std::size_t bytes_for(const DayLoad& load) { return bytes_of(room_for(load)); }
  // Moves to a block of bytes_for(load() and what is to come) bytes that outlives this, until it
  // grows.
  void lodge(std::byte* block, const DayLoad& to_come = {});

private:
  struct Filled {
    std::uint32_t size = 0;
    std::uint32_t room = 0;
  };

  Lead* leads() const { return reinterpret_cast<Lead*>(block_); }
  WordCode* codes() const {
    return reinterpret_cast<WordCode*>(block_ + people_.room * sizeof(Lead));
  }
  // Of words a multiple of `at_once`.
  static DayLoad room_for(const DayLoad& load) {
    return {load.people, (load.words + at_once - 1) / at_once * at_once};
  }
  static std::size_t bytes_of(const DayLoad& room) {
    return room.people * sizeof(Lead) + room.words * sizeof(WordCode);
  }
  void grow(const DayLoad& needed);
  void move_to(std::byte* block, const DayLoad& room, bool lodges);
  void swap(Day& other) noexcept;

  std::byte* block_ = nullptr;
  Filled people_;
  Filled words_;
  bool lodges_ = false;  // the block is not its own
};

class Birthdays {
public:
  // Somebody of a day.
  struct Born {
    Birthday day;
    Signature signature;
    Lead lead;
  };

  void add(const Birthday& born, const Signature& signature, const Lead& lead);
  // All of them at once, laid close together in large pages.
  void add_all(std::span<const Born> people);
  void remove(const Birthday& born, RecordId record);
  // Lays who is there close together in large pages.
  void settle();
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
  Day& day_of(const Birthday& born);
  template <class ToCome>
  void settle_with(ToCome&& to_come);

  std::vector<std::unique_ptr<Year>> years_;
  LargeBlock block_;  // what days lodge in
  std::size_t block_bytes_ = 0;
};

}  // namespace badgewatch::match
