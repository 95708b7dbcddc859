#include "sample/decisions.hpp"

#include "core/csv.hpp"
#include "core/json.hpp"
#include "person/person_json.hpp"
#include "sample/rows.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

namespace badgewatch::sample {
namespace {

const core::Date today = *core::Date::of(2026, 11, 23);

bool licenses(const Roster& roster, std::uint64_t person, const std::string& authority) {
  const auto licences = roster.licences_of(person);
  return std::any_of(licences.begin(), licences.end(),
                     [&](const SampleLicence& each) { return each.authority == authority; });
}

TEST_CASE("one decision for fifty drivers, half of them about drivers, a few decoys") {
  const Roster roster({1, 5'000, today});
  const Planted planted = plant_decisions(roster);
  CHECK(planted.decisions.size() == 100);
  CHECK(planted.pairs.size() == 50);
  CHECK(planted.decoys.size() == 5);
}

TEST_CASE("the same options plant the same decisions") {
  const SampleOptions options{9, 2'000, today};
  CHECK(truth_json(options, plant_decisions(Roster(options))) ==
        truth_json(options, plant_decisions(Roster(options))));
}

TEST_CASE("a decision's authority does not license its person, and the person is watched") {
  const Roster roster({1, 5'000, today});
  const Planted planted = plant_decisions(roster);
  std::set<std::uint64_t> people;
  for (const TruthPair& pair : planted.pairs) {
    const SampleDecision& decision = planted.decisions[pair.decision];
    INFO(decision.decision.your_reference);
    CHECK_FALSE(licenses(roster, decision.person, decision.authority));
    CHECK(people.insert(decision.person).second);
    CHECK_FALSE(decision.changes.empty());
    CHECK(decision.changes.size() <= 3);
    CHECK(std::any_of(pair.licences.begin(), pair.licences.end(), [](const TruthLicence& each) {
      return domain::is_watched(each.licence.licence.status);
    }));
  }
}

TEST_CASE("what is expected agrees with what decision and licence have in common") {
  const Roster roster({1, 20'000, today});
  const Planted planted = plant_decisions(roster);
  std::size_t strong = 0, possible = 0, hard = 0;
  for (const TruthPair& pair : planted.pairs) {
    const person::Person& subject = planted.decisions[pair.decision].decision.subject;
    for (const TruthLicence& truth : pair.licences) {
      const person::Person& holder = truth.licence.licence.holder;
      const bool same_number =
          !subject.national_insurance_number.empty() &&
          subject.national_insurance_number == holder.national_insurance_number;
      CHECK(truth.same_national_insurance_number == same_number);
      if (truth.expect == Expectation::strong) {
        CHECK((truth.same_national_insurance_number || truth.same_driving_licence));
        CHECK(subject.date_of_birth == holder.date_of_birth);
      }
      strong += truth.expect == Expectation::strong ? 1 : 0;
      possible += truth.expect == Expectation::possible ? 1 : 0;
      hard += truth.expect == Expectation::hard ? 1 : 0;
    }
  }
  CHECK(strong > 100);
  CHECK(possible > 20);
  CHECK(hard > 5);
}

TEST_CASE("the first decision is one to show") {
  const Roster roster({1, 20'000, today});
  const Planted planted = plant_decisions(roster);
  const SampleDecision& first = planted.decisions.front();
  CHECK(first.decision.your_reference == "DEMO-1");
  CHECK(first.changes == std::vector<Change>{Change::other_spelling, Change::order_swapped});
  const TruthLicence& licence = planted.pairs.front().licences.front();
  CHECK(licence.licence.authority == "WLV");
  CHECK(licence.same_national_insurance_number);
  CHECK(licence.expect == Expectation::strong);
}

TEST_CASE("a decoy has a driver's name and birth date and neither number") {
  const Roster roster({1, 20'000, today});
  const Planted planted = plant_decisions(roster);
  for (const Decoy& decoy : planted.decoys) {
    const person::Person& subject = planted.decisions[decoy.decision].decision.subject;
    for (const SampleLicence& each : decoy.licences) {
      const person::Person& holder = each.licence.holder;
      CHECK(subject.date_of_birth == holder.date_of_birth);
      if (!holder.national_insurance_number.empty())
        CHECK(subject.national_insurance_number != holder.national_insurance_number);
      if (holder.driving_licence) CHECK(subject.driving_licence != holder.driving_licence);
    }
  }
}

TEST_CASE("a roster of nobody, and one of a handful, plant what they can") {
  CHECK(plant_decisions(Roster({1, 0, today})).decisions.empty());
  const Planted few = plant_decisions(Roster({1, 10, today}));
  CHECK(few.pairs.size() == 1);
  CHECK(few.decoys.size() == 1);
}

TEST_CASE("the truth file joins up with the roster") {
  const SampleOptions options{4, 3'000, today};
  const Roster roster(options);
  const Planted planted = plant_decisions(roster);
  const auto truth = core::parse_json(truth_json(options, planted));
  REQUIRE(truth.has_value());
  const core::JsonArray& pairs = *truth->find("pairs")->array();
  CHECK(pairs.size() == planted.pairs.size());
  std::set<std::pair<std::string, std::string>> licences;
  roster.each_licence([&](const SampleLicence& each) {
    CHECK(licences.insert({each.authority, each.licence.licence_number}).second);
  });
  for (const core::Json& pair : pairs) {
    for (const core::Json& licence : *pair.find("licences")->array()) {
      CHECK(licences.contains(
          {*licence.find("authority")->string(), *licence.find("licence_number")->string()}));
      core::Problems problems;
      person::Warnings warnings;
      person::read_person(*licence.find("holder"), "/holder", person::Reading::strict, today,
                          problems, warnings);
      CHECK(problems.empty());
    }
  }
}

TEST_CASE("CSV rows have as many cells as the header, and no cell that was changed for safety") {
  const Roster roster({4, 500, today});
  std::string text;
  append_licence_header(text);
  roster.each_licence(
      [&](const SampleLicence& each) { append_licence_record(text, each.licence); });
  std::string_view rest = text;
  const auto header = core::take_csv_record(rest).value();
  CHECK(header.front() == "licence_number");
  CHECK(header.size() == 20);
  while (!rest.empty()) {
    const auto record = core::take_csv_record(rest).value();
    REQUIRE(record.size() == header.size());
    for (const std::string& cell : record)
      CHECK_FALSE(cell.starts_with("'"));
  }

  std::string decisions;
  append_decision_header(decisions);
  for (const SampleDecision& each : plant_decisions(roster).decisions)
    append_decision_record(decisions, each.decision);
  rest = decisions;
  const std::size_t columns = core::take_csv_record(rest).value().size();
  while (!rest.empty())
    CHECK(core::take_csv_record(rest).value().size() == columns);
}

}  // namespace
}  // namespace badgewatch::sample
