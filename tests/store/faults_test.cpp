// Lost connections, killed servers, and what is said then.
#include "fixture.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

void terminate(const TestRegister& test, const std::string& role) {
  auto owner = test.session("superuser");
  REQUIRE(ask(*owner,
              "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where"
              " usename = '" +
                  role + "' and datname = current_database()") != "0");
}

}  // namespace

TEST_CASE("a connection that dies in a transaction: done again, it happens once") {
  TestRegister test;
  const std::vector<ports::LicenceToPut> wanted = {{.licence = licence(1), .if_match = {}},
                                                   {.licence = licence(2), .if_match = {}}};
  auto unit = must(test.store().records().begin(caller("BIR")));
  (void)must(unit->put_licences(wanted, test.now()));
  terminate(test, "bw_app");
  const auto lost = unit->commit();
  REQUIRE(lost.has_error());
  REQUIRE(lost.error().code() == core::Errc::unavailable);
  unit.reset();

  auto again = must(test.store().records().begin(caller("BIR")));
  const auto outcomes = must(again->put_licences(wanted, test.now()));
  REQUIRE(outcomes[0].outcome == ports::PutOutcome::created);
  (void)must(again->commit());
  REQUIRE(verify_feed(test.store()) == 2);
}

TEST_CASE("sessions that died idle are not lent") {
  TestRegister test;
  (void)test.put("BIR", {licence(1)});
  (void)must(test.store().checks().record({check(test, "BIR", 1)}));
  terminate(test, "bw_app");
  terminate(test, "bw_record");
  REQUIRE(test.put("BIR", {licence(1)})[0].outcome == ports::PutOutcome::unchanged);
  REQUIRE(test.store().checks().record({check(test, "BIR", 2)}).has_value());
}

TEST_CASE("no session free in time is said, not waited for") {
  TestRegister test([](store::StoreOptions& options) {
    options.app_sessions = 1;
    options.lease_wait = std::chrono::milliseconds(30);
  });
  auto first = must(test.store().records().begin(caller("BIR")));
  const auto second = test.store().records().begin(caller("BIR"));
  REQUIRE(second.has_error());
  REQUIRE(second.error().code() == core::Errc::unavailable);
  first.reset();
  REQUIRE(test.store().records().begin(caller("BIR")).has_value());
}

TEST_CASE("a database that is not there is unavailable everywhere") {
  TestRegister test([](store::StoreOptions& options) {
    options.conninfo = [](store::Role) {
      return std::string("host=/nowhere dbname=none connect_timeout=2");
    };
  });
  const auto is_unavailable = [](const auto& result) {
    return result.has_error() && result.error().code() == core::Errc::unavailable;
  };
  auto& store = test.store();
  CHECK(is_unavailable(store.records().begin(caller("BIR"))));
  CHECK(is_unavailable(store.checks().record({check(test, "BIR", 1)})));
  CHECK(is_unavailable(store.alerts().watched_position()));
  CHECK(is_unavailable(store.keys().find({})));
  CHECK(is_unavailable(store.reference().load()));
  CHECK(is_unavailable(store.entries().find({core::Uuid()})));
  CHECK(is_unavailable(store.new_feed()->head()));
  CHECK(is_unavailable(store.new_watch()->hold()));
}

TEST_CASE("a lock held too long is unavailable, and nothing is left of it") {
  TestRegister test(
      [](store::StoreOptions& options) { options.lock_timeout = std::chrono::milliseconds(50); });
  auto owner = test.session("superuser");
  (void)must(owner->script("lock", "begin; select * from feed_head for update"));
  auto unit = must(test.store().records().begin(caller("BIR")));
  const std::vector<ports::LicenceToPut> wanted = {{.licence = licence(1), .if_match = {}}};
  (void)must(unit->put_licences(wanted, test.now()));
  const auto refused = unit->commit();
  REQUIRE(refused.has_error());
  REQUIRE(refused.error().code() == core::Errc::unavailable);
  unit.reset();
  owner->rollback();
  REQUIRE(test.put("BIR", {licence(1)})[0].outcome == ports::PutOutcome::created);
}

TEST_CASE("checks recorded together are each there, also after the server is killed") {
  char pattern[] = "/tmp/bwkill.XXXXXX";
  REQUIRE(mkdtemp(pattern) != nullptr);
  const std::string folder = pattern;
  std::filesystem::permissions(folder, std::filesystem::perms(0755));
  cluster::ClusterOptions options;
  options.state_directory = folder + "/state";
  options.roles = {"bw_migrate", "bw_app", "bw_record"};
  auto running = must(cluster::Cluster::open(options));
  (void)must(store::prepare_roles(running->superuser_conninfo(), sql_directory()));
  (void)must(
      store::migrate(running->conninfo("bw_migrate"), sql_directory(), at("2026-01-01T00:00:00Z")));

  TestRegister any;  // for its clock and its checks
  std::vector<core::Uuid> answered;
  {
    store::StoreOptions its;
    its.conninfo = [&](store::Role role) { return running->conninfo(std::string(name_of(role))); };
    its.keys = store::SealingKeys::only(test_key());
    store::Store store(std::move(its), any.clock(), any.randomness());
    std::mutex mutex;
    std::vector<std::thread> callers;
    for (int t = 0; t < 16; ++t)
      callers.emplace_back([&, t] {
        for (int n = 0; n < 20; ++n) {
          auto one = check(any, "BIR", t * 100 + n);
          const auto id = one.record.id;
          if (!store.checks().record({std::move(one)})) return;
          const std::lock_guard lock(mutex);
          answered.push_back(id);
        }
      });
    for (auto& thread : callers)
      thread.join();
    std::ifstream pid_file(running->data_directory() + "/postmaster.pid");
    pid_t postmaster = 0;
    pid_file >> postmaster;
    REQUIRE(postmaster > 1);
    REQUIRE(kill(postmaster, SIGKILL) == 0);
  }
  REQUIRE(answered.size() == 320);
  running.reset();
  running = must(cluster::Cluster::open(options));
  auto owner = must(store::Session::open(running->superuser_conninfo(), {}));
  for (const auto& id : answered)
    REQUIRE(ask(*owner, "select count(*) from check_record where id = '" + id.text() + "'") == "1");
  REQUIRE(ask(*owner, "select count(*) from log_leaf") == "320");
  owner.reset();
  running.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}
