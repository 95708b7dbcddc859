#include "match/postings.hpp"

#include <algorithm>
#include <bit>

namespace badgewatch::match {

// Any size of table is used evenly: the tag is a fraction of it.
std::size_t Postings::Shard::home(std::uint32_t tag) const {
  return static_cast<std::size_t>((std::uint64_t{tag} * slots_.size()) >> 32);
}

// Where `tag` is, or the empty slot where it belongs. There is always an empty one.
std::size_t Postings::Shard::slot_of(std::uint32_t tag) const {
  auto slot = home(tag);
  while (slots_[slot].value != empty && slots_[slot].tag != tag)
    slot = next(slot);
  return slot;
}

// By a quarter, so that little room is idle: tables are between 0.64 and 0.8 full.
void Postings::Shard::grow() {
  auto old = std::vector<Slot>(std::max<std::size_t>(8, slots_.size() + slots_.size() / 4 + 1));
  old.swap(slots_);
  for (const auto& slot : old)
    if (slot.value != empty) slots_[slot_of(slot.tag)] = slot;
}

// Keeps every chain without gaps: what stands behind moves up where its chain allows it.
void Postings::Shard::erase(std::size_t slot) {
  auto gap = slot;
  for (auto at = next(gap); slots_[at].value != empty; at = next(at)) {
    const auto from_home = (at + slots_.size() - home(slots_[at].tag)) % slots_.size();
    const auto from_gap = (at + slots_.size() - gap) % slots_.size();
    if (from_home < from_gap) continue;
    slots_[gap] = slots_[at];
    gap = at;
  }
  slots_[gap] = {};
  --used_;
}

unsigned Postings::Shard::size_for(std::uint32_t count) {
  return std::max(2U, static_cast<unsigned>(std::bit_width(count)));
}

std::uint32_t Postings::Shard::take_block(unsigned size) {
  auto& free = free_[size];
  if (free != no_block) {
    const auto place = free;
    free = pool_[place];
    return place;
  }
  const auto place = static_cast<std::uint32_t>(pool_.size());
  const auto needed = pool_.size() + (std::size_t{1} << size);
  if (needed > pool_.capacity()) pool_.reserve(needed + needed / 8);
  pool_.resize(needed);
  return place;
}

void Postings::Shard::give_block(std::uint32_t place, unsigned size) {
  pool_[place] = free_[size];
  free_[size] = place;
}

std::uint32_t Postings::Shard::moved_block(std::uint32_t place, unsigned from, unsigned to) {
  const auto moved = take_block(to);
  const auto count = std::size_t{1} << std::min(from, to);
  std::copy_n(pool_.begin() + place, count, pool_.begin() + moved);
  give_block(place, from);
  return moved;
}

void Postings::Shard::add(std::uint32_t tag, std::uint32_t value) {
  if ((used_ + 1) * 5 > slots_.size() * 4) grow();
  auto& slot = slots_[slot_of(tag)];
  if (slot.value == empty) {
    slot = {tag, value};
    ++used_;
    return;
  }
  if ((slot.value & is_list) == 0) {
    const auto place = take_block(size_for(2));
    pool_[place] = 2;
    pool_[place + 1] = slot.value;
    pool_[place + 2] = value;
    slot.value = place | is_list;
    return;
  }
  auto place = slot.value & ~is_list;
  const auto count = pool_[place] + 1;
  if (size_for(count) != size_for(count - 1)) {
    place = moved_block(place, size_for(count - 1), size_for(count));
    slot.value = place | is_list;
  }
  pool_[place] = count;
  pool_[place + count] = value;
}

void Postings::Shard::remove(std::uint32_t tag, std::uint32_t value) {
  if (slots_.empty()) return;
  const auto at = slot_of(tag);
  auto& slot = slots_[at];
  if (slot.value == empty) return;
  if ((slot.value & is_list) == 0) {
    if (slot.value == value) erase(at);
    return;
  }
  auto place = slot.value & ~is_list;
  const auto count = pool_[place];
  const auto first = pool_.begin() + place + 1;
  const auto found = std::find(first, first + count, value);
  if (found == first + count) return;
  *found = pool_[place + count];
  pool_[place] = count - 1;
  if (count == 2) {
    slot.value = pool_[place + 1];
    give_block(place, size_for(count));
  } else if (size_for(count - 1) != size_for(count)) {
    slot.value = moved_block(place, size_for(count), size_for(count - 1)) | is_list;
  }
}

std::span<const std::uint32_t> Postings::Shard::find(std::uint32_t tag) const {
  if (slots_.empty()) return {};
  const auto& slot = slots_[slot_of(tag)];
  if (slot.value == empty) return {};
  if ((slot.value & is_list) == 0) return {&slot.value, 1};
  const auto* block = pool_.data() + (slot.value & ~is_list);
  return {block + 1, *block};
}

const Postings::Slot* Postings::Shard::first_of(std::uint32_t tag) const {
  return slots_.empty() ? nullptr : &slots_[home(tag)];
}

std::size_t Postings::Shard::memory_bytes() const {
  return slots_.capacity() * sizeof(Slot) + pool_.capacity() * sizeof(std::uint32_t);
}

void Postings::add(std::uint64_t key, std::uint32_t value) {
  shards_[shard_of(key)].add(tag_of(key), value);
}

void Postings::remove(std::uint64_t key, std::uint32_t value) {
  shards_[shard_of(key)].remove(tag_of(key), value);
}

std::span<const std::uint32_t> Postings::find(std::uint64_t key) const {
  return shards_[shard_of(key)].find(tag_of(key));
}

void Postings::prefetch(std::uint64_t key) const {
  __builtin_prefetch(shards_[shard_of(key)].first_of(tag_of(key)));
}

std::size_t Postings::memory_bytes() const {
  std::size_t bytes = sizeof *this;
  for (const auto& shard : shards_)
    bytes += shard.memory_bytes();
  return bytes;
}

}  // namespace badgewatch::match
