#include "domain/roster.hpp"

#include "domain/named.hpp"
#include "person/birth_date.hpp"

namespace badgewatch::domain {

namespace {

constexpr Names<RosterVerdict, 4> verdicts{{{RosterVerdict::same, "same"},
                                            {RosterVerdict::different, "different"},
                                            {RosterVerdict::missing, "missing"},
                                            {RosterVerdict::stale, "stale"}}};

constexpr Names<RosterState, 3> states{{{RosterState::open, "open"},
                                        {RosterState::compared, "compared"},
                                        {RosterState::applied, "applied"}}};

std::string text_of(const std::optional<core::Date>& date) {
  return date ? date->iso() : "";
}

}  // namespace

std::string_view name_of(RosterVerdict value) {
  return name_in(verdicts, value);
}
std::string_view name_of(RosterState value) {
  return name_in(states, value);
}
std::optional<RosterVerdict> roster_verdict_named(std::string_view name) {
  return named_in(verdicts, name);
}
std::optional<RosterState> roster_state_named(std::string_view name) {
  return named_in(states, name);
}

std::vector<std::string> differing_fields(const Licence& one, const Licence& other) {
  std::vector<std::string> fields;
  const auto compare = [&](bool is_equal, const char* name) {
    if (!is_equal) fields.emplace_back(name);
  };
  compare(one.licence_class == other.licence_class, "class");
  compare(one.status == other.status, "status");
  compare(one.granted_on == other.granted_on, "granted_on");
  compare(one.expires_on == other.expires_on, "expires_on");
  const auto& a = one.holder;
  const auto& b = other.holder;
  compare(a.names == b.names, "names");
  compare(a.date_of_birth == b.date_of_birth, "date_of_birth");
  compare(a.national_insurance_number == b.national_insurance_number, "national_insurance_number");
  compare(a.driving_licence == b.driving_licence, "driving_licence_number");
  compare(a.addresses == b.addresses, "addresses");
  compare(a.email == b.email && a.telephone == b.telephone, "contact");
  return fields;
}

std::string hashed_text(const Licence& licence) {
  const auto& holder = licence.holder;
  std::string text = licence.licence_number;
  const auto add = [&](std::string_view value) { (text += '|') += value; };
  add(name_of(licence.licence_class));
  add(name_of(licence.status));
  add(text_of(licence.granted_on));
  add(text_of(licence.expires_on));
  add(holder.date_of_birth ? person::iso_text(*holder.date_of_birth) : "");
  add(holder.national_insurance_number);
  add(holder.driving_licence ? holder.driving_licence->number : "");
  return text;
}

std::optional<std::string> wrong_day(core::Date as_of, core::Date today) {
  if (as_of > today) return "must not lie in the future";
  if (as_of < today.plus_days(-oldest_roster_days))
    return "must not be more than " + std::to_string(oldest_roster_days) + " days ago";
  return {};
}

bool is_of_another(const RosterCounts& counts) {
  constexpr std::int64_t enough = 20;
  constexpr std::int64_t hardly_any = 10;  // percent
  return counts.rows >= enough && counts.extra >= enough &&
         (counts.rows - counts.missing) * 100 < counts.rows * hardly_any;
}

}  // namespace badgewatch::domain
