#include "app/undecided_hits.hpp"

#include "app/check_answer.hpp"
#include "app/stored_check.hpp"
#include "core/json.hpp"

#include <unordered_set>

namespace badgewatch::app {

namespace {

constexpr std::size_t at_once = 200;         // checks
constexpr std::size_t in_full_at_once = 50;  // whose answers are opened too

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
  if (open.empty()) return {};
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

core::Result<UndecidedCount> UndecidedHits::count(const ports::Caller& caller) const {
  UndecidedCount count;
  std::optional<core::Uuid> after;
  for (std::size_t looked = 0; looked < most_counted; looked += at_once) {
    const auto checks = lists_.with_hits(caller, {after, at_once, false});
    if (!checks) return checks.error();
    const auto waiting = waiting_in(findings_, caller, *checks);
    if (!waiting) return waiting.error();
    for (std::size_t i = 0; i < checks->size(); ++i) {
      count.hits += (*waiting)[i].size();
      if (!(*waiting)[i].empty() && !count.oldest) count.oldest = (*checks)[i].record.checked_at;
    }
    if (checks->size() < at_once) return count;
    after = checks->back().record.id;
  }
  count.whole = false;
  return count;
}

core::Result<UndecidedPage> UndecidedHits::page(const ports::Caller& caller,
                                                std::optional<core::Uuid> after,
                                                std::size_t most) const {
  UndecidedPage page;
  for (std::size_t looked = 0, many = 0; looked < most_counted; looked += many) {
    // Of those behind a full page it is asked only whether one waits.
    const bool in_full = page.hits.size() < most;
    many = in_full ? in_full_at_once : at_once;
    const auto checks = lists_.with_hits(caller, {after, many, in_full});
    if (!checks) return checks.error();
    const auto waiting = waiting_in(findings_, caller, *checks);
    if (!waiting) return waiting.error();
    for (std::size_t i = 0; i < checks->size(); ++i) {
      const bool is_full = !(*waiting)[i].empty() && page.hits.size() >= most;
      if (is_full) {
        page.next = after;
        return page;
      }
      after = (*checks)[i].record.id;
      if (auto added = add_hits((*checks)[i].record, (*waiting)[i], page.hits); !added)
        return added.error();
    }
    if (checks->size() < many) return page;
  }
  page.next = after;
  return page;
}

}  // namespace badgewatch::app
