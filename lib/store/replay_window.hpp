// The end of the replay window: superseded versions go.
#pragma once

#include "store/context.hpp"

namespace badgewatch::store {

// See Store::forget_superseded().
core::Result<Superseded> forget_superseded(
    Context& context, core::Instant before, std::size_t most,
    const std::function<proof::Leaf(const Superseded&)>& leaf);

}  // namespace badgewatch::store
