#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;

namespace {

person::Person subject() {
  return person_named("Mohammed Iqbal Chowdhury", "1985-03-14", "QQ123456C");
}
person::Person same_otherwise_spelt() {
  return person_named("Md Iqbal Choudhury", "1985-03-14", "QQ123456C");
}

}  // namespace

TEST_CASE("A decision that comes second finds the licence") {
  Running run;
  run.put(run.york, licence_of(same_otherwise_spelt(), "Y1"));
  REQUIRE(run.watched());
  const auto entry = run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  REQUIRE(run.watched());
  const auto alerts = run.alerts(run.york);
  REQUIRE(alerts.size() == 1);
  CHECK(alerts.front().entry == entry);
  CHECK(alerts.front().licence_number == "Y1");
  CHECK(alerts.front().recording_authority == "LDS");
  CHECK(alerts.front().band == "strong");
  CHECK(run.alerts(run.leeds).empty());
}

TEST_CASE("A licence that comes second finds the decision") {
  Running run;
  const auto entry = run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  REQUIRE(run.watched());
  run.put(run.york, licence_of(same_otherwise_spelt(), "Y1"));
  REQUIRE(run.watched());
  const auto alerts = run.alerts(run.york);
  REQUIRE(alerts.size() == 1);
  CHECK(alerts.front().entry == entry);
}

TEST_CASE("One alert for an entry and a licence, however often either is written") {
  Running run;
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  auto licence = licence_of(same_otherwise_spelt(), "Y1");
  for (int i = 1; i <= 9; ++i) {
    licence.licence.expires_on = day("2027-01-0" + std::to_string(i));
    run.put(run.york, licence);
  }
  REQUIRE(run.watched());
  CHECK(run.alerts(run.york).size() == 1);
  run.put(run.york, licence_of(same_otherwise_spelt(), "Y2"));
  run.enter(run.leeds, revocation_of(subject(), "LDS/2"));
  REQUIRE(run.watched());
  CHECK(run.alerts(run.york).size() == 4);
}

TEST_CASE("What comes after the database was set back under a serving register is told") {
  const bool has_new_epoch = GENERATE(true, false);
  CAPTURE(has_new_epoch);
  Running run;
  REQUIRE(run.watched());
  const auto backup = run.reg.image();
  for (int i = 1; i <= 5; ++i)
    run.enter(run.leeds, revocation_of(person_named("Zbigniew Unrelated", "1961-07-02"),
                                       "LDS/" + std::to_string(i)));
  REQUIRE(run.watched());

  run.reg.restore(*backup);
  if (has_new_epoch) run.reg.begin_epoch();
  run.put(run.york, licence_of(same_otherwise_spelt(), "Y1"));
  const auto entry = run.enter(run.leeds, revocation_of(subject(), "LDS/6"));
  REQUIRE(run.watched());
  const auto alerts = run.alerts(run.york);
  REQUIRE(alerts.size() == 1);
  CHECK(alerts.front().entry == entry);
  CHECK(run.metrics.text().find("badgewatch_quarantine_total{reason=") != std::string::npos);
}

TEST_CASE("A register that was set back is noticed although nobody asks") {
  Running run;
  const auto backup = run.reg.image();
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  REQUIRE(run.caught_up());
  run.reg.restore(*backup);
  CHECK(soon([&] {
    const auto head = run.index.head();
    return head && head->position.seq == 0;
  }));
}

TEST_CASE("A daemon whose index is not whole leaves the watch to another") {
  Running run;
  run.put(run.york, licence_of(person_named("Zbigniew Unrelated", "1961-07-02"), "Y0"));
  REQUIRE(run.watched());
  auto other = run.reg.new_watch();
  CHECK_FALSE(other->hold().value());
  run.reg.fail_snapshots(true);
  run.index.quarantine("test");
  CHECK(soon([&] { return other->hold().value(); }));
  run.reg.fail_snapshots(false);
  run.put(run.york, licence_of(same_otherwise_spelt(), "Y1"));
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  REQUIRE(run.caught_up());
  CHECK(run.alerts(run.york).empty());
  other->let_go();
  REQUIRE(run.watched());
  CHECK(run.alerts(run.york).size() == 1);
}

TEST_CASE("A licence is watched while it is applied for, current or suspended") {
  using domain::LicenceStatus;
  const auto alerts_with = [](LicenceStatus status) {
    Running run;
    run.put(run.york, licence_of(same_otherwise_spelt(), "Y1", status));
    run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
    REQUIRE(run.watched());
    return run.alerts(run.york).size();
  };
  for (const auto status :
       {LicenceStatus::applied, LicenceStatus::current, LicenceStatus::suspended})
    CHECK(alerts_with(status) == 1);
  for (const auto status : {LicenceStatus::revoked, LicenceStatus::refused, LicenceStatus::expired,
                            LicenceStatus::surrendered})
    CHECK(alerts_with(status) == 0);
}

TEST_CASE("An authority is not told of its own entries, nor of strangers") {
  Running run;
  run.put(run.leeds, licence_of(same_otherwise_spelt(), "L1"));
  run.put(run.york, licence_of(person_named("Zbigniew Unrelated", "1961-07-02"), "Y1"));
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  REQUIRE(run.watched());
  CHECK(run.alerts(run.leeds).empty());
  CHECK(run.alerts(run.york).empty());
}

TEST_CASE("A watch that could not write tries again, and nothing is lost or doubled") {
  Running run;
  run.put(run.york, licence_of(same_otherwise_spelt(), "Y1"));
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  REQUIRE(run.watched());
  run.put(run.york, licence_of(same_otherwise_spelt(), "Y2"));
  run.reg.fail_records(true);
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  run.reg.fail_records(false);
  REQUIRE(run.watched());
  CHECK(run.alerts(run.york).size() == 2);
}

TEST_CASE("What comes while the watch writes is written together") {
  Running run;
  run.put(run.york, licence_of(same_otherwise_spelt(), "Y0"));
  REQUIRE(run.watched());
  run.watch_writes.held = true;
  run.put(run.york, licence_of(same_otherwise_spelt(), "Y1"));
  REQUIRE(soon([&] { return run.watch_writes.waiting == 1; }));
  // Handed over one by one, as the index applies them.
  for (int i = 0; i < 20; ++i) {
    run.enter(run.leeds, revocation_of(subject(), "LDS/" + std::to_string(i)));
    REQUIRE(run.caught_up());
  }
  const int before = run.watch_writes.count;
  run.watch_writes.held = false;
  run.watch_writes.held.notify_all();
  REQUIRE(run.watched());
  CHECK(run.watch_writes.count - before == 2);
  CHECK(run.alerts(run.york).size() == 40);
}

TEST_CASE("One transaction has only so many alerts, whatever waits") {
  Running run({.alerts = 4});
  for (int i = 0; i < 3; ++i)
    run.put(run.york, licence_of(same_otherwise_spelt(), "Y" + std::to_string(i)));
  REQUIRE(run.watched());
  run.watch_writes.held = true;
  run.enter(run.leeds, revocation_of(subject(), "LDS/0"));
  REQUIRE(soon([&] { return run.watch_writes.waiting == 1; }));
  for (int i = 1; i <= 6; ++i) {
    run.enter(run.leeds, revocation_of(subject(), "LDS/" + std::to_string(i)));
    REQUIRE(run.caught_up());
  }
  const int before = run.watch_writes.count;
  run.watch_writes.held = false;
  run.watch_writes.held.notify_all();
  REQUIRE(run.watched());
  // The first alone, then six of three alerts each, two at a time.
  CHECK(run.watch_writes.count - before == 4);
  CHECK(run.alerts(run.york).size() == 21);
}

TEST_CASE("What comes wakes the watch, and it tells when it has raised alerts") {
  std::atomic<int> raised = 0;
  // By itself it would look once an hour.
  Running run({.poll = std::chrono::hours(1), .raised = [&raised] { ++raised; }});
  run.put(run.york, licence_of(same_otherwise_spelt(), "Y1"));
  REQUIRE(run.watched());
  CHECK(raised == 0);
  for (int i = 1; i <= 20; ++i) {
    run.enter(run.leeds, revocation_of(subject(), "LDS/" + std::to_string(i)));
    REQUIRE(run.watched());
    REQUIRE(soon([&] { return raised == i; }));
  }
  CHECK(run.alerts(run.york).size() == 20);
}

TEST_CASE("Rows that the watch was not handed are read again") {
  Running run({.batch = 3, .queued_rows = 2});
  run.enter(run.leeds, revocation_of(subject(), "LDS/1"));
  std::vector<ports::LicenceToPut> many;
  for (int i = 0; i < 40; ++i)
    many.push_back(licence_of(same_otherwise_spelt(), "Y" + std::to_string(i)));
  for (const auto& put : run.records.put_licences(run.york, many))
    REQUIRE(put.has_value());
  REQUIRE(run.watched());
  CHECK(run.alerts(run.york).size() == 40);
}
