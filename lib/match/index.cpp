#include "match/birthdays.hpp"
#include "match/keys.hpp"
#include "match/postings.hpp"
#include "match/profile.hpp"
#include "match/records.hpp"
#include "match/scorer.hpp"
#include "match/weights.hpp"

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
        wanted_(wanted_blocks_of(names_, records.vocabulary())),
        most_of_names_(most_weight_of(names_)) {}

  void gather(bool anyone_undated);
  SearchResult compare(const SearchLimits& limits);

private:
  void by_keys(bool anyone_undated);
  void by_birthday();
  void by_partial_birthday();
  // Those of `days_`, the unwanted among the first `all` too.
  void take_days(std::size_t all);
  bool says_too_little() const;
  Score score(const Lead& lead) const;

  const Profile::Data& query_;
  const NameList names_;
  const Records& records_;
  const Postings& postings_;
  const Birthdays& birthdays_;
  const WantedBlocks wanted_;
  const double most_of_names_;
  std::vector<Birthday> days_;
  std::vector<Lead> leads_;
};

void Search::gather(bool anyone_undated) {
  leads_.reserve(512);
  days_.reserve(96);
  by_keys(anyone_undated);
  const auto& born = query_.details.born;
  if (born.is_whole())
    by_birthday();
  else if (born.is_known())
    by_partial_birthday();
  // Of one who is found in several ways the first has the signature, if any has.
  const auto place = [](const Lead& lead) {
    return std::uint64_t{lead.record} << 32 | lead.signature;
  };
  std::sort(leads_.begin(), leads_.end(),
            [&](const Lead& a, const Lead& b) { return place(a) < place(b); });
  const auto same = [](const Lead& a, const Lead& b) { return a.record == b.record; };
  leads_.erase(std::unique(leads_.begin(), leads_.end(), same), leads_.end());
}

void Search::by_keys(bool anyone_undated) {
  Keys keys;
  add_detail_keys(query_.details, query_.places, keys);
  if (anyone_undated) add_wanted_name_keys(names_, records_.vocabulary(), Dated::no, keys);
  if (!query_.details.born.is_known())
    add_wanted_name_keys(names_, records_.vocabulary(), Dated::yes, keys);
  for (const auto key : keys)
    postings_.prefetch(key);
  for (const auto key : keys)
    for (const auto record : postings_.find(key))
      leads_.push_back({record, any_word});
}

// The days lie far from one another in memory: all are asked for before the first is needed.
void Search::take_days(std::size_t all) {
  std::vector<const Birthdays::Day*> lists;
  lists.reserve(days_.size());
  for (const auto& day : days_) {
    lists.push_back(birthdays_.on(day));
    __builtin_prefetch(lists.back());
  }
  for (const auto* list : lists)
    if (list != nullptr) __builtin_prefetch(list->data());
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (lists[i] == nullptr) continue;
    for (const auto& lead : *lists[i])
      if (i < all || wanted_.may_be_in(lead.signature)) leads_.push_back(lead);
  }
}

// The same date and its swap make somebody possible without any name; the others do not, nor does a
// shared 1 January.
void Search::by_birthday() {
  const auto born = query_.details.born;
  const auto add = [&](int year, unsigned month, unsigned day) {
    days_.push_back({static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
                     static_cast<std::uint8_t>(day)});
  };
  add(born.year, born.month, born.day);
  if (born.day <= 12 && born.day != born.month) add(born.year, born.day, born.month);
  const auto all = born.is_default() ? 0 : days_.size();
  for (unsigned day = 1; day <= 31; ++day)
    if (day != born.day && (one_digit_from(born.day) >> day & 1) != 0)
      add(born.year, born.month, day);
  for (unsigned month = 1; month <= 12; ++month)
    if (month != born.month && (one_digit_from(born.month) >> month & 1) != 0)
      add(born.year, month, born.day);
  for (const int place : {1, 10, 100, 1000}) {
    const int without = born.year - born.year / place % 10 * place;
    for (int digit = 0; digit <= 9; ++digit)
      if (const int year = without + digit * place; year != born.year)
        add(year, born.month, born.day);
  }
  // A year too many or too few that changes more than one digit: 1999 and 2000.
  add(born.year - 1, born.month, born.day);
  add(born.year + 1, born.month, born.day);
  add(born.year, born.month, 0);
  add(born.year, 0, 0);
  take_days(all);
}

void Search::by_partial_birthday() {
  const auto born = query_.details.born;
  for (std::uint8_t month = 0; month <= 12; ++month) {
    if (born.month != 0 && month != 0 && month != born.month) continue;
    for (std::uint8_t day = 0; day <= 31; ++day)
      days_.push_back({born.year, month, day});
  }
  take_days(0);
}

// Whoever is not found by so little may still be there.
bool Search::says_too_little() const {
  const auto& details = query_.details;
  return !details.born.is_known() && details.insurance.empty() && details.licence.empty() &&
         !tells_somebody(names_);
}

Score Search::score(const Lead& lead) const {
  PlaceList places;
  records_.places(lead.record, places);
  const auto found =
      compare_details(query_.details, query_.places, records_.details(lead.record), places.view());
  const bool wanted = wanted_.may_be_in(lead.signature);
  if (!may_be_possible(found, {wanted ? most_of_names_ : weights::names_loosely_most, wanted}))
    return {};
  NameList names;
  records_.names(lead.record, names);
  return score_of(weighed(found, compare_names(names_, names)));
}

SearchResult Search::compare(const SearchLimits& limits) {
  constexpr std::size_t ahead = 8;
  SearchResult result;
  result.complete = !says_too_little();
  for (std::size_t i = 0; i < leads_.size(); ++i) {
    if (result.compared == limits.comparisons) {
      result.complete = false;
      break;
    }
    if (i + ahead < leads_.size()) records_.prefetch(leads_[i + ahead].record);
    ++result.compared;
    const auto scored = score(leads_[i]);
    if (scored.band != Band::none)
      result.found.push_back({leads_[i].record, scored.weight, scored.band});
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
