#include "match/birthdays.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace badgewatch::match {

WordCode code_of(std::uint32_t block) {
  return static_cast<WordCode>(1 + ((block * 0x9E3779B1U) >> 16) % (initials_code - 1));
}

Signature signature_of(std::span<const std::uint32_t> blocks, bool initials) {
  Signature made;
  if (blocks.size() + (initials ? 1 : 0) > Signature::most_words) return any_signature;
  const auto known = made.codes.begin();
  for (std::size_t word = 0; word < blocks.size(); ++word) {
    made.codes[word] = code_of(blocks[word]);
    if (std::find(known, known + word, made.codes[word]) != known + word) return any_signature;
  }
  if (initials) made.codes[blocks.size()] = initials_code;
  return made;
}

void Day::put(std::size_t place, const Signature& signature, const Lead& lead) {
  at<Signature>(8)[place] = signature;
  at<RecordId>(4)[place] = lead.record;
  at<NumberEnds>(2)[place] = lead.insurance;
  at<Area>(0)[place] = lead.area;
}

void Day::swap(Day& other) noexcept {
  std::swap(block_, other.block_);
  std::swap(size_, other.size_);
  const auto room = room_;
  const auto lodges = lodges_;
  room_ = other.room_;
  lodges_ = other.lodges_;
  other.room_ = room;
  other.lodges_ = lodges;
}

void Day::move_to(std::byte* block, std::size_t room, bool lodges) {
  Day moved;
  moved.block_ = block;
  moved.room_ = static_cast<std::uint32_t>(room) & 0x7FFF'FFFFU;
  moved.lodges_ = lodges ? 1 : 0;
  for (; moved.size_ < size_; ++moved.size_)
    moved.put(moved.size_, signatures()[moved.size_], lead(moved.size_));
  swap(moved);
}

// By a quarter.
void Day::grow() {
  const auto room = room_for(size_ + size_ / 4 + 1);
  move_to(new std::byte[room * bytes_each]{}, room, false);
}

void Day::lodge(std::byte* block, std::size_t more) {
  const auto room = room_for(size_ + more);
  std::fill_n(block, room * bytes_each, std::byte{});
  move_to(block, room, true);
}

void Day::add(const Signature& signature, const Lead& lead) {
  if (size_ == room_) grow();
  put(size_++, signature, lead);
}

void Day::remove(RecordId record) {
  std::size_t place = 0;
  while (place < size_ && at<RecordId>(4)[place] != record)
    ++place;
  if (place == size_) return;
  --size_;
  put(place, at<Signature>(8)[size_], lead(size_));
  put(size_, {}, {});
}

std::size_t Birthdays::year_place(int year) {
  return static_cast<std::size_t>(std::clamp(year, first_year, last_year) - first_year);
}

Day& Birthdays::day_of(const Birthday& born) {
  const auto place = year_place(born.year);
  if (place >= years_.size()) years_.resize(place + 1);
  if (!years_[place]) years_[place] = std::make_unique<Year>();
  return (*years_[place])[day_place(born)];
}

void Birthdays::add(const Birthday& born, const Signature& signature, const Lead& lead) {
  day_of(born).add(signature, lead);
}

// `more` tells how many more than are there each day gets room for.
template <class More>
void Birthdays::settle_with(More&& more) {
  std::size_t bytes = 0;
  for (const auto& year : years_)
    if (year)
      for (const auto& day : *year)
        bytes += Day::bytes_for(day.size() + more(day));
  auto block = large_block(std::max<std::size_t>(1, bytes));
  auto* next = block.get();
  for (const auto& year : years_) {
    if (!year) continue;
    for (auto& day : *year) {
      const auto coming = more(day);
      const auto size = Day::bytes_for(day.size() + coming);
      day.lodge(next, coming);
      next += size;
    }
  }
  block_ = std::move(block);
  block_bytes_ = bytes;
}

void Birthdays::add_all(std::span<const Born> people) {
  std::unordered_map<const Day*, std::size_t> coming;
  for (const auto& one : people)
    ++coming[&day_of(one.day)];
  settle_with([&](const Day& day) {
    const auto found = coming.find(&day);
    return found == coming.end() ? 0 : found->second;
  });
  for (const auto& one : people)
    day_of(one.day).add(one.signature, one.lead);
}

void Birthdays::settle() {
  settle_with([](const Day&) { return std::size_t{0}; });
}

void Birthdays::remove(const Birthday& born, RecordId record) {
  const auto place = year_place(born.year);
  if (place < years_.size() && years_[place]) (*years_[place])[day_place(born)].remove(record);
}

const Day* Birthdays::on(const Birthday& born) const {
  const auto place = year_place(born.year);
  if (place >= years_.size() || !years_[place]) return nullptr;
  return &(*years_[place])[day_place(born)];
}

std::size_t Birthdays::memory_bytes() const {
  std::size_t bytes = years_.capacity() * sizeof years_[0] + block_bytes_;
  for (const auto& year : years_) {
    if (!year) continue;
    bytes += sizeof *year;
    for (const auto& day : *year)
      bytes += day.own_bytes();
  }
  return bytes;
}

}  // namespace badgewatch::match
