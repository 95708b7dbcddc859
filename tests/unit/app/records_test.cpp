#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;

namespace {

app::Once<ports::DecisionEntered> once(std::uint8_t fingerprint) {
  app::Once<ports::DecisionEntered> made;
  made.key = ports::IdempotencyKey{"key-1", {}};
  made.key->fingerprint[0] = fingerprint;
  made.render = [](const ports::DecisionEntered& entered) {
    return ports::StoredAnswer{201, entered.record.id.text(), {}};
  };
  return made;
}

domain::Decision decision(std::string reference = "LDS/1") {
  return revocation_of(person_named("Jan Kowalski", "1979-12-01"), std::move(reference));
}

}  // namespace

TEST_CASE("A decision is entered with its clocks, its event and its leaf") {
  Running run;
  const auto before = run.reg.new_feed()->head().value();
  const auto id = run.enter(run.leeds, decision());
  const auto record = run.records.read_decision(run.leeds, id).value();
  CHECK(record.clocks.enter_by == day("2026-11-20"));
  CHECK(record.clocks.late == true);  // notified on Monday 16, entered on Tuesday 24
  CHECK(record.clocks.retained_until == day("2037-11-23"));
  CHECK(run.reg.new_feed()->head().value().position.seq == before.position.seq + 1);
  const auto leaves = run.reg.leaves();
  REQUIRE(leaves.size() == 2);
  CHECK(leaves[0].event.kind == "decisions_entered");
  CHECK(leaves[1].event.kind == "decision_read");
  CHECK(leaves[1].event.actor == "key-of-leeds");
  CHECK(run.records.read_decision(run.york, id).error().code() == core::Errc::not_found);
}

TEST_CASE("A request sent twice under one key happens once") {
  Running run;
  const auto first = run.records.enter_decision(run.leeds, decision(""), once(1)).value();
  const auto again = run.records.enter_decision(run.leeds, decision(""), once(1)).value();
  CHECK_FALSE(first.replayed);
  CHECK(again.replayed);
  CHECK(again.answer.body == first.answer.body);
  CHECK(run.records.enter_decision(run.leeds, decision(""), once(2)).error().code() ==
        core::Errc::key_reused);
  CHECK(run.records.enter_decision(run.york, decision(""), once(2)).has_value());
  CHECK(run.reg.new_feed()->head().value().position.seq == 2);
}

TEST_CASE("A reference names one decision") {
  Running run;
  const auto first = run.enter(run.leeds, decision());
  CHECK(run.enter(run.leeds, decision()) == first);
  auto other = decision();
  other.kind = domain::DecisionKind::refusal;
  const auto refused =
      run.records.enter_decision(run.leeds, other, {.key = {}, .render = once(1).render});
  CHECK(refused.error().code() == core::Errc::conflict);
  CHECK(run.enter(run.york, decision()) != first);
}

TEST_CASE("What cannot be stored is refused, and stored when it can be") {
  Running run;
  run.reg.fail_records(true);
  const auto one = decision();
  CHECK(run.records.enter_decisions(run.leeds, std::span(&one, 1)).front().error().code() ==
        core::Errc::unavailable);
  run.reg.fail_records(false);
  CHECK(run.records.enter_decisions(run.leeds, std::span(&one, 1)).front().has_value());
  CHECK(run.reg.leaves().size() == 1);
}

TEST_CASE("A decision whose commit was not answered is entered once, and logged once") {
  Running run;
  app::Once<ports::DecisionEntered> no_key;
  std::vector<ports::EnterOutcome> outcomes;
  no_key.render = [&](const ports::DecisionEntered& entered) {
    outcomes.push_back(entered.outcome);
    return ports::StoredAnswer{201, entered.record.id.text(), {}};
  };
  run.reg.lose_next_answer();
  const auto answered = run.records.enter_decision(run.leeds, decision(""), no_key).value();
  CHECK_FALSE(answered.replayed);
  CHECK(outcomes.back() == ports::EnterOutcome::entered);
  CHECK(run.reg.new_feed()->head().value().position.seq == 1);
  CHECK(run.reg.leaves().size() == 1);
  CHECK(run.records.read_decision(run.leeds, core::Uuid::parse(answered.answer.body).value())
            .has_value());

  const std::vector<domain::Decision> many = {decision("LDS/1"), decision("")};
  run.reg.lose_next_answer();
  for (const auto& one : run.records.enter_decisions(run.leeds, many))
    CHECK(one.value().outcome == ports::EnterOutcome::entered);
  CHECK(run.reg.new_feed()->head().value().position.seq == 3);
  CHECK(run.reg.leaves().size() == 3);  // the reading is one of them
}

TEST_CASE("A licence whose commit was not answered is put once, under If-Match too") {
  Running run;
  auto licence = licence_of(person_named("Jan Kowalski", "1979-12-01"), "L1");
  run.reg.lose_next_answer();
  CHECK(run.records.put_licence(run.leeds, licence).value().version == 1);
  licence.licence.status = domain::LicenceStatus::suspended;
  licence.if_match = 1;
  run.reg.lose_next_answer();
  CHECK(run.records.put_licence(run.leeds, licence).value().version == 2);
  CHECK(run.reg.new_feed()->head().value().position.seq == 2);
}

TEST_CASE("A licence has versions, and If-Match holds") {
  Running run;
  auto licence = licence_of(person_named("Jan Kowalski", "1979-12-01"), "L1");
  CHECK(run.records.put_licence(run.leeds, licence).value().outcome == ports::PutOutcome::created);
  CHECK(run.records.put_licence(run.leeds, licence).value().outcome ==
        ports::PutOutcome::unchanged);
  licence.licence.status = domain::LicenceStatus::suspended;
  licence.if_match = 7;
  CHECK(run.records.put_licence(run.leeds, licence).error().code() ==
        core::Errc::precondition_failed);
  licence.if_match = 1;
  const auto put = run.records.put_licence(run.leeds, licence).value();
  CHECK(put.outcome == ports::PutOutcome::updated);
  CHECK(put.version == 2);
  CHECK(run.records.read_licence(run.leeds, "L1").value().licence.status ==
        domain::LicenceStatus::suspended);
  CHECK(run.records.read_licence(run.york, "L1").error().code() == core::Errc::not_found);
}
