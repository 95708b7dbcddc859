#include "person/telephone.hpp"

#include "core/text.hpp"
#include "person/ascii.hpp"
#include "person/unicode.hpp"
#include "person/written_text.hpp"

#include <algorithm>
#include <optional>

namespace badgewatch::person {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t fewest_digits = 7;  // a local number
constexpr std::size_t most_digits = 15;   // ITU-T E.164
constexpr std::size_t longest_text = 60;
constexpr auto uk_code = "44"sv;

struct Dialled {
  std::string digits;
  bool international = false;  // + or 00 in front, which is gone from `digits`
  bool extension = false;      // behind the number, and not in `digits`
};

// Where "ext. 12", "x12" or "#12" begins.
std::size_t extension_at(std::string_view text) {
  const auto at = text.find_first_of("xXeE#");
  if (at == std::string_view::npos) return at;
  const std::string word = core::ascii_lower(text.substr(at));
  for (const std::string_view mark : {"extension"sv, "extn"sv, "ext"sv, "x"sv, "#"sv}) {
    if (!word.starts_with(mark)) continue;
    std::string_view behind = core::trim(std::string_view(word).substr(mark.size()));
    if (!behind.empty() && (behind.front() == '.' || behind.front() == ':')) {
      behind = core::trim(behind.substr(1));
    }
    return all_digits(behind) ? at : std::string_view::npos;
  }
  return std::string_view::npos;
}

// Nothing when another character than digits and their usual punctuation is in it.
std::optional<Dialled> dialled(std::string_view text) {
  Dialled out;
  const auto extension = extension_at(text);
  out.extension = extension != std::string_view::npos;
  bool plus = false;
  for (std::string_view rest = text.substr(0, extension); !rest.empty();) {
    const CodePoint c = take_code_point(rest);
    if (c >= '0' && c <= '9') {
      out.digits += static_cast<char>(c);
    } else if (c == '+' && out.digits.empty() && !plus) {
      plus = true;
    } else if (c != '(' && c != ')' && c != '.' && c != '/' && !is_hyphen(c) &&
               !is_white_space(c)) {
      return std::nullopt;
    }
  }
  const bool zeros = !plus && out.digits.starts_with("00");
  if (zeros) out.digits.erase(0, 2);
  out.international = plus || zeros;
  return out;
}

// What stands behind +44: 1582123456. Nothing when the number is not dialled as a UK one.
std::optional<std::string> uk_national(const Dialled& number) {
  std::string_view digits = number.digits;
  const bool has_code =
      digits.starts_with(uk_code) && (number.international || digits.size() == uk_code.size() + 10);
  if (has_code) {
    digits.remove_prefix(uk_code.size());
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return std::string(digits);
  }
  if (number.international || !digits.starts_with('0')) return std::nullopt;
  return std::string(digits.substr(1));
}

// Ofcom's numbering plan: ten digits; nine in some old areas and 0800 numbers; 0800 1111.
bool is_uk_length(std::string_view national) {
  if (national.empty() || national[0] == '0' || national[0] == '4' || national[0] == '6')
    return false;
  if (national.size() == 10) return true;
  if (national.size() == 9) return national[0] == '1' || national.starts_with("800");
  return national == "8001111";
}

// A spreadsheet took the leading zero for nothing.
bool has_lost_its_zero(const Dialled& number) {
  return !number.international && number.digits.size() == 10 && is_uk_length(number.digits);
}

std::string with_code(std::string_view national) {
  return '+' + std::string(uk_code) + std::string(national);
}

}  // namespace

Judged<std::string> read_telephone(std::string_view text) {
  auto tidy = read_written_text(text, longest_text);
  if (tidy.standing == Standing::refused) return tidy;
  const auto number = dialled(tidy.value);
  if (!number || number->digits.size() < fewest_digits || number->digits.size() > most_digits) {
    return {std::move(tidy.value), Standing::refused, "This is not a telephone number."};
  }
  if (number->extension) {
    return {std::move(tidy.value), Standing::warned,
            "There is an extension behind the telephone number. It is kept as given."};
  }
  if (const auto national = uk_national(*number)) {
    if (is_uk_length(*national)) return {with_code(*national), Standing::valid, {}};
    if (national->size() < fewest_digits - 1) {
      return {std::move(tidy.value), Standing::refused, "This is not a telephone number."};
    }
    return {with_code(*national), Standing::warned,
            "No telephone number of the UK has this form. Is a digit wrong?"};
  }
  if (has_lost_its_zero(*number)) {
    return {with_code(number->digits), Standing::warned,
            "The zero in front of the telephone number was missing."};
  }
  if (number->international) {
    return {'+' + number->digits, Standing::warned,
            "This is a telephone number of another country."};
  }
  return {std::move(tidy.value), Standing::warned,
          "The telephone number has no area code. It is kept as given."};
}

std::string comparable_telephone(std::string_view telephone) {
  const auto number = dialled(core::trim(telephone));
  if (!number) return {};
  std::string digits = uk_national(*number).value_or(number->digits);
  if (digits.size() < fewest_digits) digits.clear();
  return digits;
}

}  // namespace badgewatch::person
