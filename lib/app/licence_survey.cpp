#include "app/licence_survey.hpp"

#include "app/search_traits.hpp"
#include "domain/postcode_region.hpp"
#include "person/driver_number.hpp"
#include "person/postcode.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

constexpr int least_age = 18;  // for a licence
constexpr int greatest_age = 100;

void add(ports::RunCounts& counts, const std::string& authority, const char* name,
         std::int64_t value = 1) {
  counts[{authority, name}] += value;
}

bool has_postcode(const person::Person& holder) {
  return std::any_of(holder.addresses.begin(), holder.addresses.end(),
                     [](const auto& address) { return !address.postcode.empty(); });
}

std::string_view home_region(const person::Person& holder) {
  for (const auto& address : holder.addresses)
    if (const auto parts = person::parts_of_postcode(address.postcode))
      return domain::region_of_postcode_area(parts->area);
  return {};
}

// Nothing where the day of birth is not known whole.
std::optional<core::Date> birthday(const person::Person& holder) {
  const auto& born = holder.date_of_birth;
  if (!born || born->month == 0 || born->day == 0) return {};
  return core::Date::of(born->year, born->month, born->day);
}

bool is_younger(const core::Date& born, const core::Date& on, int years) {
  return on < born.plus_months(12 * years);
}

bool tells_another_birth_date(const person::Person& holder) {
  if (!holder.date_of_birth || !holder.driving_licence) return false;
  if (holder.driving_licence->issuer != "GB") return false;
  const auto number = person::decode_driver_number(holder.driving_licence->number);
  return number && person::agreement_with_birth_date(*number, *holder.date_of_birth) ==
                       person::Agreement::differs;
}

}  // namespace

LicenceSurvey::LicenceSurvey(const IndexContents& contents, const ports::SearchedPeople& searches,
                             const SurveyTerms& terms)
    : contents_(contents),
      terms_(terms),
      searched_(searches.people.begin(), searches.people.end()) {}

void LicenceSurvey::take(const std::vector<ports::LicenceRow>& rows) {
  Part part;
  for (const auto& row : rows)
    look_at(row, part);
  const std::lock_guard lock(mutex_);
  for (const auto& [key, value] : part.counts)
    all_.counts[key] += value;
  for (const auto& [key, value] : part.homes)
    all_.homes[key] += value;
  all_.same.insert(all_.same.end(), part.same.begin(), part.same.end());
  all_.surrendered.insert(all_.surrendered.end(), part.surrendered.begin(), part.surrendered.end());
  for (auto& [id, facts] : part.facts) {
    facts.authority = code_of(std::string(facts.authority));
    facts_[id] = facts;
  }
}

std::string_view LicenceSurvey::code_of(const std::string& authority) {
  return *codes_.insert(authority).first;
}

void LicenceSurvey::look_at(const ports::LicenceRow& row, Part& part) const {
  const auto& licence = row.licence;
  part.facts.push_back({row.id,
                        {.authority = row.authority,
                         .licence_class = licence.licence_class,
                         .granted_on = licence.granted_on,
                         .is_in_force = domain::is_in_force(licence.status)}});
  if (licence.status == domain::LicenceStatus::surrendered) {
    add(part.counts, row.authority, "loophole.surrendered");
    look_for_others(row, part.surrendered);
  }
  if (!domain::is_watched(licence.status)) return;
  look_for_others(row, part.same);
  count_quality(row, part);
  count_grant(row, part);
  if (const auto region = home_region(licence.holder); !region.empty())
    ++part.homes[{row.authority, region}];
}

// Whoever is strongly the same person: an equal number, and agreement beside it.
void LicenceSurvey::look_for_others(const ports::LicenceRow& row, std::vector<Pair>& found) const {
  const auto profile = contents_.rules->profile_of(row.licence.holder);
  for (const auto& candidate : contents_.holders.search(profile).found) {
    if (candidate.band != match::Band::strong) continue;
    const auto& other = contents_.holders.ref(candidate.record).id;
    if (other != row.id) found.push_back({row.id, other, match::probability_of(candidate.weight)});
  }
}

void LicenceSurvey::count_quality(const ports::LicenceRow& row, Part& part) const {
  const auto& licence = row.licence;
  const auto& holder = licence.holder;
  const auto count = [&](bool is_so, const char* name) {
    if (is_so) add(part.counts, row.authority, name);
  };
  count(true, "quality.licences");
  const auto born = birthday(holder);
  count(born.has_value(), "quality.date_of_birth");
  count(!holder.national_insurance_number.empty(), "quality.national_insurance_number");
  count(holder.driving_licence.has_value(), "quality.driving_licence_number");
  count(has_postcode(holder), "quality.postcode");
  count(!holder.telephone.empty(), "quality.telephone");
  count(!holder.email.empty(), "quality.email");
  count(licence.granted_on.has_value(), "quality.granted_on");
  count(licence.expires_on.has_value(), "quality.expires_on");

  count(licence.status == domain::LicenceStatus::current && licence.expires_on &&
            *licence.expires_on < terms_.today,
        "quality.expired_but_current");
  count(licence.granted_on && licence.expires_on && *licence.expires_on < *licence.granted_on,
        "quality.granted_after_expiry");
  count(born && licence.granted_on && is_younger(*born, *licence.granted_on, least_age),
        "quality.granted_too_young");
  count(born && !is_younger(*born, terms_.today, greatest_age + 1), "quality.older_than_100");
  count(tells_another_birth_date(holder), "quality.other_birth_date_in_number");
}

void LicenceSurvey::count_grant(const ports::LicenceRow& row, Part& part) const {
  const auto& granted_on = row.licence.granted_on;
  if (!terms_.grants_since || !granted_on || *granted_on < *terms_.grants_since ||
      *granted_on > terms_.today || row.licence.status == domain::LicenceStatus::applied)
    return;
  const auto person = person_trait(row.licence.holder, terms_.trait_key);
  if (person == 0) return;
  add(part.counts, row.authority, "loophole.grants");
  if (!searched_.contains({row.authority, person}))
    add(part.counts, row.authority, "loophole.grants_without_search");
}

ports::RunCounts LicenceSurvey::counts() {
  const std::lock_guard lock(mutex_);
  count_pairs();
  count_surrendered();
  count_homes();
  return std::move(all_.counts);
}

// Each licence once, however many others its holder has.
void LicenceSurvey::count_pairs() {
  std::unordered_set<core::Uuid> elsewhere, twice;
  for (const auto& pair : all_.same) {
    const auto one = facts_.find(pair.one), other = facts_.find(pair.other);
    if (one == facts_.end() || other == facts_.end()) continue;
    if (one->second.authority != other->second.authority)
      elsewhere.insert(pair.one);
    else if (one->second.licence_class == other->second.licence_class)
      twice.insert(pair.one);
  }
  for (const auto& id : elsewhere)
    add(all_.counts, std::string(facts_[id].authority), "loophole.several_councils");
  for (const auto& id : twice)
    add(all_.counts, std::string(facts_[id].authority), "quality.duplicates");
}

std::vector<DualLicence> LicenceSurvey::dual_licences() const {
  std::vector<DualLicence> found;
  std::set<std::pair<core::Uuid, core::Uuid>> seen;
  for (const auto& pair : all_.same) {
    const auto one = facts_.find(pair.one), other = facts_.find(pair.other);
    if (one == facts_.end() || other == facts_.end()) continue;
    if (one->second.authority == other->second.authority) continue;
    if (!one->second.is_in_force || !other->second.is_in_force) continue;
    if (!seen.insert(std::minmax(pair.one, pair.other)).second) continue;
    found.push_back({.licence = pair.one,
                     .authority = std::string(one->second.authority),
                     .other = pair.other,
                     .other_authority = std::string(other->second.authority),
                     .probability = pair.probability});
  }
  return found;
}

// Of two without their days it is not known which came first: those are not counted.
void LicenceSurvey::count_surrendered() {
  std::unordered_set<core::Uuid> here, there;
  for (const auto& pair : all_.surrendered) {
    const auto one = facts_.find(pair.one), other = facts_.find(pair.other);
    if (one == facts_.end() || other == facts_.end()) continue;
    if (one->second.authority == other->second.authority) continue;
    if (!one->second.granted_on || !other->second.granted_on) continue;
    if (*other->second.granted_on <= *one->second.granted_on) continue;
    here.insert(pair.one);
    there.insert(pair.other);
  }
  for (const auto& id : here)
    add(all_.counts, std::string(facts_[id].authority),
        "loophole.surrendered_here_licensed_elsewhere");
  for (const auto& id : there)
    add(all_.counts, std::string(facts_[id].authority),
        "loophole.surrendered_elsewhere_licensed_here");
}

// An authority's own region is where most of its licensees live.
void LicenceSurvey::count_homes() {
  std::map<std::string, std::int64_t> all, most;
  for (const auto& [key, count] : all_.homes) {
    all[key.first] += count;
    most[key.first] = std::max(most[key.first], count);
  }
  for (const auto& [authority, count] : all) {
    add(all_.counts, authority, "loophole.with_home", count);
    add(all_.counts, authority, "loophole.far_from_home", count - most[authority]);
  }
}

}  // namespace badgewatch::app
