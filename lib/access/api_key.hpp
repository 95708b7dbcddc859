// The text of an API key: "bw_" + 43 letters and digits (256 random bits) + "_" + 6 of checksum, so
// that a mistyped one is told from an unknown one without asking the database. An access token is
// the same with "bwt_".
#pragma once

#include "core/bytes.hpp"
#include "core/secret.hpp"
#include "core/uuid.hpp"

#include <string>
#include <string_view>

namespace badgewatch::access {

// Shown once to whoever creates it, and kept by nobody.
core::Secret new_api_key(core::Randomness& randomness);

core::Secret new_access_token(core::Randomness& randomness);

// Whether it is of that form, checksum included.
bool is_api_key(std::string_view text);
bool is_access_token(std::string_view text);

// What is stored instead: SHA-256. At 256 bits of entropy nothing slower is needed.
core::Hash hash_of(std::string_view secret);

// The first characters, to tell keys apart in a list.
std::string prefix_of(std::string_view api_key);

}  // namespace badgewatch::access
