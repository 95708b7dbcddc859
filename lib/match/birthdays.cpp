#include "match/birthdays.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace badgewatch::match {

namespace {

DayLoad sum(const DayLoad& one, const DayLoad& other) {
  return {one.people + other.people, one.words + other.words};
}

}  // namespace

WordCode code_of(std::uint32_t block) {
  return static_cast<WordCode>(1 + ((block * 0x9E3779B1U) >> 16) % (initials_code - 1));
}

bool Signature::add(WordCode code) {
  if (count_ == most_words) return false;
  codes_[count_++] = code;
  return true;
}

std::size_t Signature::times(WordCode code) const {
  return static_cast<std::size_t>(std::count(codes_.begin(), codes_.begin() + count_, code));
}

std::span<const WordCode> Day::words_from(std::size_t first) const {
  auto end = first + 1;
  while (end < words_.size && (codes()[end] & begins) == 0)
    ++end;
  return {codes() + first, end - first};
}

void Day::swap(Day& other) noexcept {
  std::swap(block_, other.block_);
  std::swap(people_, other.people_);
  std::swap(words_, other.words_);
  std::swap(lodges_, other.lodges_);
}

void Day::move_to(std::byte* block, const DayLoad& room, bool lodges) {
  Day moved;
  moved.block_ = block;
  moved.people_ = {people_.size, static_cast<std::uint32_t>(room.people)};
  moved.words_ = {words_.size, static_cast<std::uint32_t>(room.words)};
  moved.lodges_ = lodges;
  std::copy_n(leads(), people_.size, moved.leads());
  std::copy_n(codes(), words_.size, moved.codes());
  swap(moved);
}

// By a quarter.
void Day::grow(const DayLoad& needed) {
  const auto room = room_for({needed.people + needed.people / 4, needed.words + needed.words / 4});
  move_to(new std::byte[bytes_of(room)]{}, room, false);
}

void Day::lodge(std::byte* block, const DayLoad& to_come) {
  const auto room = room_for({people_.size + to_come.people, words_.size + to_come.words});
  std::fill_n(block, bytes_of(room), std::byte{});
  move_to(block, room, true);
}

void Day::add(const Signature& signature, const Lead& lead) {
  const auto after = sum(load(), load_of(signature));
  if (after.people > people_.room || after.words > words_.room) grow(after);
  leads()[people_.size++] = lead;
  auto* const first = codes() + words_.size;
  std::copy(signature.words().begin(), signature.words().end(), first);
  *first |= begins;
  words_.size = static_cast<std::uint32_t>(after.words);
}

void Day::remove(RecordId record) {
  std::size_t place = 0;
  while (place < people_.size && leads()[place].record != record)
    ++place;
  if (place == people_.size) return;
  std::size_t first = 0;
  for (std::size_t before = place; before > 0; --before)
    first += words_from(first).size();
  const auto gone = words_from(first).size();
  std::copy(leads() + place + 1, leads() + people_.size, leads() + place);
  std::copy(codes() + first + gone, codes() + words_.size, codes() + first);
  std::fill_n(codes() + words_.size - gone, gone, WordCode{0});
  --people_.size;
  words_.size -= static_cast<std::uint32_t>(gone);
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

// `to_come` tells what each day gets room for beside what is there.
template <class ToCome>
void Birthdays::settle_with(ToCome&& to_come) {
  std::size_t bytes = 0;
  for (const auto& year : years_)
    if (year)
      for (const auto& day : *year)
        bytes += Day::bytes_for(sum(day.load(), to_come(day)));
  auto block = large_block(std::max<std::size_t>(1, bytes));
  auto* next = block.get();
  for (const auto& year : years_) {
    if (!year) continue;
    for (auto& day : *year) {
      const auto coming = to_come(day);
      const auto size = Day::bytes_for(sum(day.load(), coming));
      day.lodge(next, coming);
      next += size;
    }
  }
  block_ = std::move(block);
  block_bytes_ = bytes;
}

void Birthdays::add_all(std::span<const Born> people) {
  std::unordered_map<const Day*, DayLoad> coming;
  for (const auto& one : people) {
    auto& load = coming[&day_of(one.day)];
    load = sum(load, Day::load_of(one.signature));
  }
  settle_with([&](const Day& day) {
    const auto found = coming.find(&day);
    return found == coming.end() ? DayLoad() : found->second;
  });
  for (const auto& one : people)
    day_of(one.day).add(one.signature, one.lead);
}

void Birthdays::settle() {
  settle_with([](const Day&) { return DayLoad(); });
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
