// A new table of frequencies: published, changed to beside running checks, everything compared
// anew.
#include "app/concerns.hpp"
#include "app/learning.hpp"
#include "app/reconciliation.hpp"
#include "running.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::tests;

namespace {

// Every word says as much as a rare one.
const std::string all_rare = "* 20\n";

// Two records that are possible only where `jones` is rare.
person::Person jones(bool has_day = false) {
  auto person = person_named("David Jones", "1985-03-14");
  if (!has_day) person.date_of_birth = person::BirthDate{1985, 3, 0};
  return person;
}

std::string rules_of(const std::string& text) {
  return match::rules_version(match::Frequencies::read(text).value());
}

app::CheckAnswer ask(Running& run, const person::Person& person) {
  auto answer = run.checks.ask(run.york, check_of(person));
  REQUIRE(answer.has_value());
  return std::move(*answer);
}

}  // namespace

TEST_CASE("A published table is changed to, and answers name it") {
  Running run;
  run.enter(run.leeds, revocation_of(jones(true), "LDS/1"));
  REQUIRE(run.caught_up());
  const auto before = ask(run, jones());
  CHECK(before.outcome == domain::Outcome::no_match);
  CHECK(before.rules == match::rules_version());

  REQUIRE(run.changed_to(run.publish(all_rare)));
  const auto after = ask(run, jones());
  CHECK(after.outcome == domain::Outcome::possible_match);
  CHECK(after.rules == rules_of(all_rare));
  CHECK(app::to_json(after).find(R"("rules":")" + rules_of(all_rare)) != std::string::npos);
  CHECK(after.receipt.signed_text.find(rules_of(all_rare)) != std::string::npos);
  // What a stored check would be told now is judged by the rules of now.
  CHECK(run.checks.find(run.york, before.id).value().find("contradicted_by") != std::string::npos);
}

TEST_CASE("Every check is answered while the rules change") {
  Running run({}, std::chrono::seconds(5));
  run.enter(run.leeds, revocation_of(jones(true), "LDS/1"));
  for (int i = 0; i < 300; ++i)
    run.put(run.york,
            licence_of(person_named("Zbigniew Kowalczyk", "1961-07-02"), "Y" + std::to_string(i)));
  std::atomic<bool> stop = false;
  std::atomic<int> answered = 0;
  std::atomic<int> refused = 0;
  std::atomic<int> mixed = 0;
  std::array<std::thread, 3> askers;
  for (auto& asker : askers)
    asker = std::thread([&] {
      while (!stop) {
        const auto answer = run.checks.ask(run.york, check_of(jones()));
        if (!answer) {
          ++refused;
          continue;
        }
        ++answered;
        // By rare words it is possible, by the built-in ones it is not: never one named as the
        // other.
        const bool possible = answer->outcome == domain::Outcome::possible_match;
        if (possible != (answer->rules == rules_of(all_rare))) ++mixed;
      }
    });
  for (int change = 0; change < 6; ++change) {
    const auto version = run.publish(change % 2 == 0 ? all_rare : "jones 20000 0.6\ndavid 20000\n");
    // Rows go on coming while the new contents are built.
    run.put(run.york, licence_of(person_named("Olumide Adeyemi", "1970-01-05"),
                                 "C" + std::to_string(change)));
    if (!run.changed_to(version)) FAIL_CHECK("version " << version << " was not changed to");
  }
  REQUIRE(run.caught_up());
  stop = true;
  for (auto& asker : askers)
    asker.join();
  CHECK(refused == 0);
  CHECK(mixed == 0);
  CHECK(answered > 20);
  const auto holders = run.index.read(
      [](const app::IndexContents* contents) { return contents->holders.ids().size(); });
  CHECK(holders == 306);
}

TEST_CASE("An index takes and compares nobody by other rules") {
  app::IndexContents contents(proof::Head{}, app::built_in_rules());
  const auto table = match::Frequencies::read(all_rare).value();
  const match::Profile other(jones(), table);
  CHECK_THROWS_AS(contents.entries.put({}, 0, other), std::logic_error);
  CHECK_THROWS_AS(contents.holders.search(other), std::logic_error);
  CHECK(contents.entries.search(match::Profile(jones())).found.empty());
}

TEST_CASE("A table that cannot be read leaves the rules as they are, and is said") {
  Running run;
  run.reg.fail_frequencies(true);
  SECTION("of that form") {
    run.publish(all_rare);
  }
  SECTION("nor of another") {
    run.reg.fail_frequencies(false);
    run.publish("no table at all, of no form\n");
  }
  REQUIRE(soon([&] { return run.follower.remark().has_value(); }));
  CHECK(ask(run, jones()).rules == match::rules_version());
  CHECK(run.metrics.text().find("badgewatch_frequencies_failures_total") != std::string::npos);

  // Started anew the register serves by the built-in one.
  run.index.quarantine("test");
  REQUIRE(soon([&] { return run.index.head().has_value(); }));
  CHECK(ask(run, jones()).rules == match::rules_version());
  CHECK(run.follower.remark().has_value());

  run.reg.fail_frequencies(false);
  REQUIRE(run.changed_to(run.publish(all_rare)));
  CHECK_FALSE(run.follower.remark().has_value());
}

TEST_CASE("Who is possible only by the new table raises an alert, and nobody twice") {
  Running run;
  run.put(run.york, licence_of(jones(), "Y1"));
  run.put(run.york,
          licence_of(person_named("Md Iqbal Choudhury", "1985-03-14", "QQ123456C"), "Y2"));
  const auto entry = run.enter(run.leeds, revocation_of(jones(true), "LDS/1"));
  run.enter(
      run.leeds,
      revocation_of(person_named("Mohammed Iqbal Chowdhury", "1985-03-14", "QQ123456C"), "2"));
  REQUIRE(run.watched());
  REQUIRE(run.alerts(run.york).size() == 1);

  REQUIRE(run.changed_to(run.publish(all_rare)));
  REQUIRE(run.reconciled());
  const auto alerts = run.alerts(run.york);
  REQUIRE(alerts.size() == 2);
  CHECK(alerts.back().entry == entry);
  CHECK(alerts.back().licence_number == "Y1");
  CHECK(alerts.back().band == "possible");
  CHECK(run.alerts(run.leeds).empty());

  // A later change compares all again, and raises none of them again.
  REQUIRE(run.changed_to(run.publish("* 21\n")));
  REQUIRE(run.reconciled());
  CHECK(run.alerts(run.york).size() == 2);
}

TEST_CASE("A concern finds by the new table whoever licenses the person, once") {
  app::WatcherOptions watching;
  watching.consider_duty = [](const std::string& issuer, const core::Uuid& concern) {
    static const app::Reference reference = real_reference();
    return app::consider_duty(reference, issuer, concern, day("2026-11-24"));
  };
  Running run(watching);
  app::Concerns concerns(run.reg, run.reg, run.index, run.reference, run.clock, run.randomness,
                         run.metrics, [](const proof::Head&) {}, {});
  run.put(run.york, licence_of(jones(), "Y1"));
  REQUIRE(run.watched());
  domain::Concern concern;
  concern.became_aware_on = core::uk_date(run.clock.now());
  concern.categories = {domain::ConcernCategory::harm};
  concern.subject = jones(true);
  std::optional<core::Uuid> told;
  app::Once<ports::ConcernRecord> once;
  once.render = [&](const ports::ConcernRecord& record) {
    told = record.id;
    return ports::StoredAnswer{};
  };
  REQUIRE(concerns.report(run.leeds, concern, {}, once).has_value());
  REQUIRE(run.watched());
  REQUIRE(run.alerts(run.york).empty());

  REQUIRE(run.changed_to(run.publish(all_rare)));
  REQUIRE(run.reconciled());
  const auto alerts = run.alerts(run.york);
  REQUIRE(alerts.size() == 1);
  CHECK(alerts[0].kind == domain::AlertKind::concern_about_licensee);
  CHECK(alerts[0].entry == told);
  REQUIRE(run.changed_to(run.publish("* 21\n")));
  REQUIRE(run.reconciled());
  CHECK(run.alerts(run.york).size() == 1);
}

TEST_CASE("A row that comes is not delayed behind what is compared anew") {
  Running run({.compared_anew = 1});
  for (int i = 0; i < 20; ++i)
    run.enter(run.leeds, revocation_of(person_named("Zbigniew Kowalczyk", "1961-07-02"),
                                       "LDS/" + std::to_string(i)));
  run.put(run.york, licence_of(jones(), "Y1"));
  REQUIRE(run.watched());
  REQUIRE(run.reconciled());

  int steps = 0;
  std::atomic<bool> told_between = false;
  run.watched_entries.before = [&] {
    if (++steps == 5) {
      run.enter(run.leeds, revocation_of(jones(true), "LDS/live"));
      (void)run.caught_up();
    }
    if (steps == 6) told_between = run.reg.alerts(run.york, 0, 10).value().size() == 1;
  };
  REQUIRE(run.changed_to(run.publish(all_rare)));
  REQUIRE(run.reconciled());
  CHECK(steps >= 20);
  CHECK(told_between);
}

TEST_CASE("What one daemon began to compare anew another goes on with") {
  Running run;
  for (int i = 0; i < 30; ++i)
    run.enter(run.leeds, revocation_of(person_named("Zbigniew Kowalczyk", "1961-07-02"),
                                       "LDS/" + std::to_string(i)));
  REQUIRE(run.watched());
  REQUIRE(run.reconciled());
  const auto position = run.reg.new_feed()->head().value().position;
  const auto rules = std::make_shared<const app::Rules>(
      app::Rules{.frequencies = match::Frequencies::read(all_rare).value(),
                 .name = rules_of(all_rare),
                 .version = 7,
                 .learnt_at = {}});
  const auto feed = run.reg.new_feed();
  const std::atomic<bool> stop = false;
  app::LiveIndex index;
  (void)index.publish(app::build_contents(*feed, 1, rules, stop).value());

  ports::MemoryRegister& reg = run.reg;
  const auto steps_of = [&](const app::Rules& by, int most) {
    const auto watch = reg.new_watch();
    REQUIRE(soon([&] { return watch->hold().value(); }));
    app::Reconciliation reconciliation(*watch, reg, index, run.clock, run.metrics, 2, {});
    int steps = 0;
    while (steps < most && reconciliation.note_rules(by, position) &&
           reconciliation.step(by, position))
      ++steps;
    return steps;
  };
  // The register's own watch stops; two others take turns.
  run.reg.fail_snapshots(true);
  run.index.quarantine("test");
  CHECK(steps_of(*rules, 10) == 10);
  CHECK_FALSE(reg.new_watch()->compared_under().value().whole);
  CHECK(steps_of(*rules, 100) == 5);
  CHECK(reg.new_watch()->compared_under().value().whole);
  CHECK(steps_of(*rules, 100) == 0);
  // Held by one of other rules meanwhile, it begins anew: what came then was compared by those.
  CHECK(steps_of(*app::built_in_rules(), 1) == 0);
  CHECK(steps_of(*rules, 100) == 15);
}

TEST_CASE("A night learns once, from enough people, what matters") {
  Running run;
  core::SeededRandomness randomness{2};
  ports::FrequencyTables& tables = run.reg;
  std::vector<ports::LicenceToPut> many;
  const auto born = [](int i) { return day("1961-07-02").plus_days(i).iso(); };
  for (int i = 0; i < 300; ++i)
    many.push_back(
        licence_of(person_named(i % 2 == 0 ? "Zbigniew Kowalczyk" : "Olumide Adeyemi", born(i)),
                   "Y" + std::to_string(i)));
  // Another licence of one of them: a person counts once.
  many.push_back(licence_of(person_named("Zbigniew Kowalczyk", born(4)), "Y-too"));
  // No holder any more: not counted.
  many.push_back(licence_of(person_named("Gurpreet Sandhu", "1961-07-02"), "Y-gone",
                            domain::LicenceStatus::surrendered));
  for (const auto& put : run.records.put_licences(run.york, many))
    REQUIRE(put.has_value());
  const auto learn = [&](const std::string& turn, std::size_t least, bool again = false) {
    const auto feed = run.reg.new_feed();
    return app::learn_frequencies(tables, *feed,
                                  {.turn = day(turn),
                                   .again = again,
                                   .actor = "learning",
                                   .stop = {},
                                   .least_people = least},
                                  run.clock, randomness)
        .value();
  };
  CHECK(learn("2026-11-01", 301).outcome == app::Learnt::too_few);
  CHECK(learn("2026-11-01", 300).outcome == app::Learnt::not_now);
  const auto first = learn("2026-11-02", 300);
  CHECK(first.outcome == app::Learnt::published);
  CHECK(first.people == 300);
  CHECK(first.version == 1);
  CHECK(run.changed_to(1));
  CHECK(learn("2026-11-02", 300).outcome == app::Learnt::not_now);
  CHECK(learn("2026-11-01", 300).outcome == app::Learnt::not_now);
  CHECK(learn("2026-11-02", 300, true).outcome == app::Learnt::not_different);
  CHECK(learn("2026-11-03", 300).outcome == app::Learnt::not_different);
  CHECK(tables.published().value().size() == 1);
  // One that cannot be read is mended by the next night.
  run.reg.fail_frequencies(true);
  CHECK(learn("2026-11-04", 300).version == 2);
  run.reg.fail_frequencies(false);
  CHECK(run.changed_to(2));
  const auto learning = tables.begin(day("2026-11-09"), false, {}).value();
  CHECK(learn("2026-11-09", 300).outcome == app::Learnt::not_now);
}
