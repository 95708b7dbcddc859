#include "app/letter_making.hpp"

namespace badgewatch::app {

LetterMaking::LetterMaking(std::unique_ptr<ports::LetterMaking> letters,
                           const ReferenceData& reference, const core::Clock& clock,
                           LetterMakingOptions options)
    : letters_(std::move(letters)),
      reference_(reference),
      clock_(clock),
      options_(std::move(options)) {}

// On a day that nobody works what has come waits for the next one that somebody does.
bool LetterMaking::is_time_for_digests(core::Instant now) const {
  return core::uk_time_text(now).substr(0, options_.digest_at.size()) >= options_.digest_at &&
         reference_.get()->calendar.is_working_day(core::uk_date(now));
}

core::Result<bool> LetterMaking::step() {
  const auto now = clock_.now();
  const auto single = letters_->make_single(now, options_.most_single);
  if (!single) return single.error();
  std::size_t made = *single;
  if (is_time_for_digests(now)) {
    const auto digests = letters_->make_digests(core::uk_date(now), now);
    if (!digests) return digests.error();
    made += *digests;
  }
  return made > 0;
}

}  // namespace badgewatch::app
