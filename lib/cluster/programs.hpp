// PostgreSQL's own programs (pg_dump, pg_restore), run to their end.
#pragma once

#include "core/result.hpp"

#include <string>
#include <vector>

namespace badgewatch::cluster {

// As this process's user. An error says what the program said last. Ends with this thread.
//
// The password, where there is one, is in its environment: a command line can be read by all.
core::Result<void> run_program(const std::string& name, std::vector<std::string> arguments,
                               const std::string& password = {});

}  // namespace badgewatch::cluster
