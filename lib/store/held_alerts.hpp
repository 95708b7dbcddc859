// What the watch does with alerts about held entries, each call inside its writing transaction.
#pragma once

#include "ports/alerts.hpp"
#include "store/context.hpp"

#include <span>
#include <vector>

namespace badgewatch::store {

// Holds new entries that are about to match too many licensees of other authorities; then keeps
// back the alerts about all that is held. Those that go out now.
core::Result<std::vector<const ports::NewAlert*>> keep_back_held(
    Session& session, const Context& context, std::vector<const ports::NewAlert*> alerts,
    core::Instant now);

// Whether one of the next two would give something.
core::Result<bool> is_anything_waiting(Session& session);

// Some hundred alerts that were kept back and whose hold has been released, in the order in which
// they came; those of entries that were removed meanwhile are left out. None of them is kept any
// more.
core::Result<std::vector<ports::NewAlert>> take_released(Session& session);

// An alert for each authority about each of its holds that it was not told of; they are told now.
core::Result<std::vector<ports::NewAlert>> take_untold_holds(Session& session);

}  // namespace badgewatch::store
