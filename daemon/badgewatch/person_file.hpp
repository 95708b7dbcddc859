// A person as JSON, from a file or standard input.
#pragma once

#include "core/result.hpp"

#include <string>

namespace badgewatch::cli {

// The text, which is one JSON object. "-" is standard input. Errc::invalid where it cannot be read,
// is longer than 64 KiB, or holds no JSON object.
core::Result<std::string> read_person_file(const std::string& path);

}  // namespace badgewatch::cli
