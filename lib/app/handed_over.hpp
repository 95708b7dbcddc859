// What the follower has applied and the watch has not compared yet: all rows in the order of the
// feed, and beside them those parts that hold entries and concerns, so that a bulk load of licences
// does not stand before these. Whatever does not fit is forgotten, and read again from the feed.
#pragma once

#include "app/follower.hpp"

#include <cstdint>
#include <deque>
#include <limits>
#include <mutex>
#include <optional>
#include <vector>

namespace badgewatch::app {

// It says something of a person, and is no licence.
bool is_entry(const proof::FeedEvent& event);

// Parts of the feed behind one another, of so many rows at most. Used by one thread at a time.
class WaitingParts {
public:
  explicit WaitingParts(std::size_t most_rows) : most_rows_(most_rows) {}

  // False: there is no room, and nothing is left.
  bool add(const AppliedRows& rows);
  void clear();
  void drop_up_to(std::int64_t seq);
  const std::deque<AppliedRows>& parts() const { return parts_; }

private:
  const std::size_t most_rows_;
  std::deque<AppliedRows> parts_;
  std::size_t rows_ = 0;
};

// Some rows of the feed: the entries and concerns of those up to a number, and no others.
struct Entries {
  std::vector<std::shared_ptr<const PreparedRow>> rows;
  std::int64_t to = 0;
};

// Thread safe.
class HandedOver {
public:
  explicit HandedOver(std::size_t most_rows) : all_(most_rows), with_entries_(most_rows) {}

  void add(const AppliedRows& rows);
  // It may be another history's, or made by other rules.
  void forget();
  // Counts how often it has forgotten.
  std::uint64_t generation() const;

  // The rows behind `seq`, in order and without a gap, about `wanted` of them; nothing when they
  // are not here. What is not behind it is dropped.
  std::vector<AppliedRows> rows_after(std::int64_t seq, std::size_t wanted);

  // Entries and concerns behind `seq`, in order, at most `limit`; nothing when some of them are not
  // here. What is not behind it is dropped.
  std::optional<Entries> entries_after(std::int64_t seq, std::size_t limit);
  // An entry or concern behind `seq` is here.
  bool has_entry_after(std::int64_t seq) const;

private:
  void add_entries(const AppliedRows& rows);

  static constexpr auto nothing = std::numeric_limits<std::int64_t>::max();
  mutable std::mutex mutex_;
  WaitingParts all_;
  WaitingParts with_entries_;
  std::int64_t entries_from_ = nothing;  // all entries behind this one are here,
  std::int64_t entries_to_ = 0;          // up to this one
  std::int64_t newest_entry_ = 0;
  std::uint64_t generation_ = 0;
};

}  // namespace badgewatch::app
