// The use cases on a register in memory, as the daemon wires them, for tests that break its parts.
#pragma once

#include "app/adjudications.hpp"
#include "app/checks.hpp"
#include "app/disclosures.hpp"
#include "app/entry_changes.hpp"
#include "app/follower.hpp"
#include "app/records.hpp"
#include "app/watcher.hpp"
#include "ports/memory.hpp"
#include "ports/memory_disclosures.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace badgewatch::tests {

core::Date day(std::string_view iso);
app::Reference real_reference();
std::vector<ports::ReferenceFile> real_reference_files();

person::Person person_named(std::string full, std::string born, std::string insurance = "");
domain::Decision revocation_of(person::Person subject, std::string reference);
ports::LicenceToPut licence_of(person::Person holder, std::string number,
                               domain::LicenceStatus status = domain::LicenceStatus::current);
domain::CheckRequest check_of(person::Person subject);

// A feed that can be held back, so that the index falls behind.
class HeldFeed final : public ports::Feed {
public:
  HeldFeed(std::unique_ptr<ports::Feed> feed, const std::atomic<bool>& held)
      : feed_(std::move(feed)), held_(held) {}
  core::Result<proof::Head> head() override;
  core::Result<std::vector<ports::FeedStep>> after(std::int64_t seq, std::size_t limit) override;
  core::Result<proof::Head> snapshot(
      unsigned threads, const std::function<void(std::vector<ports::IndexRow>&&)>& sink) override {
    return feed_->snapshot(threads, sink);
  }
  core::Result<std::optional<ports::FrequencyTable>> frequencies() override {
    return feed_->frequencies();
  }

private:
  std::unique_ptr<ports::Feed> feed_;
  const std::atomic<bool>& held_;
};

// A watch that can be held back from writing, says how often it wrote, and loses its database: just
// before or just behind a commit.
struct WatchWrites {
  std::atomic<bool> held = false;
  std::atomic<int> waiting = 0;
  std::atomic<int> count = 0;
  std::atomic<int> ahead = 0;                   // of these, those of entries ahead of licences
  std::atomic<int> lost_before = 0;             // so many more writes
  std::atomic<int> lost_behind = 0;             // so many more writes
  std::function<void(ports::Compared&)> spoil;  // set before anything is written
};
class HeldWatch final : public ports::Watch {
public:
  HeldWatch(std::unique_ptr<ports::Watch> watch, WatchWrites& writes)
      : watch_(std::move(watch)), writes_(writes) {}
  core::Result<bool> hold() override { return watch_->hold(); }
  void let_go() override { watch_->let_go(); }
  core::Result<proof::Position> position() override { return watch_->position(); }
  core::Result<std::size_t> raise(std::span<const ports::NewAlert> alerts,
                                  const ports::Compared& compared, core::Instant now) override;
  core::Result<std::size_t> raise_waiting(core::Instant now) override {
    return watch_->raise_waiting(now);
  }
  core::Result<ports::ComparedUnder> compared_under() override { return watch_->compared_under(); }
  core::Result<void> note(const ports::ComparedUnder& compared) override {
    return watch_->note(compared);
  }

private:
  std::unique_ptr<ports::Watch> watch_;
  WatchWrites& writes_;
};

// The entries as the watch reads them when it compares everything anew; `before` is called first.
class WatchedEntries final : public ports::Entries {
public:
  explicit WatchedEntries(ports::Entries& entries) : entries_(entries) {}
  core::Result<std::vector<ports::EntryView>> find(const std::vector<core::Uuid>& ids) override {
    if (before) before();
    return entries_.find(ids);
  }
  std::function<void()> before;

private:
  ports::Entries& entries_;
};

struct Running {
  explicit Running(app::WatcherOptions watching = {},
                   std::chrono::milliseconds deadline = std::chrono::milliseconds(150));

  const ports::Caller leeds{"LDS", "key-of-leeds"};
  const ports::Caller york{"YOR", "key-of-york"};

  core::ManualClock clock;
  core::SeededRandomness randomness{1};
  core::Metrics metrics;
  ports::MemoryRegister reg;
  WatchedEntries watched_entries{reg};
  std::atomic<bool> follower_held = false;
  WatchWrites watch_writes;
  app::LiveIndex index;
  app::Told told;
  app::ReferenceData reference{real_reference()};
  proof::Signer signer{core::Hash{}};
  app::HeadReads heads{reg.new_feed()};
  app::Watcher watcher;
  app::Follower follower;
  app::Checks checks;
  app::Adjudications adjudications;
  app::Records records;
  app::EntryChanges entry_changes;
  ports::MemoryDisclosures kept_disclosures{reg};
  app::Disclosures disclosures{kept_disclosures, reg, reg, reference, clock, randomness, metrics};

  core::Uuid enter(const ports::Caller& caller, const domain::Decision& decision);
  core::Uuid put(const ports::Caller& caller, const ports::LicenceToPut& licence);
  // Until the index stands where the register does. False: it does not get there.
  bool caught_up() const;
  bool watched();
  // Publishes a table of that text; its version.
  std::int64_t publish(const std::string& text);
  // Until checks are answered by that version; and until everything was compared by it.
  bool changed_to(std::int64_t version);
  bool reconciled();
  std::vector<ports::Alert> alerts(const ports::Caller& caller);
};

// What is asked again until it is true, or for two seconds.
template <class Condition>
bool soon(Condition&& condition) {
  for (int i = 0; i < 400; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

}  // namespace badgewatch::tests
