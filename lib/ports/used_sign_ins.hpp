// Sign-ins at identity providers that were brought to their end, so that none is used twice.
#pragma once

#include "core/bytes.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"

namespace badgewatch::ports {

// Thread safe.
class UsedSignIns {
public:
  virtual ~UsedSignIns() = default;
  // False when it was used before, by whichever daemon. It is kept until `until`; what is past that
  // at `now` is forgotten.
  virtual core::Result<bool> use(const core::Hash& sign_in, core::Instant until,
                                 core::Instant now) = 0;
};

}  // namespace badgewatch::ports
