// How many files and connections the process may have open.
#pragma once

#include <cstdint>

namespace badgewatch::daemon {

// Raises the soft limit to the hard one. What it is then.
std::uint64_t raise_open_files();

}  // namespace badgewatch::daemon
