// The register's public keys, as its operator handed them out: a file with a line for each, "log
// VERIFIER-KEY" and "receipt BASE64".
#pragma once

#include "core/result.hpp"
#include "proof/checkpoint.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::cli {

struct PinnedKeys {
  std::optional<proof::LogKey> log;
  std::vector<std::string> receipts;  // base64; former ones too
};

// Errc::invalid when it cannot be read, or has a line of another kind.
core::Result<PinnedKeys> read_pinned_keys(const std::string& path);

}  // namespace badgewatch::cli
