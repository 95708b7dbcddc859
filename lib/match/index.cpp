#include "match/birthdays.hpp"
#include "match/keys.hpp"
#include "match/pair.hpp"
#include "match/postings.hpp"
#include "match/profile.hpp"
#include "match/records.hpp"
#include "match/search.hpp"

namespace badgewatch::match {

// People without a date of birth are filed by their names apart from the others, because every
// query has to go through them.
struct Index::Impl {
  Records records;
  Postings filed_details;
  Postings dated_names;
  Postings undated_names;
  Birthdays birthdays;
  std::size_t undated = 0;

  Postings& names_filed(RecordId record) {
    return records.details(record).born.is_known() ? dated_names : undated_names;
  }
  Keys detail_keys(RecordId record) const;
  Keys name_keys(RecordId record) const;
  void file_birthday(RecordId record);
};

Keys Index::Impl::detail_keys(RecordId record) const {
  Keys keys;
  PlaceList places;
  records.places(record, places);
  add_detail_keys(records.details(record), places.view(), keys);
  make_unique(keys);
  return keys;
}

Keys Index::Impl::name_keys(RecordId record) const {
  Keys keys;
  NameList names;
  records.names(record, names);
  add_name_keys(names, keys);
  make_unique(keys);
  return keys;
}

void Index::Impl::file_birthday(RecordId record) {
  NameList names;
  records.names(record, names);
  PlaceList places;
  records.places(record, places);
  const auto& details = records.details(record);
  // What another script is in Latin letters is a guess, so everybody of that day looks at it.
  const auto signature = names.other_script ? any_signature : signature_of(blocks_of(names));
  birthdays.add(details.born, signature, {record, number_ends_of(details), area_of(places.view())});
}

Index::Index() : impl_(std::make_unique<Impl>()) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

RecordId Index::insert(const Profile& profile) {
  auto& all = *impl_;
  const auto record = all.records.insert(profile.data());
  for (const auto key : all.detail_keys(record))
    all.filed_details.add(key, record);
  for (const auto key : all.name_keys(record))
    all.names_filed(record).add(key, record);
  if (all.records.details(record).born.is_known())
    all.file_birthday(record);
  else
    ++all.undated;
  return record;
}

void Index::remove(RecordId record) {
  auto& all = *impl_;
  if (!all.records.has(record)) return;
  for (const auto key : all.detail_keys(record))
    all.filed_details.remove(key, record);
  for (const auto key : all.name_keys(record))
    all.names_filed(record).remove(key, record);
  const auto& born = all.records.details(record).born;
  if (born.is_known())
    all.birthdays.remove(born, record);
  else
    --all.undated;
  all.records.remove(record);
}

std::size_t Index::size() const {
  return impl_->records.size();
}

std::size_t Index::memory_bytes() const {
  const auto& all = *impl_;
  return all.records.memory_bytes() + all.filed_details.memory_bytes() +
         all.dated_names.memory_bytes() + all.undated_names.memory_bytes() +
         all.birthdays.memory_bytes();
}

SearchResult Index::search(const Profile& query, const SearchLimits& limits) const {
  const auto& all = *impl_;
  Search search(query.data(),
                {all.records, all.filed_details, all.dated_names, all.undated_names, all.birthdays,
                 all.undated > 0},
                limits);
  search.gather();
  return search.compare();
}

std::string Index::pair_of(const Profile& query, RecordId record) const {
  const auto& records = impl_->records;
  PlaceList places;
  records.places(record, places);
  NameList names;
  records.names(record, names);
  const auto& data = query.data();
  const auto names_of_query = data.names();
  return match::pair_of(Compared{data.details, data.places, names_of_query},
                        Compared{records.details(record), places.view(), names});
}

}  // namespace badgewatch::match
