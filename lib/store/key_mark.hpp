// The mark of the master key that the register is sealed with: it tells a wrong key at the start,
// before anything is sealed under it, and says nothing about the key.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>

namespace badgewatch::store {

core::Hash key_mark_of(const core::Hash& master_key);

// As the register holds it; nothing in a new one. `conninfo` is bw_migrate's.
core::Result<std::optional<core::Hash>> read_key_mark(const std::string& conninfo);
core::Result<void> write_key_mark(const std::string& conninfo, const core::Hash& mark);

}  // namespace badgewatch::store
