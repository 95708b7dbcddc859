// Who signs, and when nobody does.
#include "app/log_keeper.hpp"

#include "ports/memory_log.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

core::Hash leaf(int n) {
  core::Hash hash{};
  hash[0] = static_cast<std::uint8_t>(n);
  hash[1] = static_cast<std::uint8_t>(n >> 8);
  return hash;
}

proof::Signer signer_of(std::uint8_t first) {
  core::Hash seed{};
  seed[0] = first;
  return proof::Signer(seed);
}

struct Kept {
  ports::MemoryLog log;
  core::ManualClock clock{{1'764'000'000'000'000}};
  core::Metrics metrics;
  proof::Signer signer = signer_of(1);
  proof::Signer other_signer = signer_of(2);
  ports::MemoryLastCheckpoint* last = nullptr;  // of the newest keeper
  std::unique_ptr<app::LogKeeper> keeper = new_keeper(signer, "");

  // As a daemon that starts, with what it had kept.
  std::unique_ptr<app::LogKeeper> new_keeper(const proof::Signer& by, const std::string& kept) {
    auto memory = std::make_unique<ports::MemoryLastCheckpoint>();
    memory->note = kept;
    last = memory.get();
    return std::make_unique<app::LogKeeper>(log.new_writer(), std::move(memory), by, clock, metrics,
                                            app::LogKeeperOptions{.origin = "test", .batch = 3});
  }
  void keep() {
    keeper->keep([] { return false; });
  }
  void restart(const proof::Signer& by) { keeper = new_keeper(by, last->note); }
  std::size_t signed_count() const { return log.contents().checkpoints.size(); }
  std::size_t signed_size() const { return log.contents().checkpoints.back().tree.size; }
  bool is_stopped(const std::string& words) const {
    const auto trouble = keeper->trouble();
    INFO(trouble.value_or("(none)"));
    return trouble && trouble->find(words) != std::string::npos &&
           metrics.text().find("badgewatch_log_fork 1") != std::string::npos;
  }
};

}  // namespace

TEST_CASE("A checkpoint is signed when there is something new, and else none") {
  Kept kept;
  kept.keep();
  CHECK(kept.signed_count() == 0);
  kept.log.add({leaf(1), leaf(2), leaf(3), leaf(4), leaf(5), leaf(6), leaf(7)});
  kept.keep();
  CHECK(kept.signed_count() == 1);
  CHECK(kept.signed_size() == 7);
  kept.keep();
  CHECK(kept.signed_count() == 1);
  kept.log.add({leaf(8)});
  kept.keep();
  CHECK(kept.signed_size() == 8);
  CHECK(kept.last->note == kept.log.contents().checkpoints.back().note);
  const auto identity = kept.log.contents().identity;
  REQUIRE(identity.has_value());
  CHECK(identity->name.starts_with("test/"));
  CHECK(proof::open_checkpoint(kept.last->note, *identity).value().size == 8);
  CHECK_FALSE(kept.keeper->trouble().has_value());
}

TEST_CASE("A log that lost leaves is not signed, and not added to") {
  Kept kept;
  kept.log.add({leaf(1), leaf(2)});
  kept.keep();
  const auto before = kept.log.contents();
  kept.log.add({leaf(3)});
  kept.keep();
  kept.log.set(before);
  kept.log.add({leaf(4)});
  SECTION("noticed by the daemon that signed") {}
  SECTION("noticed by it after its next start") {
    kept.restart(kept.signer);
  }
  kept.keep();
  CHECK(kept.is_stopped("leaves were lost"));
  CHECK(kept.log.contents().numbered.size() == 2);
  CHECK(kept.signed_count() == 1);
  // The right database comes back.
  auto whole = before;
  whole.numbered.push_back(leaf(3));
  kept.log.set(whole);
  kept.keep();
  CHECK_FALSE(kept.keeper->trouble().has_value());
  CHECK(kept.signed_size() == 3);
}

TEST_CASE("A forked log is not signed, and not added to") {
  Kept kept;
  kept.log.add({leaf(1), leaf(2), leaf(3)});
  kept.keep();
  auto forked = kept.log.contents();
  forked.numbered[1] = leaf(9);
  forked.numbered.push_back(leaf(4));
  SECTION("its checkpoints are forked too") {
    forked.checkpoints.clear();
  }
  SECTION("its checkpoints are not") {}
  SECTION("noticed after a start") {
    kept.restart(kept.signer);
  }
  kept.log.set(forked);
  kept.log.add({leaf(5)});
  kept.keep();
  CHECK(kept.is_stopped("forked"));
  CHECK(kept.log.contents().numbered.size() == 4);
  CHECK(kept.signed_count() == forked.checkpoints.size());
}

TEST_CASE("Another key signs nothing under a log's name") {
  Kept kept;
  kept.log.add({leaf(1)});
  kept.keep();
  kept.restart(kept.other_signer);
  kept.log.add({leaf(2)});
  kept.keep();
  CHECK(kept.is_stopped("another key"));
  CHECK(kept.log.contents().numbered.size() == 1);
  // A new log, which the operator began.
  auto anew = kept.log.contents();
  anew.log_id.bytes[0] = 1;
  anew.identity.reset();
  anew.checkpoints.clear();
  kept.log.set(anew);
  kept.keep();
  CHECK_FALSE(kept.keeper->trouble().has_value());
  CHECK(kept.signed_size() == 2);
}

TEST_CASE("What is not kept outside of the database is not published") {
  Kept kept;
  kept.log.add({leaf(1)});
  kept.last->failing = true;
  kept.keep();
  CHECK(kept.signed_count() == 0);
  CHECK_FALSE(kept.keeper->trouble().has_value());
  kept.last->failing = false;
  kept.keep();
  CHECK(kept.signed_count() == 1);
}

TEST_CASE("A spoiled last checkpoint stops the log") {
  Kept kept;
  kept.keeper = kept.new_keeper(kept.signer, "spoiled");
  kept.log.add({leaf(1)});
  kept.keep();
  CHECK(kept.is_stopped("spoiled"));
  CHECK(kept.signed_count() == 0);
}

TEST_CASE("A daemon beside the one that signs keeps what that one signed") {
  Kept kept;
  auto beside = std::move(kept.keeper);
  auto* its_last = kept.last;
  kept.keeper = kept.new_keeper(kept.signer, "");
  kept.log.add({leaf(1)});
  kept.keep();
  kept.log.hold(true);
  beside->keep([] { return false; });
  CHECK(its_last->note == kept.last->note);
  kept.log.add({leaf(2)});
  beside->keep([] { return false; });
  CHECK(kept.signed_count() == 1);
}

TEST_CASE("A database that is away is waited for") {
  Kept kept;
  kept.log.add({leaf(1)});
  kept.log.fail(true);
  kept.keep();
  CHECK_FALSE(kept.keeper->trouble().has_value());
  kept.log.fail(false);
  kept.keep();
  CHECK(kept.signed_count() == 1);
}
