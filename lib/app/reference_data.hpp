// The reference data in force for this process, replaced as a whole when they are loaded anew.
#pragma once

#include "app/reference.hpp"

#include <memory>
#include <mutex>

namespace badgewatch::app {

// Thread safe.
class ReferenceData {
public:
  explicit ReferenceData(Reference start)
      : current_(std::make_shared<const Reference>(std::move(start))) {}

  std::shared_ptr<const Reference> get() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }
  void set(Reference next) {
    auto made = std::make_shared<const Reference>(std::move(next));
    const std::lock_guard lock(mutex_);
    current_ = std::move(made);
  }

private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Reference> current_;
};

}  // namespace badgewatch::app
