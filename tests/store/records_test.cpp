// Putting licences and entering decisions.
#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;
using ports::EnterOutcome;
using ports::PutOutcome;

TEST_CASE("a licence that is new, the same, and changed") {
  TestRegister test;
  const auto first = test.put("BIR", {licence(1)});
  REQUIRE(first[0].outcome == PutOutcome::created);
  REQUIRE(first[0].version == 1);

  const auto same = test.put("BIR", {licence(1)});
  REQUIRE(same[0].outcome == PutOutcome::unchanged);
  REQUIRE(same[0].id == first[0].id);
  REQUIRE(same[0].version == 1);

  const auto changed = test.put("BIR", {licence(1, domain::LicenceStatus::suspended)});
  REQUIRE(changed[0].outcome == PutOutcome::updated);
  REQUIRE(changed[0].id == first[0].id);
  REQUIRE(changed[0].version == 2);

  const auto found =
      must(test.store().records().find_licence(caller("BIR"), licence(1).licence_number));
  REQUIRE(found.id == first[0].id);
  REQUIRE(found.version == 2);
  REQUIRE(found.licence == licence(1, domain::LicenceStatus::suspended));
  REQUIRE(verify_feed(test.store()) == 2);
}

TEST_CASE("two authorities' licences of one number are two licences") {
  TestRegister test;
  const auto bir = test.put("BIR", {licence(1)});
  const auto man = test.put("MAN", {licence(1)});
  REQUIRE(man[0].outcome == PutOutcome::created);
  REQUIRE(man[0].id != bir[0].id);
}

TEST_CASE("a licence several times in one batch: the last one is stored, as one version") {
  TestRegister test;
  const auto outcomes =
      test.put("BIR", {licence(1), licence(2), licence(1, domain::LicenceStatus::suspended),
                       licence(1, domain::LicenceStatus::suspended),
                       licence(1, domain::LicenceStatus::revoked)});
  REQUIRE(outcomes[0].outcome == PutOutcome::created);
  REQUIRE(outcomes[1].outcome == PutOutcome::created);
  REQUIRE(outcomes[2].outcome == PutOutcome::updated);
  REQUIRE(outcomes[3].outcome == PutOutcome::unchanged);
  REQUIRE(outcomes[4].outcome == PutOutcome::updated);
  for (const auto& outcome : outcomes)
    CHECK(outcome.version == 1);
  auto found = must(test.store().records().find_licence(caller("BIR"), licence(1).licence_number));
  REQUIRE(found.version == 1);
  REQUIRE(found.licence.status == domain::LicenceStatus::revoked);
  REQUIRE(verify_feed(test.store()) == 2);

  const auto later = test.put("BIR", {licence(1), licence(1, domain::LicenceStatus::revoked)});
  REQUIRE(later[0].outcome == PutOutcome::updated);
  REQUIRE(later[1].outcome == PutOutcome::updated);
  found = must(test.store().records().find_licence(caller("BIR"), licence(1).licence_number));
  REQUIRE(later[0].version == found.version);
  REQUIRE(later[1].version == found.version);
  REQUIRE(found.licence.status == domain::LicenceStatus::revoked);
  REQUIRE(verify_feed(test.store()) == 3);
  auto owner = test.session("superuser");
  REQUIRE(ask(*owner, "select count(*) from licence_version") == "1");
}

TEST_CASE("a number repeated with changing content moves the head once") {
  TestRegister test;
  std::vector<domain::Licence> repeated;
  for (int i = 0; i < 100; ++i) {
    repeated.push_back(licence(1));
    repeated.back().holder = someone(i);
  }
  auto owner = test.session("superuser");
  // Each update within a transaction leaves a row version behind, and takes the next place.
  const auto place = [&] {
    return std::stoi(ask(*owner, "select (ctid::text::point)[1]::int from feed_head"));
  };
  const auto before = place();
  const auto outcomes = test.put("BIR", repeated);
  REQUIRE(verify_feed(test.store()) == 1);
  CHECK(outcomes.back().outcome == PutOutcome::updated);
  CHECK(must(test.store().records().find_licence(caller("BIR"), licence(1).licence_number))
            .licence.holder == someone(99));
  CHECK(place() == before + 1);
}

TEST_CASE("a licence whose version is not the one expected stays as it is") {
  TestRegister test;
  (void)test.put("BIR", {licence(1)});
  auto unit = must(test.store().records().begin(caller("BIR")));
  const std::vector<ports::LicenceToPut> wanted = {
      {.licence = licence(1, domain::LicenceStatus::revoked), .if_match = 7},
      {.licence = licence(2), .if_match = 1},
      {.licence = licence(1, domain::LicenceStatus::expired), .if_match = 1}};
  const auto outcomes = must(unit->put_licences(wanted, test.now()));
  REQUIRE(outcomes[0].outcome == PutOutcome::version_differs);
  REQUIRE(outcomes[0].version == 1);
  REQUIRE(outcomes[1].outcome == PutOutcome::version_differs);
  REQUIRE(outcomes[2].outcome == PutOutcome::updated);
  (void)must(unit->commit());
  const auto found =
      must(test.store().records().find_licence(caller("BIR"), licence(1).licence_number));
  REQUIRE(found.licence.status == domain::LicenceStatus::expired);
}

TEST_CASE("the content that stands is unchanged, whatever version is expected") {
  TestRegister test;
  (void)test.put("BIR", {licence(1)});
  (void)test.put("BIR", {licence(1, domain::LicenceStatus::revoked)});
  auto unit = must(test.store().records().begin(caller("BIR")));
  const std::vector<ports::LicenceToPut> wanted = {
      {.licence = licence(1, domain::LicenceStatus::revoked), .if_match = 1}};
  const auto outcomes = must(unit->put_licences(wanted, test.now()));
  REQUIRE(outcomes[0].outcome == PutOutcome::unchanged);
  REQUIRE(outcomes[0].version == 2);
}

TEST_CASE("what is not committed did not happen") {
  TestRegister test;
  {
    auto unit = must(test.store().records().begin(caller("BIR")));
    const std::vector<ports::LicenceToPut> wanted = {{.licence = licence(1), .if_match = {}}};
    (void)must(unit->put_licences(wanted, test.now()));
    const auto leaf = test.leaf("licences_put", "BIR");
    (void)must(unit->log({&leaf, 1}));
  }
  const auto found = test.store().records().find_licence(caller("BIR"), licence(1).licence_number);
  REQUIRE(found.has_error());
  REQUIRE(found.error().code() == core::Errc::not_found);
  REQUIRE(verify_feed(test.store()) == 0);
  auto owner = test.session("superuser");
  REQUIRE(ask(*owner, "select count(*) from log_leaf") == "0");
}

TEST_CASE("a decision is entered once under its reference") {
  TestRegister test;
  const auto first = test.enter("BIR", {decision(1)});
  REQUIRE(first[0].outcome == EnterOutcome::entered);
  REQUIRE(first[0].record.version == 1);

  const auto again = test.enter("BIR", {decision(1)});
  REQUIRE(again[0].outcome == EnterOutcome::repeated);
  REQUIRE(again[0].record.id == first[0].record.id);
  REQUIRE(again[0].record.decision == decision(1));
  REQUIRE(again[0].record.feed_seq == 1);

  auto other = decision(2);
  other.your_reference = decision(1).your_reference;
  const auto taken = test.enter("BIR", {other});
  REQUIRE(taken[0].outcome == EnterOutcome::reference_taken);
  REQUIRE(test.enter("MAN", {other})[0].outcome == EnterOutcome::entered);
  REQUIRE(verify_feed(test.store()) == 2);
}

TEST_CASE("decisions without a reference are each their own") {
  TestRegister test;
  auto unnamed = decision(1);
  unnamed.your_reference.clear();
  const auto outcomes = test.enter("BIR", {unnamed, unnamed});
  REQUIRE(outcomes[0].outcome == EnterOutcome::entered);
  REQUIRE(outcomes[1].outcome == EnterOutcome::entered);
  REQUIRE(outcomes[0].record.id != outcomes[1].record.id);
}

TEST_CASE("a decision that is tried again under its id is entered once") {
  TestRegister test;
  for (const std::string reference : {"", "CASEREF-1"}) {
    auto wanted = decision(1);
    wanted.your_reference = reference;
    const auto entry = to_enter(wanted, "2037-11-22");
    const auto leaf = test.leaf("decisions_entered", "BIR");
    std::vector<ports::DecisionEntered> told;
    for (int attempt = 0; attempt < 2; ++attempt) {
      auto unit = must(test.store().records().begin(caller("BIR")));
      told.push_back(must(unit->enter_decisions({&entry, 1}, test.now())).front());
      (void)must(unit->log({&leaf, 1}));
      (void)must(unit->commit());
    }
    CHECK(told[0].outcome == EnterOutcome::entered);
    CHECK(told[1].outcome == EnterOutcome::entered);
    CHECK(told[1].record.id == entry.id);
    CHECK(told[1].record.decision == wanted);
  }
  REQUIRE(verify_feed(test.store()) == 2);
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from decision") == "2");
  CHECK(ask(*owner, "select count(*) from decision_change") == "2");
  CHECK(ask(*owner, "select count(*) from log_leaf") == "2");
}

TEST_CASE("the same reference twice in one batch") {
  TestRegister test;
  auto other = decision(2);
  other.your_reference = decision(1).your_reference;
  const auto outcomes = test.enter("BIR", {decision(1), decision(1), other});
  REQUIRE(outcomes[0].outcome == EnterOutcome::entered);
  REQUIRE(outcomes[1].outcome == EnterOutcome::repeated);
  REQUIRE(outcomes[1].record.id == outcomes[0].record.id);
  REQUIRE(outcomes[2].outcome == EnterOutcome::reference_taken);
}

TEST_CASE("a decision that changed since is still known by what was entered") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)})[0].record.id;
  change_state(test, "BIR", id, "under_appeal");

  const auto again = test.enter("BIR", {decision(1)});
  REQUIRE(again[0].outcome == EnterOutcome::repeated);
  REQUIRE(again[0].record.id == id);
  REQUIRE(again[0].record.version == 2);
  REQUIRE(again[0].record.state == domain::EntryState::under_appeal);
  REQUIRE(again[0].record.feed_seq == 2);

  auto other = decision(2);
  other.your_reference = decision(1).your_reference;
  REQUIRE(test.enter("BIR", {other})[0].outcome == EnterOutcome::reference_taken);
  REQUIRE(verify_feed(test.store()) == 2);
}

TEST_CASE("a decision is read back whole, by its own authority alone") {
  TestRegister test;
  auto full = decision(5);
  full.kind = domain::DecisionKind::suspension;
  full.suspension_ends_on = day("2027-01-31");
  full.first_entered_on = day("2023-04-27");
  full.imported_from = "old register";
  const auto id = test.enter("BIR", {full})[0].record.id;

  const auto found = must(test.store().records().find_decision(caller("BIR"), id));
  REQUIRE(found.decision == full);
  REQUIRE(found.authority == "BIR");
  REQUIRE(found.entered_at == test.now());
  REQUIRE(found.clocks.enter_by == day("2026-11-24"));
  REQUIRE(found.clocks.late == false);
  REQUIRE(found.clocks.retained_until == day("2037-11-22"));
  REQUIRE(found.state == domain::EntryState::active);
  REQUIRE(found.feed_seq == 1);

  const auto others = test.store().records().find_decision(caller("MAN"), id);
  REQUIRE(others.has_error());
  REQUIRE(others.error().code() == core::Errc::not_found);
}

TEST_CASE("the entry behind a hit") {
  TestRegister test;
  const auto entered = test.enter("BIR", {decision(1), decision(2)});
  const auto unknown = core::new_uuid(test.clock(), test.randomness());
  const auto views = must(test.store().entries().find({entered[1].record.id, unknown}));
  REQUIRE(views.size() == 1);
  REQUIRE(views[0].id == entered[1].record.id);
  REQUIRE(views[0].recording_authority == "BIR");
  REQUIRE(views[0].subject == someone(2));
  REQUIRE(views[0].decided_on == day("2026-11-16"));

  change_state(test, "BIR", entered[1].record.id, "removed");
  REQUIRE(must(test.store().entries().find({entered[1].record.id})).empty());
}
