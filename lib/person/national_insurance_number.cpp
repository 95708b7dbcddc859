#include "person/national_insurance_number.hpp"

#include "core/text.hpp"
#include "person/ascii.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::person {
namespace {

using namespace std::string_view_literals;

constexpr std::array administrative_prefixes{"OO"sv, "CR"sv, "FY"sv, "MW"sv,
                                             "NC"sv, "PP"sv, "PY"sv, "PZ"sv};
constexpr std::array unused_prefixes{"BG"sv, "GB"sv, "KN"sv, "NK"sv, "NT"sv, "TN"sv, "ZZ"sv};
constexpr std::size_t compared_length = 8;

// `prefix` has two letters, as each of the list has.
template <std::size_t n>
bool is_one_of(std::string_view prefix, const std::array<std::string_view, n>& list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view one) {
    return one[0] == prefix[0] && one[1] == prefix[1];
  });
}

bool is_number_shape(std::string_view number) {
  return has_shape(number, "AA999999") || has_shape(number, "AA999999A");
}

bool is_within(std::string_view two_digits, int low, int high) {
  const int value = (two_digits[0] - '0') * 10 + (two_digits[1] - '0');
  return low <= value && value <= high;
}

// TN, the date of birth as ddmmyy, and M or F: given before a number was known.
bool is_temporary_number(std::string_view number) {
  return (has_shape(number, "TN999999M") || has_shape(number, "TN999999F")) &&
         is_within(number.substr(2, 2), 1, 31) && is_within(number.substr(4, 2), 1, 12);
}

bool is_temporary_reference_number(std::string_view number) {
  return has_shape(number, "99A99999");
}

bool is_administrative(std::string_view number) {
  return is_temporary_reference_number(number) || is_temporary_number(number) ||
         (is_number_shape(number) && is_one_of(number.substr(0, 2), administrative_prefixes));
}

bool is_never_used(std::string_view prefix) {
  return prefix.find_first_of("DFIQUV") != std::string_view::npos || prefix[1] == 'O' ||
         is_one_of(prefix, unused_prefixes);
}

}  // namespace

Judged<std::string> read_national_insurance_number(std::string_view text) {
  std::string number = compact_capitals(text);
  const auto refuse = [text](std::string_view reason) -> Judged<std::string> {
    return {std::string(core::trim(text)), Standing::refused, reason};
  };
  const auto warn = [&number](std::string_view reason) -> Judged<std::string> {
    return {std::move(number), Standing::warned, reason};
  };

  if (is_administrative(number)) {
    return warn(
        "This is an administrative or temporary number, not a National Insurance number. It is "
        "kept, and is no evidence of who the person is.");
  }
  if (!is_number_shape(number)) {
    return refuse("A National Insurance number is two letters, six digits and a letter A to D.");
  }
  const std::string_view prefix = std::string_view(number).substr(0, 2);
  if (prefix != "QQ" && is_never_used(prefix)) {
    return refuse("No National Insurance number begins with these two letters.");
  }
  const bool has_suffix = number.size() > compared_length;
  if (has_suffix && std::string_view("ABCDFMP").find(number.back()) == std::string_view::npos) {
    return refuse("A National Insurance number ends with a letter A to D.");
  }
  if (prefix == "QQ") {
    return warn("Numbers beginning with QQ are never issued. The number is kept and compared.");
  }
  if (!has_suffix)
    return warn("The letter at the end is missing. The number is compared without it.");
  if (number.back() > 'D') {
    return warn("The letter at the end is normally A to D. The number is compared without it.");
  }
  return {std::move(number), Standing::valid, {}};
}

std::string comparable_national_insurance_number(std::string_view number) {
  const std::string tidy = compact_capitals(number);
  if (is_administrative(tidy)) return {};
  if (is_number_shape(tidy)) return tidy.substr(0, compared_length);
  const auto is_alphanumeric = [](char c) { return is_digit(c) || is_capital(c); };
  const bool says_something = std::count_if(tidy.begin(), tidy.end(), is_alphanumeric) >= 5 &&
                              std::any_of(tidy.begin(), tidy.end(), is_digit);
  return says_something ? tidy : std::string();
}

}  // namespace badgewatch::person
