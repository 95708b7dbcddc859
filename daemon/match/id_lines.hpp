// On which line of a file each id stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace badgewatch::matcher {

// Open addressing over 64-bit hashes, without the texts: a warning is all that hangs on it.
class IdLines {
public:
  static std::uint64_t hash_of(std::string_view id) { return std::hash<std::string_view>()(id); }

  // The line, from 1, on which the id of that hash came first; nothing when it has not come before.
  std::optional<std::size_t> add(std::uint64_t hash, std::size_t line) {
    if ((used_ + 1) * 4 > slots_.size() * 3) grow();
    auto& slot = slots_[place_of(hash)];
    if (slot.line != 0) return slot.line;
    slot = {hash, line};
    ++used_;
    return {};
  }

private:
  struct Slot {
    std::uint64_t hash = 0;
    std::size_t line = 0;  // 0: empty
  };

  std::size_t place_of(std::uint64_t hash) const {
    const auto mask = slots_.size() - 1;
    auto place = hash & mask;
    while (slots_[place].line != 0 && slots_[place].hash != hash)
      place = (place + 1) & mask;
    return place;
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
    old.swap(slots_);
    for (const auto& slot : old)
      if (slot.line != 0) slots_[place_of(slot.hash)] = slot;
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace badgewatch::matcher
