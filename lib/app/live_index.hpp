// The register in memory: both sides of every comparison, the rules that they were made by, and the
// point of the feed that they stand at. All change together under one lock, so nobody reads one
// without the others.
#pragma once

#include "app/rules.hpp"
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

// People of one kind of row, all by the same rules: a profile that was made by others is a bug,
// and throws std::logic_error.
class Side {
public:
  explicit Side(SharedRules rules) : rules_(std::move(rules)) {}

  void put(const core::Uuid& id, std::uint16_t authority, const match::Profile& profile);
  void remove(const core::Uuid& id);
  // match::Index::settle().
  void settle() { index_.settle(); }
  const RowRef& ref(match::RecordId record) const { return refs_[record]; }
  bool has(const core::Uuid& id) const { return places_.contains(id); }
  match::SearchResult search(const match::Profile& query,
                             const match::SearchLimits& limits = {}) const;
  // match::pair_of() `query` and somebody that a search found.
  std::string pair_of(const match::Profile& query, match::RecordId record) const {
    return index_.pair_of(query, record);
  }
  std::optional<match::RecordId> record_of(const core::Uuid& id) const;
  // In no order.
  std::vector<core::Uuid> ids() const;

private:
  void check(const match::Profile& profile) const;

  SharedRules rules_;
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

PreparedRow prepare(ports::FeedStep step, const Rules& rules);

struct IndexContents {
  IndexContents(const proof::Head& head, SharedRules made_by)
      : rules(std::move(made_by)), entries(rules), holders(rules), concerns(rules), applied(head) {}

  SharedRules rules;
  Side entries;  // decisions that a check may hit
  Side holders;  // licences whose holder an authority must be told about
  Side concerns;
  proof::AppliedHistory applied;
  // The newest table that the feed tells of: of another version than `rules` until contents by the
  // new ones are ready.
  std::int64_t newest_table = 0;

  std::uint16_t authority_number(const std::string& code);
  const std::string& authority_code(std::uint16_t number) const { return codes_[number]; }
  // Everything of `row` but its place in the history.
  void place(const PreparedRow& row);
  // The next row of the history: false, and nothing is changed, when it is not.
  bool apply(const PreparedRow& row);
  // For when all were placed: match::Index::settle().
  void settle();

private:
  std::vector<std::string> codes_;
  std::unordered_map<std::string, std::uint16_t> numbers_;
};

// Thread safe: many readers, one follower that writes.
class LiveIndex {
public:
  // What was served before, to be destroyed where nobody waits for it.
  [[nodiscard]] std::unique_ptr<IndexContents> publish(std::unique_ptr<IndexContents> contents);
  // Puts `next` in the place of contents that stand where it does; what it replaced is in `next`
  // then. It takes over what they remember of the history, so that a check which is under way is
  // proven as before. False, and nothing is changed, when they are not of one history and place.
  bool replace(std::unique_ptr<IndexContents>& next);
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

  // What profiles must be made by to be compared with it; null when it is not whole.
  SharedRules rules() const;

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
