// The PEM files of TLS as texts.
#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"

#include <string>

namespace badgewatch::net {

// Errc::invalid where it is no plain file, cannot be read, or is larger than 1 MiB.
core::Result<std::string> read_pem_file(const std::string& path);

// Also where others may read it: its owner must be root or this account, nobody but its owner and
// its group may open it, and its group only where it is root's (as Debian's group ssl-cert, or
// systemd's credentials).
core::Result<core::Secret> read_private_pem_file(const std::string& path);

}  // namespace badgewatch::net
