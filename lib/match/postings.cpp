#include "match/postings.hpp"

#include <algorithm>
#include <bit>
#include <utility>

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
  Lodging<Slot> larger;
  larger.resize(std::max<std::size_t>(8, slots_.size() + slots_.size() / 4 + 1), {});
  std::swap(larger, slots_);
  for (std::size_t i = 0; i < larger.size(); ++i)
    if (larger[i].value != empty) slots_[slot_of(larger[i].tag)] = larger[i];
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
  if (needed > pool_.room()) pool_.reserve(needed + needed / 8);
  pool_.resize(needed, 0);
  return place;
}

void Postings::Shard::give_block(std::uint32_t place, unsigned size) {
  pool_[place] = free_[size];
  free_[size] = place;
}

std::uint32_t Postings::Shard::moved_block(std::uint32_t place, unsigned from, unsigned to) {
  const auto moved = take_block(to);
  const auto count = std::size_t{1} << std::min(from, to);
  std::copy_n(pool_.data() + place, count, pool_.data() + moved);
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
  auto* const first = pool_.data() + place + 1;
  auto* const found = std::find(first, first + count, value);
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

void Postings::Shard::append_to(std::vector<std::uint64_t>& pile) const {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].value == empty) continue;
    for (const auto value : find(slots_[i].tag))
      pile.push_back(std::uint64_t{slots_[i].tag} << 32 | value);
  }
}

namespace {

std::uint32_t tag_in(std::uint64_t piled) {
  return static_cast<std::uint32_t>(piled >> 32);
}

// By tag, a third of its bits at a time.
void sort_by_tag(std::vector<std::uint64_t>& pile, std::vector<std::uint64_t>& room) {
  constexpr unsigned bits = 11;
  constexpr std::size_t few = 512;
  if (pile.size() < few) return std::sort(pile.begin(), pile.end());
  room.resize(pile.size());
  for (unsigned shift = 32; shift < 64; shift += bits) {
    const auto part_of = [shift](std::uint64_t piled) {
      return static_cast<std::size_t>(piled >> shift) & ((std::size_t{1} << bits) - 1);
    };
    std::array<std::uint32_t, std::size_t{1} << bits> next{};
    for (const auto piled : pile)
      ++next[part_of(piled)];
    std::uint32_t before = 0;
    for (auto& place : next)
      before += std::exchange(place, before);
    for (const auto piled : pile)
      room[next[part_of(piled)]++] = piled;
    pile.swap(room);
  }
}

// Where the values of the tag of `from` end.
std::size_t end_of_tag(std::span<const std::uint64_t> pile, std::size_t from) {
  auto end = from + 1;
  while (end < pile.size() && tag_in(pile[end]) == tag_in(pile[from]))
    ++end;
  return end;
}

}  // namespace

Postings::Shard::Size Postings::Shard::size_of(std::span<const std::uint64_t> pile) {
  Size size;
  for (std::size_t from = 0, end = 0; from < pile.size(); from = end) {
    end = end_of_tag(pile, from);
    ++size.tags;
    const auto count = end - from;
    if (count > 1) size.pool += std::size_t{1} << size_for(static_cast<std::uint32_t>(count));
  }
  // Three quarters full, so that not all of them grow soon.
  if (size.tags > 0) size.slots = std::max<std::size_t>(8, size.tags + size.tags / 3 + 1);
  return size;
}

// In the order of the tags, which is that of their slots.
void Postings::Shard::fill(std::span<const std::uint64_t> pile, const Size& size, Slot* slots,
                           std::uint32_t* pool) {
  std::fill_n(slots, size.slots, Slot{});
  slots_.lodge(slots, size.slots);
  std::fill_n(pool, size.pool, 0);
  pool_.lodge(pool, size.pool);
  free_ = all_empty();
  used_ = size.tags;
  std::uint32_t place = 0;
  std::size_t after_last = 0;
  for (std::size_t from = 0, end = 0; from < pile.size(); from = end) {
    end = end_of_tag(pile, from);
    const auto tag = tag_in(pile[from]);
    const auto count = static_cast<std::uint32_t>(end - from);
    // Nothing behind the last one is taken, but what went over the end and began anew in front.
    const auto likely = std::max(home(tag), after_last);
    const auto slot = likely < size.slots ? likely : slot_of(tag);
    after_last = likely + 1;
    if (count == 1) {
      slots[slot] = {tag, static_cast<std::uint32_t>(pile[from])};
      continue;
    }
    slots[slot] = {tag, place | is_list};
    pool[place] = count;
    for (std::uint32_t i = 0; i < count; ++i)
      pool[place + 1 + i] = static_cast<std::uint32_t>(pile[from + i]);
    place += 1U << size_for(count);
  }
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

void Postings::add_all(Pile pile) {
  std::array<Shard::Size, shard_count> sizes;
  std::vector<std::uint64_t> room;
  std::size_t slots = 0;
  std::size_t numbers = 0;
  for (std::size_t i = 0; i < shard_count; ++i) {
    auto& piled = pile.of_shard_[i];
    sort_by_tag(piled, room);
    sizes[i] = Shard::size_of(piled);
    slots += sizes[i].slots;
    numbers += sizes[i].pool;
  }
  const auto bytes = slots * sizeof(Slot) + numbers * sizeof(std::uint32_t);
  auto block = large_block(std::max<std::size_t>(1, bytes));
  auto* next_slots = reinterpret_cast<Slot*>(block.get());
  auto* next_pool = reinterpret_cast<std::uint32_t*>(block.get() + slots * sizeof(Slot));
  for (std::size_t i = 0; i < shard_count; ++i) {
    shards_[i].fill(pile.of_shard_[i], sizes[i], next_slots, next_pool);
    next_slots += sizes[i].slots;
    next_pool += sizes[i].pool;
  }
  block_ = std::move(block);
  block_bytes_ = bytes;
}

void Postings::settle() {
  Pile pile;
  for (std::size_t i = 0; i < shard_count; ++i)
    shards_[i].append_to(pile.of_shard_[i]);
  add_all(std::move(pile));
}

std::size_t Postings::memory_bytes() const {
  std::size_t bytes = sizeof *this + block_bytes_;
  for (const auto& shard : shards_)
    bytes += shard.own_bytes();
  return bytes;
}

}  // namespace badgewatch::match
