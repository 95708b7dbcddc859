#include "match/birthdays.hpp"
#include "match/keys.hpp"
#include "match/postings.hpp"
#include "match/profile.hpp"
#include "match/records.hpp"
#include "match/scorer.hpp"

#include <algorithm>

namespace badgewatch::match {

struct Index::Impl {
  Records records;
  Postings postings;
  Birthdays birthdays;
  std::size_t undated = 0;

  Keys filing_keys(RecordId record) const;
  void file_birthday(RecordId record);
};

namespace {

// One search: gathers whom to look at, then compares.
class Search {
public:
  Search(const Profile::Data& query, const Records& records, const Postings& postings,
         const Birthdays& birthdays)
      : query_(query),
        names_(query.names()),
        records_(records),
        postings_(postings),
        birthdays_(birthdays),
        wanted_(wanted_blocks_of(names_, records.vocabulary())) {}

  void gather(bool anyone_undated);
  SearchResult compare(const SearchLimits& limits);

private:
  void by_keys(bool anyone_undated);
  void by_birthday();
  void by_partial_birthday();
  void all_born_on(const Birthday& day);
  void wanted_born_on(const Birthday& day);
  bool says_too_little() const;
  Score score(RecordId record) const;

  const Profile::Data& query_;
  const NameList names_;
  const Records& records_;
  const Postings& postings_;
  const Birthdays& birthdays_;
  const WantedBlocks wanted_;
  std::vector<RecordId> candidates_;
};

void Search::gather(bool anyone_undated) {
  by_keys(anyone_undated);
  const auto& born = query_.details.born;
  if (born.is_whole())
    by_birthday();
  else if (born.is_known())
    by_partial_birthday();
  std::sort(candidates_.begin(), candidates_.end());
  candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());
}

void Search::by_keys(bool anyone_undated) {
  Keys keys;
  add_detail_keys(query_.details, query_.places, keys);
  if (anyone_undated) add_wanted_name_keys(names_, records_.vocabulary(), Dated::no, keys);
  if (!query_.details.born.is_known())
    add_wanted_name_keys(names_, records_.vocabulary(), Dated::yes, keys);
  for (const auto key : keys)
    postings_.prefetch(key);
  for (const auto key : keys) {
    const auto found = postings_.find(key);
    candidates_.insert(candidates_.end(), found.begin(), found.end());
  }
}

void Search::all_born_on(const Birthday& day) {
  for (const auto& entry : birthdays_.on(day))
    candidates_.push_back(entry.record);
}

void Search::wanted_born_on(const Birthday& day) {
  for (const auto& entry : birthdays_.on(day))
    if (wanted_.may_be_in(entry.signature)) candidates_.push_back(entry.record);
}

// The same date and its swap make somebody possible without any name; the others do not.
void Search::by_birthday() {
  const auto born = query_.details.born;
  if (born.is_default())
    wanted_born_on(born);
  else
    all_born_on(born);
  if (born.day <= 12 && born.day != born.month) all_born_on({born.year, born.day, born.month});
  for (std::uint8_t day = 1; day <= 31; ++day)
    if (day != born.day && one_digit_differs(day, born.day))
      wanted_born_on({born.year, born.month, day});
  for (std::uint8_t month = 1; month <= 12; ++month)
    if (month != born.month && one_digit_differs(month, born.month))
      wanted_born_on({born.year, month, born.day});
  constexpr std::int16_t digit[] = {1, 10, 100, 1000};
  for (const auto place : digit) {
    const int without = born.year - born.year / place % 10 * place;
    for (int value = 0; value <= 9; ++value)
      if (const int year = without + value * place; year != born.year)
        wanted_born_on({static_cast<std::int16_t>(year), born.month, born.day});
  }
  // A year too many or too few that changes more than one digit: 1999 and 2000.
  for (const int year : {born.year - 1, born.year + 1})
    wanted_born_on({static_cast<std::int16_t>(year), born.month, born.day});
  wanted_born_on({born.year, born.month, 0});
  wanted_born_on({born.year, 0, 0});
}

void Search::by_partial_birthday() {
  const auto born = query_.details.born;
  for (std::uint8_t month = 0; month <= 12; ++month) {
    if (born.month != 0 && month != 0 && month != born.month) continue;
    for (std::uint8_t day = 0; day <= 31; ++day)
      wanted_born_on({born.year, month, day});
  }
}

// Whoever is not found by so little may still be there.
bool Search::says_too_little() const {
  const auto& details = query_.details;
  return !details.born.is_known() && details.insurance.empty() && details.licence.empty() &&
         !tells_somebody(names_);
}

Score Search::score(RecordId record) const {
  PlaceList places;
  records_.places(record, places);
  const auto found =
      compare_details(query_.details, query_.places, records_.details(record), places.view());
  if (!may_be_possible(found)) return {};
  NameList names;
  records_.names(record, names);
  return score_of(weighed(found, compare_names(names_, names)));
}

SearchResult Search::compare(const SearchLimits& limits) {
  constexpr std::size_t ahead = 8;
  SearchResult result;
  result.complete = !says_too_little();
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (result.compared == limits.comparisons) {
      result.complete = false;
      break;
    }
    if (i + ahead < candidates_.size()) records_.prefetch(candidates_[i + ahead]);
    ++result.compared;
    const auto scored = score(candidates_[i]);
    if (scored.band != Band::none)
      result.found.push_back({candidates_[i], scored.weight, scored.band});
  }
  std::sort(result.found.begin(), result.found.end(), [](const Candidate& a, const Candidate& b) {
    if (a.band != b.band) return a.band > b.band;
    if (a.weight != b.weight) return a.weight > b.weight;
    return a.record < b.record;
  });
  return result;
}

}  // namespace

Keys Index::Impl::filing_keys(RecordId record) const {
  Keys keys;
  PlaceList places;
  records.places(record, places);
  const auto& details = records.details(record);
  add_detail_keys(details, places.view(), keys);
  NameList names;
  records.names(record, names);
  add_name_keys(names, details.born.is_known() ? Dated::yes : Dated::no, keys);
  make_unique(keys);
  return keys;
}

void Index::Impl::file_birthday(RecordId record) {
  NameList names;
  records.names(record, names);
  birthdays.add(records.details(record).born, record, signature_of(blocks_of(names)));
}

Index::Index() : impl_(std::make_unique<Impl>()) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

RecordId Index::insert(const Profile& profile) {
  auto& all = *impl_;
  const auto record = all.records.insert(profile.data());
  for (const auto key : all.filing_keys(record))
    all.postings.add(key, record);
  if (all.records.details(record).born.is_known())
    all.file_birthday(record);
  else
    ++all.undated;
  return record;
}

void Index::remove(RecordId record) {
  auto& all = *impl_;
  if (!all.records.has(record)) return;
  for (const auto key : all.filing_keys(record))
    all.postings.remove(key, record);
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
  return impl_->records.memory_bytes() + impl_->postings.memory_bytes() +
         impl_->birthdays.memory_bytes();
}

SearchResult Index::search(const Profile& query, const SearchLimits& limits) const {
  const auto& all = *impl_;
  Search search(query.data(), all.records, all.postings, all.birthdays);
  search.gather(all.undated > 0);
  return search.compare(limits);
}

}  // namespace badgewatch::match
