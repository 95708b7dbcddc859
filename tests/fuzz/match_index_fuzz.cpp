// An index through any sequence of insertions, removals, settlings and searches finds whom
// comparing everybody finds.
#include "match/match.hpp"
#include "must.hpp"
#include "people_of_bytes.hpp"

#include <map>
#include <set>

using namespace badgewatch;
using fuzz::must;

namespace {

constexpr std::size_t most_steps = 24;

void searches(const match::Index& index, const std::map<match::RecordId, match::Profile>& everyone,
              const match::Profile& query) {
  const auto result = index.search(query);
  std::set<match::RecordId> found;
  for (const auto& candidate : result.found) {
    const auto known = everyone.find(candidate.record);
    must(known != everyone.end(), "only who is in the index is found");
    const auto expected = match::score(query, known->second);
    must(candidate.band == expected.band && candidate.weight == expected.weight, "one score");
    must(found.insert(candidate.record).second, "nobody is found twice");
  }
  for (const auto& [record, one] : everyone)
    must(found.contains(record) == (match::score(query, one).band != match::Band::none),
         "who is possible is found");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider bytes(data, size);
  match::Index index;
  std::map<match::RecordId, match::Profile> everyone;
  for (std::size_t step = 0; step < most_steps && bytes.remaining_bytes() > 0; ++step) {
    const auto what = bytes.ConsumeIntegralInRange(0, 6);
    if (what == 0 && !everyone.empty()) {
      const auto gone = std::next(
          everyone.begin(), static_cast<std::ptrdiff_t>(
                                bytes.ConsumeIntegralInRange<std::size_t>(0, everyone.size() - 1)));
      index.remove(gone->first);
      everyone.erase(gone);
    } else if (what == 6) {
      index.settle();
    } else if (what == 1) {
      searches(index, everyone, match::Profile(fuzz::person_of(bytes)));
    } else {
      match::Profile one(fuzz::person_of(bytes));
      const auto record = index.insert(one);
      must(everyone.emplace(record, std::move(one)).second, "a place of its own");
    }
    must(index.size() == everyone.size(), "as many as were put in");
  }
  for (const auto& [record, one] : everyone)
    searches(index, everyone, one);
  return 0;
}
