// What became of an application, on the register in memory: once, with a reason against undecided
// hits, corrected by a further record, and what the report of grants finds.
#include "app/case_outcomes.hpp"

#include "ports/memory_cases.hpp"
#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;
using domain::CaseResult;

namespace {

struct Cases {
  Running running{{}, std::chrono::seconds(20)};
  ports::MemoryCaseOutcomes kept{running.reg};
  app::CaseOutcomes outcomes{
      kept,          running.reg,        running.reg,    running.reg, running.reference,
      running.clock, running.randomness, running.metrics};
  const core::Date today = core::uk_date(running.clock.now());
  ports::CaseOutcomeRecord last;

  app::CheckAnswer check(const person::Person& subject) {
    REQUIRE(running.caught_up());
    return running.checks.ask(running.leeds, check_of(subject)).value();
  }

  core::Result<app::Answered> record(const core::Uuid& check, domain::CaseOutcome outcome,
                                     std::optional<core::Uuid> corrects = {}) {
    app::Once<ports::CaseOutcomeRecord> once;
    once.render = [this](const ports::CaseOutcomeRecord& record) {
      last = record;
      return ports::StoredAnswer{201, record.id.text(), {}};
    };
    return outcomes.record(running.leeds, {check, std::move(outcome), corrects}, once);
  }

  void put(std::string number, core::Date granted_on,
           domain::LicenceStatus status = domain::LicenceStatus::current) {
    auto licence = licence_of(person_named("Barnaby Wigglesworth", "1990-02-03"), number, status);
    licence.licence.granted_on = granted_on;
    (void)running.put(running.leeds, licence);
  }

  ports::Grants report(std::size_t most = 1'000) {
    return outcomes.grants(running.leeds, today, today, most).value();
  }
};

std::size_t leaves_of(const Running& running, std::string_view kind) {
  std::size_t found = 0;
  for (const auto& leaf : running.reg.leaves())
    if (leaf.event.kind == kind) ++found;
  return found;
}

}  // namespace

TEST_CASE("An outcome is recorded once, and corrected by a record that names the one that stands") {
  Cases cases;
  const auto check = cases.check(person_named("Amina Quatermain", "1985-03-14")).id;
  REQUIRE(cases.record(check, {CaseResult::granted, cases.today, "L 1", ""}).has_value());
  const auto first = cases.last;
  CHECK(first.undecided == 0);
  CHECK(first.searched_on == cases.today);
  CHECK(first.kept_until == cases.today.plus_years(11).plus_days(-1));
  const auto again = cases.record(check, {CaseResult::refused, cases.today, "", ""});
  CHECK(again.error().code() == core::Errc::conflict);
  REQUIRE(cases.record(check, {CaseResult::refused, cases.today, "", ""}, first.id).has_value());
  // What was corrected is corrected; the next one names the correction.
  CHECK(
      cases.record(check, {CaseResult::withdrawn, cases.today, "", ""}, first.id).error().code() ==
      core::Errc::conflict);
  REQUIRE(
      cases.record(check, {CaseResult::withdrawn, cases.today, "", ""}, cases.last.id).has_value());
  const auto all = cases.outcomes.of_check(cases.running.leeds, check).value();
  REQUIRE(all.size() == 3);
  CHECK(all[0].outcome.result == CaseResult::granted);
  CHECK(cases.outcomes.of_check(cases.running.york, check).value().empty());
  CHECK(leaves_of(cases.running, "case_outcome_recorded") == 3);
}

TEST_CASE("Nothing is corrected where nothing stands, and nothing recorded on another's check") {
  Cases cases;
  const auto check = cases.check(person_named("Amina Quatermain", "1985-03-14")).id;
  const domain::CaseOutcome refused{CaseResult::refused, cases.today, "", ""};
  CHECK(cases.record(check, refused, check).error().code() == core::Errc::conflict);
  CHECK(cases.outcomes.record(cases.running.york, {check, refused, {}}, {}).error().code() ==
        core::Errc::not_found);
}

TEST_CASE("A grant against a hit is recorded with a reason until somebody has decided the hit") {
  Cases cases;
  const auto him = person_named("Barnaby Wigglesworth", "1990-02-03");
  (void)cases.running.enter(cases.running.york, revocation_of(him, "R1"));
  const auto check = cases.check(him);
  REQUIRE(check.hits.size() == 1);
  const domain::CaseOutcome granted{CaseResult::granted, cases.today, "L 1", ""};
  const auto refused = cases.record(check.id, granted);
  REQUIRE(refused.has_error());
  CHECK(refused.error().code() == core::Errc::invalid);
  CHECK(refused.error().fields().at(0).pointer == "/reason");

  auto with_reason = granted;
  with_reason.reason = "York answered on the telephone.";
  REQUIRE(cases.record(check.id, with_reason).has_value());
  CHECK(cases.last.undecided == 1);
  const auto report = cases.report();
  REQUIRE(report.against_undecided.size() == 1);
  CHECK(report.against_undecided[0].id == cases.last.id);

  // An undecided finding decides nothing; a decided one does, on a later check of the same two too.
  for (const auto finding : {domain::Finding::undecided, domain::Finding::different_person}) {
    app::Once<ports::FindingRecord> once;
    once.render = [](const ports::FindingRecord&) { return ports::StoredAnswer{}; };
    REQUIRE(cases.running.adjudications
                .adjudicate(cases.running.leeds,
                            {check.id, check.hits[0].id, finding, "Both files were compared."},
                            once)
                .has_value());
    const auto later = cases.check(him).id;
    CHECK(cases.record(later, granted).has_value() == domain::is_decided(finding));
  }
}

TEST_CASE("The report finds licences that began without a search before them") {
  Cases cases;
  const auto check = [&] { return cases.check(person_named("Amina Quatermain", "1985-03-14")).id; };
  const auto before = check();
  cases.put("searched", cases.today);
  cases.put("never searched", cases.today);
  cases.put("another day", cases.today.plus_days(-1));
  cases.put("applied only", cases.today, domain::LicenceStatus::applied);
  REQUIRE(cases.record(before, {CaseResult::granted, cases.today, "searched", ""}).has_value());
  REQUIRE(cases.record(check(), {CaseResult::renewed, cases.today, "", ""}).has_value());
  const auto report = cases.report();
  CHECK(report.granted == 2);
  CHECK(report.searched == 1);
  CHECK(report.without_licence_number == 1);
  REQUIRE(report.without_search.size() == 1);
  CHECK(report.without_search[0].licence.licence_number == "never searched");
  CHECK(report.without_search[0].search == domain::SearchBefore::none);
  CHECK(report.against_undecided.empty());

  // Corrected to a refusal, it is no grant's search any more.
  REQUIRE(cases
              .record(before, {CaseResult::refused, cases.today, "", ""},
                      cases.outcomes.of_check(cases.running.leeds, before).value()[0].id)
              .has_value());
  CHECK(cases.report().searched == 0);
}

TEST_CASE("However few are listed, all are counted, and the latest come first") {
  Cases cases;
  const auto him = person_named("Barnaby Wigglesworth", "1990-02-03");
  (void)cases.running.enter(cases.running.york, revocation_of(him, "R1"));
  for (const int days : {2, 0, 3, 1}) {
    cases.put("L " + std::to_string(days), cases.today.plus_days(-days));
    REQUIRE(cases.record(cases.check(him).id, {CaseResult::granted, cases.today, "", "So it was."})
                .has_value());
  }
  cases.put("before", cases.today.plus_days(-4));
  const auto from = cases.today.plus_days(-3);
  const auto listed = [&](std::size_t most) {
    const auto report = cases.outcomes.grants(cases.running.leeds, from, cases.today, most).value();
    CHECK(report.granted == 4);
    CHECK(report.searched == 0);
    CHECK(report.without_licence_number == 4);
    CHECK(report.against_undecided_count == 4);
    CHECK(report.against_undecided.size() == std::min<std::size_t>(most, 4));
    std::vector<std::string> numbers;
    for (const auto& one : report.without_search)
      numbers.push_back(one.licence.licence_number);
    return numbers;
  };
  CHECK(listed(10) == std::vector<std::string>{"L 0", "L 1", "L 2", "L 3"});
  CHECK(listed(4) == std::vector<std::string>{"L 0", "L 1", "L 2", "L 3"});
  CHECK(listed(2) == std::vector<std::string>{"L 0", "L 1"});
}

TEST_CASE("A report of grants that the database refuses for a reason that passes is asked again") {
  struct Refusing final : ports::CaseOutcomes {
    core::Result<std::vector<ports::CaseOutcomeRecord>> of_check(const ports::Caller&,
                                                                 const core::Uuid&) override {
      return std::vector<ports::CaseOutcomeRecord>();
    }
    core::Result<ports::Grants> grants(const ports::GrantsWanted&,
                                       const proof::Leaf& leaf) override {
      leaves.push_back(leaf.id);
      if (leaves.size() < 3) return core::Error(core::Errc::unavailable, "A deadlock.");
      ports::Grants found;
      found.granted = 7;
      return found;
    }
    std::vector<core::Uuid> leaves;
  };
  Cases cases;
  Refusing refusing;
  app::CaseOutcomes outcomes{refusing,
                             cases.running.reg,
                             cases.running.reg,
                             cases.running.reg,
                             cases.running.reference,
                             cases.running.clock,
                             cases.running.randomness,
                             cases.running.metrics};
  const auto report = outcomes.grants(cases.running.leeds, cases.today, cases.today, 1);
  CHECK(report.value().granted == 7);
  REQUIRE(refusing.leaves.size() == 3);
  CHECK(refusing.leaves[0] == refusing.leaves[2]);  // it is in the log once
}
