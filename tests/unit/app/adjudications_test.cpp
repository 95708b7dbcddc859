// What a human found about a hit: where it is shown, for how long, and what it never does.
#include "core/json_reader.hpp"
#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;
using domain::Finding;

namespace {

person::Person subject() {
  return person_named("Mohammed Iqbal Chowdhury", "1985-03-14", "QQ123456C");
}
person::Person same_otherwise_spelt() {
  return person_named("Md Iqbal Choudhury", "1985-03-14", "QQ123456C");
}

std::string rendered(const ports::FindingRecord& finding) {
  return std::string(domain::name_of(finding.finding)) + " by " + finding.found_by;
}

core::Result<app::Answered> adjudicate(Running& run, const ports::Caller& caller,
                                       const app::CheckAnswer& check, Finding finding,
                                       std::optional<ports::IdempotencyKey> key = {}) {
  const auto render = [](const ports::FindingRecord& one) {
    return ports::StoredAnswer{.status = 200, .body = rendered(one), .headers = {}};
  };
  return run.adjudications.adjudicate(
      caller,
      {.check = check.id, .hit = check.hits.front().id, .finding = finding, .reason = "Seen both."},
      {std::move(key), render});
}

app::CheckAnswer ask(Running& run, const ports::Caller& caller, const person::Person& person) {
  auto answer = run.checks.ask(caller, check_of(person)).value();
  REQUIRE(answer.hits.size() == 1);
  return answer;
}

std::optional<Finding> earlier(const app::CheckAnswer& answer) {
  const auto& finding = answer.hits.front().earlier_finding;
  if (!finding) return {};
  return finding->finding;
}

}  // namespace

TEST_CASE("A finding is shown on later hits of the same two people, to who found it alone") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  const auto first = ask(run, run.york, same_otherwise_spelt());
  CHECK_FALSE(earlier(first));
  CHECK(adjudicate(run, run.york, first, Finding::different_person).value().answer.body ==
        "different_person by key-of-york");

  auto again = check_of(person_named("  md IQBAL choudhury", "1985-03-14", "qq 12 34 56 c"));
  again.case_reference = "ANOTHER/2";
  const auto later = run.checks.ask(run.york, again).value();
  REQUIRE(earlier(later) == Finding::different_person);
  const auto& found = *later.hits.front().earlier_finding;
  CHECK(found.reason == "Seen both.");
  CHECK(found.check == first.id);
  CHECK(found.found_at == run.clock.now());
  CHECK(app::to_json(later).find(R"("earlier_finding":{"finding":"different_person",)"
                                 R"("reason":"Seen both.","found_by":"key-of-york",)") !=
        std::string::npos);
  CHECK_FALSE(earlier(ask(run, {"MAN", "key-of-manchester"}, same_otherwise_spelt())));
  // Where the key has a name, that is who found it.
  const ports::Caller named{"YOR", "key-of-york", "licensing back office"};
  CHECK(adjudicate(run, named, first, Finding::undecided).value().answer.body ==
        "undecided by licensing back office");
}

TEST_CASE("A finding changes neither the outcome, the hits nor the answer that was given") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  const auto first = ask(run, run.york, same_otherwise_spelt());
  REQUIRE(adjudicate(run, run.york, first, Finding::different_person).has_value());
  const auto later = ask(run, run.york, same_otherwise_spelt());
  CHECK(later.outcome == domain::Outcome::match);
  CHECK(later.hits.front().comparison.weight == first.hits.front().comparison.weight);
  CHECK(later.hits.front().comparison.band == first.hits.front().comparison.band);

  const auto stored = run.checks.find(run.york, first.id).value();
  CHECK(stored.find(R"("outcome":"match")") != std::string::npos);
  CHECK(stored.find(R"("earlier_finding":null)") != std::string::npos);
}

TEST_CASE("A check read again shows what was found about its hits since") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  const auto check = ask(run, run.york, same_otherwise_spelt());
  const auto as_answered = run.checks.find(run.york, check.id).value();
  REQUIRE(adjudicate(run, run.york, check, Finding::same_person).has_value());
  REQUIRE(adjudicate(run, run.york, check, Finding::undecided).has_value());
  const auto stored = run.checks.find(run.york, check.id).value();
  const auto json = core::parse_json(stored).value();
  const auto& hit = json.find("hits")->array()->front();
  REQUIRE(hit.find("finding") != nullptr);
  CHECK(*hit.find("finding")->find("finding")->string() == "undecided");
  CHECK(*hit.find("id")->string() == check.hits.front().id.text());
  CHECK(as_answered.find(R"("finding":{)") == std::string::npos);
  CHECK(stored.size() > as_answered.size());
}

TEST_CASE("The last finding counts, and those before it are kept") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  const auto check = ask(run, run.york, same_otherwise_spelt());
  for (const auto finding : {Finding::same_person, Finding::undecided, Finding::different_person}) {
    REQUIRE(adjudicate(run, run.york, check, finding).has_value());
    CHECK(earlier(ask(run, run.york, same_otherwise_spelt())) == finding);
  }
  std::size_t leaves = 0;
  for (const auto& leaf : run.reg.leaves())
    leaves += leaf.event.kind == "hit_adjudicated" ? 1 : 0;
  CHECK(leaves == 3);
  CHECK(run.reg.leaves().back().event.detail.find("Seen both") == std::string::npos);
}

TEST_CASE("Other evidence asks the human again") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  REQUIRE(adjudicate(run, run.york, ask(run, run.york, same_otherwise_spelt()),
                     Finding::different_person)
              .has_value());
  auto other = same_otherwise_spelt();
  other.addresses.push_back({{"1 High Street"}, "LU1 1AA"});
  CHECK_FALSE(earlier(ask(run, run.york, other)));
  other = same_otherwise_spelt();
  other.national_insurance_number = "QQ123465C";
  CHECK_FALSE(earlier(ask(run, run.york, other)));
  CHECK(earlier(ask(run, run.york, same_otherwise_spelt())));
}

TEST_CASE("A finding about one decision says nothing about another one") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  REQUIRE(
      adjudicate(run, run.york, ask(run, run.york, same_otherwise_spelt()), Finding::same_person)
          .has_value());
  const auto second = run.enter(run.leeds, revocation_of(subject(), "LDS/2"));
  const auto answer = run.checks.ask(run.york, check_of(same_otherwise_spelt())).value();
  REQUIRE(answer.hits.size() == 2);
  for (const auto& hit : answer.hits)
    CHECK(hit.earlier_finding.has_value() == (hit.entry != second));
}

TEST_CASE("Only a hit of one's own check is adjudicated") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  const auto check = ask(run, run.york, same_otherwise_spelt());
  const auto refusal = [&](const ports::Caller& caller, const app::CheckAnswer& of) {
    return adjudicate(run, caller, of, Finding::same_person).error().code();
  };
  CHECK(refusal(run.leeds, check) == core::Errc::not_found);
  auto wrong = check;
  wrong.hits.front().id.bytes[0] ^= 1;
  CHECK(refusal(run.york, wrong) == core::Errc::not_found);
  wrong = check;
  wrong.id = ask(run, run.york, subject()).id;
  CHECK(refusal(run.york, wrong) == core::Errc::not_found);
  CHECK_FALSE(earlier(ask(run, run.york, same_otherwise_spelt())));
}

TEST_CASE("A finding happens once under its key, and although its answer was lost") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  const auto check = ask(run, run.york, same_otherwise_spelt());
  const auto count = [&] {
    std::size_t leaves = 0;
    for (const auto& leaf : run.reg.leaves())
      leaves += leaf.event.kind == "hit_adjudicated" ? 1 : 0;
    return leaves;
  };
  const ports::IdempotencyKey key{.key = "k", .fingerprint = {}};
  CHECK_FALSE(adjudicate(run, run.york, check, Finding::same_person, key).value().replayed);
  CHECK(adjudicate(run, run.york, check, Finding::undecided, key).value().replayed);
  CHECK(count() == 1);
  CHECK(earlier(ask(run, run.york, same_otherwise_spelt())) == Finding::same_person);
  run.reg.lose_next_answer();
  REQUIRE(adjudicate(run, run.york, check, Finding::undecided).has_value());
  CHECK(count() == 2);
}

TEST_CASE("Findings are asked for once for a whole batch, and not at all where nothing was hit") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  run.enter(run.leeds, revocation_of(person_named("Jan Kowalski", "1979-12-01"), "LDS/2"));
  REQUIRE(run.checks.ask(run.york, check_of(person_named("Zbigniew Unrelated", "1961-07-02")))
              .has_value());
  CHECK(run.reg.finding_reads() == 0);
  const std::vector<domain::CheckRequest> batch = {
      check_of(subject()), check_of(person_named("Zbigniew Unrelated", "1961-07-02")),
      check_of(person_named("Jan Kowalski", "1979-12-01")), check_of(same_otherwise_spelt())};
  for (const auto& answer : run.checks.ask(run.york, batch))
    REQUIRE(answer.has_value());
  CHECK(run.reg.finding_reads() == 1);
}

TEST_CASE("Where earlier findings cannot be read no hit is answered, and a clear is") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  run.reg.fail_findings(true);
  const std::vector<domain::CheckRequest> batch = {
      check_of(subject()), check_of(person_named("Zbigniew Unrelated", "1961-07-02"))};
  const auto answers = run.checks.ask(run.york, batch);
  REQUIRE(answers[0].has_error());
  CHECK(answers[0].error().code() == core::Errc::unavailable);
  CHECK(answers[1].value().outcome == domain::Outcome::no_match);
}

TEST_CASE("A hit of a check from before findings were kept is to be asked about again") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  const auto check = ask(run, run.york, subject());
  ports::CheckRecord old;
  old.id = check.id;
  old.authority = run.york.authority;
  old.answer = app::to_json(check);
  REQUIRE(run.reg.record({{old, {}}}).has_value());
  const auto refused = adjudicate(run, run.york, check, Finding::same_person);
  REQUIRE(refused.has_error());
  CHECK(refused.error().code() == core::Errc::conflict);
}
