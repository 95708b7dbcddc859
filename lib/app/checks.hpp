// The check: who is this person to us? Asked one at a time or many; the same code either way.
#pragma once

#include "app/check_answer.hpp"
#include "app/head_reads.hpp"
#include "app/hits.hpp"
#include "app/live_index.hpp"
#include "app/search_traits.hpp"
#include "app/told.hpp"
#include "core/metrics.hpp"
#include "ports/checks.hpp"
#include "ports/people_budget.hpp"
#include "proof/receipt.hpp"

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

namespace badgewatch::app {

struct CheckOptions {
  std::chrono::milliseconds deadline{500};  // for the proof
  int watched_months = 6;                   // how long a check's subject is kept
  core::Hash query_key{};                   // for the commitment to what was asked
  core::Hash pair_key{};                    // for what findings are bound to
  bool searches_concerns = true;            // false: a replay of a check from before there were any
  bool shares_pointers = false;             // concerns of others are hit too, as whom to ask
  core::Hash trait_key{};                   // for what the rules of misuse see
  const WellKnown* well_known = nullptr;    // none: nobody is; outlives the checks
  ports::PeopleBudget* people = nullptr;    // none: without end; outlives the checks
};

// Thread safe.
class Checks {
public:
  // All outlive it. `wake_follower` is called when a check finds the index behind.
  Checks(LiveIndex& index, HeadReads& heads, Told& told, ports::Entries& entries,
         ports::Findings& findings, ports::CheckLog& log, const ReferenceData& reference,
         const proof::Signer& signer, const core::Clock& clock, core::Randomness& randomness,
         core::Metrics& metrics, CheckOptions options, std::function<void()> wake_follower);

  // One answer or error each, in order; all share one proof. Every answer is recorded, durably,
  // before this returns. Errc::freshness_unproven for one without a hit that could not be proven;
  // Errc::too_many_requests for one person more than the caller's budget allows: nothing is
  // searched.
  std::vector<core::Result<CheckAnswer>> ask(const ports::Caller& caller,
                                             std::span<const domain::CheckRequest> requests);
  core::Result<CheckAnswer> ask(const ports::Caller& caller, const domain::CheckRequest& request);

  // The stored CHECK as JSON, marked when an entry has come since that it would now hit; each hit
  // shows what was found about it since.
  // `asked`: with what was asked, as a member `asked`, for whoever has it before them again.
  // Errc::freshness_unproven when none is known and it cannot be proven that there is none.
  enum class Asked { left_out, shown };
  core::Result<std::string> find(const ports::Caller& caller, const core::Uuid& id,
                                 Asked asked = Asked::left_out);

private:
  using AllTraits = std::vector<domain::SearchTraits>;

  struct Look;
  struct Searched;

  // Errc::freshness_unproven when there is no index, or none of this database.
  core::Result<Look> look(std::span<const person::Person* const> subjects);
  // What a look must be for "nothing has come since": `whole` wants a search that was not cut short
  // too, since the answer was a clear.
  enum class Wanted { proven, whole };
  core::Result<std::vector<core::Uuid>> come_since(const ports::Caller& caller,
                                                   const std::unordered_set<core::Uuid>& told,
                                                   const person::Person& person, Wanted wanted);
  std::vector<core::Result<Searched>> search(const ports::Caller& caller,
                                             std::span<const domain::CheckRequest> requests);
  // What humans found earlier, on all hits at once; who has none is not asked about.
  void recall(const ports::Caller& caller, std::vector<core::Result<Searched>>& searches);
  // Those of `requests` that the budget allows are asked, the others refused.
  std::vector<core::Result<CheckAnswer>> ask_allowed(
      const ports::Caller& caller, std::span<const domain::CheckRequest> requests,
      const std::vector<std::optional<std::chrono::seconds>>& refused, const AllTraits& traits);
  std::vector<core::Result<CheckAnswer>> ask_all(const ports::Caller& caller,
                                                 std::span<const domain::CheckRequest> requests,
                                                 const AllTraits& traits);
  std::vector<core::Result<CheckAnswer>> record(const ports::Caller& caller,
                                                std::span<const domain::CheckRequest> requests,
                                                const AllTraits& traits,
                                                std::vector<core::Result<Searched>> searches);
  CheckAnswer answer(const domain::CheckRequest& request, Searched searched,
                     const ports::Caller& caller, const domain::SearchTraits& traits,
                     std::vector<ports::RecordedCheck>& recorded);

  LiveIndex& index_;
  HeadReads& heads_;
  Told& told_;
  Hits hits_;
  ports::Findings& findings_;
  ports::CheckLog& log_;
  const proof::Signer& signer_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
  CheckOptions options_;
  std::function<void()> wake_follower_;
};

}  // namespace badgewatch::app
