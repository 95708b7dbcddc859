// What every command prints alike.
#pragma once

#include "badgewatch/exit_codes.hpp"
#include "core/error.hpp"

namespace badgewatch::cli {

// The error with its wrong fields to standard error; the code to end with.
Exit report(const core::Error& error);

}  // namespace badgewatch::cli
