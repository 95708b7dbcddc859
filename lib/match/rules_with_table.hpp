// The rules that a published table of frequencies gave, without the table.
#pragma once

#include <cstdint>
#include <string>

namespace badgewatch::match {

// rules_version() with the table that has this Frequencies::fingerprint().
std::string rules_version_with_table(std::uint32_t fingerprint);

}  // namespace badgewatch::match
