#include "sample/people.hpp"

#include "person/driver_number.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace badgewatch::sample {
namespace {

// As good as impossible to give by chance to two people of one name and birth date; see
// People::shares_driver_number for the rest.
constexpr std::string_view tie_breaks = "98765432ABCDEFGHJKLMNPRSTUVWX";
constexpr std::uint64_t number_tails = tie_breaks.size() * 26 * 26;
// QQ123456 is HMRC's own example, and QQ99 is left to examples written by hand.
constexpr std::uint64_t example_digits = 123'456;
constexpr std::uint64_t first_kept_digits = 990'000;
constexpr std::uint64_t national_insurance_numbers = first_kept_digits - 1;

bool is_kept(std::uint64_t digits) {
  return digits >= first_kept_digits || digits == example_digits;
}

// Ofcom, "Telephone numbers for use in TV and radio drama programmes": 1,000 numbers each.
constexpr std::array<std::string_view, 17> drama_ranges = {
    "07700 900",  "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0",
    "0118 496 0", "0121 496 0", "0131 496 0", "0141 496 0", "0151 496 0", "0161 496 0",
    "020 7946 0", "0191 498 0", "028 9649 6", "029 2018 0", "01632 960"};

char initial(const std::string& name) {
  const std::string key = person::driver_number_surname_key(name);
  return key.empty() ? '9' : key.front();
}

// Everything but the last three characters.
person::DriverNumber undistinguished(const Identity& identity) {
  person::DriverNumber number;
  number.surname_key = person::driver_number_surname_key(identity.family);
  number.female_marker = identity.woman;
  number.year_of_century = static_cast<unsigned>(identity.born.year() % 100);
  number.month = identity.born.month();
  number.day = identity.born.day();
  for (std::size_t i = 0; i < std::min<std::size_t>(2, identity.given.size()); ++i)
    if (const char letter = initial(identity.given[i]); letter != '9') number.initials += letter;
  return number;
}

std::string padded(std::uint64_t number, int width) {
  std::array<char, 24> text{};
  const int length = std::snprintf(text.data(), text.size(), "%0*llu", width,
                                   static_cast<unsigned long long>(number));
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

People::People(std::uint64_t seed, core::Date today) : seed_(seed), today_(today) {
  for (const Area& area : tables().areas) {
    if (!area.in_force(today)) continue;
    areas_.push_back(&area);
    everywhere_.add(area.weight, &area);
    by_region_[area.region].add(area.weight, &area);
    if (area.authority == "WLV") wolverhampton_ = &area;
  }
}

const Area* People::neighbour(const Area& area, Draws& draws) const {
  return by_region_.find(area.region)->second.pick(draws);
}

// 1.4 % have licences of two authorities, 0.1 % of three. Most of Wolverhampton's live elsewhere, a
// third of them nearby; everybody else mostly where they are licensed.
Licensing People::licensing(std::uint64_t number) const {
  Draws draws(seed_, number, Purpose::licensing);
  Licensing result;
  const Area* first = everywhere_.pick(draws);
  result.issuers.push_back(first);
  if (first == wolverhampton_) {
    const double where = draws.share();
    result.home = where < 0.04   ? first
                  : where < 0.40 ? neighbour(*first, draws)
                                 : everywhere_.pick(draws);
  } else {
    result.home = draws.chance(90) ? first : neighbour(*first, draws);
  }

  const double how_many = draws.share();
  const std::size_t wanted = how_many < 0.001 ? 3 : how_many < 0.015 ? 2 : 1;
  for (int attempt = 0; result.issuers.size() < wanted && attempt < 20; ++attempt) {
    const Area* next = wolverhampton_ != nullptr && draws.chance(35) ? wolverhampton_
                       : draws.chance(70) ? neighbour(*result.home, draws)
                                          : everywhere_.pick(draws);
    if (std::find(result.issuers.begin(), result.issuers.end(), next) == result.issuers.end())
      result.issuers.push_back(next);
  }
  return result;
}

// 21 to 75 years old, most of them around 45.
People::Birth People::birth(std::uint64_t number, const Area& home) const {
  Draws draws(seed_, number, Purpose::birth);
  Birth result;
  result.culture = tables().mixtures.find(home.setting)->second.pick(draws);
  result.woman = draws.chance(result.culture->women);
  const int age_in_days =
      21 * 366 + static_cast<int>((draws.share() + draws.share() + draws.share()) * 18 * 365.25);
  result.day = today_.plus_days(-age_in_days);
  const bool abroad = draws.chance(result.culture->born_abroad);
  if (abroad && draws.chance(result.culture->new_year))
    result.day = *core::Date::of(result.day.year(), 1, 1);
  return result;
}

void People::name(Identity& identity) const {
  Draws draws(seed_, identity.number, Purpose::name);
  const Culture& culture = *identity.culture;
  const bool woman = identity.woman;
  if (!woman && draws.chance(culture.prefix))
    identity.given.push_back(culture.prefixes.pick(draws));
  identity.given.push_back((woman ? culture.given_women : culture.given_men).pick(draws));
  if (identity.given.size() == 2 && identity.given[0] == identity.given[1])
    identity.given.pop_back();
  identity.family = (woman ? culture.family_women : culture.family_men).pick(draws);
  if (draws.chance(culture.middle)) {
    const std::string& middle = (woman ? culture.middle_women : culture.middle_men).pick(draws);
    const bool said = middle == identity.family || middle == identity.given.back();
    if (!said) identity.given.push_back(middle);
  }
  if (woman && draws.chance(35)) {
    identity.former_family = culture.family_women.pick(draws);
    if (identity.former_family == identity.family) identity.former_family.clear();
  }
}

Identity People::identity(std::uint64_t number) const {
  Identity result;
  result.number = number;
  result.home = licensing(number).home;
  const Birth born = birth(number, *result.home);
  result.culture = born.culture;
  result.woman = born.woman;
  result.born = born.day;
  name(result);
  result.national_insurance_number = national_insurance_number(number);
  result.driving_licence = driving_licence(result);
  return result;
}

std::string People::national_insurance_number(std::uint64_t number) const {
  if (number >= national_insurance_numbers) return {};
  Draws draws(seed_, number, Purpose::numbers);
  return "QQ" + padded(six_digits(number), 6) + "ABCD"[draws.below(4)];
}

person::DrivingLicence People::driving_licence(const Identity& identity) const {
  if (identity.home->setting == "northern_ireland") {
    if (identity.number >= national_insurance_numbers) return {"", "NI"};
    return {"99" + padded(six_digits(identity.number), 6), "NI"};
  }
  if (shares_driver_number(identity)) return {"", "GB"};
  person::DriverNumber number = undistinguished(identity);
  const std::uint64_t tail = identity.number % number_tails;
  number.tie_break = tie_breaks[tail / 676];
  number.check_letters = {static_cast<char>('A' + tail / 26 % 26),
                          static_cast<char>('A' + tail % 26)};
  return {person::encode_driver_number(number), "GB"};
}

// Two people may have the same last three characters when their numbers are a multiple of
// `number_tails` apart; then the later one has no driver number if the rest is the same too.
bool People::shares_driver_number(const Identity& identity) const {
  for (std::uint64_t other = identity.number % number_tails; other < identity.number;
       other += number_tails) {
    const Birth born = birth(other, *licensing(other).home);
    if (born.day != identity.born || born.woman != identity.woman) continue;
    Identity namesake;
    namesake.number = other;
    namesake.culture = born.culture;
    namesake.woman = born.woman;
    namesake.born = born.day;
    name(namesake);
    if (undistinguished(namesake) == undistinguished(identity)) return true;
  }
  return false;
}

// A permutation that the seed chooses, so that no two people share a number: six Feistel rounds
// over two halves of three digits, walked on where they end at digits that are kept.
std::uint64_t People::six_digits(std::uint64_t number) const {
  std::uint64_t digits = number < example_digits ? number : number + 1;
  do {
    std::uint64_t left = digits / 1000, right = digits % 1000;
    for (std::uint64_t round = 0; round < 6; ++round) {
      Draws draws(seed_, round * 1000 + right, Purpose::numbers);
      const std::uint64_t mixed = (left + draws.below(1000)) % 1000;
      left = right;
      right = mixed;
    }
    digits = left * 1000 + right;
  } while (is_kept(digits));
  return digits;
}

person::Address People::address(const Identity& identity, std::uint64_t move) const {
  Draws draws(seed_ + move, identity.number, Purpose::address);
  const Place& place = identity.home->places[draws.below(identity.home->places.size())];
  constexpr std::string_view letters = "ABDEFGHJLNPQRSTUWXYZ";
  std::string postcode = place.outward + " " + std::to_string(1 + draws.below(9));
  postcode += letters[draws.below(letters.size())];
  postcode += letters[draws.below(letters.size())];
  const std::string house = std::to_string(1 + draws.below(180));
  std::vector<std::string> lines;
  if (draws.chance(12)) lines.push_back("Flat " + std::to_string(1 + draws.below(20)));
  lines.push_back(house + " " + tables().streets.pick(draws));
  lines.push_back(place.town);
  return {std::move(lines), std::move(postcode)};
}

std::string People::telephone(std::uint64_t number) const {
  if (number >= drama_ranges.size() * 1000) return {};
  return std::string(drama_ranges[number % drama_ranges.size()]) +
         padded(number / drama_ranges.size(), 3);
}

}  // namespace badgewatch::sample
