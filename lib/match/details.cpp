#include "match/details.hpp"

#include "match/hash.hpp"
#include "person/driving_licence.hpp"
#include "person/email.hpp"
#include "person/name_tokens.hpp"
#include "person/national_insurance_number.hpp"
#include "person/telephone.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace badgewatch::match {

namespace {

template <std::size_t Size>
Packed<Size> packed(std::string_view text) {
  Packed<Size> made;
  if (text.size() <= Size) {
    std::copy_n(text.begin(), text.size(), made.text.begin());
    return made;
  }
  made.text[0] = Packed<Size>::hash_mark;
  const std::array<std::uint64_t, 2> hash{hash64(11, text), hash64(12, text)};
  std::memcpy(&made.text[1], hash.data(), std::min(sizeof hash, Size - 1));
  return made;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The number, and the first letters of the street behind it.
std::uint32_t house_of(const person::Address& address) {
  std::string text;
  for (const auto& line : address.lines)
    text.append(line).push_back(' ');
  const auto words = person::ascii_words(text);
  const auto digit = words.find_first_of("0123456789");
  if (digit == std::string::npos) return 0;
  const auto space = std::min(words.find(' ', digit), words.size());
  const auto street = std::string_view(words).substr(std::min(space + 1, words.size()));
  return hash32(hash32(2, std::string_view(words).substr(digit, space - digit)),
                street.substr(0, 4)) |
         1U;
}

// A driver number has two digits for the year: 00 to 19 are this century's, since nobody born in
// 1919 drives for hire.
constexpr int first_year_of_last_century = 20;

// A number is one issuer's: the same digits on another country's card are another number. GB
// numbers stand as they are.
std::string licence_of(const person::DrivingLicence& licence) {
  auto number = person::comparable_licence_number(licence.number);
  if (number.empty() || licence.issuer.empty() || licence.issuer == "GB") return number;
  return licence.issuer + ':' + number;
}

}  // namespace

std::uint16_t postcode_area(const Place& place) {
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto& text = place.postcode.text;
  if (!is_letter(text[0])) return 0;
  if (!is_letter(text[1])) return number_of_area(text[0], '\0');
  return is_letter(text[2]) ? std::uint16_t{0} : number_of_area(text[0], text[1]);
}

bool Details::has_driver_number() const {
  const auto& text = licence.text;
  return text[15] != '\0' && text[0] >= 'A' && text[0] <= 'Z' && is_digit(text[5]) &&
         is_digit(text[6]) && is_digit(text[7]) && is_digit(text[8]) && is_digit(text[9]) &&
         is_digit(text[10]);
}

bool Details::has_issuer_of(const Details& other) const {
  const auto& ours = licence.text;
  const auto& theirs = other.licence.text;
  return ours[2] == ':' && std::equal(ours.begin(), ours.begin() + 3, theirs.begin());
}

bool Details::has_northern_irish_licence() const {
  return licence.view().starts_with("NI:");
}

std::string_view stable_part(const Details& details) {
  return {details.licence.text.data() + 5, 8};
}

std::string_view surname_part(const Details& details) {
  return {details.licence.text.data(), 5};
}

std::string_view last_part(const Details& details) {
  return {details.licence.text.data() + 13, 3};
}

Birthday birthday_in_number(const Details& details) {
  if (!details.has_driver_number()) return {};
  const auto digit = [&](std::size_t place) { return details.licence.text[place] - '0'; };
  const int year = 10 * digit(5) + digit(10);
  const int month = 10 * digit(6) + digit(7);
  const int day = 10 * digit(8) + digit(9);
  // Women have 50 more.
  const int calendar_month = month > 50 ? month - 50 : month;
  if (calendar_month < 1 || calendar_month > 12 || day < 1 || day > 31) return {};
  return {static_cast<std::int16_t>(year < first_year_of_last_century ? 2000 + year : 1900 + year),
          static_cast<std::uint8_t>(calendar_month), static_cast<std::uint8_t>(day)};
}

Birthday told_birthday(const Details& details) {
  return details.born.is_known() ? details.born : birthday_in_number(details);
}

std::optional<Birthday> corrected_birthday(const Details& details) {
  if (!details.born.is_known() || details.born.is_default()) return {};
  const auto told = birthday_in_number(details);
  if (!told.is_known() || told.is_default() || told == details.born) return {};
  return told;
}

NumberEnds number_ends_of(const Details& details) {
  constexpr std::size_t beginning = 4;
  constexpr std::size_t end = 3;
  constexpr std::size_t shortest = 8;  // a swap of neighbours, too, leaves one of them
  const auto number = details.insurance.view();
  if (details.insurance.is_hash() || number.size() < shortest) return 0;
  const auto first = 1 + hash32(9, number.substr(0, beginning)) % 255;
  const auto last = hash32(10, number.substr(number.size() - end)) % 256;
  return static_cast<NumberEnds>(first | last << 8);
}

std::array<char, 8> changing_part(const Details& details) {
  std::array<char, 8> part{};
  std::copy_n(details.licence.text.begin(), 5, part.begin());
  std::copy_n(details.licence.text.begin() + 13, 3, part.begin() + 5);
  return part;
}

PlaceList places_of(const person::Person& person) {
  PlaceList places;
  for (const auto& address : person.addresses) {
    if (places.size() == max_places) break;
    const Place place{packed<8>(address.postcode), house_of(address)};
    if (!place.empty()) places.push_back(place);
  }
  return places;
}

Details details_of(const person::Person& person, std::span<const Place> places) {
  Details details;
  if (person.date_of_birth) {
    details.born.year = static_cast<std::int16_t>(person.date_of_birth->year);
    details.born.month = static_cast<std::uint8_t>(person.date_of_birth->month);
    details.born.day = static_cast<std::uint8_t>(person.date_of_birth->day);
  }
  details.insurance =
      packed<8>(person::comparable_national_insurance_number(person.national_insurance_number));
  if (person.driving_licence) details.licence = packed<16>(licence_of(*person.driving_licence));
  if (!places.empty()) details.place = places.front();
  if (!person.email.empty()) details.email = hash64(3, person::comparable_email(person.email)) | 1;
  const auto telephone = person::comparable_telephone(person.telephone);
  if (!telephone.empty()) details.telephone = hash64(4, telephone) | 1;
  return details;
}

namespace {

constexpr bool differs_in_one_digit(int a, int b) {
  if (a - b == 1 || b - a == 1) return true;
  int digits = 0;
  for (; a != 0 || b != 0; a /= 10, b /= 10)
    digits += a % 10 != b % 10 ? 1 : 0;
  return digits <= 1;
}

constexpr auto near_numbers = [] {
  std::array<std::uint32_t, 32> near{};
  for (int a = 0; a < 32; ++a)
    for (int b = 0; b < 32; ++b)
      if (differs_in_one_digit(a, b)) near[static_cast<std::size_t>(a)] |= 1U << b;
  return near;
}();

bool is_near(unsigned a, unsigned b) {
  return (near_numbers[a] >> b & 1) != 0;
}

}  // namespace

std::uint32_t one_digit_from(unsigned number) {
  return near_numbers[number];
}

bool is_nearly(const Birthday& a, const Birthday& b) {
  const bool year = a.year == b.year;
  const bool month = a.month == b.month;
  const bool day = a.day == b.day;
  if (year && month) return is_near(a.day, b.day);
  if (year && day) return is_near(a.month, b.month);
  return month && day && differs_in_one_digit(a.year, b.year);
}

bool is_swapped(const Birthday& a, const Birthday& b) {
  return a.year == b.year && a.month == b.day && a.day == b.month && a.month != b.month;
}

}  // namespace badgewatch::match
