// Who was told "no match" hears of the entry that has come since: once, whoever dies, however late
// the check is kept.
#include "app/earlier_checks.hpp"

#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;
using domain::AlertKind;

namespace {

person::Person subject() {
  return person_named("Mohammed Iqbal Chowdhury", "1985-03-14", "QQ123456C");
}

app::EarlierChecksOptions quick() {
  return {.poll = std::chrono::milliseconds(2), .second_look = std::chrono::milliseconds(30)};
}

struct Looking : Running {
  std::unique_ptr<app::EarlierChecks> looking = make();

  std::unique_ptr<app::EarlierChecks> make() {
    return std::make_unique<app::EarlierChecks>(reg.new_clear_checks(), reg.new_feed(), index,
                                                clock, metrics, quick());
  }
  core::Uuid clear(const ports::Caller& caller) {
    const auto answer = checks.ask(caller, check_of(subject())).value();
    REQUIRE(answer.outcome == domain::Outcome::no_match);
    return answer.id;
  }
  std::vector<std::string> told(const ports::Caller& caller) {
    std::vector<std::string> lines;
    for (const auto& alert : alerts(caller))
      if (alert.kind == AlertKind::earlier_check_contradicted)
        lines.push_back(alert.check->text() + " " + alert.entry.text() + " " + alert.band);
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  // Both looks at all that was entered by now.
  bool looked() {
    const auto seq = reg.new_feed()->head().value().position.seq;
    const auto checks_read = reg.new_clear_checks();
    return soon([&] { return checks_read->position()->seq >= seq; });
  }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("A clear check is contradicted by an entry that comes, once") {
  Looking run;
  const auto check = run.clear(run.york);
  const auto again = run.clear(run.york);
  run.clear(run.leeds);
  const auto entry = run.enter(run.leeds, revocation_of(subject(), "1"));
  REQUIRE(run.looked());
  auto expected = Lines{check.text() + " " + entry.text() + " strong",
                        again.text() + " " + entry.text() + " strong"};
  std::sort(expected.begin(), expected.end());
  CHECK(run.told(run.york) == expected);
  CHECK(run.told(run.leeds).empty());
  // Another one takes up where this one was, and one from the beginning tells nothing twice.
  run.looking = run.make();
  (void)run.enter(run.leeds, revocation_of(person_named("Nobody Alike", "1951-01-02"), "2"));
  REQUIRE(run.looked());
  CHECK(run.told(run.york) == expected);
}

TEST_CASE("A check that is kept behind the first look is found by the second") {
  Looking run;
  REQUIRE(run.looked());
  const auto late = run.checks.ask(run.york, check_of(subject())).value();
  REQUIRE(late.outcome == domain::Outcome::no_match);
  const auto image = run.reg.image();
  const auto entry = run.enter(run.leeds, revocation_of(subject(), "1"));
  REQUIRE(run.looked());
  CHECK(run.told(run.york) == Lines{late.id.text() + " " + entry.text() + " strong"});
}

TEST_CASE("One that comes back, or is corrected, contradicts as one that comes") {
  Looking run;
  const auto wrong = person_named("Zbigniew Kowalczyk", "1961-05-11");
  const auto entry = run.enter(run.leeds, revocation_of(wrong, "1"));
  REQUIRE(run.caught_up());
  const auto check = run.clear(run.york);
  REQUIRE(run.looked());
  CHECK(run.told(run.york).empty());
  app::ChangeToMake wanted;
  wanted.decision = entry;
  wanted.change = domain::EntryChange::amend;
  wanted.on = day("2026-11-20");
  wanted.reason = "Another person.";
  wanted.amendment.subject = subject();
  wanted.signing = {"Ann", "Bob", {}};
  const app::Once<app::ChangeMade> once{{}, [](const auto&) { return ports::StoredAnswer{}; }};
  REQUIRE(run.entry_changes.change(run.leeds, wanted, once).has_value());
  REQUIRE(run.looked());
  CHECK(run.told(run.york) == Lines{check.text() + " " + entry.text() + " strong"});
}

TEST_CASE("What cannot be written is looked for again") {
  Looking run;
  const auto check = run.clear(run.york);
  const auto entry = run.enter(run.leeds, revocation_of(subject(), "1"));
  run.reg.fail_records(true);
  run.looking = run.make();
  run.reg.fail_records(false);
  REQUIRE(run.looked());
  CHECK(run.told(run.york) == Lines{check.text() + " " + entry.text() + " strong"});
}

TEST_CASE("Another history is looked through from where it says") {
  Looking run;
  const auto check = run.clear(run.york);
  const auto image = run.reg.image();
  (void)run.enter(run.leeds, revocation_of(subject(), "1"));
  REQUIRE(run.looked());
  run.reg.restore(*image);
  run.reg.begin_epoch();
  REQUIRE(run.caught_up());
  CHECK(run.told(run.york).empty());
  const auto entry = run.enter(run.leeds, revocation_of(subject(), "2"));
  REQUIRE(run.looked());
  CHECK(run.told(run.york) == Lines{check.text() + " " + entry.text() + " strong"});
}
