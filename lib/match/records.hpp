// The people of an index: one line of the cache each, names and further addresses beside.
#pragma once

#include "match/chunked.hpp"
#include "match/details.hpp"
#include "match/match.hpp"
#include "match/profile.hpp"
#include "match/vocabulary.hpp"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace badgewatch::match {

class Records {
public:
  RecordId insert(const Profile::Data& profile);
  void remove(RecordId record);
  bool has(RecordId record) const { return record < records_.size() && records_[record].used; }

  const Details& details(RecordId record) const { return records_[record].details; }
  PlaceList places(RecordId record) const;
  // The words are the vocabulary's.
  void names(RecordId record, NameList& names) const;
  bool has_other_script(RecordId record) const { return records_[record].other_script; }
  // The same words as they are kept, one name behind the other.
  using WrittenWord = std::uint32_t;
  std::span<const WrittenWord> written_names(RecordId record) const {
    const auto& one = records_[record];
    return {one.words == 0 ? nullptr : beside(one.beside), one.words};
  }
  static WordId id_of(WrittenWord word) { return word & ~(ends_name | is_particle | given_names); }
  static bool is_particle_of_name(WrittenWord word) { return (word & is_particle) != 0; }
  static bool is_last_of_name(WrittenWord word) { return (word & ends_name) != 0; }
  const Vocabulary& vocabulary() const { return vocabulary_; }

  void prefetch(RecordId record) const { __builtin_prefetch(&records_[record]); }
  // Better when the record itself is near already.
  void prefetch_names(RecordId record) const {
    const auto& one = records_[record];
    if (one.words != 0) __builtin_prefetch(beside(one.beside));
  }
  std::size_t size() const { return size_; }
  std::size_t memory_bytes() const;

private:
  struct alignas(64) Record {
    Details details;
    std::uint32_t beside = 0;  // place of what does not fit in here
    std::uint8_t words = 0;
    std::uint8_t further_places = 0;
    bool used = false;
    bool other_script = false;  // of a name
  };
  static_assert(sizeof(Record) == 64);

  // Of what stands beside: `words` words, then three numbers for each further place.
  static std::size_t length_beside(const Record& record);
  std::uint32_t* beside(std::uint32_t place) const {
    return chunks_[place / chunk] + place % chunk;
  }
  std::uint32_t take(std::size_t length);
  void begin_chunk();
  void give(std::uint32_t place, std::size_t length);

  static constexpr std::size_t chunk = 64 * 1024;
  static constexpr std::uint32_t nothing = 0xFFFF'FFFF;
  static constexpr std::uint32_t ends_name = 0x8000'0000;
  static constexpr std::uint32_t is_particle = 0x4000'0000;
  static constexpr std::uint32_t given_names = 0x3000'0000;  // of the last word: GivenNames
  static constexpr int given_names_from = 28;
  static constexpr std::size_t longest_beside =
      max_names_compared * max_words_compared + 3 * max_places;
  static_assert(max_names_compared * max_words_compared < 256);

  Vocabulary vocabulary_;
  Chunked<Record> records_;
  std::vector<RecordId> free_records_;
  std::vector<LargeBlock> blocks_;      // of one chunk or more
  std::vector<std::uint32_t*> chunks_;  // in them
  std::size_t chunks_begun_ = 0;
  std::size_t chunk_used_ = chunk;  // of the one that was begun last
  std::array<std::uint32_t, longest_beside + 1> free_ = all_nothing();  // by length, chained
  std::size_t size_ = 0;

  static constexpr std::array<std::uint32_t, longest_beside + 1> all_nothing() {
    std::array<std::uint32_t, longest_beside + 1> none{};
    none.fill(nothing);
    return none;
  }
};

}  // namespace badgewatch::match
