#include "app/replay.hpp"

#include "app/checks.hpp"
#include "app/comparable_check.hpp"
#include "app/kept_evidence.hpp"
#include "app/past_ports.hpp"
#include "app/past_rules.hpp"
#include "app/rebuild.hpp"
#include "app/stored_check.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

struct Cause {
  std::string_view name;
  std::string_view sentence;
};

constexpr Cause check_erased{
    "check_erased",
    "The particulars of this check were erased at the end of its watch. Its leaf is still in the "
    "log, and a receipt that was kept can be verified."};
constexpr Cause place_not_kept{
    "place_not_kept",
    "This check was answered from an index that was behind, and where it stood was not kept."};
constexpr Cause rules_gone{"rules_not_in_program",
                           "This program has no longer the rules that the check names."};
constexpr Cause words_erased{
    "frequencies_erased",
    "The table of name frequencies that the check names is past the replay window."};
constexpr Cause entry_erased{"entry_erased",
                             "An entry that the check hit was erased at the end of its period."};
constexpr Cause version_not_kept{
    "version_not_kept", "What an entry said at the time of the check is past the replay window."};

// What is told of one replay.
struct Report {
  const ports::PastCheck& kept;
  std::optional<KeptPlace> place = {};
  std::optional<KeptEvidence> evidence = {};
  std::size_t lost = 0;
  std::optional<core::Json> stored = {};
  std::optional<core::Json> replayed = {};
  CheckDifferences differences = {};

  Replay as(ReplayResult result, const std::optional<Cause>& cause) const;
  Replay not_reproducible(const Cause& cause) const {
    return as(ReplayResult::not_reproducible, cause);
  }
  Replay compared() const;
};

void write_pointers(core::JsonWriter& out, std::string_view name,
                    const std::vector<std::string>& pointers) {
  out.key(name).begin_array();
  for (const auto& pointer : pointers)
    out.value(pointer);
  out.end_array();
}

void write_answer(core::JsonWriter& out, std::string_view name,
                  const std::optional<core::Json>& answer) {
  out.key(name);
  if (answer)
    write_json(out, *answer);
  else
    out.value(nullptr);
}

Replay Report::as(ReplayResult result, const std::optional<Cause>& cause) const {
  const auto& record = kept.record;
  core::JsonWriter out;
  out.begin_object().member("check", record.id.text()).member("authority", record.authority);
  out.member("checked_at", core::to_text(record.checked_at)).member("result", name_of(result));
  out.member("same", result == ReplayResult::same);
  if (cause) out.member("cause", cause->name).member("explanation", cause->sentence);
  if (place) {
    out.key("at").begin_object().member("epoch", place->at.epoch.text());
    out.member("seq", place->at.seq).member("chain", core::hex(place->at.chain));
    out.member("rules", place->rules).end_object();
  }
  if (lost > 0) out.member("entries_not_compared", lost);
  write_answer(out, "stored", stored);
  write_answer(out, "replayed", replayed);
  write_pointers(out, "differences", differences.said);
  write_pointers(out, "wording", differences.worded);
  out.key("log").begin_object().key("leaf");
  if (kept.leaf)
    out.value(core::hex(kept.leaf->commitment));
  else
    out.value(nullptr);
  out.member("holds", leaf_holds(kept)).end_object();
  out.key("receipt").begin_object().key("holds");
  if (evidence)
    out.value(evidence->receipt_holds);
  else
    out.value(nullptr);
  out.end_object().end_object();
  return {.result = result, .authority = record.authority, .text = std::move(out).take()};
}

Replay Report::compared() const {
  return as(differences.said.empty() ? ReplayResult::same : ReplayResult::different, {});
}

// Whether all that the answer shows or leaves out is there to be compared again.
core::Result<std::optional<Cause>> missing(ports::Past& past, const ports::CheckRecord& record,
                                           const std::vector<ports::LostEntry>& lost,
                                           const std::vector<ports::EntryAt>& shown) {
  const auto is_hit = [&](const ports::LostEntry& entry) {
    const auto is_it = [&](const auto& one) { return one.id == entry.id; };
    return std::any_of(shown.begin(), shown.end(), is_it) ||
           std::find(record.left_out.begin(), record.left_out.end(), entry.id) !=
               record.left_out.end();
  };
  for (const auto& entry : lost)
    if (is_hit(entry)) return std::optional(entry.is_erased ? entry_erased : version_not_kept);
  if (shown.empty()) return std::optional<Cause>();
  const auto there = past.entries(shown);
  if (!there) return there.error();
  if (there->size() < shown.size()) return std::optional(version_not_kept);
  return std::optional<Cause>();
}

// The versions of the entries at that place, but for those that the answer shows: they were read a
// moment later than the index was searched.
std::unordered_map<core::Uuid, std::int64_t> versions_then(
    const PastFeed& feed, const std::vector<ports::EntryAt>& shown) {
  auto versions = feed.versions();
  for (const auto& entry : shown)
    versions[entry.id] = entry.version;
  return versions;
}

std::unordered_set<core::Uuid> held_then(const ports::CheckRecord& record,
                                         const std::vector<ports::EntryAt>& shown) {
  std::unordered_set<core::Uuid> held;
  for (std::size_t i = 0; i < shown.size() && i < record.basis->held.size(); ++i)
    if (record.basis->held[i]) held.insert(shown[i].id);
  return held;
}

// A hit without a kept version is shown as it was at the place.
std::vector<ports::EntryAt> shown_entries(const ports::CheckRecord& record,
                                          const std::vector<StoredHit>& hits) {
  std::vector<ports::EntryAt> shown;
  if (!record.basis || record.basis->versions.size() != hits.size()) return shown;
  for (std::size_t i = 0; i < hits.size(); ++i)
    shown.push_back({hits[i].entry, record.basis->versions[i]});
  return shown;
}

// Of that place, by today's use case.
struct Again {
  std::string answer;
  std::vector<core::Uuid> left_out;
};
bool was_searched(const core::Json& answer, std::string_view list) {
  const auto* searched = answer.find("searched");
  if (searched == nullptr || searched->array() == nullptr) return false;
  return std::any_of(
      searched->array()->begin(), searched->array()->end(),
      [&](const core::Json& one) { return one.string() != nullptr && *one.string() == list; });
}

core::Result<Again> ask_then(ports::Past& past, const ports::CheckRecord& record,
                             const KeptPlace& place, std::unique_ptr<IndexContents> contents,
                             Reference reference, PastEntries entries, const core::Hash& pair_key,
                             const core::Json& stored) {
  const auto request = read_stored_request(record.request);
  if (!request) return request.error();
  const core::ManualClock clock(record.checked_at);
  core::SeededRandomness randomness(1);
  core::Metrics metrics;
  Told told;
  const ReferenceData reference_data(std::move(reference));
  const proof::Signer nobody{core::Hash{}};
  PastFindings findings(past, record.checked_at);
  NotedChecks log;
  std::optional<proof::Head> head;
  if (place.is_proven) head = contents->applied.head();
  HeadReads heads(std::make_unique<PastHead>(head));
  LiveIndex index;
  (void)index.publish(std::move(contents));
  CheckOptions options;
  options.deadline = std::chrono::seconds(10);
  options.pair_key = pair_key;
  options.searches_concerns = was_searched(stored, searched_own_concerns);
  options.shares_pointers = was_searched(stored, searched_shared_pointers);
  Checks checks(index, heads, told, entries, findings, log, reference_data, nobody, clock,
                randomness, metrics, options, [] {});
  const auto answer = checks.ask({.authority = record.authority, .actor = record.actor}, *request);
  if (!answer) return answer.error();
  return Again{to_json(*answer), std::move(log.recorded.front().record.left_out)};
}

}  // namespace

std::string_view name_of(ReplayResult result) {
  switch (result) {
    case ReplayResult::same:
      return "same";
    case ReplayResult::different:
      return "different";
    case ReplayResult::not_reproducible:
      return "not_reproducible";
  }
  return "";
}

core::Result<Replay> replay_check(ports::Past& past, const core::Uuid& check,
                                  const ReplayOptions& options) {
  const auto kept = past.check(check);
  if (!kept) return kept.error();
  const auto& record = kept->record;
  Report report{.kept = *kept};
  if (kept->is_erased) return report.not_reproducible(check_erased);

  const auto answer = core::parse_json(record.answer);
  if (!answer) return answer.error();
  auto stored = comparable_check(record.answer);
  if (!stored) return stored.error();
  report.stored = std::move(*stored);
  report.place = place_of(record, *answer);
  if (!report.place) return report.not_reproducible(place_not_kept);
  const auto& place = *report.place;
  report.evidence = evidence_of(*kept, *answer, place, options.query_key, options.receipt_key);
  report.differences.said = report.evidence->contradictions();

  const auto rules = rules_named(past, place.rules);
  if (!rules) return rules.error();
  if (!rules->rules) return report.not_reproducible(rules->was_erased ? words_erased : rules_gone);
  const auto files = past.reference_at(place.at.seq);
  if (!files) return files.error();
  auto reference = read_reference(*files);
  if (!reference) return reference.error();
  const auto hits = hits_in(record.answer);
  if (!hits) return hits.error();
  const auto shown = shown_entries(record, *hits);

  PastFeed feed(past, place.at);
  auto contents = build_contents(feed, 1, rules->rules, std::atomic<bool>(false));
  if (!contents && contents.error().code() == core::Errc::not_found) {
    report.differences.said.emplace_back("/at/seq");
    return report.compared();
  }
  if (!contents) return contents.error();
  if ((*contents)->applied.head().position.chain != place.at.chain) {
    report.differences.said.emplace_back("/at/chain");
    return report.compared();
  }
  report.lost = feed.lost().size();
  const auto cause = missing(past, record, feed.lost(), shown);
  if (!cause) return cause.error();
  if (*cause) return report.not_reproducible(**cause);

  const auto again =
      ask_then(past, record, place, std::move(*contents), std::move(*reference),
               PastEntries(past, versions_then(feed, shown), held_then(record, shown)),
               options.pair_key, *answer);
  if (!again && again.error().code() != core::Errc::freshness_unproven) return again.error();
  if (!again) {
    // Behind, and without the hits for whose sake it was answered.
    report.differences.said.emplace_back("/hits");
    return report.compared();
  }
  auto replayed = comparable_check(again->answer);
  if (!replayed) return replayed.error();
  report.replayed = std::move(*replayed);
  auto found = differences(*report.stored, *report.replayed);
  report.differences.said.insert(report.differences.said.end(), found.said.begin(),
                                 found.said.end());
  if (again->left_out != record.left_out) report.differences.said.emplace_back("/left_out");
  report.differences.worded = std::move(found.worded);
  return report.compared();
}

}  // namespace badgewatch::app
