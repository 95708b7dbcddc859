#include "match/records.hpp"

#include <cstring>

namespace badgewatch::match {

namespace {

constexpr std::size_t numbers_a_place = sizeof(Place) / sizeof(std::uint32_t);

}  // namespace

std::size_t Records::length_beside(const Record& record) {
  return record.words + numbers_a_place * record.further_places;
}

void Records::begin_chunk() {
  chunk_used_ = 0;
  if (chunks_begun_++ < chunks_.size()) return;
  constexpr std::size_t in_large_page = large_page / (chunk * sizeof(std::uint32_t));
  // The first few one by one: most indexes are small.
  const std::size_t more = chunks_.size() < in_large_page ? 1 : in_large_page;
  blocks_.push_back(large_block(more * chunk * sizeof(std::uint32_t)));
  auto* const numbers = reinterpret_cast<std::uint32_t*>(blocks_.back().get());
  for (std::size_t i = 0; i < more; ++i)
    chunks_.push_back(numbers + i * chunk);
}

std::uint32_t Records::take(std::size_t length) {
  if (length == 0) return 0;
  if (free_[length] != nothing) {
    const auto place = free_[length];
    free_[length] = *beside(place);
    return place;
  }
  if (chunk_used_ + length > chunk) begin_chunk();
  const auto place = (chunks_begun_ - 1) * chunk + chunk_used_;
  chunk_used_ += length;
  return static_cast<std::uint32_t>(place);
}

void Records::give(std::uint32_t place, std::size_t length) {
  if (length == 0) return;
  *beside(place) = free_[length];
  free_[length] = place;
}

RecordId Records::insert(const Profile::Data& profile) {
  Record record;
  record.details = profile.details;
  record.words = static_cast<std::uint8_t>(profile.words.size());
  record.further_places =
      static_cast<std::uint8_t>(profile.places.empty() ? 0 : profile.places.size() - 1);
  record.used = true;
  record.other_script = profile.other_script;
  record.beside = take(length_beside(record));
  if (length_beside(record) > 0) {
    auto* next = beside(record.beside);
    const Word* word = profile.words.data();
    for (const auto& name : profile.lengths) {
      for (std::size_t i = 0; i < name.words; ++i) {
        *next = vocabulary_.intern(*word++);
        if ((name.particles >> i & 1) != 0) *next |= is_particle;
        if (i + 1 == name.words)
          *next |= ends_name | static_cast<std::uint32_t>(name.given) << given_names_from;
        ++next;
      }
    }
    for (std::size_t i = 1; i < profile.places.size(); ++i, next += numbers_a_place)
      std::memcpy(next, &profile.places[i], sizeof(Place));
  }
  ++size_;
  if (free_records_.empty()) return static_cast<RecordId>(records_.push_back(record));
  const auto id = free_records_.back();
  free_records_.pop_back();
  records_[id] = record;
  return id;
}

void Records::remove(RecordId id) {
  auto& record = records_[id];
  give(record.beside, length_beside(record));
  record = {};
  free_records_.push_back(id);
  --size_;
}

PlaceList Records::places(RecordId id) const {
  const auto& record = records_[id];
  PlaceList places;
  if (record.details.place.empty()) return places;
  places.push_back(record.details.place);
  if (record.further_places == 0) return places;
  const auto* next = beside(record.beside) + record.words;
  for (std::size_t i = 0; i < record.further_places; ++i, next += numbers_a_place) {
    Place place;
    std::memcpy(&place, next, sizeof place);
    places.push_back(place);
  }
  return places;
}

void Records::names(RecordId id, NameList& names) const {
  const auto& record = records_[id];
  names.count = 0;
  names.other_script = record.other_script;
  if (record.words == 0) return;
  const auto* next = beside(record.beside);
  for (const auto* const end = next + record.words; next < end;) {
    auto& name = names.name[names.count++];
    name.count = 0;
    name.particles = 0;
    for (bool ended = false; !ended; ++next) {
      ended = (*next & ends_name) != 0;
      if ((*next & is_particle) != 0)
        name.particles = static_cast<std::uint16_t>(name.particles | 1U << name.count);
      name.word[name.count++] = &vocabulary_[id_of(*next)];
      if (ended) name.given = static_cast<GivenNames>((*next & given_names) >> given_names_from);
    }
  }
}

std::size_t Records::memory_bytes() const {
  return sizeof *this + records_.memory_bytes() + free_records_.capacity() * sizeof(RecordId) +
         chunks_.size() * chunk * sizeof(std::uint32_t) + vocabulary_.memory_bytes();
}

}  // namespace badgewatch::match
