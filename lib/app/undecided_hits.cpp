#include "app/undecided_hits.hpp"

#include "app/check_answer.hpp"
#include "app/stored_check.hpp"
#include "core/json.hpp"

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

core::Result<UndecidedPage> UndecidedHits::look(const ports::Caller& caller,
                                                const ports::HitsWanted& wanted) const {
  const auto waiting = lists_.waiting_hits(caller, wanted);
  if (!waiting) return waiting.error();
  UndecidedPage page{
      .count = {.hits = waiting->count, .whole = waiting->whole, .oldest = waiting->oldest},
      .hits = {},
      .next = {}};
  for (const auto& one : waiting->shown)
    if (auto added = add_hits(one.check, one.places, page.hits); !added) return added.error();
  if (waiting->more && !waiting->shown.empty()) page.next = waiting->shown.back().check.id;
  return page;
}

core::Result<UndecidedCount> UndecidedHits::count(const ports::Caller& caller) const {
  const auto looked = look(caller, {.most_counted = most_counted, .at_least = 0, .after = {}});
  if (!looked) return looked.error();
  return looked->count;
}

core::Result<UndecidedPage> UndecidedHits::page(const ports::Caller& caller,
                                                std::optional<core::Uuid> after,
                                                std::size_t at_least) const {
  return look(caller, {.most_counted = most_counted, .at_least = at_least, .after = after});
}

}  // namespace badgewatch::app
