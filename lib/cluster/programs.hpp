// PostgreSQL's own programs (pg_dump, pg_restore), run to their end.
#pragma once

#include "core/result.hpp"

#include <string>
#include <vector>

namespace badgewatch::cluster {

// As this process's user. An error says what the program said last. Ends with this thread.
core::Result<void> run_program(const std::string& name, std::vector<std::string> arguments);

}  // namespace badgewatch::cluster
