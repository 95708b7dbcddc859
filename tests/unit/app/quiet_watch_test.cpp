// The watch and what humans found: told once, not again while nothing changes, again when it does.
#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;
using domain::Finding;

namespace {

person::Person subject() {
  return person_named("Mohammed Iqbal Chowdhury", "1985-03-14", "QQ123456C");
}
person::Person holder() {
  return person_named("Md Iqbal Choudhury", "1985-03-14", "QQ123456C");
}
person::Person holder_with_address() {
  auto made = holder();
  made.addresses.push_back({{"1 High Street"}, "LU1 1AA"});
  return made;
}

void decide(Running& run, const ports::Caller& caller, const person::Person& person,
            Finding finding) {
  const auto check = run.checks.ask(caller, check_of(person)).value();
  REQUIRE(check.hits.size() == 1);
  const auto render = [](const ports::FindingRecord&) { return ports::StoredAnswer{}; };
  const auto kept = run.adjudications.adjudicate(
      caller,
      {.check = check.id, .hit = check.hits.front().id, .finding = finding, .reason = "Seen."},
      {{}, render});
  REQUIRE(kept.has_value());
}

std::size_t alerts_behind(Running& run, const ports::Caller& caller) {
  REQUIRE(run.watched());
  return run.alerts(caller).size();
}

}  // namespace

TEST_CASE("Who was found to be somebody, or somebody else, is not told of again") {
  const auto finding = GENERATE(Finding::same_person, Finding::different_person);
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  decide(run, run.york, holder(), finding);
  run.put(run.york, licence_of(holder(), "Y1"));
  CHECK(alerts_behind(run, run.york) == 0);
  // Another authority has found nothing.
  const ports::Caller manchester{"MAN", "key"};
  run.put(manchester, licence_of(holder(), "M1"));
  CHECK(alerts_behind(run, manchester) == 1);
  // Other evidence than was decided about.
  run.put(run.york, licence_of(holder_with_address(), "Y1"));
  CHECK(alerts_behind(run, run.york) == 1);
  // Another decision about the same person.
  run.enter(run.leeds, revocation_of(subject(), "LDS/2"));
  CHECK(alerts_behind(run, run.york) == 2);
}

TEST_CASE("The undecided are told") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  decide(run, run.york, holder(), Finding::different_person);
  decide(run, run.york, holder(), Finding::undecided);
  run.put(run.york, licence_of(holder(), "Y1"));
  CHECK(alerts_behind(run, run.york) == 1);
}

TEST_CASE("An alert that was decided comes again when the evidence has changed, and once") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  run.put(run.york, licence_of(holder(), "Y1"));
  REQUIRE(alerts_behind(run, run.york) == 1);
  // It waits for a finding: no second one beside it.
  run.put(run.york, licence_of(holder_with_address(), "Y1"));
  CHECK(alerts_behind(run, run.york) == 1);
  run.put(run.york, licence_of(holder(), "Y1"));
  decide(run, run.york, holder(), Finding::different_person);
  auto suspended = licence_of(holder(), "Y1", domain::LicenceStatus::suspended);
  run.put(run.york, suspended);
  CHECK(alerts_behind(run, run.york) == 1);

  run.put(run.york, licence_of(holder_with_address(), "Y1"));
  CHECK(alerts_behind(run, run.york) == 2);
  // Back to what was decided, and forth to what has been told.
  run.put(run.york, licence_of(holder(), "Y1"));
  run.put(run.york, licence_of(holder_with_address(), "Y1"));
  CHECK(alerts_behind(run, run.york) == 2);
}

TEST_CASE("Comparing everything again tells nothing that was decided") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  run.put(run.york, licence_of(holder(), "Y1"));
  REQUIRE(alerts_behind(run, run.york) == 1);
  decide(run, run.york, holder(), Finding::same_person);
  run.put(run.york, licence_of(holder(), "Y2"));
  REQUIRE(alerts_behind(run, run.york) == 1);
  run.reg.begin_epoch();
  REQUIRE(run.caught_up());
  CHECK(alerts_behind(run, run.york) == 1);
}

TEST_CASE("Under another table what was decided is not told, and what has other evidence is") {
  Running run;
  auto jones = person_named("David Jones", "1985-03-14");
  run.enter(run.leeds, revocation_of(jones, "LDS/1"));
  jones.date_of_birth = person::BirthDate{1985, 3, 0};
  auto with_email = jones;
  with_email.email = "jones@example.org";
  // Possible only where few are called Jones.
  REQUIRE(run.changed_to(run.publish("* 20\n")));
  decide(run, run.york, jones, Finding::different_person);
  REQUIRE(run.changed_to(run.publish("jones 20000 0.6\ndavid 20000\n")));
  run.put(run.york, licence_of(jones, "Y1"));
  run.put(run.york, licence_of(with_email, "Y2"));
  REQUIRE(alerts_behind(run, run.york) == 0);
  REQUIRE(run.reconciled());

  REQUIRE(run.changed_to(run.publish("* 21\n")));
  REQUIRE(run.reconciled());
  const auto alerts = run.alerts(run.york);
  REQUIRE(alerts.size() == 1);
  CHECK(alerts.front().licence_number == "Y2");
}
