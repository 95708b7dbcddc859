// Secret keys of 32 bytes, each in a file of its own, mode 0600, as 64 hexadecimal digits.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"

#include <string>

namespace badgewatch::core {

// Reads the key. Errc::not_found where there is no file; Errc::invalid when another user or group
// may read it, or it is not of that form.
Result<Hash> read_key_file(const std::string& path);

// As read_key_file; made first (durably, never half-written) where there is none.
Result<Hash> read_or_create_key_file(const std::string& path, Randomness& randomness);

}  // namespace badgewatch::core
