#include "match/birthdays.hpp"

#include <algorithm>

namespace badgewatch::match {

WordCode code_of(std::uint32_t block) {
  return static_cast<WordCode>(1 + ((block * 0x9E3779B1U) >> 16) % (any_code - 1));
}

Signature signature_of(std::span<const std::uint32_t> blocks) {
  Signature made;
  if (blocks.size() > Signature::most_words) return any_signature;
  const auto known = made.codes.begin();
  for (std::size_t word = 0; word < blocks.size(); ++word) {
    made.codes[word] = code_of(blocks[word]);
    if (std::find(known, known + word, made.codes[word]) != known + word) return any_signature;
  }
  return made;
}

// By a quarter.
void Day::grow() {
  const auto room = static_cast<std::uint32_t>((size_ + size_ / 4 + at_once) / at_once * at_once);
  const auto moved = [&](auto& items) {
    using Items = std::remove_reference_t<decltype(items)>;
    Items larger(new typename Items::element_type[room]());
    std::copy_n(items.get(), size_, larger.get());
    items = std::move(larger);
  };
  moved(signatures_);
  moved(leads_);
  room_ = room;
}

void Day::add(const Signature& signature, const Lead& lead) {
  if (size_ == room_) grow();
  signatures_[size_] = signature;
  leads_[size_] = lead;
  ++size_;
}

void Day::remove(RecordId record) {
  std::size_t place = 0;
  while (place < size_ && leads_[place].record != record)
    ++place;
  if (place == size_) return;
  --size_;
  signatures_[place] = signatures_[size_];
  leads_[place] = leads_[size_];
  signatures_[size_] = {};
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
