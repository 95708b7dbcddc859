// What is asked of licences beside the watch: whether an entry followed where one ended, and who
// holds two.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/licence.hpp"
#include "domain/two_licences.hpp"
#include "ports/alerts.hpp"
#include "proof/feed_chain.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace badgewatch::ports {

// A licence that was pushed as revoked or refused on `since`.
struct AwaitedEntry {
  std::string authority;
  core::Uuid licence;
  std::int64_t version = 0;  // that said so
  core::Date since;
  domain::Licence content;  // as it is now
};

// Used by one thread; any number may be at it at once, on any host.
class AwaitedEntries {
public:
  virtual ~AwaitedEntries() = default;
  // Gives those that have no last day yet theirs, of at most `most` different days.
  virtual core::Result<void> reckon(
      const std::function<core::Result<core::Date>(core::Date since)>& last_day,
      std::size_t most) = 0;
  // Those whose last day is before `today`, the oldest first, at most `most`.
  virtual core::Result<std::vector<AwaitedEntry>> overdue(core::Date today, std::size_t most) = 0;
  // It is waited for no more; where it is missing its authority is told (`revoked_without_entry`),
  // in one transaction. False where another one has done so, or the licence is in force again.
  virtual core::Result<bool> conclude(const AwaitedEntry& awaited, bool is_missing,
                                      core::Instant now) = 0;
};

// How far the feed's licences were looked for among all others, and by which rules.
struct DualLicencePlace {
  proof::Position at;
  std::string rules;
};

struct LicenceKey {
  std::string authority;
  core::Uuid id;
};

// Used by one thread. What begin() begins, finish() or give_up() ends; one that hangs in between is
// cut off.
class DualLicenceWork {
public:
  virtual ~DualLicenceWork() = default;
  // Nothing while another one looks. Number 0 of the feed's epoch where the place is not on the
  // feed: the database was restored.
  virtual core::Result<std::optional<DualLicencePlace>> begin() = 0;
  // How they stand now; those that there are.
  virtual core::Result<std::unordered_map<core::Uuid, domain::LicenceStanding>> standing(
      std::span<const LicenceKey> licences) = 0;
  // Raises those that were never raised, and moves the place, in one transaction; how many.
  virtual core::Result<std::size_t> finish(std::span<const NewAlert> alerts,
                                           const DualLicencePlace& place, core::Instant now) = 0;
  virtual void give_up() = 0;
};

}  // namespace badgewatch::ports
