// Small files that survive a crash whole: the old text or the new one, never a part.
#pragma once

#include "core/result.hpp"

#include <string>

namespace badgewatch::cluster {

// Replaces the file, mode 0644, and flushes it and its folder to disk.
core::Result<void> write_durably(const std::string& path, const std::string& text);

// Flushes a folder's list of names to disk.
core::Result<void> flush_folder(const std::string& path);

// Empty when there is no such file.
std::string read_first_line(const std::string& path);

// The last few lines, at most some 2,000 bytes, as one line; for sentences about what went wrong.
std::string last_lines(const std::string& path);

}  // namespace badgewatch::cluster
