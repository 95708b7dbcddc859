// The register in memory: both sides of every comparison, and the point of the feed that they stand
// at. Position and data change together under one lock, so nobody reads one without the other.
#pragma once

#include "core/uuid.hpp"
#include "match/match.hpp"
#include "ports/feed.hpp"
#include "proof/freshness.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace badgewatch::app {

// One indexed row, by its place in a match::Index.
struct RowRef {
  core::Uuid id;
  std::uint16_t authority = 0;  // see IndexContents::authority_code
};

// People of one kind of row.
class Side {
public:
  void put(const core::Uuid& id, std::uint16_t authority, const match::Profile& profile);
  void remove(const core::Uuid& id);
  const RowRef& ref(match::RecordId record) const { return refs_[record]; }
  const match::Index& index() const { return index_; }

private:
  match::Index index_;
  std::vector<RowRef> refs_;
  std::unordered_map<core::Uuid, match::RecordId> places_;
};

// A row ready to be indexed: reading and normalising happen outside of the lock.
struct PreparedRow {
  proof::FeedEvent event;
  core::Hash chain{};
  std::string authority;
  // Nothing when the row must not be found: gone, removed, or a licence that nobody holds any more.
  std::optional<match::Profile> profile;
};

PreparedRow prepare(ports::FeedStep step);

struct IndexContents {
  explicit IndexContents(const proof::Head& head) : applied(head) {}

  Side entries;  // decisions that a check may hit
  Side holders;  // licences whose holder an authority must be told about
  proof::AppliedHistory applied;

  std::uint16_t authority_number(const std::string& code);
  const std::string& authority_code(std::uint16_t number) const { return codes_[number]; }
  void place(proof::RowKind kind, const core::Uuid& id, const std::string& authority,
             const std::optional<match::Profile>& profile);

private:
  std::vector<std::string> codes_;
  std::unordered_map<std::string, std::uint16_t> numbers_;
};

// Thread safe: many readers, one follower that writes.
class LiveIndex {
public:
  void publish(std::unique_ptr<IndexContents> contents);
  // Nothing is served any more until the next publish(). The reason is for the log. False when
  // nothing was served before.
  bool quarantine(std::string_view reason);

  // False when the feed's chain does not lead on from what was applied, or nothing is served: the
  // rows from there on are not applied.
  bool apply(const std::vector<PreparedRow>& rows);

  // `use` sees the contents (null when there are none) for as long as it runs.
  template <class Use>
  auto read(Use&& use) const {
    const std::shared_lock lock(mutex_);
    return use(static_cast<const IndexContents*>(contents_.get()));
  }

  // Its position; nothing when it is not whole.
  std::optional<proof::Head> head() const;

  // True once it has applied `seq` (or is quarantined: the caller finds out by reading).
  bool wait_for(std::int64_t seq, std::chrono::steady_clock::time_point deadline) const;

private:
  mutable std::shared_mutex mutex_;
  mutable std::condition_variable_any moved_;
  std::unique_ptr<IndexContents> contents_;
};

}  // namespace badgewatch::app
