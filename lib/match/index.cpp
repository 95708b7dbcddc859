#include "match/birthdays.hpp"
#include "match/block_counts.hpp"
#include "match/keys.hpp"
#include "match/pair.hpp"
#include "match/postings.hpp"
#include "match/profile.hpp"
#include "match/records.hpp"
#include "match/search.hpp"
#include "match/wanted_names.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

namespace badgewatch::match {

namespace {

// What somebody is filed under.
struct Filing {
  Keys details;
  Keys names;
  Birthday born;                      // unknown: under no day
  std::optional<Birthday> corrected;  // and under this one
  Signature signature;
  Lead lead;
  Blocks blocks;  // of the names of who has no date

  void clear() {
    details.clear();
    names.clear();
    blocks.clear();
  }
};

}  // namespace

// People without a date of birth are filed by their names apart from the others, because every
// query has to go through them.
struct Index::Impl {
  Records records;
  Postings filed_details;
  Postings dated_names;
  Postings undated_names;
  Birthdays birthdays;
  BlockCounts undated_words;
  double names_from = weights::names_alone_from;  // what names must bring that find by themselves
  std::size_t undated = 0;
  Filing filing;  // of who is filed now: its room is used again

  Postings& names_filed(const Birthday& born) {
    return born.is_known() ? dated_names : undated_names;
  }
  RecordId keep(const Profile& profile);
  void find_filing(const Details& details, std::span<const Place> places, const NameList& names);
};

// In the records, and counted; what is to be filed is in `filing`.
RecordId Index::Impl::keep(const Profile& profile) {
  const auto& data = profile.data();
  const auto record = records.insert(data);
  find_filing(data.details, data.places, data.names());
  filing.lead.record = record;
  if (!filing.born.is_known()) {
    ++undated;
    for (const auto block : filing.blocks)
      undated_words.add(block);
  }
  return record;
}

void Index::Impl::find_filing(const Details& details, std::span<const Place> places,
                              const NameList& names) {
  filing.clear();
  add_detail_keys(details, places, filing.details);
  make_unique(filing.details);
  add_name_keys(names, names_from, filing.names);
  make_unique(filing.names);
  filing.born = told_birthday(details);
  filing.corrected = corrected_birthday(details);
  if (!filing.born.is_known()) {
    filing.blocks = blocks_of(names);
    return;
  }
  filing.signature = signature_of(names);
  filing.lead = {0, number_ends_of(details), area_of(places)};
}

Index::Index() : impl_(std::make_unique<Impl>()) {}
Index::Index(double lowest) : Index() {
  impl_->names_from =
      std::min(weights::names_alone_from, lowest - weights::prior - weights::beside_names);
}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

RecordId Index::insert(const Profile& profile) {
  auto& all = *impl_;
  const auto record = all.keep(profile);
  const auto& filing = all.filing;
  auto& names = all.names_filed(filing.born);
  // They lie far from one another in memory: all are asked for before the first is needed.
  for (const auto key : filing.details)
    all.filed_details.prefetch(key);
  for (const auto key : filing.names)
    names.prefetch(key);
  if (filing.born.is_known()) all.birthdays.add(filing.born, filing.signature, filing.lead);
  if (filing.corrected) all.birthdays.add(*filing.corrected, filing.signature, filing.lead);
  for (const auto key : filing.details)
    all.filed_details.add(key, record);
  for (const auto key : filing.names)
    names.add(key, record);
  return record;
}

void Index::remove(RecordId record) {
  auto& all = *impl_;
  if (!all.records.has(record)) return;
  const auto places = all.records.places(record);
  NameList written;
  all.records.names(record, written);
  all.find_filing(all.records.details(record), places, written);
  const auto& filing = all.filing;
  for (const auto key : filing.details)
    all.filed_details.remove(key, record);
  for (const auto key : filing.names)
    all.names_filed(filing.born).remove(key, record);
  if (filing.born.is_known()) {
    all.birthdays.remove(filing.born, record);
  } else {
    --all.undated;
    for (const auto block : filing.blocks)
      all.undated_words.remove(block);
  }
  if (filing.corrected) all.birthdays.remove(*filing.corrected, record);
  all.records.remove(record);
}

void Index::settle() {
  impl_->filed_details.settle();
  impl_->dated_names.settle();
  impl_->undated_names.settle();
  impl_->birthdays.settle();
}

std::size_t Index::size() const {
  return impl_->records.size();
}

std::size_t Index::memory_bytes() const {
  const auto& all = *impl_;
  return all.records.memory_bytes() + all.filed_details.memory_bytes() +
         all.dated_names.memory_bytes() + all.undated_names.memory_bytes() +
         all.birthdays.memory_bytes() + sizeof all.undated_words;
}

SearchResult Index::search(const Profile& query, const SearchLimits& limits) const {
  const auto& all = *impl_;
  Search search(query.data(),
                {all.records, all.filed_details, all.dated_names, all.undated_names, all.birthdays,
                 all.undated_words, all.names_from, all.undated > 0},
                limits);
  search.gather();
  return search.compare();
}

std::string Index::pair_of(const Profile& query, RecordId record) const {
  const auto& records = impl_->records;
  const auto places = records.places(record);
  NameList names;
  records.names(record, names);
  const auto& data = query.data();
  const auto names_of_query = data.names();
  return match::pair_of(Compared{data.details, data.places, names_of_query},
                        Compared{records.details(record), places, names});
}

struct IndexBuilder::Piles {
  Postings::Pile details;
  Postings::Pile dated_names;
  Postings::Pile undated_names;
  std::vector<Birthdays::Born> births;
};

IndexBuilder::IndexBuilder() : piles_(std::make_unique<Piles>()) {}
IndexBuilder::IndexBuilder(double lowest) : index_(lowest), piles_(std::make_unique<Piles>()) {}
IndexBuilder::~IndexBuilder() = default;

RecordId IndexBuilder::insert(const Profile& profile) {
  auto& all = *index_.impl_;
  const auto record = all.keep(profile);
  const auto& filing = all.filing;
  for (const auto key : filing.details)
    piles_->details.add(key, record);
  auto& names = filing.born.is_known() ? piles_->dated_names : piles_->undated_names;
  for (const auto key : filing.names)
    names.add(key, record);
  if (filing.born.is_known())
    piles_->births.push_back({filing.born, filing.signature, filing.lead});
  if (filing.corrected)
    piles_->births.push_back({*filing.corrected, filing.signature, filing.lead});
  return record;
}

Index IndexBuilder::build() {
  auto& all = *index_.impl_;
  auto& piles = *piles_;
  auto details =
      std::async(std::launch::async, [&] { all.filed_details.add_all(std::move(piles.details)); });
  all.birthdays.add_all(piles.births);
  all.undated_names.add_all(std::move(piles.undated_names));
  all.dated_names.add_all(std::move(piles.dated_names));
  details.get();
  piles_.reset();
  return std::move(index_);
}

}  // namespace badgewatch::match
