#include "api/licence_json.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace badgewatch::api {
namespace {

constexpr std::size_t longest_number = 40;

// Characters of several bytes that cannot be seen: U+0080 to U+009F, no-break and zero-width ones,
// direction and line marks, the byte-order mark.
bool holds_unseen(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    const auto second = static_cast<unsigned char>(rest[1]);
    if (rest[0] == '\xC2' && (second < 0xA1 || second == 0xAD)) return true;
    if (rest.starts_with("\xEF\xBB\xBF")) return true;
    if (rest.size() < 3) continue;
    const auto third = static_cast<unsigned char>(rest[2]);
    if (rest.starts_with("\xE2\x80") && (third <= 0x8F || (third >= 0xA8 && third <= 0xAF))) {
      return true;
    }
    if (rest.starts_with("\xE2\x81") && third >= 0x9F && third <= 0xAF) return true;
  }
  return false;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

}  // namespace

std::optional<std::string> read_licence_number(std::string_view text, core::Problems& problems) {
  const std::string_view number = core::trim(text);
  std::string_view wrong;
  if (number.empty()) {
    wrong = "is required";
  } else if (!core::is_valid_utf8(number) ||
             std::any_of(number.begin(), number.end(), is_control) || holds_unseen(number)) {
    wrong = "must have only characters that can be seen";
  } else if (core::code_points(number) > longest_number) {
    wrong = "must have at most 40 characters";
  }
  if (wrong.empty()) return std::string(number);
  problems.push_back({"/licence_number", std::string(wrong)});
  return {};
}

void check_licence_dates(const domain::Licence& licence, core::Problems& problems) {
  if (licence.granted_on && licence.expires_on && *licence.expires_on < *licence.granted_on) {
    problems.push_back({"/expires_on", "must not be before granted_on"});
  }
}

LicenceRead read_licence_fields(core::JsonReader& reader, core::Date today) {
  using domain::LicenceClass;
  using domain::LicenceStatus;
  constexpr std::array classes = {LicenceClass::hackney_carriage, LicenceClass::private_hire,
                                  LicenceClass::dual};
  constexpr std::array statuses = {LicenceStatus::applied,    LicenceStatus::current,
                                   LicenceStatus::suspended,  LicenceStatus::revoked,
                                   LicenceStatus::refused,    LicenceStatus::expired,
                                   LicenceStatus::surrendered};
  LicenceRead out;
  domain::Licence& licence = out.licence;
  if (const auto at = reader.choice("class", {"hackney_carriage", "private_hire", "dual"})) {
    licence.licence_class = classes.at(*at);
  }
  if (const auto at = reader.choice("status", {"applied", "current", "suspended", "revoked",
                                               "refused", "expired", "surrendered"})) {
    licence.status = statuses.at(*at);
  }
  licence.granted_on = reader.optional_date("granted_on");
  licence.expires_on = reader.optional_date("expires_on");
  check_licence_dates(licence, reader.problems());
  if (const core::Json* holder = reader.required_member("holder")) {
    licence.holder =
        person::read_person(*holder, reader.pointer_to("holder"), person::Reading::strict, today,
                            reader.problems(), out.warnings);
  }
  return out;
}

core::Result<LicenceRead> read_licence(const core::Json& body, std::string_view licence_number,
                                       core::Date today) {
  core::Problems problems;
  auto number = read_licence_number(licence_number, problems);
  core::JsonReader reader(body, "", problems);
  LicenceRead out = read_licence_fields(reader, today);
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  out.licence.licence_number = std::move(*number);
  return out;
}

}  // namespace badgewatch::api
