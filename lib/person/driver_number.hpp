// The GB driver number (DVLA, 16 characters) and what it encodes.
//
//   KHAN9 8 03 14 5 MI 9 AB
//   surname, 5, padded with 9 | decade | month, +50 for women | day | year | initials, 9 if none |
//   tie-break | check letters, of which the rule is not published
#pragma once

#include "person/judged.hpp"
#include "person/person.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::person {

struct DriverNumber {
  std::string surname_key;  // 1 to 5 letters, without the padding
  bool female_marker = false;
  unsigned year_of_century = 0;  // 0 to 99: the number does not say the century
  unsigned month = 0;            // 1 to 12
  unsigned day = 0;              // 1 to 31
  std::string initials;          // 0 to 2 letters
  char tie_break = '9';
  std::string check_letters;  // 2
  friend bool operator==(const DriverNumber&, const DriverNumber&) = default;
};

// Of a tidied number; nothing when it is not of the published pattern (Access to Driver Data).
std::optional<DriverNumber> decode_driver_number(std::string_view number);

// The inverse. `number` holds values within the ranges named above.
std::string encode_driver_number(const DriverNumber& number);

// Capitals, without spaces and without the two-digit issue number that follows it on the card.
// Warned: a day that its month does not have. Refused: not of the published pattern.
Judged<std::string> read_driver_number(std::string_view text);

// The last 11 characters, which survive a change of surname in all but the check letters and,
// rarely, the tie-break. Empty when `number` has not 16 characters.
std::string_view surname_free_part(std::string_view number);

// The surname as the number writes it, at most five letters, unpadded: "O'Brien" OBRIE, "Macdonald"
// MCDON (commonly documented, not published). Empty when no Latin letters can be read from it.
std::string driver_number_surname_key(std::string_view family_name);

enum class Agreement { agrees, differs, unknown };

// As far as the date is known.
Agreement agreement_with_birth_date(const DriverNumber& number, const BirthDate& date);
// Against a family name, or a full one of unknown order: agrees when the key can begin at any word.
Agreement agreement_with_surname(const DriverNumber& number, const Name& name);
// The first initial; the second with any later given name. Unknown without given names.
Agreement agreement_with_initials(const DriverNumber& number, const Name& name);

}  // namespace badgewatch::person
