// What a demo notes about itself in its state folder, so that a later start goes on with the same
// people, and so that no demo is ever loaded into a register that is none.
#pragma once

#include "config/config.hpp"
#include "core/result.hpp"
#include "sample/roster.hpp"

#include <optional>

namespace badgewatch::daemon {

// Whether a demo was begun in the state folder.
bool is_demo(const Config& config);

// The powers that are not in statute: all of them are on in a demo, whatever its settings say.
PoliciesConfig policies_of_demo();

// Makes the state folder and notes in it that it is a demo's. Refused, with nothing written, where
// a register is there that was not begun as a demo, or a server of its own is configured.
core::Result<void> begin_demo(const Config& config);

// The people that this demo has: those noted before, whatever is wanted now, else the wanted ones,
// which are noted before this returns. The caller holds the register.
core::Result<sample::SampleOptions> demo_people(const Config& config,
                                                const sample::SampleOptions& wanted);

}  // namespace badgewatch::daemon
