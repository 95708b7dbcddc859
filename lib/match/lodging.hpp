// An array that lies in a block which many share, until it grows: then it has room of its own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace badgewatch::match {

template <class T>
class Lodging {
public:
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

  std::size_t size() const { return size_; }
  std::size_t room() const { return room_; }
  bool empty() const { return size_ == 0; }
  T* data() { return items_; }
  const T* data() const { return items_; }
  T& operator[](std::size_t i) { return items_[i]; }
  const T& operator[](std::size_t i) const { return items_[i]; }

  // `size` items at `items`, which outlive this.
  void lodge(T* items, std::size_t size) {
    own_.reset();
    items_ = items;
    size_ = room_ = static_cast<std::uint32_t>(size);
  }
  // Room for so many in all; those that are there stay.
  void reserve(std::size_t room) {
    if (room <= room_) return;
    auto larger = std::make_unique_for_overwrite<T[]>(room);
    std::copy_n(items_, size_, larger.get());
    own_ = std::move(larger);
    items_ = own_.get();
    room_ = static_cast<std::uint32_t>(room);
  }
  // New ones, within the room, are `value`.
  void resize(std::size_t size, const T& value) {
    reserve(size);
    if (size > size_) std::fill(items_ + size_, items_ + size, value);
    size_ = static_cast<std::uint32_t>(size);
  }

  // Of its own room: what it shares is its block's.
  std::size_t own_bytes() const { return own_ ? room_ * sizeof(T) : 0; }

private:
  T* items_ = nullptr;
  std::unique_ptr<T[]> own_;
  std::uint32_t size_ = 0;
  std::uint32_t room_ = 0;
};

}  // namespace badgewatch::match
