#include "sample/linkage.hpp"

#include "core/text.hpp"

#include <array>
#include <utility>

namespace badgewatch::sample {
namespace {

// Shares in percent. Assumptions, not statistics; a fifth of all names and an eighth of all birth
// dates differ between two records of one person, which is what studies of health records found.
constexpr double no_birth_date = 4;
constexpr double licensed_without_birth_date = 1;
constexpr double only_year = 1;
constexpr double new_year_instead = 1;
constexpr double birth_digit_wrong = 3;
constexpr double birth_swapped = 2;
constexpr double number_mistyped = 2;
constexpr double has_moved = 40;
// Of those who have moved. Two thirds of all moves stay within one local authority (ONS, internal
// migration), and most of the others are not far.
constexpr double moved_nearby = 66;
constexpr double moved_within_region = 19;
constexpr double no_address = 5;
constexpr double lives_with_driver = 3;
constexpr double as_full_name = 25;

struct ChangeWeight {
  Change change;
  double weight;
};
constexpr std::array<ChangeWeight, 8> name_changes{{{Change::other_spelling, 30},
                                                    {Change::order_swapped, 12},
                                                    {Change::middle_left_out, 22},
                                                    {Change::middle_as_initial, 10},
                                                    {Change::typing_error, 18},
                                                    {Change::former_surname, 8},
                                                    {Change::diacritics_dropped, 12},
                                                    {Change::run_together, 6}}};

std::size_t how_many_changes(Draws& draws) {
  const double share = draws.share();
  return share < 0.45 ? 0 : share < 0.80 ? 1 : share < 0.95 ? 2 : 3;
}

Written with_name_changes(const Identity& identity, Draws& draws) {
  Weighted<Change> all;
  for (const auto& each : name_changes)
    all.add(each.weight, each.change);
  Written written = as_known(identity);
  const auto wanted = how_many_changes(draws);
  std::size_t made = 0;
  for (int attempt = 0; made < wanted && attempt < 12; ++attempt) {
    if (auto next = apply(all.pick(draws), written, identity, draws)) {
      written = std::move(*next);
      ++made;
    }
  }
  return written;
}

// A letter of an NI number that is never given out, so that the mistake is nobody else's number.
void mistype_letter(std::string& number, Draws& draws) {
  constexpr std::string_view keys = "AWEDSZX";
  number[draws.below(2)] = keys[draws.below(keys.size())];
}

// One digit of what stands from `first` on.
void mistype_digit(std::string& text, std::size_t first, Draws& draws) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    char& c = text[first + draws.below(text.size() - first)];
    if (c < '0' || c > '9') continue;
    c = static_cast<char>('0' + (c - '0' + 1 + static_cast<int>(draws.below(9))) % 10);
    return;
  }
}

std::optional<person::BirthDate> written_birth(core::Date born, Draws& draws) {
  const person::BirthDate known{born.year(), born.month(), born.day()};
  const double kind = draws.share() * 100;
  double end = no_birth_date;
  if (kind < end) return std::nullopt;
  if (kind < (end += only_year)) return person::BirthDate{born.year(), 0, 0};
  if (kind < (end += new_year_instead)) return person::BirthDate{born.year(), 1, 1};
  if (kind < (end += birth_swapped))
    return born.day() <= 12 ? person::BirthDate{born.year(), born.day(), born.month()} : known;
  if (kind >= end + birth_digit_wrong) return known;
  auto text = born.iso();
  mistype_digit(text, 2, draws);
  const auto mistyped = core::Date::parse_iso(text);
  if (!mistyped) return known;
  return person::BirthDate{mistyped->year(), mistyped->month(), mistyped->day()};
}

}  // namespace

Linkage::Linkage(const LinkageOptions& options)
    : options_(options), roster_({options.seed, options.drivers, options.today}) {}

person::Person Linkage::driver(std::uint64_t driver) const {
  auto holder = roster_.licences_of(driver).front().licence.holder;
  Draws draws(options_.seed, driver, Purpose::linkage);
  if (draws.chance(licensed_without_birth_date)) holder.date_of_birth.reset();
  return holder;
}

std::string Linkage::culture_of(std::uint64_t driver) const {
  return roster_.people().identity(driver).culture->name;
}

// 35 % have both numbers, 30 % the NI number, 22 % the driving licence, 13 % neither.
person::Person Linkage::written(const Identity& identity, Draws& draws) const {
  person::Person person;
  const auto name = with_name_changes(identity, draws);
  const auto given = core::join(name.given, " ");
  if (draws.chance(as_full_name))
    person.names.push_back({given + " " + name.family, "", "", person::NameKind::current});
  else
    person.names.push_back({"", given, name.family, person::NameKind::current});
  person.date_of_birth = written_birth(identity.born, draws);
  const double numbers = draws.share();
  if (numbers < 0.65) {
    person.national_insurance_number = identity.national_insurance_number;
    if (!person.national_insurance_number.empty() && draws.chance(number_mistyped))
      mistype_letter(person.national_insurance_number, draws);
  }
  if (numbers < 0.35 || (numbers >= 0.65 && numbers < 0.87)) {
    auto named = identity;
    if (name.family == identity.former_family && !identity.former_family.empty())
      named.family = identity.former_family;
    auto licence = roster_.people().driving_licence(named);
    if (!licence.number.empty()) {
      if (draws.chance(number_mistyped)) mistype_digit(licence.number, 0, draws);
      person.driving_licence = std::move(licence);
    }
  }
  auto then = identity;
  const bool moved = draws.chance(has_moved);
  if (moved) then.home = moved_to(*identity.home, draws);
  if (!draws.chance(no_address))
    person.addresses.push_back(roster_.people().address(then, moved ? 2 : 0));
  return person;
}

const Area* Linkage::moved_to(const Area& home, Draws& draws) const {
  const double where = draws.share() * 100;
  if (where < moved_nearby) return &home;
  const auto& people = roster_.people();
  return where < moved_nearby + moved_within_region ? people.neighbour(home, draws)
                                                    : people.any_area(draws);
}

ListEntry Linkage::entry(std::size_t place) const {
  Draws draws(options_.seed, options_.drivers + place, Purpose::linkage);
  if (place < options_.planted) {
    const auto driver = std::uint64_t{place} * options_.drivers / options_.planted;
    const auto identity = roster_.people().identity(driver);
    return {written(identity, draws), driver, identity.culture->name};
  }
  auto stranger = roster_.people().identity(options_.drivers + place);
  if (!draws.chance(lives_with_driver))
    return {written(stranger, draws), std::nullopt, stranger.culture->name};
  const auto driver = draws.below(options_.drivers);
  stranger.family = roster_.people().identity(driver).family;
  auto subject = written(stranger, draws);
  subject.addresses = roster_.licences_of(driver).front().licence.holder.addresses;
  return {std::move(subject), std::nullopt, stranger.culture->name};
}

}  // namespace badgewatch::sample
