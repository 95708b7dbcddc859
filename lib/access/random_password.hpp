// The hash of a password that was made of 100 random bits (new_password()): nobody guesses that,
// however quick the hash, so it is argon2id at its least cost. For the demo's many accounts.
#pragma once

#include "core/secret.hpp"

namespace badgewatch::access {

core::Secret quick_hash(const core::Secret& random_password);

}  // namespace badgewatch::access
