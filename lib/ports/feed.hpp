// The ordered feed of changes, as an index follows it.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/decision.hpp"
#include "domain/licence.hpp"
#include "person/person.hpp"
#include "ports/frequencies.hpp"
#include "proof/feed_chain.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

// What an index needs of one live row.
struct IndexRow {
  proof::RowKind kind = proof::RowKind::licence;
  core::Uuid id;
  std::int64_t version = 0;
  std::string authority;
  domain::LicenceStatus licence_status = domain::LicenceStatus::current;
  domain::EntryState entry_state = domain::EntryState::active;
  person::Person person;
  // It is there and its content was not read: it counts, and is not found.
  bool is_counted_only = false;
};

struct FeedStep {
  proof::FeedEvent event;
  core::Hash chain;             // as stored, to be verified
  std::optional<IndexRow> row;  // as it is now (perhaps newer than the event); nothing when gone
};

// Used by one thread at a time; each daemon's follower has its own.
class Feed {
public:
  virtual ~Feed() = default;
  // One fresh read of the head row.
  virtual core::Result<proof::Head> head() = 0;
  // Up to `limit` events behind `seq`, in order.
  virtual core::Result<std::vector<FeedStep>> after(std::int64_t seq, std::size_t limit) = 0;
  // The same for whoever looks at decisions and concerns alone: other rows may be left out of their
  // steps. Most of a feed are licences, and opening one takes longer than reading its event.
  virtual core::Result<std::vector<FeedStep>> entries_after(std::int64_t seq, std::size_t limit) {
    return after(seq, limit);
  }
  // Every live row of one snapshot to `sink`, in batches, from `threads` sessions at the same
  // snapshot (`sink` is called from all of them); the head of that snapshot.
  virtual core::Result<proof::Head> snapshot(
      unsigned threads, const std::function<void(std::vector<IndexRow>&&)>& sink) = 0;
  // The table of frequencies in force, whose version is that of the feed's row; nothing before the
  // first. Errc::internal when it cannot be opened.
  virtual core::Result<std::optional<FrequencyTable>> frequencies() = 0;
};

// Its reporter, or an issuer that has it.
struct ConcernParty {
  std::string authority;
  core::Instant since;
  std::optional<core::Uuid> licence = {};  // of theirs, by which the register found them
};

// The entry behind a hit, for its explanation. Thread safe.
struct EntryView {
  bool is_concern = false;  // then nothing but whose it is and whom it is about, and:
  std::vector<ConcernParty> parties = {};
  core::Uuid id;
  std::int64_t version = 0;
  std::string recording_authority;
  domain::DecisionKind kind = domain::DecisionKind::revocation;
  core::Date decided_on;
  core::Date effective_on;
  std::optional<core::Date> suspension_ends_on;
  domain::EntryState state = domain::EntryState::active;
  bool is_held = false;                        // a second person has not looked at it yet
  std::optional<core::Date> disputed_on = {};  // by the driver, while that stands
  person::Person subject;
};

class Entries {
public:
  virtual ~Entries() = default;
  // Those that exist, in any order; erased and removed ones are left out.
  virtual core::Result<std::vector<EntryView>> find(const std::vector<core::Uuid>& ids) = 0;
};

}  // namespace badgewatch::ports
