#include "person/driving_licence.hpp"

#include "core/text.hpp"
#include "person/ascii.hpp"
#include "person/driver_number.hpp"

#include <algorithm>

namespace badgewatch::person {
namespace {

// ISO 3166-1 alpha-2, officially assigned, in order; and XK, which the EU uses for Kosovo.
constexpr std::string_view country_codes =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA "
    "ZM ZW ";

constexpr std::size_t shortest_foreign = 4;
constexpr std::size_t longest_foreign = 20;

// Capitals, with the spaces and hyphens that stand inside it.
std::string tidy_foreign(std::string_view text) {
  std::string out;
  for (const char c : core::trim(text)) {
    const bool repeated_space = is_white(c) && !out.empty() && out.back() == ' ';
    if (!repeated_space) out += is_white(c) ? ' ' : capital(c);
  }
  return out;
}

Judged<std::string> read_foreign(std::string_view text) {
  std::string number = tidy_foreign(text);
  const bool known_characters = std::all_of(number.begin(), number.end(), [](char c) {
    return is_capital(c) || is_digit(c) || c == '-' || c == '/' || c == ' ';
  });
  const bool long_enough = comparable_licence_number(number).size() >= shortest_foreign;
  if (!known_characters || !long_enough || number.size() > longest_foreign) {
    return {std::string(core::trim(text)), Standing::refused,
            "A driving-licence number of another country has 4 to 20 letters and digits."};
  }
  return {std::move(number), Standing::valid, {}};
}

Judged<std::string> read_northern_ireland(std::string_view text) {
  std::string number = compact_capitals(text);
  if (number.size() == 8 && all_digits(number)) return {std::move(number), Standing::valid, {}};
  return {std::string(core::trim(text)), Standing::refused,
          "A Northern Ireland driving-licence number has exactly eight digits."};
}

}  // namespace

Judged<DrivingLicence> read_driving_licence(std::string_view number, std::string_view issuer) {
  DrivingLicence licence;
  const std::string code = core::ascii_upper(core::trim(issuer));
  if (!code.empty()) licence.issuer = code;
  if (!is_licence_issuer(licence.issuer)) {
    licence.issuer = core::trim(issuer);
    licence.number = core::trim(number);
    return {std::move(licence), Standing::refused,
            "The issuer of a driving licence is GB, NI or a country's code of two letters "
            "(ISO 3166-1)."};
  }

  auto read = licence.issuer == "GB"   ? read_driver_number(number)
              : licence.issuer == "NI" ? read_northern_ireland(number)
                                       : read_foreign(number);
  licence.number = std::move(read.value);
  return {std::move(licence), read.standing, read.reason};
}

std::string comparable_licence_number(std::string_view number) {
  std::string compact = compact_capitals(number);
  std::erase(compact, '/');
  return compact;
}

bool is_licence_issuer(std::string_view code) {
  if (code == "GB") return true;  // as nearly always
  if (code.size() != 2 || !is_capital(code[0]) || !is_capital(code[1])) return false;
  for (std::size_t i = 0; i < country_codes.size(); i += 3) {
    if (country_codes.substr(i, 2) == code) return true;
  }
  return false;
}

}  // namespace badgewatch::person
