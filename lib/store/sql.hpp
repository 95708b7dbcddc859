// SOCI's parameters, without their traps.
#pragma once

#include "core/bytes.hpp"

#include <soci/soci.h>

#include <string>

namespace badgewatch::store::sql {

// soci::use() keeps references to both its arguments and takes temporaries without a warning. This
// one takes named values only.
inline const std::string unnamed;
template <class T>
auto in(const T& value) {
  return soci::use(value, unnamed);
}
template <class T>
void in(const T&& value) = delete;

// bytea as SOCI passes it: '\x0123'.
inline std::string bytes_text(core::ByteView bytes) {
  return "\\x" + core::hex(bytes);
}

}  // namespace badgewatch::store::sql
