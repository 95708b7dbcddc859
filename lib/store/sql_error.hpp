// What a refusal of PostgreSQL means to whoever asked. Told apart by SQLSTATE alone: messages carry
// values, and are never logged or shown.
#pragma once

#include "core/error.hpp"

#include <string_view>

namespace badgewatch::store {

// Logs the statement's name and the code (nothing else) and maps it. An empty code: the connection
// was lost.
core::Error sql_error(std::string_view statement, std::string_view sqlstate);

core::Error connection_lost(std::string_view statement);

// A row of its own shape or another's key was refused (classes 22 and 23): not a passing fault.
bool is_data_error(std::string_view sqlstate);

}  // namespace badgewatch::store
