// What is known of a person beside the names, packed so that one line of the cache holds it.
#pragma once

#include "match/few.hpp"
#include "person/person.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace badgewatch::match {

// Text of at most `Size` characters, zero behind; longer text is a hash, marked so that it only
// ever equals itself.
template <std::size_t Size>
struct Packed {
  std::array<char, Size> text{};

  bool empty() const { return text[0] == '\0'; }
  bool is_hash() const { return text[0] == hash_mark; }
  std::size_t size() const {
    std::size_t length = Size;
    while (length > 0 && text[length - 1] == '\0')
      --length;
    return length;
  }
  std::string_view view() const { return {text.data(), size()}; }
  // In the first `count` characters; `count` is at most 8.
  bool begins_alike(const Packed& other, std::size_t count) const {
    const auto differ = first_word() ^ other.first_word();
    return static_cast<std::size_t>(std::countr_zero(differ)) >= 8 * count;
  }
  // In whole words of the machine: this is asked of every candidate.
  friend bool operator==(const Packed& a, const Packed& b) {
    using Words = std::array<std::uint64_t, Size / 8>;
    return std::bit_cast<Words>(a.text) == std::bit_cast<Words>(b.text);
  }

  static constexpr char hash_mark = '\x01';

private:
  std::uint64_t first_word() const {
    static_assert(std::endian::native == std::endian::little);
    return std::bit_cast<std::array<std::uint64_t, Size / 8>>(text)[0];
  }
};

struct Place {
  Packed<8> postcode;
  std::uint32_t house = 0;  // hash of house number and street; 0: not known

  bool empty() const { return postcode.empty() && house == 0; }
};

// The one or two letters that a postcode begins with (LU), as a number below `postcode_areas`; 0
// where it begins with none.
inline constexpr std::size_t postcode_areas = 27 * 27;
constexpr std::uint16_t number_of_area(char first, char second) {
  const auto number = [](char letter) { return letter == '\0' ? 0 : 1 + letter - 'A'; };
  return static_cast<std::uint16_t>(number(first) * 27 + number(second));
}
std::uint16_t postcode_area(const Place& place);

struct Birthday {
  std::int16_t year = 0;   // 0: nothing is known
  std::uint8_t month = 0;  // 0: only the year
  std::uint8_t day = 0;    // 0: not the whole date

  bool is_known() const { return year != 0; }
  bool is_whole() const { return day != 0; }
  // Often written when the day is not known.
  bool is_default() const { return day == 1 && month == 1; }
  friend bool operator==(const Birthday&, const Birthday&) = default;
};

struct Details {
  std::uint64_t email = 0;      // hash; 0: none
  std::uint64_t telephone = 0;  // hash; 0: none
  Packed<16> licence;
  Packed<8> insurance;
  Place place;    // the first
  Birthday born;  // as stated

  // A GB driver number by its form: five letters, six digits, five characters.
  bool has_driver_number() const;
  // Both licences are of one issuer that is not GB, and short enough to be read.
  bool has_issuer_of(const Details& other) const;
  // Stated to be of that issuer, and short enough to be read.
  bool has_northern_irish_licence() const;
};

// Of a driver number: date of birth and initials, which stay when the surname changes, and the
// rest.
std::string_view stable_part(const Details& details);
std::string_view surname_part(const Details& details);
// Tie-break and check letters: all that the number says of nothing else.
std::string_view last_part(const Details& details);
std::array<char, 8> changing_part(const Details& details);
// The date of birth that a driver number tells; nothing is known where it tells none.
Birthday birthday_in_number(const Details& details);
// As stated, else as the driver number tells it.
Birthday told_birthday(const Details& details);
// What the driver number tells where another date is stated, and neither is a 1 January.
std::optional<Birthday> corrected_birthday(const Details& details);

inline constexpr std::size_t max_places = 3;
using PlaceList = Few<Place, max_places>;

// Of an NI number its first characters and its last ones: one edit leaves either as they are, so
// that most numbers that differ are known by a glance. 0: no number, or none that can be read.
using NumberEnds = std::uint16_t;
NumberEnds number_ends_of(const Details& details);
// True only when both are known and not even one edit apart.
inline bool surely_differ(NumberEnds a, NumberEnds b) {
  return a != 0 && b != 0 && (a & 0xFF) != (b & 0xFF) && a >> 8 != b >> 8;
}

// `places` are all of that person's.
Details details_of(const person::Person& person, std::span<const Place> places);
PlaceList places_of(const person::Person& person);

// One part of a date is written slightly wrong: one digit, or one too many or too few.
bool is_nearly(const Birthday& a, const Birthday& b);
bool is_swapped(const Birthday& a, const Birthday& b);
// Days and months (0 to 31) of which that is so: bit n for n.
std::uint32_t one_digit_from(unsigned number);

}  // namespace badgewatch::match
