// Which alerts an authority is to be told of, by what is there and what its people found.
#pragma once

#include "ports/alerts.hpp"
#include "store/session.hpp"

#include <span>
#include <vector>

namespace badgewatch::store {

// In the watch's transaction; see ports::Watch::raise(). In order; they point into `alerts`. One
// query, none for no alerts.
core::Result<std::vector<const ports::NewAlert*>> alerts_to_tell(
    Session& session, std::span<const ports::NewAlert> alerts);

}  // namespace badgewatch::store
