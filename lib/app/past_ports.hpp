// What the check's own code sees of the past when an old check is asked anew.
#pragma once

#include "ports/checks.hpp"
#include "ports/past.hpp"

#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace badgewatch::app {

// The feed as it ended at one place. Everything of `past` is read by the thread that builds.
class PastFeed final : public ports::Feed {
public:
  // The head at the check's own epoch: a restore has begun another one on the same history.
  PastFeed(ports::Past& past, const proof::Position& at) : past_(past), at_(at) {}

  core::Result<proof::Head> head() override;
  core::Result<std::vector<ports::FeedStep>> after(std::int64_t seq, std::size_t limit) override;
  core::Result<proof::Head> snapshot(
      unsigned threads, const std::function<void(std::vector<ports::IndexRow>&&)>& sink) override;
  core::Result<std::optional<ports::FrequencyTable>> frequencies() override;

  // Behind snapshot().
  const std::vector<ports::LostEntry>& lost() const { return lost_; }
  const std::unordered_map<core::Uuid, std::int64_t>& versions() const { return versions_; }

private:
  ports::Past& past_;
  proof::Position at_;
  std::vector<ports::LostEntry> lost_;
  std::unordered_map<core::Uuid, std::int64_t> versions_;  // of the entries that are kept
};

// The head that was read then; nothing where none could be.
class PastHead final : public ports::Feed {
public:
  explicit PastHead(std::optional<proof::Head> head) : head_(std::move(head)) {}

  core::Result<proof::Head> head() override;
  core::Result<std::vector<ports::FeedStep>> after(std::int64_t seq, std::size_t limit) override;
  core::Result<proof::Head> snapshot(
      unsigned threads, const std::function<void(std::vector<ports::IndexRow>&&)>& sink) override;
  core::Result<std::optional<ports::FrequencyTable>> frequencies() override;

private:
  std::optional<proof::Head> head_;
};

// Entries in the versions of then.
class PastEntries final : public ports::Entries {
public:
  // `held`: which of them waited for a second person.
  PastEntries(ports::Past& past, std::unordered_map<core::Uuid, std::int64_t> versions,
              std::unordered_set<core::Uuid> held)
      : past_(past), versions_(std::move(versions)), held_(std::move(held)) {}
  core::Result<std::vector<ports::EntryView>> find(const std::vector<core::Uuid>& ids) override;

private:
  ports::Past& past_;
  std::unordered_map<core::Uuid, std::int64_t> versions_;
  std::unordered_set<core::Uuid> held_;
};

// What had been found by then.
class PastFindings final : public ports::Findings {
public:
  PastFindings(ports::Past& past, core::Instant until) : past_(past), until_(until) {}
  core::Result<std::vector<ports::FindingRecord>> about(const ports::Caller& caller,
                                                        std::span<const core::Hash> pairs) override;
  core::Result<std::vector<ports::FindingRecord>> of_check(const ports::Caller& caller,
                                                           const core::Uuid& check) override;

private:
  ports::Past& past_;
  core::Instant until_;
};

// Keeps what is recorded, and writes nothing.
class NotedChecks final : public ports::CheckLog {
public:
  core::Result<void> record(std::vector<ports::RecordedCheck> checks) override;
  core::Result<void> note(std::vector<proof::Leaf> leaves) override;
  core::Result<void> probe(std::chrono::steady_clock::time_point deadline) override;
  core::Result<ports::CheckRecord> find(const ports::Caller& caller, const core::Uuid& id) override;

  std::vector<ports::RecordedCheck> recorded;
};

}  // namespace badgewatch::app
