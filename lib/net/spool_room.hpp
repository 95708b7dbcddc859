// The room that the results of all uploads share.
#pragma once

#include <atomic>
#include <cstdint>

namespace badgewatch::net {

// Thread safe.
class SpoolRoom {
public:
  explicit SpoolRoom(std::uint64_t bytes) : all_(bytes), left_(bytes) {}
  SpoolRoom(const SpoolRoom&) = delete;
  SpoolRoom& operator=(const SpoolRoom&) = delete;

  // False, with nothing taken, where there is less.
  bool take(std::uint64_t bytes) {
    auto left = left_.load(std::memory_order_relaxed);
    while (left >= bytes)
      if (left_.compare_exchange_weak(left, left - bytes, std::memory_order_relaxed)) return true;
    return false;
  }
  void give_back(std::uint64_t bytes) { left_.fetch_add(bytes, std::memory_order_relaxed); }

  std::uint64_t all() const { return all_; }
  // What is left is for the uploads that have begun: rows that were taken should be answered.
  bool is_short() const { return left_.load(std::memory_order_relaxed) * 16 < all_; }

private:
  const std::uint64_t all_;
  std::atomic<std::uint64_t> left_;
};

}  // namespace badgewatch::net
