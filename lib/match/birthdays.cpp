#include "match/birthdays.hpp"

#include <algorithm>

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

// By a quarter.
void Day::grow() {
  Day larger;
  larger.room_ = static_cast<std::uint32_t>((size_ + size_ / 4 + at_once) / at_once * at_once);
  larger.block_ = std::make_unique<std::byte[]>(larger.room_ * bytes_each);
  for (; larger.size_ < size_; ++larger.size_)
    larger.put(larger.size_, signatures()[larger.size_], lead(larger.size_));
  *this = std::move(larger);
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

void Birthdays::add(const Birthday& born, const Signature& signature, const Lead& lead) {
  const auto place = year_place(born.year);
  if (place >= years_.size()) years_.resize(place + 1);
  if (!years_[place]) years_[place] = std::make_unique<Year>();
  (*years_[place])[day_place(born)].add(signature, lead);
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
  std::size_t bytes = years_.capacity() * sizeof years_[0];
  for (const auto& year : years_) {
    if (!year) continue;
    bytes += sizeof *year;
    for (const auto& day : *year)
      bytes += day.memory_bytes();
  }
  return bytes;
}

}  // namespace badgewatch::match
