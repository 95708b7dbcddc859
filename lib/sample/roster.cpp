#include "sample/roster.hpp"

#include "core/text.hpp"
#include "person/driver_number.hpp"

#include <algorithm>
#include <cstdio>

namespace badgewatch::sample {
namespace {

// Together 69 % private hire, 9 % hackney carriage, 20 % dual of a hundred that add up to 98;
// London has no dual licences, Wolverhampton hardly any but private hire.
domain::LicenceClass draw_class(const Area& issuer, Draws& draws) {
  const double share = draws.share() * 100;
  const double private_hire = issuer.authority == "TFL" ? 85 : issuer.authority == "WLV" ? 99 : 59;
  const double hackney_carriage = issuer.authority == "TFL"   ? 15
                                  : issuer.authority == "WLV" ? 1
                                                              : 8;
  if (share < private_hire) return domain::LicenceClass::private_hire;
  if (share < private_hire + hackney_carriage) return domain::LicenceClass::hackney_carriage;
  return domain::LicenceClass::dual;
}

domain::LicenceStatus draw_status(Draws& draws) {
  const double share = draws.share() * 100;
  if (share < 88) return domain::LicenceStatus::current;
  if (share < 92) return domain::LicenceStatus::applied;
  if (share < 96) return domain::LicenceStatus::expired;
  if (share < 98) return domain::LicenceStatus::surrendered;
  if (share < 99) return domain::LicenceStatus::suspended;
  if (share < 99.6) return domain::LicenceStatus::revoked;
  return domain::LicenceStatus::refused;
}

std::string_view prefix_of(domain::LicenceClass value) {
  switch (value) {
    case domain::LicenceClass::hackney_carriage:
      return "HC";
    case domain::LicenceClass::private_hire:
      return "PH";
    case domain::LicenceClass::dual:
      return "DU";
  }
  return "PH";
}

std::string email_of(const Identity& identity) {
  const std::string key = person::driver_number_surname_key(identity.family);
  return core::ascii_lower(key.empty() ? "driver" : key) + "." + std::to_string(identity.number) +
         "@example.com";
}

}  // namespace

Roster::Roster(SampleOptions options)
    : options_(options),
      people_(options.seed, options.today),
      holders_(std::make_shared<Holders>()) {}

const Roster::Holders& Roster::holders() const {
  std::call_once(holders_->found, [this] {
    for (std::uint64_t person = 0; person < options_.drivers; ++person)
      for (const Area* issuer : people_.licensing(person).issuers)
        holders_->of[issuer->authority].push_back(person);
  });
  return *holders_;
}

void Roster::each_licence(const std::function<void(const SampleLicence&)>& take) const {
  for (std::uint64_t person = 0; person < options_.drivers; ++person)
    for (const SampleLicence& licence : licences_of(person))
      take(licence);
}

void Roster::each_licence_of(std::string_view authority,
                             const std::function<void(const SampleLicence&)>& take) const {
  const auto& all = holders().of;
  const auto its = all.find(authority);
  if (its == all.end()) return;
  for (const std::uint64_t person : its->second) {
    const Licensing licensing = people_.licensing(person);
    for (std::size_t place = 0; place < licensing.issuers.size(); ++place)
      if (licensing.issuers[place]->authority == authority)
        take(licence(people_.identity(person), *licensing.issuers[place], place));
  }
}

std::vector<SampleLicence> Roster::licences_of(std::uint64_t person) const {
  std::vector<SampleLicence> result;
  if (person >= options_.drivers) return result;
  const Identity identity = people_.identity(person);
  const Licensing licensing = people_.licensing(person);
  for (std::size_t place = 0; place < licensing.issuers.size(); ++place)
    result.push_back(licence(identity, *licensing.issuers[place], place));
  return result;
}

std::vector<std::string> Roster::authorities() const {
  std::vector<std::string> codes;
  for (const auto& [authority, people] : holders().of)
    codes.push_back(authority);
  return codes;
}

SampleLicence Roster::licence(const Identity& identity, const Area& issuer,
                              std::size_t place) const {
  Draws draws(options_.seed, identity.number * 4 + place, Purpose::licence);
  SampleLicence result{issuer.authority, {}, identity.number};
  result.licence.licence_class = draw_class(issuer, draws);
  result.licence.status = draw_status(draws);
  describe_licence(result, draws);
  result.licence.holder = holder(identity, place, draws);
  return result;
}

// Licences run for three years, the longest that the law gives as its ordinary term.
void Roster::describe_licence(SampleLicence& sample, Draws& draws) const {
  domain::Licence& licence = sample.licence;
  std::string digits = std::to_string(sample.person);
  digits.insert(0, digits.size() < 7 ? 7 - digits.size() : 0, '0');
  licence.licence_number = std::string(prefix_of(licence.licence_class)) + "-" + digits;

  const int days_ago = 1 + static_cast<int>(draws.below(3 * 365));
  using enum domain::LicenceStatus;
  if (licence.status == applied || licence.status == refused) return;
  const int lapsed = licence.status == expired ? 3 * 366 : 0;
  licence.granted_on = options_.today.plus_days(-days_ago - lapsed);
  licence.expires_on = licence.granted_on->plus_years(3).plus_days(-1);
}

// As this authority wrote the holder down. A second authority may know an older address.
person::Person Roster::holder(const Identity& identity, std::size_t place, Draws& draws) const {
  person::Person result;
  const std::string given = core::join(identity.given, " ");
  if (draws.chance(identity.culture->full_only))
    result.names.push_back({given + " " + identity.family, "", "", person::NameKind::current});
  else
    result.names.push_back({"", given, identity.family, person::NameKind::current});
  if (!identity.former_family.empty() && draws.chance(40))
    result.names.push_back({"", given, identity.former_family, person::NameKind::former});

  result.date_of_birth = {identity.born.year(), identity.born.month(), identity.born.day()};
  if (!draws.chance(8)) result.national_insurance_number = identity.national_insurance_number;
  if (!draws.chance(5) && !identity.driving_licence.number.empty())
    result.driving_licence = identity.driving_licence;
  result.addresses.push_back(people_.address(identity, place > 0 && draws.chance(20) ? 1 : 0));
  if (draws.chance(70)) result.email = email_of(identity);
  if (draws.chance(60)) result.telephone = people_.telephone(identity.number);
  return result;
}

}  // namespace badgewatch::sample
