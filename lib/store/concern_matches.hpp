// What the watch found about concerns, in the transaction that moves its place.
#pragma once

#include "ports/alerts.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// How many were told. See ports::Compared::concerns.
core::Result<std::size_t> note_concern_matches(Session& session, const Context& context,
                                               const ports::Compared& compared, core::Instant now);

}  // namespace badgewatch::store
