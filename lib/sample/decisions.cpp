#include "sample/decisions.hpp"

#include "core/text.hpp"
#include "domain/licence.hpp"
#include "person/driver_number.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::sample {
namespace {

using enum Change;

struct ChangeWeight {
  Change change;
  double weight;
};
constexpr std::array<ChangeWeight, 9> change_weights = {{{other_spelling, 30},
                                                         {order_swapped, 14},
                                                         {middle_left_out, 22},
                                                         {middle_as_initial, 12},
                                                         {typing_error, 18},
                                                         {former_surname, 8},
                                                         {diacritics_dropped, 14},
                                                         {run_together, 7},
                                                         {day_month_swapped, 6}}};

// One decision in the making.
class Planter {
public:
  Planter(const Roster& roster, std::size_t place)
      : roster_(roster), draws_(roster.options().seed, place, Purpose::decision) {
    sample_.decision.your_reference = "DEMO-" + std::to_string(place + 1);
  }

  // Applies the first `most_changes` of `changes` that make a difference to that person.
  SampleDecision about(const Identity& identity, const std::vector<Change>& changes,
                       std::size_t most_changes, bool keep_number, bool keep_licence);
  SampleDecision about(const Identity& identity, bool changed);

  Draws& draws() { return draws_; }

private:
  std::vector<Change> draw_changes();
  void write_dates();
  void write_authority(const Identity& identity);
  void write_subject(const Identity& identity, const Written& written);

  const Roster& roster_;
  Draws draws_;
  SampleDecision sample_;
};

// 45 % keep the NI number alone, 20 % the driving licence alone, 15 % both, 20 % neither.
SampleDecision Planter::about(const Identity& identity, bool changed) {
  const double kept = draws_.share();
  return about(identity, changed ? draw_changes() : std::vector<Change>(), 1 + draws_.below(3),
               kept < 0.60, kept > 0.45 && kept < 0.80);
}

SampleDecision Planter::about(const Identity& identity, const std::vector<Change>& changes,
                              std::size_t most_changes, bool keep_number, bool keep_licence) {
  sample_.person = identity.number;
  Written written = as_known(identity);
  for (const Change change : changes) {
    if (sample_.changes.size() == most_changes) break;
    auto next = apply(change, written, identity, draws_);
    if (!next) continue;
    written = std::move(*next);
    sample_.changes.push_back(change);
  }
  write_authority(identity);
  write_dates();
  write_subject(identity, written);
  person::Person& subject = sample_.decision.subject;
  if (!keep_number) subject.national_insurance_number.clear();
  if (!keep_licence) subject.driving_licence.reset();
  return std::move(sample_);
}

// All changes in an order of chance, the frequent ones mostly first; the first that make a
// difference are taken.
std::vector<Change> Planter::draw_changes() {
  Weighted<Change> all;
  for (const ChangeWeight& each : change_weights)
    all.add(each.weight, each.change);
  std::vector<Change> result;
  while (result.size() < change_weights.size()) {
    const Change next = all.pick(draws_);
    if (std::find(result.begin(), result.end(), next) == result.end()) result.push_back(next);
  }
  return result;
}

void Planter::write_authority(const Identity& identity) {
  const auto issuers = roster_.people().licensing(identity.number).issuers;
  const Area* authority = nullptr;
  do {
    authority = draws_.chance(60) ? roster_.people().neighbour(*identity.home, draws_)
                                  : roster_.people().any_area(draws_);
  } while (std::find(issuers.begin(), issuers.end(), authority) != issuers.end());
  sample_.authority = authority->authority;
}

// A quarter of this week, the rest over six years.
void Planter::write_dates() {
  using enum domain::DecisionKind;
  domain::Decision& decision = sample_.decision;
  const double kind = draws_.share();
  decision.kind = kind < 0.42   ? revocation
                  : kind < 0.70 ? refusal
                  : kind < 0.84 ? refusal_to_renew
                                : suspension;
  const int ago = draws_.chance(25) ? 1 + static_cast<int>(draws_.below(3))
                                    : 8 + static_cast<int>(draws_.below(6 * 365));
  decision.decided_on = roster_.options().today.plus_days(-ago);
  decision.notified_on = decision.decided_on.plus_days(static_cast<int>(draws_.below(2)));
  const bool at_once = decision.kind == suspension || draws_.chance(40);
  decision.effective_on = decision.decided_on.plus_days(at_once ? 0 : 21);
  if (decision.kind == suspension)
    decision.suspension_ends_on =
        decision.effective_on.plus_days(14 + static_cast<int>(draws_.below(170)));
  decision.relies_on_relevant_information = true;
}

// What section 2(4) of the Act lists: no telephone, no mail.
void Planter::write_subject(const Identity& identity, const Written& written) {
  person::Person& subject = sample_.decision.subject;
  const std::string given = core::join(written.given, " ");
  if (draws_.chance(20))
    subject.names.push_back({given + " " + written.family, "", "", person::NameKind::current});
  else
    subject.names.push_back({"", given, written.family, person::NameKind::current});
  const core::Date born = written.born;
  subject.date_of_birth = {born.year(), born.month(), born.day()};
  subject.national_insurance_number = identity.national_insurance_number;

  Identity then = identity;
  const auto& changes = sample_.changes;
  if (std::find(changes.begin(), changes.end(), former_surname) != changes.end())
    then.family = identity.former_family;
  person::DrivingLicence licence = roster_.people().driving_licence(then);
  if (!licence.number.empty()) subject.driving_licence = std::move(licence);
  subject.addresses.push_back(roster_.people().address(identity, draws_.chance(40) ? 2 : 0));
}

bool only_offices_change(const std::vector<Change>& changes) {
  return std::all_of(changes.begin(), changes.end(), [](Change change) {
    return change == other_spelling || change == middle_left_out || change == diacritics_dropped ||
           change == order_swapped;
  });
}

bool has(const SampleDecision& decision, Change change) {
  return std::find(decision.changes.begin(), decision.changes.end(), change) !=
         decision.changes.end();
}

TruthLicence compare(const SampleDecision& decision, SampleLicence licence) {
  const person::Person& subject = decision.decision.subject;
  TruthLicence result{std::move(licence)};
  const person::Person& holder = result.licence.licence.holder;
  result.same_national_insurance_number =
      !subject.national_insurance_number.empty() &&
      subject.national_insurance_number == holder.national_insurance_number;
  result.same_driving_licence = subject.driving_licence && holder.driving_licence &&
                                subject.driving_licence == holder.driving_licence;
  const bool same_birth = !has(decision, day_month_swapped);
  const bool identified = result.same_national_insurance_number || result.same_driving_licence;
  const bool still_alike = decision.changes.size() < 3 && !has(decision, former_surname);
  if (identified && same_birth && still_alike)
    result.expect = Expectation::strong;
  else if (identified ||
           (same_birth && decision.changes.size() < 2 && only_offices_change(decision.changes)))
    result.expect = Expectation::possible;
  return result;
}

TruthPair truth_of(const Roster& roster, const SampleDecision& decision, std::size_t place) {
  TruthPair pair{place, {}};
  for (SampleLicence& licence : roster.licences_of(decision.person))
    pair.licences.push_back(compare(decision, std::move(licence)));
  return pair;
}

bool is_watched(const std::vector<SampleLicence>& licences) {
  return std::any_of(licences.begin(), licences.end(), [](const SampleLicence& each) {
    return domain::is_watched(each.licence.status);
  });
}

// Someone of the drivers `first` to `last` - 1 whose licence is watched; `last` when there is none.
std::uint64_t watched_driver(const Roster& roster, std::uint64_t first, std::uint64_t last,
                             Draws& draws) {
  const std::uint64_t start = draws.below(last - first);
  for (std::uint64_t i = 0; i < last - first; ++i) {
    const std::uint64_t driver = first + (start + i) % (last - first);
    if (is_watched(roster.licences_of(driver))) return driver;
  }
  return last;
}

bool has_other_spelling(const Identity& identity) {
  return !tables().other_spellings(identity.family).empty() ||
         std::any_of(identity.given.begin(), identity.given.end(), [](const std::string& name) {
           return !tables().other_spellings(name).empty();
         });
}

bool suits_first_check(const Roster& roster, std::uint64_t driver) {
  const auto licences = roster.licences_of(driver);
  const SampleLicence& first = licences.front();
  return first.licence.status == domain::LicenceStatus::current && first.authority == "WLV" &&
         !first.licence.holder.national_insurance_number.empty() &&
         first.licence.holder.names.front().full.empty() &&
         has_other_spelling(roster.people().identity(driver));
}

// The decisions about drivers: one from each of `count` equal parts of the roster.
void plant_truths(const Roster& roster, std::size_t count, Planted& planted) {
  const std::uint64_t drivers = roster.options().drivers;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t first = drivers * i / count, last = drivers * (i + 1) / count;
    Planter planter(roster, planted.decisions.size());
    std::uint64_t driver = last;
    if (i == 0)
      for (driver = first; driver < last && !suits_first_check(roster, driver);)
        ++driver;
    const bool for_show = driver < last;
    if (!for_show) driver = watched_driver(roster, first, last, planter.draws());
    if (driver == last) continue;
    const Identity identity = roster.people().identity(driver);
    const std::size_t place = planted.decisions.size();
    planted.decisions.push_back(
        for_show ? planter.about(identity, {other_spelling, order_swapped}, 2, true, false)
                 : planter.about(identity, true));
    planted.pairs.push_back(truth_of(roster, planted.decisions.back(), place));
  }
}

// Someone else with the name and the birth date of a driver.
void plant_decoy(const Roster& roster, std::uint64_t stranger, Planted& planted) {
  const std::size_t place = planted.decisions.size();
  Planter planter(roster, place);
  const std::uint64_t driver = watched_driver(roster, 0, roster.options().drivers, planter.draws());
  if (driver == roster.options().drivers) return;
  Identity namesake = roster.people().identity(stranger);
  const Identity licensed = roster.people().identity(driver);
  namesake.given = licensed.given;
  namesake.family = licensed.family;
  namesake.former_family = licensed.former_family;
  namesake.woman = licensed.woman;
  namesake.born = licensed.born;
  SampleDecision decision = planter.about(namesake, false);
  person::Person& subject = decision.decision.subject;
  if (subject.driving_licence == licensed.driving_licence) subject.driving_licence.reset();
  planted.decisions.push_back(std::move(decision));
  planted.decoys.push_back({place, roster.licences_of(driver)});
}

}  // namespace

Planted plant_decisions(const Roster& roster) {
  const std::size_t drivers = roster.options().drivers;
  Planted planted;
  if (drivers == 0) return planted;
  const std::size_t truths = std::max<std::size_t>(1, drivers / 100);
  const std::size_t decoys = std::max<std::size_t>(1, drivers / 1000);
  const std::size_t strangers = drivers / 50 > truths + decoys ? drivers / 50 - truths - decoys : 0;
  plant_truths(roster, truths, planted);
  std::uint64_t stranger = drivers;
  for (std::size_t i = 0; i < decoys; ++i)
    plant_decoy(roster, stranger++, planted);
  for (std::size_t i = 0; i < strangers; ++i) {
    Planter planter(roster, planted.decisions.size());
    planted.decisions.push_back(planter.about(roster.people().identity(stranger++), false));
  }
  return planted;
}

}  // namespace badgewatch::sample
