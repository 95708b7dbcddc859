#include "app/undecided_hits.hpp"

#include "app/check_answer.hpp"
#include "app/stored_check.hpp"
#include "core/json.hpp"

#include <map>
#include <unordered_set>

namespace badgewatch::app {

namespace {

constexpr std::size_t at_once = 200;  // checks

std::string text_of(core::ByteView pair) {
  return std::string(core::as_text(pair));
}

// Empty where there is no such text.
std::string text_in(const core::Json* json, std::string_view name) {
  const auto* text = json == nullptr ? nullptr : json->find(name);
  return text == nullptr || text->string() == nullptr ? std::string() : *text->string();
}

// The places of the hits of each of these checks that wait, from one look at the findings.
core::Result<std::vector<std::vector<std::size_t>>> waiting_in(
    ports::Findings& findings, const ports::Caller& caller,
    const std::vector<ports::CheckWithHits>& checks) {
  std::vector<core::Hash> pairs;
  std::vector<std::pair<std::size_t, std::size_t>> places;  // check, hit
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const auto& its = checks[i].record.pairs;
    for (std::size_t n = 0; n < its.size(); ++n) {
      if (n < checks[i].stands.size() && !checks[i].stands[n]) continue;
      pairs.push_back(its[n]);
      places.emplace_back(i, n);
    }
  }
  const auto open = undecided_among(findings, caller, pairs);
  if (!open) return open.error();
  std::vector<std::vector<std::size_t>> waiting(checks.size());
  for (const auto at : *open)
    waiting[places[at].first].push_back(places[at].second);
  return waiting;
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
  Looked looked{.waiting = {}, .last = after};
  for (std::size_t seen = 0; seen < most_counted; seen += at_once) {
    const auto checks = lists_.with_hits(caller, {looked.last, at_once});
    if (!checks) return checks.error();
    auto waiting = waiting_in(findings_, caller, *checks);
    if (!waiting) return waiting.error();
    for (std::size_t i = 0; i < checks->size(); ++i) {
      const auto& record = (*checks)[i].record;
      if (!(*waiting)[i].empty())
        looked.waiting.push_back({record.id, record.checked_at, std::move((*waiting)[i])});
      looked.last = record.id;
    }
    if (checks->size() < at_once) return looked;
  }
  looked.whole = false;
  return looked;
}

UndecidedCount UndecidedHits::count_in(const Looked& looked) {
  UndecidedCount count{.hits = 0, .whole = looked.whole, .oldest = {}};
  for (const auto& one : looked.waiting)
    count.hits += one.places.size();
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
  if (!looked->whole) page.next = looked->last;
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
