// The feed under load: dense, in order, with nothing missed, and equal to what the tables hold.
#include "fixture.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

using Row = std::tuple<int, std::int64_t, std::string, person::Person>;
using Rows = std::map<core::Uuid, Row>;

Row row_of(const ports::IndexRow& row) {
  return {static_cast<int>(row.kind) * 100 + static_cast<int>(row.licence_status) * 10 +
              static_cast<int>(row.entry_state),
          row.version, row.authority, row.person};
}

Rows snapshot_of(store::Store& store, unsigned threads, proof::Head& head) {
  Rows rows;
  proof::SetDigest digest;
  std::mutex mutex;
  head = must(store.new_feed()->snapshot(threads, [&](std::vector<ports::IndexRow>&& batch) {
    const std::lock_guard lock(mutex);
    for (const auto& row : batch) {
      rows[row.id] = row_of(row);
      digest.add(proof::row_element(row.kind, row.id, row.version));
    }
  }));
  REQUIRE(static_cast<std::int64_t>(rows.size()) == head.live);
  REQUIRE(digest == head.digest);
  return rows;
}

Rows replay_of(store::Store& store) {
  Rows rows;
  auto feed = store.new_feed();
  for (std::int64_t seq = 0;;) {
    const auto steps = must(feed->after(seq, 100));
    if (steps.empty()) return rows;
    for (const auto& step : steps) {
      if (step.row)
        rows[step.event.row] = row_of(*step.row);
      else
        rows.erase(step.event.row);
    }
    seq = steps.back().event.seq;
  }
}

}  // namespace

TEST_CASE("after random operations, chain, count, digest and snapshot agree") {
  TestRegister test;
  std::mt19937 random(20261123);
  const auto pick = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  std::map<std::pair<std::string, int>, domain::Licence> expected;
  std::vector<std::pair<std::string, core::Uuid>> entries;
  for (int round = 0; round < 60; ++round) {
    const auto authority = std::string(1, static_cast<char>('A' + pick(4)));
    const int kind = pick(10);
    if (kind < 6) {
      std::vector<domain::Licence> licences;
      for (int i = pick(30); i >= 0; --i) {
        const int n = pick(40);
        licences.push_back(licence(n, static_cast<domain::LicenceStatus>(pick(7))));
        licences.back().holder.telephone = std::to_string(pick(3));
        expected[{authority, n}] = licences.back();
      }
      (void)test.put(authority, licences);
    } else if (kind < 8) {
      for (const auto& one : test.enter(authority, {decision(round), decision(round + 1)}))
        if (one.outcome == ports::EnterOutcome::entered)
          entries.emplace_back(authority, one.record.id);
    } else if (!entries.empty()) {
      const auto& [whose, id] =
          entries[static_cast<std::size_t>(pick(static_cast<int>(entries.size())))];
      change_state(test, whose, id, pick(2) == 0 ? "under_appeal" : "removed");
    }
  }
  REQUIRE(verify_feed(test.store()) > 100);
  for (const auto& [whose, wanted] : expected) {
    const auto found =
        must(test.store().records().find_licence(caller(whose.first), wanted.licence_number));
    REQUIRE((found.licence == wanted));
  }
  proof::Head head;
  const auto whole = snapshot_of(test.store(), 2, head);
  REQUIRE(whole.size() == expected.size() + entries.size());
  REQUIRE((whole == replay_of(test.store())));
}

TEST_CASE("who looks at entries alone gets each event, and licences without their rows") {
  TestRegister test;
  (void)test.put("BIR", {licence(1), licence(2)});
  const auto entered = test.enter("MAN", {decision(3)});
  (void)test.put("BIR", {licence(4)});
  const auto feed = test.store().new_feed();
  const auto whole = must(feed->after(1, 10));
  const auto entries = must(feed->entries_after(1, 10));
  REQUIRE(entries.size() == 3);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    CHECK(entries[i].event.seq == whole[i].event.seq);
    CHECK(entries[i].event.row == whole[i].event.row);
    CHECK(entries[i].chain == whole[i].chain);
  }
  CHECK_FALSE(entries[0].row);
  REQUIRE(entries[1].row);
  CHECK((row_of(*entries[1].row) == row_of(*whole[1].row)));
  CHECK(entries[1].event.row == entered[0].record.id);
  CHECK_FALSE(entries[2].row);
  CHECK(must(feed->entries_after(1, 2)).size() == 2);
}

TEST_CASE("a reader beside twelve writers misses nothing") {
  TestRegister test;
  constexpr int writers = 12, commits = 25;
  std::atomic<bool> writing{true};
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int w = 0; w < writers; ++w)
    threads.emplace_back([&, w] {
      // Two writers for each authority.
      const ports::Caller who = caller("A" + std::to_string(w / 2));
      for (int n = 0; n < commits; ++n) {
        auto unit = test.store().records().begin(who);
        if (!unit) return void(++failures);
        std::vector<ports::LicenceToPut> wanted;
        for (int i = 0; i < 4; ++i)
          wanted.push_back({.licence = licence(w * 1'000 + n * 4 + i), .if_match = {}});
        if (!(*unit)->put_licences(wanted, test.now()) || !(*unit)->commit()) ++failures;
      }
    });

  std::int64_t seq = 0;
  std::set<core::Uuid> seen;
  std::thread reader([&] {
    auto feed = test.store().new_feed();
    for (bool last = false;;) {
      const auto steps = feed->after(seq, 50);
      if (!steps) return void(++failures);
      for (const auto& step : *steps) {
        if (step.event.seq != ++seq || !step.row) ++failures;
        seen.insert(step.event.row);
      }
      if (!steps->empty()) continue;
      if (last) return;
      last = !writing;
    }
  });
  for (auto& thread : threads)
    thread.join();
  writing = false;
  reader.join();
  REQUIRE(failures == 0);
  REQUIRE(seq == writers * commits * 4);
  REQUIRE(seen.size() == writers * commits * 4);
  REQUIRE(verify_feed(test.store()) == seq);
}

TEST_CASE("writers of the same licences leave each licence once") {
  TestRegister test;
  std::atomic<int> created{0}, failures{0};
  std::vector<std::thread> threads;
  for (int w = 0; w < 8; ++w)
    threads.emplace_back([&, w] {
      std::vector<ports::LicenceToPut> wanted;
      for (int i = 0; i < 50; ++i)
        wanted.push_back({.licence = licence(w % 2 == 0 ? i : 49 - i), .if_match = {}});
      auto unit = test.store().records().begin(caller("BIR"));
      if (!unit) return void(++failures);
      auto outcomes = (*unit)->put_licences(wanted, test.now());
      if (!outcomes || !(*unit)->commit()) return void(++failures);
      for (const auto& outcome : *outcomes)
        if (outcome.outcome == ports::PutOutcome::created) ++created;
    });
  for (auto& thread : threads)
    thread.join();
  REQUIRE(failures == 0);
  REQUIRE(created == 50);
  REQUIRE(verify_feed(test.store()) == 50);
}

TEST_CASE("a snapshot beside writers is one moment's") {
  TestRegister test;
  std::atomic<bool> reading{true};
  std::thread writer([&] {
    for (int n = 0; reading; ++n)
      (void)test.put("BIR", {licence(n), licence(n / 2, domain::LicenceStatus::expired)});
  });
  for (int i = 0; i < 10; ++i) {
    proof::Head head;
    (void)snapshot_of(test.store(), 3, head);
  }
  reading = false;
  writer.join();
  REQUIRE(verify_feed(test.store()) > 0);
}
