// An array that grows without moving what is in it: no pause, no copy, no slack.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace badgewatch::match {

template <class T>
class Chunked {
public:
  std::size_t size() const { return size_; }
  T& operator[](std::size_t i) { return chunks_[i / chunk][i % chunk]; }
  const T& operator[](std::size_t i) const { return chunks_[i / chunk][i % chunk]; }

  std::size_t push_back(const T& value) {
    if (size_ == chunks_.size() * chunk) chunks_.push_back(std::make_unique<T[]>(chunk));
    (*this)[size_] = value;
    return size_++;
  }

  std::size_t memory_bytes() const { return chunks_.size() * chunk * sizeof(T); }

private:
  static constexpr std::size_t chunk = 1024;
  std::vector<std::unique_ptr<T[]>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace badgewatch::match
