// A key that stays in memory: never in swap, never in a core file, and between two pages that
// nobody may touch. Where the system does not let memory be locked it is an ordinary one that is
// wiped.
#pragma once

#include "core/bytes.hpp"

#include <memory>

namespace badgewatch::store {

class LockedKey {
public:
  // Wipes `key`.
  explicit LockedKey(core::Hash&& key);
  // 32 bytes.
  const unsigned char* data() const { return bytes_.get(); }

private:
  struct Free {
    void operator()(unsigned char* bytes) const;
  };
  std::unique_ptr<unsigned char, Free> bytes_;
};

}  // namespace badgewatch::store
