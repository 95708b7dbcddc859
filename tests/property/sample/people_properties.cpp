#include "core/json.hpp"
#include "core/json_writer.hpp"
#include "person/driver_number.hpp"
#include "person/person_json.hpp"
#include "sample/decisions.hpp"
#include "sample/rows.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <set>

namespace badgewatch::sample {
namespace {

const core::Date today = *core::Date::of(2026, 11, 23);

// What the register says of a person written as JSON and read back strictly; QQ apart.
struct Judgement {
  core::Problems problems;
  person::Warnings warnings;
};

Judgement judged(const person::Person& person) {
  core::JsonWriter writer;
  person::write_person(writer, person);
  Judgement result;
  person::read_person(core::parse_json(writer.text()).value(), "/subject", person::Reading::strict,
                      today, result.problems, result.warnings);
  std::erase_if(result.warnings, [](const core::FieldProblem& warning) {
    return warning.pointer == "/subject/national_insurance_number";
  });
  return result;
}

TEST_CASE("the register takes every licence holder, and wonders at nothing but QQ") {
  REQUIRE(rc::check([](std::uint64_t seed) {
    const Roster roster({seed, 2'000'000, today});
    const auto person = *rc::gen::inRange<std::uint64_t>(0, 2'000'000);
    for (const SampleLicence& each : roster.licences_of(person)) {
      const Judgement judgement = judged(each.licence.holder);
      RC_ASSERT(judgement.problems.empty());
      RC_ASSERT(judgement.warnings.empty());
    }
  }));
}

TEST_CASE("a driver number says its holder's birth date, sex and name") {
  REQUIRE(rc::check([](std::uint64_t seed) {
    const People people(seed, today);
    const Identity identity = people.identity(*rc::gen::inRange<std::uint64_t>(0, 19'000));
    RC_PRE(identity.driving_licence.issuer == "GB");
    const auto number = person::decode_driver_number(identity.driving_licence.number);
    RC_ASSERT(number.has_value());
    const core::Date born = identity.born;
    RC_ASSERT(number->female_marker == identity.woman);
    RC_ASSERT(person::agreement_with_birth_date(*number, {born.year(), born.month(), born.day()}) ==
              person::Agreement::agrees);
    RC_ASSERT(person::agreement_with_surname(
                  *number, {"", "", identity.family, person::NameKind::current}) ==
              person::Agreement::agrees);
  }));
}

TEST_CASE("the register takes every planted decision") {
  REQUIRE(rc::check([](std::uint64_t seed) {
    const Roster roster({seed, *rc::gen::inRange<std::size_t>(1, 600), today});
    for (const SampleDecision& each : plant_decisions(roster).decisions) {
      RC_ASSERT(judged(each.decision.subject).problems.empty());
      RC_ASSERT(domain::check_decision(each.decision, today).empty());
    }
  }));
}

TEST_CASE("a person's licences are of different authorities in force") {
  REQUIRE(rc::check([](std::uint64_t seed) {
    const People people(seed, today);
    const auto issuers = people.licensing(*rc::gen::inRange<std::uint64_t>(0, 1'000'000)).issuers;
    RC_ASSERT(!issuers.empty());
    RC_ASSERT(std::set<const Area*>(issuers.begin(), issuers.end()).size() == issuers.size());
    for (const Area* issuer : issuers)
      RC_ASSERT(issuer->in_force(today));
  }));
}

}  // namespace
}  // namespace badgewatch::sample
