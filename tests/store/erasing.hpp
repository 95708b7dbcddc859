// Erasing in tests that keep no ledger.
#pragma once

#include "fixture.hpp"

inline badgewatch::core::Result<std::vector<badgewatch::proof::Leaf>> no_ledger(
    std::span<const badgewatch::store::Erased> /*erased*/) {
  return std::vector<badgewatch::proof::Leaf>();
}
