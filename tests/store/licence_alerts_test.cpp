// What is told of licences beside the watch: one that ended without an entry, one of two, and what
// cannot be.
#include "app/awaited_entries.hpp"
#include "app/dual_licences.hpp"
#include "app/national_run.hpp"
#include "app/rebuild.hpp"
#include "app/reconciliation_runs.hpp"
#include "domain/succession.hpp"
#include "fixture.hpp"

#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;
using domain::AlertKind;
using domain::LicenceStatus;

namespace {

core::WorkingDays calendar() {
  return {{}, day("2012-01-01"), day("2035-12-31")};
}

struct Licensing {
  Licensing() {
    test.clock().set(at("2026-11-16T10:00:00Z"));  // a Monday
    follow();
  }

  // The index as a daemon has it that is caught up.
  void follow() {
    const auto feed = test.store().new_feed();
    auto built = must(app::build_contents(*feed, 1, app::built_in_rules(), never_stop));
    (void)index.publish(std::move(built));
  }
  void put(const std::string& authority, const domain::Licence& licence) {
    test.put(authority, {licence});
    follow();
  }
  void look_for_entries() {
    app::AwaitedEntries awaited(test.store().new_awaited_entries(), test.store().entries(), index,
                                reference, test.clock(), metrics);
    for (int i = 0; i < 10 && must(awaited.step()); ++i) {
    }
  }
  std::unique_ptr<app::DualLicences> dual() {
    return std::make_unique<app::DualLicences>(test.store().new_dual_licence_work(),
                                               test.store().new_feed(), index, reference,
                                               test.clock(), metrics);
  }
  void look_for_others() {
    const auto looking = dual();
    for (int i = 0; i < 1000 && must(looking->step()); ++i) {
    }
  }
  std::vector<ports::Alert> alerts(const std::string& authority, AlertKind kind) {
    auto all = must(test.store().alerts().alerts(caller(authority), 0, 500));
    std::erase_if(all, [&](const auto& one) { return one.kind != kind; });
    return all;
  }
  // MAN has ended, and BIR acts for it.
  void merge() {
    domain::Authority man, bir;
    man.code = "MAN";
    bir.code = "BIR";
    man.starts_on = bir.starts_on = day("1974-04-01");
    man.ends_on = day("2026-11-15");
    man.successors = {"BIR"};
    auto merged = *reference.get();
    merged.authorities = domain::Authorities({man, bir});
    reference.set(std::move(merged));
  }
  void pass_to(const char* time) { test.clock().set(at(time)); }
  std::size_t without_entry(const std::string& authority = "MAN") {
    return alerts(authority, AlertKind::revoked_without_entry).size();
  }
  core::Uuid reconcile() {
    test.clock().advance(std::chrono::minutes(1));
    app::ReconciliationRuns runs(test.store().reconciliations(), test.clock(), test.randomness());
    const auto id = must(runs.order(caller(""), {})).id;
    app::NationalRunOptions options;
    options.threads = 1;
    options.watch_patience = std::chrono::milliseconds(0);
    options.is_within_one_house = [this](const app::DualLicence& dual) {
      return app::is_within_one_house(reference.get()->authorities, dual,
                                      core::uk_date(test.clock().now()));
    };
    auto& store = test.store();
    app::NationalRun run(
        store.new_reconciliation_work(), [&store] { return store.new_feed(); }, store.entries(),
        nullptr, test.clock(), test.randomness(), metrics, options);
    REQUIRE(must(run.run(never_stop)));
    return id;
  }

  const std::atomic<bool> never_stop = false;
  TestRegister test;
  core::Metrics metrics;
  app::LiveIndex index;
  app::ReferenceData reference{app::Reference{
      .authorities = {},
      .calendar = calendar(),
      .periods = domain::Periods(
          {{"enter_decision", 5, domain::PeriodUnit::working_days, day("2012-01-01"), {}, ""}})}};
};

}  // namespace

TEST_CASE("A licence that ended without an entry is told of once, behind its last day") {
  Licensing its;
  its.put("MAN", licence(1));
  its.put("MAN", licence(1, LicenceStatus::revoked));
  its.look_for_entries();
  its.pass_to("2026-11-20T23:30:00Z");  // Friday, the fifth working day
  its.look_for_entries();
  CHECK(its.without_entry() == 0);
  its.pass_to("2026-11-21T00:30:00Z");
  its.look_for_entries();
  const auto told = its.alerts("MAN", AlertKind::revoked_without_entry);
  REQUIRE(told.size() == 1);
  CHECK(told[0].entry_type == "licence");
  CHECK(told[0].recording_authority == "MAN");
  CHECK(told[0].licence_number == licence(1).licence_number);
  CHECK(told[0].band.empty());
  its.look_for_entries();
  // Pushed again, and by another word: the same end.
  its.put("MAN", licence(1, LicenceStatus::refused));
  its.pass_to("2026-12-21T10:00:00Z");
  its.look_for_entries();
  CHECK(its.without_entry() == 1);
  CHECK(must(its.test.store().alerts().alerts(caller("BIR"), 0, 10)).empty());
  // In force again and ended again: that is told.
  its.put("MAN", licence(1));
  its.put("MAN", licence(1, LicenceStatus::revoked));
  its.pass_to("2027-01-21T10:00:00Z");
  its.look_for_entries();
  CHECK(its.without_entry() == 2);
}

TEST_CASE("Nobody is told where the authority has its entry, or the licence is in force again") {
  Licensing its;
  its.put("MAN", licence(1, LicenceStatus::revoked));
  its.put("MAN", licence(2, LicenceStatus::revoked));
  its.put("MAN", licence(3, LicenceStatus::revoked));
  its.put("MAN", licence(4, LicenceStatus::refused));
  auto old = licence(5, LicenceStatus::revoked);
  old.expires_on = day("2026-11-15");
  its.put("MAN", old);
  its.test.enter("MAN", {decision(1)});
  its.test.enter("BIR", {decision(2)});  // another authority's is no entry of theirs
  auto before = decision(4);
  before.decided_on = day("2024-03-31");  // the day before the grant
  before.notified_on = day("2024-03-31");
  before.effective_on = day("2024-03-31");
  its.test.enter("MAN", {before});
  its.put("MAN", licence(3));
  its.pass_to("2026-11-23T10:00:00Z");
  its.look_for_entries();
  std::set<std::string> numbers;
  for (const auto& alert : its.alerts("MAN", AlertKind::revoked_without_entry))
    numbers.insert(alert.licence_number);
  CHECK(numbers == std::set{licence(2).licence_number, licence(4).licence_number});
}

TEST_CASE("An index that is not whole says nothing of a missing entry") {
  Licensing its;
  its.put("MAN", licence(1, LicenceStatus::revoked));
  its.pass_to("2026-11-23T10:00:00Z");
  (void)its.index.quarantine("a test");
  its.look_for_entries();
  CHECK(its.without_entry() == 0);
  its.follow();
  its.look_for_entries();
  CHECK(its.without_entry() == 1);
}

TEST_CASE("Several who look for entries at once tell of each licence once") {
  Licensing its;
  std::vector<domain::Licence> ended;
  for (int n = 0; n < 60; ++n)
    ended.push_back(licence(n, LicenceStatus::revoked));
  its.test.put("MAN", ended);
  its.pass_to("2026-11-23T10:00:00Z");
  std::vector<std::thread> hosts;
  for (int i = 0; i < 3; ++i)
    hosts.emplace_back([&] { its.look_for_entries(); });
  for (auto& host : hosts)
    host.join();
  CHECK(its.without_entry() == 60);
}

TEST_CASE("Whoever is licensed by two authorities is told to both, once") {
  Licensing its;
  its.put("MAN", licence(1));
  its.put("WLV", licence(1));
  its.put("MAN", licence(2));
  its.look_for_others();
  its.look_for_others();
  const auto man = its.alerts("MAN", AlertKind::dual_licence);
  const auto wlv = its.alerts("WLV", AlertKind::dual_licence);
  REQUIRE(man.size() == 1);
  REQUIRE(wlv.size() == 1);
  CHECK(man[0].entry_type == "licence");
  CHECK(man[0].recording_authority == "WLV");
  CHECK(man[0].licence_number == licence(1).licence_number);
  CHECK(man[0].band == "strong");
  CHECK(wlv[0].recording_authority == "MAN");
  CHECK(man[0].entry != wlv[0].entry);
  // Pushed again with other details: told already.
  auto moved = licence(1);
  moved.expires_on = day("2028-03-31");
  its.put("WLV", moved);
  its.look_for_others();
  CHECK(its.alerts("MAN", AlertKind::dual_licence).size() == 1);
}

TEST_CASE("An authority and the one for which it acts are one") {
  Licensing its;
  its.merge();
  its.put("MAN", licence(1));
  its.put("BIR", licence(1));
  its.put("WLV", licence(1));
  its.look_for_others();
  (void)its.reconcile();
  for (const auto* authority : {"MAN", "BIR"}) {
    const auto told = its.alerts(authority, AlertKind::dual_licence);
    REQUIRE(told.size() == 1);
    CHECK(told[0].recording_authority == "WLV");
  }
  CHECK(its.alerts("WLV", AlertKind::dual_licence).size() == 2);
  // Its entry may stand under either code.
  its.put("MAN", licence(2, LicenceStatus::revoked));
  its.put("MAN", licence(3, LicenceStatus::revoked));
  its.test.enter("BIR", {decision(2)});
  its.test.enter("WLV", {decision(3)});
  its.follow();
  its.pass_to("2026-11-24T10:00:00Z");
  its.look_for_entries();
  const auto missing = its.alerts("MAN", AlertKind::revoked_without_entry);
  REQUIRE(missing.size() == 1);
  CHECK(missing[0].licence_number == licence(3).licence_number);
}

TEST_CASE("Who is licensed is told that he applies elsewhere, and two of whom he asks both") {
  Licensing its;
  its.put("MAN", licence(1));
  its.put("WLV", licence(1, LicenceStatus::applied));
  its.put("BIR", licence(2, LicenceStatus::applied));
  its.put("LDS", licence(2, LicenceStatus::applied));
  its.look_for_others();
  its.look_for_others();
  const auto pending = [&](const char* authority) {
    std::string from;
    for (const auto& alert : its.alerts(authority, AlertKind::applicant_pending_elsewhere))
      from += alert.recording_authority + " " + alert.licence_number + ";";
    return from;
  };
  CHECK(pending("MAN") == "WLV " + licence(1).licence_number + ";");
  CHECK(pending("WLV").empty());
  CHECK(pending("BIR") == "LDS " + licence(2).licence_number + ";");
  CHECK(pending("LDS") == "BIR " + licence(2).licence_number + ";");
  // An application of long ago says nothing of today.
  its.put("GLG", licence(3, LicenceStatus::applied));
  its.pass_to("2028-11-16T10:00:00Z");
  its.put("CRF", licence(3));
  its.look_for_others();
  CHECK(pending("CRF").empty());
}

TEST_CASE("An applicant, or one whose licence ended, is not licensed twice") {
  Licensing its;
  its.put("MAN", licence(1));
  its.put("WLV", licence(1, LicenceStatus::applied));
  its.put("MAN", licence(2));
  its.put("WLV", licence(2, LicenceStatus::surrendered));
  its.put("MAN", licence(3, LicenceStatus::suspended));
  its.look_for_others();
  CHECK(its.alerts("MAN", AlertKind::dual_licence).empty());
  its.put("WLV", licence(1));
  its.put("WLV", licence(3));
  its.look_for_others();
  CHECK(its.alerts("MAN", AlertKind::dual_licence).size() == 2);
  CHECK(its.alerts("WLV", AlertKind::dual_licence).size() == 2);
}

TEST_CASE("What was looked at and not kept is looked at again, and an index that is behind waits") {
  Licensing its;
  its.put("MAN", licence(1));
  const auto looking = its.dual();
  while (must(looking->step())) {
  }
  its.test.put("WLV", {licence(1)});
  CHECK_FALSE(must(looking->step()));  // the index has not come by it
  CHECK(its.alerts("WLV", AlertKind::dual_licence).empty());
  its.follow();
  // Whoever dies between looking and keeping leaves the place where it was.
  {
    const auto dies = its.test.store().new_dual_licence_work();
    REQUIRE(must(dies->begin()).has_value());
    // While it looks, nobody else does.
    CHECK_FALSE(must(looking->step()));
  }
  // The server lets go of what a dead session held a moment later.
  for (int i = 0; i < 10'000 && !must(looking->step()); ++i) {
  }
  CHECK(its.alerts("WLV", AlertKind::dual_licence).size() == 1);
  CHECK(its.alerts("MAN", AlertKind::dual_licence).size() == 1);
}

TEST_CASE("Several who look for others at once, and other rules, tell of each pair once") {
  Licensing its;
  std::vector<domain::Licence> all;
  for (int n = 0; n < 300; ++n)
    all.push_back(licence(n));
  its.test.put("MAN", all);
  its.test.put("WLV", all);
  its.follow();
  std::vector<std::thread> hosts;
  for (int i = 0; i < 3; ++i)
    hosts.emplace_back([&] { its.look_for_others(); });
  for (auto& host : hosts)
    host.join();
  its.look_for_others();
  CHECK(its.alerts("MAN", AlertKind::dual_licence).size() == 300);
  auto owner = its.test.session("bw_migrate");
  must(owner->script("as owner",
                     "set role bw_owner; set search_path = badgewatch;"
                     " update dual_licence_place set rules = 'others'"));
  its.look_for_others();
  CHECK(its.alerts("MAN", AlertKind::dual_licence).size() == 300);
  CHECK(its.alerts("WLV", AlertKind::dual_licence).size() == 300);
  CHECK(ask(*its.test.session("bw_watch"), "select rules = 'others' from dual_licence_place") ==
        "f");
}

TEST_CASE("A reconciliation tells of two licences that nobody has come by, and of no others") {
  Licensing its;
  its.put("MAN", licence(1));
  its.put("WLV", licence(1));
  its.put("MAN", licence(2));
  its.put("WLV", licence(2, LicenceStatus::applied));
  its.reconcile();
  CHECK(its.alerts("MAN", AlertKind::dual_licence).size() == 1);
  CHECK(its.alerts("WLV", AlertKind::dual_licence).size() == 1);
  its.reconcile();
  its.look_for_others();
  CHECK(its.alerts("MAN", AlertKind::dual_licence).size() == 1);
  CHECK(its.alerts("WLV", AlertKind::dual_licence).size() == 1);
}

TEST_CASE("Of data that cannot be an authority is told when they got worse, once for each run") {
  Licensing its;
  auto expired = licence(1);
  expired.expires_on = day("2026-11-01");
  its.put("MAN", expired);
  its.put("WLV", licence(3));
  const auto first = its.reconcile();
  const auto told = its.alerts("MAN", AlertKind::data_quality);
  REQUIRE(told.size() == 1);
  CHECK(told[0].entry_type == "reconciliation");
  CHECK(told[0].entry == first);
  CHECK(told[0].recording_authority == "MAN");
  its.reconcile();
  CHECK(its.alerts("MAN", AlertKind::data_quality).size() == 1);
  // Two worse in one run: one alert.
  auto second = licence(2);
  second.expires_on = day("2026-11-01");
  its.put("MAN", second);
  auto twice = licence(3);
  twice.licence_number = "PHD-TWICE";
  its.put("MAN", licence(3));
  its.put("MAN", twice);
  its.reconcile();
  CHECK(its.alerts("MAN", AlertKind::data_quality).size() == 2);
  // Mended, and worse again.
  its.put("MAN", licence(2));
  its.reconcile();
  CHECK(its.alerts("MAN", AlertKind::data_quality).size() == 2);
  its.put("MAN", second);
  its.reconcile();
  CHECK(its.alerts("MAN", AlertKind::data_quality).size() == 3);
  CHECK(its.alerts("WLV", AlertKind::data_quality).empty());
}
