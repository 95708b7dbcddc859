#include "app/undecided_hits.hpp"

#include "app/check_answer.hpp"
#include "app/stored_check.hpp"
#include "core/json.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace badgewatch::app {

namespace {

std::string text_of(core::ByteView pair) {
  return std::string(core::as_text(pair));
}

// Empty where there is no such text.
std::string text_in(const core::Json* json, std::string_view name) {
  const auto* text = json == nullptr ? nullptr : json->find(name);
  return text == nullptr || text->string() == nullptr ? std::string() : *text->string();
}

core::Result<void> add_hits(const ports::CheckRecord& record, const std::vector<std::size_t>& open,
                            std::vector<UndecidedHit>& hits) {
  const auto stored = hits_in(record.answer);
  if (!stored) return stored.error();
  const auto answer = core::parse_json(record.answer);
  if (!answer) return answer.error();
  const auto* shown = answer->find("hits");
  if (shown == nullptr || shown->array() == nullptr) return {};
  const auto request = read_stored_request(record.request);
  if (!request) return request.error();
  for (const auto n : open) {
    if (n >= stored->size()) continue;
    const auto& hit = (*stored)[n];
    hits.push_back({.check = record.id,
                    .hit = hit.id,
                    .number = n + 1,
                    .checked_at = record.checked_at,
                    .purpose = record.purpose,
                    .case_reference = request->case_reference,
                    .recording_authority = hit.recording_authority,
                    .entry_type = text_in((*shown->array())[n].find("entry"), "type"),
                    .band = text_in(&(*shown->array())[n], "band")});
  }
  return {};
}

}  // namespace

core::Result<std::vector<std::size_t>> undecided_among(ports::Findings& findings,
                                                       const ports::Caller& caller,
                                                       std::span<const core::Hash> pairs) {
  const auto found = findings.about(caller, pairs);
  if (!found) return found.error();
  std::unordered_set<std::string> decided;
  for (const auto& one : *found)
    if (domain::is_decided(one.finding)) decided.insert(text_of(one.pair));
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (!decided.contains(text_of(pairs[i]))) open.push_back(i);
  return open;
}

core::Result<UndecidedHits::Looked> UndecidedHits::look(const ports::Caller& caller,
                                                        std::optional<core::Uuid> after) const {
  const auto hits = lists_.waiting_hits(caller, {after, most_counted + 1});
  if (!hits) return hits.error();
  Looked looked{.waiting = {},
                .hits = std::min(hits->size(), most_counted),
                .whole = hits->size() <= most_counted};
  for (const auto& hit : *hits) {
    if (looked.waiting.empty() || looked.waiting.back().check != hit.check)
      looked.waiting.push_back({hit.check, hit.checked_at, {}});
    looked.waiting.back().places.push_back(hit.place);
  }
  // A check of which not all may have been read comes on the next page.
  if (!looked.whole && looked.waiting.size() > 1) looked.waiting.pop_back();
  return looked;
}

UndecidedCount UndecidedHits::count_in(const Looked& looked) {
  UndecidedCount count{.hits = looked.hits, .whole = looked.whole, .oldest = {}};
  if (!looked.waiting.empty()) count.oldest = looked.waiting.front().checked_at;
  return count;
}

core::Result<UndecidedCount> UndecidedHits::count(const ports::Caller& caller) const {
  const auto looked = look(caller, {});
  if (!looked) return looked.error();
  return count_in(*looked);
}

core::Result<UndecidedPage> UndecidedHits::page(const ports::Caller& caller,
                                                std::optional<core::Uuid> after,
                                                std::size_t most) const {
  auto looked = look(caller, {});
  if (!looked) return looked.error();
  UndecidedPage page{.count = count_in(*looked), .hits = {}, .next = {}};
  if (after && !looked->whole) {
    looked = look(caller, after);
    if (!looked) return looked.error();
  }
  std::vector<core::Uuid> shown;
  std::map<core::Uuid, const std::vector<std::size_t>*> places;
  if (!looked->whole) page.next = looked->waiting.back().check;
  for (std::size_t hits = 0; const auto& one : looked->waiting) {
    if (after && !(*after < one.check)) continue;
    if (hits >= most) {
      page.next = shown.back();
      break;
    }
    hits += one.places.size();
    shown.push_back(one.check);
    places.emplace(one.check, &one.places);
  }
  if (shown.empty()) return page;
  const auto records = lists_.in_full(caller, shown);
  if (!records) return records.error();
  for (const auto& record : *records)
    if (auto added = add_hits(record, *places.at(record.id), page.hits); !added)
      return added.error();
  return page;
}

}  // namespace badgewatch::app
