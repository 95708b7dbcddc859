// The address of a PostgreSQL that the settings name: what is wrong with it, in words that an
// operator can act on, and never with the password that may stand in it.
#pragma once

#include "core/result.hpp"

#include <optional>
#include <string>

namespace badgewatch::store {

// Why libpq would not take the connection text, as the end of a sentence that begins with the
// setting's name ("has the unknown keyword `sslmod`"); nothing when it would.
std::optional<std::string> fault_of_address(const std::string& conninfo);

// Connects, also to a server that is only starting (10 seconds). Errc::invalid where the text is no
// address, Errc::unavailable with what the server (or the way to it) said.
core::Result<void> try_connection(const std::string& conninfo);

// For a program's command line, which every user of the machine can read.
struct ProgramAddress {
  std::string conninfo;  // without the password
  std::string password;  // for its environment; empty: none
};
ProgramAddress address_for_program(const std::string& conninfo);

}  // namespace badgewatch::store
