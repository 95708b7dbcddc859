// The hits of recorded checks, each in a row beside its check: those that nobody has decided are
// found by an index. A daemon from before writes none: its checks are opened once somebody looks.
#pragma once

#include "ports/checks.hpp"
#include "ports/own_lists.hpp"
#include "store/context.hpp"

#include <string>
#include <vector>

namespace badgewatch::store {

// The columns of check_hit: authority, check_id, place, checked_at, entry, pair.
struct HitColumns {
  void add(const ports::CheckRecord& record);
  void to(Parameters& parameters) const;

  Column<std::string_view> authority;
  Column<core::Uuid> check;
  Column<std::int16_t> place;
  Column<core::Instant> checked_at;
  Column<core::Uuid> entry;
  Column<core::ByteView> pair;
};

// Notes the hits of a page of those checks of the session's authority that have none noted. Whether
// there may be more.
core::Result<bool> note_unnoted_hits(Session& session, const Sealer& sealer,
                                     const std::string& authority);

// As ports::OwnLists::waiting_hits(), where the hits of all checks are noted.
core::Result<ports::WaitingHits> waiting_hits(Session& session, const Sealer& sealer,
                                              const std::string& authority,
                                              const ports::HitsWanted& wanted);

}  // namespace badgewatch::store
