// A list drawn from by weight.
#pragma once

#include "sample/draws.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace badgewatch::sample {

template <class T>
class Weighted {
public:
  // Weights of 0 and less are left out.
  void add(double weight, T value) {
    if (weight <= 0) return;
    ends_.push_back((ends_.empty() ? 0 : ends_.back()) + weight);
    values_.push_back(std::move(value));
  }

  bool empty() const { return values_.empty(); }
  const std::vector<T>& values() const { return values_; }

  // Logarithmic. Throws when the list is empty.
  const T& pick(Draws& draws) const {
    if (empty()) throw std::logic_error("sample: a draw from an empty list");
    const double at = draws.share() * ends_.back();
    const auto end = std::upper_bound(ends_.begin(), ends_.end() - 1, at);
    return values_[static_cast<std::size_t>(end - ends_.begin())];
  }

private:
  std::vector<double> ends_;
  std::vector<T> values_;
};

}  // namespace badgewatch::sample
