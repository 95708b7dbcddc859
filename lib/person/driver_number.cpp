#include "person/driver_number.hpp"

#include "core/date.hpp"
#include "core/text.hpp"
#include "person/ascii.hpp"
#include "person/name_tokens.hpp"
#include "person/script.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace badgewatch::person {
namespace {

constexpr std::size_t number_length = 16;
constexpr std::size_t key_length = 5;
constexpr unsigned female_month_offset = 50;

unsigned digit(char c) {
  return static_cast<unsigned>(c - '0');
}
char digit_text(unsigned value) {
  return static_cast<char>('0' + value);
}

// Letters, then only padding.
std::optional<std::string> decode_surname_key(std::string_view key) {
  const auto end = std::find_if_not(key.begin(), key.end(), is_capital);
  if (end == key.begin() || !std::all_of(end, key.end(), [](char c) { return c == '9'; })) {
    return std::nullopt;
  }
  return std::string(key.begin(), end);
}

std::optional<std::string> decode_initials(std::string_view two) {
  if (two == "99") return std::string();
  if (!is_capital(two[0])) return std::nullopt;
  if (two[1] == '9') return std::string(two.substr(0, 1));
  if (!is_capital(two[1])) return std::nullopt;
  return std::string(two);
}

bool is_tie_break(char c) {
  return (is_digit(c) || is_capital(c)) &&
         std::string_view("IOQYZ01").find(c) == std::string_view::npos;
}

// 29 February is taken when one of the two possible centuries has it.
bool month_has_day(const DriverNumber& number) {
  const int year = static_cast<int>(number.year_of_century);
  return core::Date::of(1900 + year, number.month, number.day).has_value() ||
         core::Date::of(2000 + year, number.month, number.day).has_value();
}

// Words in capitals; empty when the name is not written in Latin letters.
std::vector<std::string> latin_words(std::string_view name) {
  std::vector<std::string> words;
  if (!is_latin_text(name)) return words;
  const std::string text = core::ascii_upper(ascii_words(name));
  for (const std::string_view word : core::split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

std::string join_from(const std::vector<std::string>& words, std::size_t first) {
  std::string joined;
  for (std::size_t i = first; i < words.size() && joined.size() <= key_length + 1; ++i) {
    joined += words[i];
  }
  return joined;
}

// Macdonald is written MCDON.
std::string with_mac_as_mc(const std::string& surname) {
  return surname.starts_with("MAC") ? "MC" + surname.substr(3) : surname;
}

// The first letters of words in small letters, those behind one another or of the first alone, in
// capitals: as many as a key is compared with, where Mac is Mc.
class Beginning {
public:
  Beginning(std::string_view words, bool of_one_word) {
    for (const char c : words) {
      if (length_ == letters_.size() || (c == ' ' && of_one_word)) break;
      if (c != ' ') letters_[length_++] = capital(c);
    }
  }

  bool is_of(std::string_view key) const {
    const std::string_view letters(letters_.data(), length_);
    if (letters.substr(0, key_length) == key) return true;
    return letters.starts_with("MAC") && key.starts_with("MC") &&
           letters.substr(3) == key.substr(2);
  }

private:
  std::array<char, key_length + 1> letters_{};
  std::size_t length_ = 0;
};

}  // namespace

std::optional<DriverNumber> decode_driver_number(std::string_view number) {
  if (number.size() != number_length) return std::nullopt;
  const auto key = decode_surname_key(number.substr(0, key_length));
  const auto initials = decode_initials(number.substr(11, 2));
  const std::string_view check_letters = number.substr(14, 2);
  if (!key || !initials || !all_digits(number.substr(5, 6)) || !is_tie_break(number[13]) ||
      !has_shape(check_letters, "AA")) {
    return std::nullopt;
  }

  const unsigned coded_month = digit(number[6]) * 10 + digit(number[7]);
  DriverNumber out;
  out.surname_key = *key;
  out.female_marker = coded_month >= female_month_offset;
  out.month = coded_month - (out.female_marker ? female_month_offset : 0);
  out.day = digit(number[8]) * 10 + digit(number[9]);
  out.year_of_century = digit(number[5]) * 10 + digit(number[10]);
  out.initials = *initials;
  out.tie_break = number[13];
  out.check_letters = check_letters;
  if (out.month < 1 || out.month > 12 || out.day < 1 || out.day > 31) return std::nullopt;
  return out;
}

std::string encode_driver_number(const DriverNumber& number) {
  const unsigned month = number.month + (number.female_marker ? female_month_offset : 0);
  std::string out = number.surname_key;
  out.resize(key_length, '9');
  out += digit_text(number.year_of_century / 10);
  out += digit_text(month / 10);
  out += digit_text(month % 10);
  out += digit_text(number.day / 10);
  out += digit_text(number.day % 10);
  out += digit_text(number.year_of_century % 10);
  std::string initials = number.initials;
  initials.resize(2, '9');
  out += initials;
  out += number.tie_break;
  out += number.check_letters;
  return out;
}

Judged<std::string> read_driver_number(std::string_view text) {
  std::string number = compact_capitals(text);
  const bool has_issue_number = number.size() == number_length + 2 &&
                                all_digits(std::string_view(number).substr(number_length));
  if (has_issue_number) number.resize(number_length);

  const auto decoded = decode_driver_number(number);
  if (!decoded) {
    return {
        std::string(core::trim(text)), Standing::refused,
        "A GB driver number has 16 letters and digits in the order printed at 5 on the licence. "
        "For another issuer, name it."};
  }
  if (!month_has_day(*decoded)) {
    return {std::move(number), Standing::warned,
            "The date of birth inside the driver number is a day that does not exist."};
  }
  return {std::move(number), Standing::valid, {}};
}

std::string_view surname_free_part(std::string_view number) {
  return number.size() == number_length ? number.substr(key_length) : std::string_view();
}

std::string driver_number_surname_key(std::string_view family_name) {
  return with_mac_as_mc(join_from(latin_words(family_name), 0)).substr(0, key_length);
}

Agreement agreement_with_birth_date(const DriverNumber& number, const BirthDate& date) {
  if (date.year == 0) return Agreement::unknown;
  const bool agrees = static_cast<unsigned>(date.year % 100) == number.year_of_century &&
                      (date.month == 0 || date.month == number.month) &&
                      (date.day == 0 || date.day == number.day);
  return agrees ? Agreement::agrees : Agreement::differs;
}

Agreement agreement_with_surname(const DriverNumber& number, const Name& name) {
  const auto& text = name.full.empty() ? name.family : name.full;
  // As nearly all: one word of plain letters.
  if (!text.empty() &&
      std::all_of(text.begin(), text.end(), [](char c) { return is_small(small(c)); }))
    return Beginning(text, false).is_of(number.surname_key) ? Agreement::agrees
                                                            : Agreement::differs;
  if (!is_latin_text(text)) return Agreement::unknown;
  const auto words = ascii_words(text);
  if (words.empty()) return Agreement::unknown;
  for (auto left = std::string_view(words); !left.empty();) {
    if (Beginning(left, true).is_of(number.surname_key) ||
        Beginning(left, false).is_of(number.surname_key))
      return Agreement::agrees;
    left.remove_prefix(std::min(left.find(' '), left.size() - 1) + 1);
  }
  return Agreement::differs;
}

Agreement agreement_with_initials(const DriverNumber& number, const Name& name) {
  const auto words = latin_words(name.given);
  if (words.empty() || number.initials.empty()) return Agreement::unknown;
  if (words[0][0] != number.initials[0]) return Agreement::differs;
  if (number.initials.size() == 1 || words.size() == 1) return Agreement::agrees;
  const bool second_is_there =
      std::any_of(words.begin() + 1, words.end(),
                  [&number](const std::string& word) { return word[0] == number.initials[1]; });
  return second_is_there ? Agreement::agrees : Agreement::differs;
}

}  // namespace badgewatch::person
