#include "person/postcode.hpp"

#include "core/text.hpp"
#include "person/ascii.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::person {
namespace {

using namespace std::string_view_literals;

constexpr std::array outward_shapes{"A9"sv, "A99"sv, "AA9"sv, "AA99"sv, "A9A"sv, "AA9A"sv};
constexpr auto inward_shape = "9AA"sv;
constexpr std::array overseas{"ASCN1ZZ"sv, "BBND1ZZ"sv, "BIQQ1ZZ"sv, "FIQQ1ZZ"sv, "GX111AA"sv,
                              "PCRN1ZZ"sv, "SIQQ1ZZ"sv, "STHL1ZZ"sv, "TDCU1ZZ"sv, "TKCA1ZZ"sv};

bool is_any_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

bool is_outward_shape(std::string_view outward) {
  return std::any_of(outward_shapes.begin(), outward_shapes.end(),
                     [outward](std::string_view shape) { return has_shape(outward, shape); });
}

// Which letters stand where (BS 7666).
bool has_outward_letters_in_use(std::string_view outward) {
  if (is_any_of(outward[0], "QVX")) return false;
  if (is_capital(outward[1]) && is_any_of(outward[1], "IJZ")) return false;
  if (has_shape(outward, "A9A")) return is_any_of(outward[2], "ABCDEFGHJKPSTUW");
  if (has_shape(outward, "AA9A")) return is_any_of(outward[3], "ABEHMNPRVWXY");
  return true;
}

bool has_letters_in_use(std::string_view outward, std::string_view inward) {
  return has_outward_letters_in_use(outward) && !is_any_of(inward[1], "CIKMOV") &&
         !is_any_of(inward[2], "CIKMOV");
}

bool is_forces_number(std::string_view compact) {
  return compact.starts_with("BFPO") && all_digits(compact.substr(4)) && compact.size() <= 8;
}

bool is_eircode(std::string_view compact) {
  const auto alphanumeric = [](char c) { return is_capital(c) || is_digit(c); };
  return compact.size() == 7 && is_capital(compact[0]) && is_digit(compact[1]) &&
         (is_digit(compact[2]) || compact[2] == 'W') &&
         std::all_of(compact.begin() + 3, compact.end(), alphanumeric);
}

std::string spaced(std::string_view compact, std::size_t first) {
  return std::string(compact.substr(0, first)) + ' ' + std::string(compact.substr(first));
}

Judged<std::string> read_other(std::string_view text, std::string_view compact) {
  if (is_forces_number(compact)) {
    return {spaced(compact, 4), Standing::warned,
            "This is a British Forces address. It is kept, and says little about where somebody "
            "lives."};
  }
  if (std::find(overseas.begin(), overseas.end(), compact) != overseas.end()) {
    return {spaced(compact, compact.size() - inward_shape.size()), Standing::warned,
            "This is the postcode of a British overseas territory."};
  }
  if (is_outward_shape(compact) && has_outward_letters_in_use(compact)) {
    return {std::string(compact), Standing::warned, "This is only the first half of a postcode."};
  }
  if (is_eircode(compact)) {
    return {spaced(compact, 3), Standing::warned, "This is an Irish postcode, not one of the UK."};
  }
  return {std::string(core::trim(text)), Standing::refused,
          "This is not a UK postcode. Leave it out where the address has none."};
}

}  // namespace

Judged<std::string> read_postcode(std::string_view text) {
  const std::string compact = compact_capitals(text);
  if (compact == "GIR0AA") return {"GIR 0AA", Standing::valid, {}};
  if (compact.size() <= inward_shape.size() + 1) return read_other(text, compact);

  const std::size_t outward_size = compact.size() - inward_shape.size();
  const std::string_view outward = std::string_view(compact).substr(0, outward_size);
  const std::string_view inward = std::string_view(compact).substr(outward_size);
  if (!is_outward_shape(outward) || !has_shape(inward, inward_shape)) {
    return read_other(text, compact);
  }
  if (!has_letters_in_use(outward, inward)) {
    return {spaced(compact, outward_size), Standing::warned,
            "No postcode in use has these letters in these places. Is it mistyped?"};
  }
  return {spaced(compact, outward_size), Standing::valid, {}};
}

std::optional<PostcodeParts> parts_of_postcode(std::string_view postcode) {
  const auto space = postcode.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  PostcodeParts parts;
  parts.outward = postcode.substr(0, space);
  parts.inward = postcode.substr(space + 1);
  const bool is_shape = postcode == "GIR 0AA" ||
                        (is_outward_shape(parts.outward) && has_shape(parts.inward, inward_shape));
  if (!is_shape) return std::nullopt;
  const auto letters = std::find_if_not(parts.outward.begin(), parts.outward.end(), is_capital);
  parts.area = parts.outward.substr(0, static_cast<std::size_t>(letters - parts.outward.begin()));
  parts.sector = postcode.substr(0, space + 2);
  parts.unit = postcode;
  return parts;
}

}  // namespace badgewatch::person
