#include "match/keys.hpp"
#include "match/match.hpp"
#include "match/packed.hpp"
#include "match/postings.hpp"

#include <algorithm>

namespace badgewatch::match {

struct Index::Impl {
  std::vector<Packed> records;
  std::vector<RecordId> free;
  std::vector<bool> used;
  Postings postings;
  std::size_t size = 0;
};

Index::Index() : impl_(std::make_unique<Impl>()) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

RecordId Index::insert(const Profile& profile) {
  auto& all = *impl_;
  RecordId record = 0;
  if (all.free.empty()) {
    record = static_cast<RecordId>(all.records.size());
    all.records.push_back(profile.data().packed);
    all.used.push_back(true);
  } else {
    record = all.free.back();
    all.free.pop_back();
    all.records[record] = profile.data().packed;
    all.used[record] = true;
  }
  for (const auto key : filing_keys(all.records[record])) all.postings.add(key, record);
  ++all.size;
  return record;
}

void Index::remove(RecordId record) {
  auto& all = *impl_;
  if (record >= all.used.size() || !all.used[record]) return;
  for (const auto key : filing_keys(all.records[record])) all.postings.remove(key, record);
  all.records[record] = {};
  all.used[record] = false;
  all.free.push_back(record);
  --all.size;
}

std::size_t Index::size() const {
  return impl_->size;
}

std::size_t Index::memory_bytes() const {
  std::size_t bytes = impl_->records.capacity() * sizeof(Packed) + impl_->postings.memory_bytes();
  for (const auto& record : impl_->records)
    if (record.words.capacity() > 15) bytes += record.words.capacity() + 1;
  return bytes;
}

SearchResult Index::search(const Profile& query, const SearchLimits& limits) const {
  const auto& all = *impl_;
  const auto& packed = query.data().packed;
  std::vector<RecordId> candidates;
  for (const auto key : search_keys(packed)) all.postings.collect(key, candidates);
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());

  SearchResult result;
  for (const auto record : candidates) {
    if (result.compared == limits.comparisons) {
      result.complete = false;
      break;
    }
    ++result.compared;
    const auto comparison = compare_packed(packed, all.records[record], false);
    if (comparison.band != Band::none)
      result.found.push_back({record, comparison.weight, comparison.band});
  }
  std::sort(result.found.begin(), result.found.end(), [](const Candidate& a, const Candidate& b) {
    if (a.band != b.band) return a.band > b.band;
    if (a.weight != b.weight) return a.weight > b.weight;
    return a.record < b.record;
  });
  return result;
}

}  // namespace badgewatch::match
