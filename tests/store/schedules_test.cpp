// Work that timers do is safe twice, at once and on several hosts: what is erased is erased once.
#include "fixture.hpp"

#include <mutex>
#include <set>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

TEST_CASE("hosts that purge at once, late and again erase each thing once") {
  TestRegister test;
  for (int n = 0; n < 60; ++n) {
    auto unit = must(test.store().records().begin(caller("BIR")));
    const std::vector entered{to_enter(decision(n), n % 2 == 0 ? "2020-01-01" : "2090-01-01")};
    (void)must(unit->enter_decisions(entered, test.now()));
    (void)must(unit->commit());
  }
  std::mutex mutex;
  std::multiset<std::string> told;
  const auto purge = [&] {
    for (int tries = 0; tries < 200; ++tries) {
      const auto erased = test.store().erase_expired(
          day("2026-11-27"), test.now(), 7,
          [&](std::span<const store::Erased> them) -> core::Result<std::vector<proof::Leaf>> {
            const std::lock_guard lock(mutex);
            for (const auto& one : them)
              told.insert(one.id.text());
            return std::vector<proof::Leaf>();
          });
      if (erased && erased->empty()) return;
      // Of two that met, one is undone and comes again.
    }
  };
  std::vector<std::thread> hosts;
  for (int i = 0; i < 3; ++i)
    hosts.emplace_back(purge);
  for (auto& host : hosts)
    host.join();
  purge();
  const std::set<std::string> once(told.begin(), told.end());
  CHECK(once.size() == 30);
  auto session = test.session("bw_audit");
  CHECK(ask(*session, "select count(*) from badgewatch.erasure") == "30");
  CHECK(verify_feed(test.store()) == 90);
}
