#include "app/checks.hpp"

#include "app/fresh_head.hpp"
#include "app/stored_check.hpp"
#include "core/json_writer.hpp"
#include "proof/leaf.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace badgewatch::app {

namespace {

// An officer can work through so many; the strongest come first.
constexpr std::size_t most_hits = 200;
// How often a search is repeated because an entry that it found changed under its feet.
constexpr int most_tries = 3;

// How a look at the index ended.
enum class Seen { all, nothing, other_rules };

// The strongest first. Of equally strong ones the order is by id where some will not be shown, so
// that it is the same whenever and wherever the index was built.
std::vector<core::Uuid> ids_of(std::vector<match::Candidate> found, const Side& entries) {
  if (found.size() > most_hits)
    std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
      return std::tuple(b.band, b.weight, entries.ref(a.record).id) <
             std::tuple(a.band, a.weight, entries.ref(b.record).id);
    });
  std::vector<core::Uuid> ids;
  ids.reserve(found.size());
  for (const auto& candidate : found)
    ids.push_back(entries.ref(candidate.record).id);
  return ids;
}

core::Error unproven() {
  return {core::Errc::freshness_unproven,
          "The register could not prove that it knows every entry at this moment. Ask again."};
}

core::Error over_budget(std::chrono::seconds wait) {
  return {core::Errc::too_many_requests,
          "More different people were searched than the budget of a day allows. One more may be "
          "searched in " +
              std::to_string(wait.count()) + " s."};
}

ports::CheckBasis basis_of(const CheckAnswer& answer, const proof::Position& searched) {
  ports::CheckBasis basis{.searched = searched, .rules = answer.rules, .versions = {}, .held = {}};
  for (const auto& hit : answer.hits) {
    basis.versions.push_back(hit.entry_version);
    basis.held.push_back(hit.is_held);
  }
  return basis;
}

}  // namespace

// What the index holds about each of some people, and whether that is proven to be all.
struct Checks::Look {
  struct Found {
    std::vector<core::Uuid> entries;  // strongest first
    bool complete = true;
  };
  SharedRules rules;                     // of the index that was searched
  std::vector<match::Profile> subjects;  // by these rules
  std::vector<Found> found;
  proof::Position searched;  // where the index stood
  std::optional<proof::Position> proven;
  core::Instant proven_at;
};

// What one search came to, before it is recorded.
struct Checks::Searched {
  std::vector<Hit> hits;
  std::vector<core::Uuid> left_out;
  bool complete = true;
  bool vanished = false;  // an entry that the index gave could not be confirmed
  SharedRules rules;
  proof::Position searched;
  std::optional<proof::Position> proven;
  core::Instant proven_at;
};

Checks::Checks(LiveIndex& index, HeadReads& heads, Told& told, ports::Entries& entries,
               ports::Findings& findings, ports::CheckLog& log, const ReferenceData& reference,
               const proof::Signer& signer, const core::Clock& clock, core::Randomness& randomness,
               core::Metrics& metrics, CheckOptions options, std::function<void()> wake_follower)
    : index_(index),
      heads_(heads),
      told_(told),
      hits_(entries, findings, reference, clock, randomness, options.pair_key,
            options.shares_pointers),
      findings_(findings),
      log_(log),
      signer_(signer),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics),
      options_(options),
      wake_follower_(std::move(wake_follower)) {}

core::Result<CheckAnswer> Checks::ask(const ports::Caller& caller,
                                      const domain::CheckRequest& request) {
  return std::move(ask(caller, std::span(&request, 1)).front());
}

std::vector<core::Result<CheckAnswer>> Checks::ask(const ports::Caller& caller,
                                                   std::span<const domain::CheckRequest> requests) {
  static const WellKnown nobody;
  const auto& well_known = options_.well_known == nullptr ? nobody : *options_.well_known;
  AllTraits traits;
  std::vector<std::optional<std::chrono::seconds>> refused;
  traits.reserve(requests.size());
  for (const auto& request : requests) {
    traits.push_back(traits_of(caller, request, well_known, options_.trait_key));
    refused.push_back(options_.people == nullptr
                          ? std::nullopt
                          : options_.people->refuse(caller, traits.back().person));
  }
  const auto is_refused = [](const auto& wait) { return wait.has_value(); };
  if (std::none_of(refused.begin(), refused.end(), is_refused))
    return ask_all(caller, requests, traits);
  return ask_allowed(caller, requests, refused, traits);
}

std::vector<core::Result<CheckAnswer>> Checks::ask_allowed(
    const ports::Caller& caller, std::span<const domain::CheckRequest> requests,
    const std::vector<std::optional<std::chrono::seconds>>& refused, const AllTraits& traits) {
  std::vector<domain::CheckRequest> allowed;
  AllTraits their_traits;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (refused[i]) continue;
    allowed.push_back(requests[i]);
    their_traits.push_back(traits[i]);
  }
  auto answers = ask_all(caller, allowed, their_traits);
  std::vector<core::Result<CheckAnswer>> all;
  std::size_t next = 0;
  for (const auto& wait : refused) {
    if (wait)
      all.emplace_back(over_budget(*wait));
    else
      all.push_back(std::move(answers[next++]));
  }
  return all;
}

std::vector<core::Result<CheckAnswer>> Checks::ask_all(
    const ports::Caller& caller, std::span<const domain::CheckRequest> requests,
    const AllTraits& traits) {
  if (requests.empty()) return {};
  auto searches = search(caller, requests);
  for (std::size_t i = 0; i < searches.size(); ++i) {
    for (int again = 1; again < most_tries && searches[i] && searches[i]->vanished; ++again)
      searches[i] = std::move(search(caller, requests.subspan(i, 1)).front());
    if (searches[i] && searches[i]->vanished) searches[i]->complete = false;
  }
  recall(caller, searches);
  return record(caller, requests, traits, std::move(searches));
}

core::Result<Checks::Look> Checks::look(std::span<const person::Person* const> subjects) {
  const auto begun = std::chrono::steady_clock::now();
  const auto fresh =
      read_fresh_head(index_, heads_, told_, wake_follower_, begun + options_.deadline);
  Look look;
  look.found.resize(subjects.size());
  std::optional<proof::Freshness> broken;
  const auto seen = [&](const IndexContents* contents) {
    if (contents == nullptr) return Seen::nothing;
    if (contents->rules != look.rules) return Seen::other_rules;
    look.searched = contents->applied.head().position;
    if (fresh.head) {
      const auto freshness = proof::judge(*fresh.head, fresh.known_before, contents->applied);
      if (freshness == proof::Freshness::proven)
        look.proven = look.searched;
      else if (proof::is_broken(freshness))
        broken = freshness;
    }
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      const auto result = contents->entries.search(look.subjects[i]);
      look.found[i].complete = result.complete;
      look.found[i].entries = ids_of(result.found, contents->entries);
      if (!options_.searches_concerns) continue;
      const auto concerns = contents->concerns.search(look.subjects[i]);
      look.found[i].complete = look.found[i].complete && concerns.complete;
      for (const auto& id : ids_of(concerns.found, contents->concerns))
        look.found[i].entries.push_back(id);
    }
    return Seen::all;
  };
  // The index may be another's rules' by the time that the profiles are made, once in a day.
  auto how = Seen::other_rules;
  for (int tries = 0; how == Seen::other_rules && tries < most_tries; ++tries) {
    look.rules = index_.rules();
    if (!look.rules) break;
    look.subjects.clear();
    for (const auto* subject : subjects)
      look.subjects.push_back(look.rules->profile_of(*subject));
    how = index_.read(seen);
  }
  if (broken && index_.quarantine(proof::name_of(*broken)))
    metrics_.count("badgewatch_quarantine_total", {{"reason", proof::name_of(*broken)}});
  if (look.proven) told_.raise(*look.proven);
  if (!look.proven) metrics_.count("badgewatch_freshness_failures_total");
  look.proven_at = clock_.now();
  metrics_.observe_seconds(
      "badgewatch_freshness_proof_seconds",
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  if (how != Seen::all || broken) return unproven();
  return look;
}

std::vector<core::Result<Checks::Searched>> Checks::search(
    const ports::Caller& caller, std::span<const domain::CheckRequest> requests) {
  std::vector<const person::Person*> subjects;
  subjects.reserve(requests.size());
  for (const auto& request : requests)
    subjects.push_back(&request.subject);

  auto looked = look(subjects);
  if (!looked) return std::vector<core::Result<Searched>>(requests.size(), looked.error());
  std::vector<core::Result<Searched>> searches;
  searches.reserve(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    auto& [entries, complete] = looked->found[i];
    Searched searched;
    searched.complete = complete;
    searched.rules = looked->rules;
    searched.searched = looked->searched;
    searched.proven = looked->proven;
    searched.proven_at = looked->proven_at;
    if (entries.size() > most_hits) {
      searched.left_out.assign(entries.begin() + most_hits, entries.end());
      entries.resize(most_hits);
    }
    auto explained = hits_.explain(caller, looked->subjects[i], *looked->rules, entries);
    if (!explained) {
      searches.emplace_back(explained.error());
      continue;
    }
    searched.hits = std::move(explained->hits);
    searched.vanished = explained->vanished;
    if (searched.hits.empty() && !searched.proven)
      searches.emplace_back(unproven());
    else
      searches.emplace_back(std::move(searched));
  }
  return searches;
}

void Checks::recall(const ports::Caller& caller, std::vector<core::Result<Searched>>& searches) {
  std::vector<Hit*> hits;
  for (auto& searched : searches)
    if (searched)
      for (auto& hit : searched->hits)
        hits.push_back(&hit);
  const auto recalled = hits_.recall(caller, hits);
  if (recalled) return;
  // That nothing was found earlier would be untrue.
  for (auto& searched : searches)
    if (searched && !searched->hits.empty()) searched = recalled.error();
}

CheckAnswer Checks::answer(const domain::CheckRequest& request, Searched searched,
                           const ports::Caller& caller, const domain::SearchTraits& traits,
                           std::vector<ports::RecordedCheck>& recorded) {
  CheckAnswer answer;
  answer.id = core::new_uuid(clock_, randomness_);
  answer.checked_at = clock_.now();
  answer.outcome = outcome_of(searched.hits, searched.complete);
  answer.hits = std::move(searched.hits);
  answer.hits_left_out = searched.left_out.size();
  answer.warnings = request.warnings;
  answer.proven = searched.proven;
  answer.proven_at = searched.proven_at;
  answer.rules = searched.rules->name;
  answer.searched = {searched_decisions};
  if (options_.searches_concerns) answer.searched.push_back(searched_own_concerns);
  if (options_.shares_pointers) answer.searched.push_back(searched_shared_pointers);
  metrics_.count("badgewatch_checks_total", {{"outcome", domain::name_of(answer.outcome)}});

  auto asked = canonical(request);
  proof::ReceiptClaim claim;
  claim.check = answer.id;
  claim.checked_at = answer.checked_at;
  claim.outcome = domain::name_of(answer.outcome);
  claim.query = proof::keyed_hash(options_.query_key, {core::as_bytes(asked)});
  claim.proven = answer.proven.has_value();
  if (answer.proven) claim.position = *answer.proven;
  claim.rules = answer.rules;

  core::JsonWriter detail;
  detail.begin_object().member("outcome", domain::name_of(answer.outcome));
  detail.member("purpose", domain::name_of(request.purpose));
  detail.member("hits", answer.hits.size()).member("query", core::hex(claim.query)).end_object();
  auto leaf = proof::make_leaf({.at = answer.checked_at,
                                .kind = "check",
                                .authority = caller.authority,
                                .actor = caller.actor,
                                .subject = answer.id,
                                .detail = std::move(detail).take()},
                               clock_, randomness_);
  claim.leaf = leaf.commitment;
  answer.receipt = proof::sign_receipt(claim, signer_);

  ports::CheckRecord record;
  record.id = answer.id;
  record.authority = caller.authority;
  record.actor = caller.actor;
  record.checked_at = answer.checked_at;
  record.watched_until = core::uk_date(answer.checked_at).plus_months(options_.watched_months);
  record.purpose = request.purpose;
  record.outcome = answer.outcome;
  record.request = std::move(asked);
  record.answer = to_json(answer);
  record.left_out = std::move(searched.left_out);
  for (const auto& hit : answer.hits) {
    record.pairs.push_back(hit.pair);
    if (!hit.is_own && !hit.is_concern) record.given.push_back({hit.entry, hit.entry_version});
    record.entries.push_back(hit.entry);
  }
  record.traits = traits;
  if (!answer.hits.empty()) record.basis = basis_of(answer, searched.searched);
  recorded.push_back({std::move(record), std::move(leaf)});
  return answer;
}

std::vector<core::Result<CheckAnswer>> Checks::record(
    const ports::Caller& caller, std::span<const domain::CheckRequest> requests,
    const AllTraits& traits, std::vector<core::Result<Searched>> searches) {
  std::vector<core::Result<CheckAnswer>> answers;
  answers.reserve(searches.size());
  std::vector<ports::RecordedCheck> recorded;
  for (std::size_t i = 0; i < searches.size(); ++i) {
    if (searches[i])
      answers.emplace_back(
          answer(requests[i], std::move(*searches[i]), caller, traits[i], recorded));
    else
      answers.emplace_back(searches[i].error());
  }
  if (recorded.empty()) return answers;
  const auto durable = log_.record(std::move(recorded));
  if (durable) return answers;
  // No look without a trace: what is not in the log is not answered.
  for (auto& one : answers)
    if (one) one = durable.error();
  return answers;
}

core::Result<std::string> Checks::find(const ports::Caller& caller, const core::Uuid& id,
                                       Asked asked) {
  auto record = log_.find(caller, id);
  if (!record) return record.error();
  const auto request = read_stored_request(record->request);
  if (!request) return request.error();
  const auto hits = hits_in(record->answer);
  if (!hits) return hits.error();
  std::unordered_set<core::Uuid> told(record->left_out.begin(), record->left_out.end());
  for (const auto& hit : *hits)
    told.insert(hit.entry);

  const auto contradicted_by =
      come_since(caller, told, request->subject,
                 record->outcome == domain::Outcome::no_match ? Wanted::whole : Wanted::proven);
  if (!contradicted_by) return contradicted_by.error();
  auto answer = std::move(record->answer);
  if (!hits->empty()) {
    const auto found = findings_.of_check(caller, id);
    if (!found) return found.error();
    answer = with_findings(std::move(answer), *found);
  }
  if (!contradicted_by->empty()) {
    auto marked = with_contradictions(answer, *contradicted_by);
    if (!marked) return marked.error();
    answer = std::move(*marked);
  }
  if (asked == Asked::shown) answer = with_asked(std::move(answer), record->request);
  return answer;
}

// An entry that is found contradicts, whatever else may be missing; that there is none is said only
// with a proof.
core::Result<std::vector<core::Uuid>> Checks::come_since(const ports::Caller& caller,
                                                         const std::unordered_set<core::Uuid>& told,
                                                         const person::Person& person,
                                                         Wanted wanted) {
  const std::array subject = {&person};
  for (int tries = 0; tries < most_tries; ++tries) {
    const auto looked = look(subject);
    if (!looked) return looked.error();
    const auto& [entries, complete] = looked->found.front();
    std::vector<core::Uuid> untold;
    for (const auto& entry : entries)
      if (!told.contains(entry) && untold.size() < most_hits) untold.push_back(entry);
    const auto explained = hits_.explain(caller, looked->subjects.front(), *looked->rules, untold);
    if (!explained) return explained.error();
    std::vector<core::Uuid> come;
    for (const auto& hit : explained->hits)
      come.push_back(hit.entry);
    if (!come.empty()) return come;
    const bool enough = complete || wanted == Wanted::proven;
    if (!explained->vanished && enough && looked->proven) return come;
    if (!explained->vanished) break;
  }
  return unproven();
}

}  // namespace badgewatch::app
