#include "badgewatchd/register_work.hpp"

namespace badgewatch::daemon {

RegisterWork::RegisterWork(const Config& config, store::Store& store, const app::LiveIndex& index,
                           app::HeadReads& heads, const core::Clock& clock,
                           core::Randomness& randomness)
    : looks_(store.checks(), clock, randomness),
      session_ends_(store.sessions(), clock, randomness),
      calls_{.reference = store.reference(),
             .held = store.subject_records(),
             .looks = looks_,
             .session_ends = session_ends_,
             .index = index,
             .names_issuers = config.policies.reverse_locator.enabled,
             .feed_end = [&heads, wait = std::chrono::milliseconds(config.freshness.deadline_ms)]()
                 -> core::Result<std::int64_t> {
               const auto head = heads.next(std::chrono::steady_clock::now() + wait);
               if (!head) return head.error();
               return head->position.seq;
             },
             .past_its_day = [&store, &clock]() -> core::Result<api::PastItsDay> {
               const auto today = core::uk_date(clock.now());
               const auto past = store.count_expired(today);
               if (!past) return past.error();
               const auto outcomes = store.count_expired_outcomes(today);
               if (!outcomes) return outcomes.error();
               return api::PastItsDay{past->decisions, past->concerns, past->checks, past->officers,
                                      *outcomes};
             }} {}

}  // namespace badgewatch::daemon
