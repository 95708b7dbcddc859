// ports::Holds, and the statements by which entries come to be held.
#pragma once

#include "ports/holds.hpp"
#include "store/context.hpp"

#include <span>

namespace badgewatch::store {

// Releases and lists are rare: a session of the owner's for each.
class SqlHolds final : public ports::Holds {
public:
  explicit SqlHolds(Context& context) : context_(context) {}

  core::Result<std::vector<ports::Hold>> list(const ports::Caller& caller, std::size_t most,
                                              const proof::Leaf& leaf) override;
  core::Result<ports::Hold> release(const ports::Caller& caller, const ports::HoldRelease& release,
                                    const proof::Leaf& leaf) override;

private:
  Context& context_;
};

// In the transaction that enters `entries` of today, in their order, under the authority's lock:
// counts them, and holds those that are too many by its own history. How many it holds.
core::Result<std::size_t> hold_too_many(Session& session, const Context& context,
                                        const ports::Caller& caller,
                                        std::span<const core::Uuid> entries, core::Instant now);

// Behind the insert of held entries: Errc::unavailable, to be tried again, when their hold was
// released in that moment.
core::Result<void> check_held(Session& session, const std::string& authority,
                              const Column<core::Uuid>& entries);

}  // namespace badgewatch::store
