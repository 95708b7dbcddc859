#include "match/birthdays.hpp"

#include <algorithm>

namespace badgewatch::match {

std::uint32_t byte_of(std::uint32_t block) {
  return 1 + ((block * 0x9E3779B1U) >> 16) % 254;
}

Signature signature_of(std::span<const std::uint32_t> blocks) {
  Signature made = 0;
  std::size_t count = 0;
  for (const auto block : blocks) {
    const auto byte = byte_of(block);
    for (std::size_t i = 0; i < count; ++i)
      if ((made >> (8 * i) & 0xFF) == byte) return any_word;
    if (count == 4) return any_word;
    made |= byte << (8 * count++);
  }
  return made;
}

std::size_t Birthdays::year_place(int year) {
  return static_cast<std::size_t>(std::clamp(year, first_year, last_year) - first_year);
}

void Birthdays::add(const Birthday& born, const Lead& lead) {
  const auto place = year_place(born.year);
  if (place >= years_.size()) years_.resize(place + 1);
  if (!years_[place]) years_[place] = std::make_unique<Year>();
  auto& day = (*years_[place])[day_place(born)];
  if (day.size() == day.capacity()) day.reserve(day.size() + day.size() / 4 + 1);
  day.push_back(lead);
}

void Birthdays::remove(const Birthday& born, RecordId record) {
  const auto place = year_place(born.year);
  if (place >= years_.size() || !years_[place]) return;
  auto& day = (*years_[place])[day_place(born)];
  const auto found = std::find_if(day.begin(), day.end(),
                                  [&](const Lead& entry) { return entry.record == record; });
  if (found == day.end()) return;
  *found = day.back();
  day.pop_back();
}

const Birthdays::Day* Birthdays::on(const Birthday& born) const {
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
      bytes += day.capacity() * sizeof(Lead);
  }
  return bytes;
}

}  // namespace badgewatch::match
