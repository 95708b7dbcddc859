// The register as it was: an old check, and all that it was answered from.
#pragma once

#include "ports/checks.hpp"
#include "ports/feed.hpp"
#include "ports/findings.hpp"
#include "ports/frequencies.hpp"
#include "ports/reference.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::ports {

// A check as it is kept.
struct PastCheck {
  CheckRecord record;      // without request, answer and the rest that was sealed when erased
  bool is_erased = false;  // its key was destroyed at the end of its watch
  std::optional<proof::Leaf> leaf;  // the log's leaf about it, as stored
};

struct EntryAt {
  core::Uuid id;
  std::int64_t version = 0;
};

// An entry that was live at a place of the feed and can be read no more.
struct LostEntry {
  core::Uuid id;
  bool is_erased = false;  // with its record; else that version alone, past the replay window
};

struct PastRows {
  proof::Head head;  // at that place, under the epoch of now
  std::vector<LostEntry> lost;
};

struct PastTable : FrequencyFacts {
  bool is_kept = false;  // false: its words were erased
};

// All of one snapshot of the database, which ends with this object. Used by one thread.
class Past {
public:
  virtual ~Past() = default;
  // Whosever it is. Errc::not_found.
  virtual core::Result<PastCheck> check(const core::Uuid& id) = 0;
  // Every row that was live behind event `seq` of the feed, as it was then: entries with their
  // person, all others and lost ones as IndexRow::is_counted_only. Errc::not_found where the feed
  // has no such place; Errc::internal where its chain does not lead from there to its head.
  virtual core::Result<PastRows> rows_at(
      std::int64_t seq, const std::function<void(std::vector<IndexRow>&&)>& sink) = 0;
  // In no order; versions that are not kept, and those of removed entries, are left out.
  virtual core::Result<std::vector<EntryView>> entries(std::span<const EntryAt> wanted) = 0;
  // All that were published.
  virtual core::Result<std::vector<PastTable>> tables() = 0;
  virtual core::Result<FrequencyTable> table(std::int64_t version) = 0;
  // As they were in force at that place.
  virtual core::Result<std::vector<ReferenceFile>> reference_at(std::int64_t seq) = 0;
  // The last one that `authority` had about each pair at that time.
  virtual core::Result<std::vector<FindingRecord>> findings(const std::string& authority,
                                                            std::span<const core::Hash> pairs,
                                                            core::Instant until) = 0;
};

}  // namespace badgewatch::ports
