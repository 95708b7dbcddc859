// What this daemon has told others of the history, shared by all who tell and all who prove.
#pragma once

#include "proof/floor.hpp"

#include <mutex>

namespace badgewatch::app {

// Thread safe.
class Told {
public:
  void raise(const proof::Position& told) {
    const std::lock_guard lock(mutex_);
    floor_.raise(told);
  }
  proof::Floor floor() const {
    const std::lock_guard lock(mutex_);
    return floor_;
  }

private:
  mutable std::mutex mutex_;
  proof::Floor floor_;
};

}  // namespace badgewatch::app
