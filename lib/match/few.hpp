// A list of which it is known how many there are at most: it asks for no memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace badgewatch::match {

template <class T, std::size_t most>
class Few {
public:
  // Of `most` there is none to come.
  void push_back(const T& one) { items_[count_++] = one; }
  void clear() { count_ = 0; }

  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  T& operator[](std::size_t i) { return items_[i]; }
  const T& operator[](std::size_t i) const { return items_[i]; }
  const T& front() const { return items_[0]; }
  const T* data() const { return items_.data(); }
  const T* begin() const { return data(); }
  const T* end() const { return data() + count_; }

private:
  std::array<T, most> items_;
  std::uint8_t count_ = 0;
  static_assert(most < 256);
};

}  // namespace badgewatch::match
