#include "core/json_reader.hpp"
#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;

namespace {

const auto chowdhury = [] { return person_named("Mohammed Iqbal Chowdhury", "1985-03-14"); };
const auto nobody = [] { return person_named("Zbigniew Unrelated", "1961-07-02"); };

core::Errc refusal_of(const core::Result<app::CheckAnswer>& answer) {
  REQUIRE(answer.has_error());
  return answer.error().code();
}

}  // namespace

TEST_CASE("A clear has its proof, its receipt and its record") {
  Running run;
  run.enter(run.leeds, revocation_of(chowdhury(), "LDS/1"));
  const auto answer = run.checks.ask(run.york, check_of(nobody())).value();
  CHECK(answer.outcome == domain::Outcome::no_match);
  CHECK(answer.hits.empty());
  REQUIRE(answer.proven.has_value());
  CHECK(*answer.proven == run.reg.new_feed()->head().value().position);
  CHECK(proof::verify_signature(run.signer.public_key_base64(), answer.receipt.signed_text,
                                answer.receipt.signature));
  CHECK(run.reg.recorded_checks() == 1);
  const auto leaf = run.reg.leaves().back();
  CHECK(leaf.event.kind == "check");
  CHECK(leaf.event.subject == answer.id);
  CHECK(answer.receipt.signed_text.find(core::hex(leaf.commitment)) != std::string::npos);
  CHECK(leaf.event.detail.find("Zbigniew") == std::string::npos);
}

TEST_CASE("An entry is hit by the very next check") {
  Running run;
  for (int i = 0; i < 50; ++i) {
    const auto someone =
        person_named("Person Number " + std::string(1, static_cast<char>('A' + i % 26)) + "bcd" +
                         std::to_string(i),
                     "1970-01-" + std::string(i < 18 ? "1" : "2") + std::to_string(i % 9));
    const auto entry = run.enter(run.leeds, revocation_of(someone, "LDS/" + std::to_string(i)));
    const auto answer = run.checks.ask(run.york, check_of(someone)).value();
    REQUIRE(answer.outcome == domain::Outcome::possible_match);
    REQUIRE(std::any_of(answer.hits.begin(), answer.hits.end(),
                        [&](const app::Hit& hit) { return hit.entry == entry; }));
  }
}

TEST_CASE("A hit shows the entry, whom to ask and what agrees, and no number") {
  Running run;
  auto subject = person_named("Mohammed Iqbal Chowdhury", "1985-03-14", "QQ123456C");
  const auto entry = run.enter(run.leeds, revocation_of(subject, "LDS/1"));
  subject.names.front().full = "Md Iqbal Choudhury";
  const auto answer = run.checks.ask(run.york, check_of(subject)).value();
  CHECK(answer.outcome == domain::Outcome::match);
  REQUIRE(answer.hits.size() == 1);
  const auto& hit = answer.hits.front();
  CHECK(hit.entry == entry);
  CHECK(hit.recording_authority == "LDS");
  CHECK(hit.name == "Mohammed Iqbal Chowdhury");
  CHECK(hit.birth_year == 1985);
  CHECK(hit.comparison.band == match::Band::strong);
  const auto json = app::to_json(answer);
  CHECK(json.find("QQ123456C") == std::string::npos);
  CHECK(json.find("1985-03-14") == std::string::npos);
  CHECK(json.find("LDS/1") == std::string::npos);
}

TEST_CASE("An index that is behind clears nobody, and shows its hits without a proof") {
  Running run;
  run.enter(run.leeds, revocation_of(chowdhury(), "LDS/1"));
  REQUIRE(run.caught_up());
  run.follower_held = true;
  run.enter(run.leeds, revocation_of(person_named("Jan Kowalski", "1979-12-01"), "LDS/2"));

  CHECK(refusal_of(run.checks.ask(run.york, check_of(nobody()))) == core::Errc::freshness_unproven);
  CHECK(run.reg.recorded_checks() == 0);
  const auto hit = run.checks.ask(run.york, check_of(chowdhury())).value();
  CHECK(hit.outcome == domain::Outcome::possible_match);
  CHECK_FALSE(hit.proven.has_value());
  CHECK(app::to_json(hit).find(R"("freshness":"behind")") != std::string::npos);
  CHECK(app::to_json(hit).find(R"("proof":null)") != std::string::npos);

  run.follower_held = false;
  CHECK(run.checks.ask(run.york, check_of(nobody())).value().proven.has_value());
}

TEST_CASE("A head that cannot be read clears nobody") {
  Running run;
  run.reg.fail_head_reads(true);
  CHECK(refusal_of(run.checks.ask(run.york, check_of(nobody()))) == core::Errc::freshness_unproven);
  run.reg.fail_head_reads(false);
  CHECK(run.checks.ask(run.york, check_of(nobody())).has_value());
}

TEST_CASE("What the log does not take is not answered") {
  Running run;
  run.enter(run.leeds, revocation_of(chowdhury(), "LDS/1"));
  REQUIRE(run.caught_up());
  run.reg.fail_records(true);
  CHECK(refusal_of(run.checks.ask(run.york, check_of(nobody()))) == core::Errc::unavailable);
  CHECK(refusal_of(run.checks.ask(run.york, check_of(chowdhury()))) == core::Errc::unavailable);
}

TEST_CASE("A database set back behind the index is noticed, and the index built anew") {
  Running run;
  const auto image = run.reg.image();
  run.enter(run.leeds, revocation_of(chowdhury(), "LDS/1"));
  REQUIRE(run.caught_up());
  run.reg.restore(*image);
  CHECK(refusal_of(run.checks.ask(run.york, check_of(nobody()))) == core::Errc::freshness_unproven);
  run.reg.begin_epoch();  // as a restore does
  CHECK(soon([&] { return run.checks.ask(run.york, check_of(nobody())).has_value(); }));
  // The lost entry is no longer there to be hit: the index is the database's again.
  CHECK(run.checks.ask(run.york, check_of(chowdhury())).value().hits.empty());
}

TEST_CASE("An index built from a server that lacks what was acknowledged clears nobody") {
  Running run;
  const auto standby = run.reg.image();
  run.enter(run.leeds, revocation_of(chowdhury(), "LDS/1"));
  const auto primary = run.reg.image();
  REQUIRE(run.caught_up());
  run.reg.restore(*standby);
  run.index.quarantine("as a lost session would make it");
  REQUIRE(soon([&] { return run.index.head().has_value(); }));
  CHECK(refusal_of(run.checks.ask(run.york, check_of(chowdhury()))) ==
        core::Errc::freshness_unproven);
  run.reg.restore(*primary);
  CHECK(soon([&] { return run.checks.ask(run.york, check_of(nobody())).has_value(); }));
  CHECK(run.checks.ask(run.york, check_of(chowdhury())).value().outcome ==
        domain::Outcome::possible_match);
}

TEST_CASE("An index built from a server that lacks what an answer was proven with clears nobody") {
  Running run;
  const auto before = run.reg.image();
  {
    auto unit = run.reg.begin(run.leeds).value();  // by another daemon, so not told by this one
    const ports::DecisionToEnter entry{
        core::new_uuid(run.clock, run.randomness), revocation_of(chowdhury(), "LDS/1"), {}};
    REQUIRE(unit->enter_decisions(std::span(&entry, 1), run.clock.now()).has_value());
    REQUIRE(unit->commit().has_value());
  }
  REQUIRE(run.caught_up());
  REQUIRE(run.checks.ask(run.york, check_of(nobody())).value().proven.has_value());
  run.reg.restore(*before);
  run.index.quarantine("as a lost session would make it");
  REQUIRE(soon([&] { return run.index.head().has_value(); }));
  CHECK(refusal_of(run.checks.ask(run.york, check_of(chowdhury()))) ==
        core::Errc::freshness_unproven);
}

TEST_CASE("A database that forked at the same number is noticed") {
  Running run;
  run.follower_held = true;
  const auto image = run.reg.image();
  run.follower_held = false;
  run.enter(run.leeds, revocation_of(nobody(), "LDS/1"));
  REQUIRE(run.caught_up());
  run.follower_held = true;
  run.reg.restore(*image);
  run.enter(run.leeds, revocation_of(chowdhury(), "LDS/2"));
  // The deliberately broken twin would take this for proven: the numbers are the same.
  REQUIRE(run.index.head()->position.seq == run.reg.new_feed()->head().value().position.seq);
  CHECK(refusal_of(run.checks.ask(run.york, check_of(chowdhury()))) ==
        core::Errc::freshness_unproven);
  run.follower_held = false;
  REQUIRE(soon([&] { return run.index.head().has_value(); }));
  CHECK(run.checks.ask(run.york, check_of(chowdhury())).value().outcome ==
        domain::Outcome::possible_match);
}

TEST_CASE("Many checks in one call are the same checks") {
  Running run;
  run.enter(run.leeds, revocation_of(chowdhury(), "LDS/1"));
  const std::vector<domain::CheckRequest> requests = {check_of(nobody()), check_of(chowdhury()),
                                                      check_of(nobody())};
  const auto answers = run.checks.ask(run.york, requests);
  REQUIRE(answers.size() == 3);
  CHECK(answers[0].value().outcome == domain::Outcome::no_match);
  CHECK(answers[1].value().outcome == domain::Outcome::possible_match);
  CHECK(answers[2].value().outcome == domain::Outcome::no_match);
  CHECK(answers[0].value().id != answers[2].value().id);
  CHECK(run.reg.recorded_checks() == 3);
}

TEST_CASE("A stored check is contradicted by an entry that came later") {
  Running run;
  const auto asked = run.checks.ask(run.york, check_of(chowdhury())).value();
  CHECK(asked.outcome == domain::Outcome::no_match);
  const auto before = run.checks.find(run.york, asked.id).value();
  CHECK(before == app::to_json(asked));
  const auto entry = run.enter(run.leeds, revocation_of(chowdhury(), "LDS/1"));
  const auto stored = run.checks.find(run.york, asked.id).value();
  CHECK(stored.find(R"("current":false)") != std::string::npos);
  CHECK(stored.find(entry.text()) != std::string::npos);
  CHECK(run.checks.find(run.leeds, asked.id).error().code() == core::Errc::not_found);
}

TEST_CASE("A stored check is called current only with a proof") {
  Running run;
  const auto unproven = [&](const core::Uuid& id) {
    const auto read = run.checks.find(run.york, id);
    return read.has_error() && read.error().code() == core::Errc::freshness_unproven;
  };
  run.enter(run.leeds, revocation_of(chowdhury(), "LDS/1"));
  const auto clear = run.checks.ask(run.york, check_of(nobody())).value();
  const auto hit = run.checks.ask(run.york, check_of(chowdhury())).value();

  run.reg.fail_head_reads(true);
  CHECK(unproven(clear.id));
  CHECK(unproven(hit.id));
  run.reg.fail_head_reads(false);
  CHECK(run.checks.find(run.york, clear.id).value() == app::to_json(clear));

  // What would contradict it is entered, and the index has not heard of it.
  run.follower_held = true;
  run.enter(run.leeds, revocation_of(nobody(), "LDS/2"));
  CHECK(unproven(clear.id));
  CHECK(unproven(hit.id));
  run.follower_held = false;
  CHECK(run.checks.find(run.york, clear.id).value().find(R"("current":false)") !=
        std::string::npos);

  // One common word finds nobody for certain: that was no clear, and it can be read back.
  person::Person little;
  little.names.push_back({.full = "Mohammed", .given = {}, .family = {}});
  const auto asked = run.checks.ask(run.york, check_of(little)).value();
  REQUIRE(asked.outcome == domain::Outcome::indeterminate);
  CHECK(run.checks.find(run.york, asked.id).value() == app::to_json(asked));
}

TEST_CASE("A contradiction that is found is told, proof or not") {
  Running run;
  const auto clear = run.checks.ask(run.york, check_of(chowdhury())).value();
  const auto entry = run.enter(run.leeds, revocation_of(chowdhury(), "LDS/1"));
  REQUIRE(run.caught_up());
  run.reg.fail_head_reads(true);
  CHECK(run.checks.find(run.york, clear.id).value().find(entry.text()) != std::string::npos);
}

TEST_CASE(
    "A check with more hits than it shows is contradicted by what comes later, and by no other") {
  Running run;
  std::vector<domain::Decision> many;
  for (int i = 0; i < 205; ++i)
    many.push_back(revocation_of(chowdhury(), "LDS/" + std::to_string(i)));
  for (const auto& entered : run.records.enter_decisions(run.leeds, many))
    REQUIRE(entered.has_value());
  const auto asked = run.checks.ask(run.york, check_of(chowdhury())).value();
  REQUIRE(asked.hits.size() == 200);
  REQUIRE(asked.hits_left_out == 5);
  CHECK(run.checks.find(run.york, asked.id).value() == app::to_json(asked));

  const auto entry = run.enter(run.leeds, revocation_of(chowdhury(), "LDS/later"));
  const auto read = run.checks.find(run.york, asked.id).value();
  CHECK(read.find(R"("current":false,"contradicted_by":[")" + entry.text() + R"("])") !=
        std::string::npos);
}
