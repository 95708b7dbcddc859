// An array that grows without moving what is in it: no pause, no copy, little slack.
#pragma once

#include "match/large_block.hpp"

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace badgewatch::match {

// Its first items lie in small pieces, the others in pieces of the system's large pages, which make
// the looking-up of scattered items faster.
template <class T>
class Chunked {
public:
  std::size_t size() const { return size_; }
  T& operator[](std::size_t i) { return *place(i); }
  const T& operator[](std::size_t i) const { return *place(i); }

  std::size_t push_back(const T& value) {
    if (size_ == room_) grow();
    (*this)[size_] = value;
    return size_++;
  }

  std::size_t memory_bytes() const { return room_ * sizeof(T); }

private:
  static_assert(std::is_trivially_destructible_v<T>);
  static constexpr std::size_t small = 1024;
  static constexpr std::size_t small_pieces = 32;
  static constexpr std::size_t large = small * small_pieces;

  T* place(std::size_t i) const {
    return i < large ? small_[i / small].get() + i % small
                     : reinterpret_cast<T*>(large_[i / large - 1].get()) + i % large;
  }

  void grow() {
    if (room_ < large) {
      small_.push_back(std::make_unique<T[]>(small));
      room_ += small;
      return;
    }
    auto piece = large_block(in_large_pages(large * sizeof(T)));
    std::uninitialized_value_construct_n(reinterpret_cast<T*>(piece.get()), large);
    large_.push_back(std::move(piece));
    room_ += large;
  }

  std::vector<std::unique_ptr<T[]>> small_;
  std::vector<LargeBlock> large_;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

}  // namespace badgewatch::match
