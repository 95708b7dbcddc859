// Every table that holds wrapped data keys, and which place each key is bound to.
#pragma once

#include <span>
#include <string>

namespace badgewatch::store {

struct SealedTable {
  std::string name;
  std::string sealed_as;  // the table of its SealedPlace
  // SQL over a row: the rest of its SealedPlace.
  std::string authority;
  std::string id;
  std::string version;
};

// Those first whose rows triggers copy into others.
std::span<const SealedTable> sealed_tables();

}  // namespace badgewatch::store
