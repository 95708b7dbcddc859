// Things that are used again when whoever had them is done, so that their room is not asked for
// anew. Safe from any thread.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace badgewatch::matcher {

template <class T>
class Spares {
public:
  // As it was given, or a new one.
  std::unique_ptr<T> take() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return std::make_unique<T>();
    auto one = std::move(spare_.back());
    spare_.pop_back();
    return one;
  }
  void give(std::unique_ptr<T> one) {
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(one));
  }

private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> spare_;
};

}  // namespace badgewatch::matcher
