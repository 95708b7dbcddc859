// Erasing what is past its period, and keeping it erased after a restore.
#pragma once

#include "store/context.hpp"

namespace badgewatch::store {

core::Result<Expired> count_expired(Context& context, core::Date today);
core::Result<std::int64_t> count_expired_outcomes(Context& context, core::Date today);
core::Result<domain::DueForErasure> due_for_erasure(Context& context, core::Instant now);
core::Result<std::vector<Erased>> erase_expired(Context& context, core::Date today,
                                                core::Instant now, std::size_t most,
                                                const BeforeErasing& before);
core::Result<std::size_t> replay_erasures(Context& context, std::span<const core::Uuid> ids,
                                          core::Instant now);
core::Result<void> new_epoch(Context& context);

}  // namespace badgewatch::store
