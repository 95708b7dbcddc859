// What a given PostgreSQL server must be like before anything is entrusted to it.
#pragma once

#include "core/result.hpp"

#include <string>

namespace badgewatch::store {

// Errc::invalid, with what to do about it, for a server that may lose what it confirmed or that a
// check could be answered wrongly from.
core::Result<void> check_server(const std::string& conninfo);

}  // namespace badgewatch::store
