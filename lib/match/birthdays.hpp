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
inline constexpr WordCode any_code = 0xFFFF;
inline constexpr WordCode initials_code = 0xFFFE;  // for all initials of a person's names
WordCode code_of(std::uint32_t block);

// The codes of the words of a person's names, 0 where there is no further one. Nothing but
// `any_code` where there are more than four, or two words of one code.
struct Signature {
  static constexpr std::size_t most_words = 4;
  std::array<WordCode, most_words> codes{};

  bool is_any() const { return codes[0] == any_code; }
};
inline constexpr Signature any_signature{{any_code, any_code, any_code, any_code}};

Signature signature_of(std::span<const std::uint32_t> blocks, bool initials);

// What a list knows of somebody beside the names.
struct Lead {
  RecordId record = 0;
  NumberEnds insurance = 0;
  Area area = area_nowhere;
};

// Who was born on one day, each kind of what is known of them by itself: most people are passed
// over by their area or by their words.
class Day {
public:
  Day() = default;
  Day(Day&& other) noexcept { swap(other); }
  Day& operator=(Day&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Day() {
    if (!lodges_) delete[] block_;
  }

  std::size_t size() const { return size_; }
  std::span<const Signature> signatures() const { return {at<Signature>(8), size_}; }
  // The same with some behind that are nobody's, so that `at_once` may be read together.
  static constexpr std::size_t at_once = 4;
  std::span<const Signature> filled_signatures() const {
    return {at<Signature>(8), (size_ + at_once - 1) / at_once * at_once};
  }
  std::span<const Area> areas() const { return {at<Area>(0), size_}; }
  void prefetch_lead(std::size_t place) const {
    __builtin_prefetch(&at<NumberEnds>(2)[place]);
    __builtin_prefetch(&at<RecordId>(4)[place]);
  }
  // Of the person who has that place.
  Lead lead(std::size_t place) const {
    return {at<RecordId>(4)[place], at<NumberEnds>(2)[place], at<Area>(0)[place]};
  }

  // Signatures and areas: the first lines of the cache, what is behind comes by itself.
  void prefetch() const {
    prefetch(at<Area>(0), 1, size_ * sizeof(Area));
    prefetch(at<Signature>(8), 4, size_ * sizeof(Signature));
  }

  void add(const Signature& signature, const Lead& lead);
  void remove(RecordId record);
  // Of its own: where it lodges, its block is others' too.
  std::size_t own_bytes() const { return lodges_ ? 0 : room_ * bytes_each; }

  // How many bytes it takes for so many people.
  static std::size_t bytes_for(std::size_t people) { return room_for(people) * bytes_each; }
  // Moves to a block of bytes_for(size() + more) bytes that outlives this, until it grows.
  void lodge(std::byte* block, std::size_t more = 0);

private:
  static constexpr std::size_t bytes_each = sizeof(Signature) + sizeof(Lead);

  // Areas, ends of numbers, records and signatures, one kind behind the other; `before` bytes of
  // each person stand before those of a kind.
  template <class Kind>
  Kind* at(std::size_t before) const {
    return reinterpret_cast<Kind*>(block_ + before * room_);
  }
  static void prefetch(const void* begin, std::size_t lines, std::size_t bytes) {
    constexpr std::size_t line = 64;
    for (std::size_t at = 0; at < std::min(lines * line, bytes); at += line)
      __builtin_prefetch(static_cast<const std::byte*>(begin) + at);
  }
  static std::size_t room_for(std::size_t people) {
    return (people + at_once - 1) / at_once * at_once;
  }
  void put(std::size_t place, const Signature& signature, const Lead& lead);
  void grow();
  void move_to(std::byte* block, std::size_t room, bool lodges);
  void swap(Day& other) noexcept;

  std::byte* block_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t room_ : 31 = 0;
  std::uint32_t lodges_ : 1 = 0;  // the block is not its own
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
  template <class More>
  void settle_with(More&& more);

  std::vector<std::unique_ptr<Year>> years_;
  LargeBlock block_;  // what days lodge in
  std::size_t block_bytes_ = 0;
};

}  // namespace badgewatch::match
