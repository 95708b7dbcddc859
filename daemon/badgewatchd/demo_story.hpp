// The demo's first check: one council revokes, another asks about the same driver differently
// spelt.
#pragma once

#include "badgewatchd/demo_keys.hpp"
#include "core/result.hpp"

#include <string>

namespace badgewatch::daemon {

// Posts, checks and prints it. True when the check found what it must.
core::Result<bool> tell_first_check(const std::string& base_url, const DemoKeys& keys,
                                    const Environment& environment);

// What a newcomer can try now: commands to copy and paste, and where things lie.
void say_what_to_try(const std::string& base_url, const DemoKeys& keys);

}  // namespace badgewatch::daemon
