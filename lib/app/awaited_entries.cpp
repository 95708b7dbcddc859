#include "app/awaited_entries.hpp"

#include "domain/awaited_entry.hpp"
#include "domain/succession.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

constexpr std::size_t at_once = 100;

}  // namespace

core::Result<bool> AwaitedEntries::step() {
  const auto reference = reference_.get();
  const auto reckoned = awaited_->reckon(
      [&](core::Date since) {
        return domain::entry_awaited_until(since, reference->calendar, reference->periods);
      },
      at_once);
  if (!reckoned) return reckoned.error();
  const auto overdue = awaited_->overdue(core::uk_date(clock_.now()), at_once);
  if (!overdue) return overdue.error();
  for (const auto& awaited : *overdue) {
    const auto missing = is_missing(awaited);
    if (!missing) return missing.error();
    if (!*missing) return false;
    const auto done = awaited_->conclude(awaited, **missing, clock_.now());
    if (!done) return done.error();
    if (*done && **missing) metrics_.count("badgewatch_alerts_raised_total");
  }
  return overdue->size() == at_once;
}

core::Result<std::optional<bool>> AwaitedEntries::is_missing(const ports::AwaitedEntry& awaited) {
  if (domain::is_history(awaited.content, awaited.version, awaited.since))
    return std::optional(false);
  const auto rules = index_.rules();
  if (!rules) return std::optional<bool>();
  const auto profile = rules->profile_of(awaited.content.holder);
  const auto reference = reference_.get();
  const auto today = core::uk_date(clock_.now());
  std::vector<core::Uuid> own;
  const bool searched = index_.read([&](const IndexContents* contents) {
    if (contents == nullptr || !contents->rules->made(profile)) return false;
    const match::SearchLimits unlimited{.comparisons = static_cast<std::size_t>(-1)};
    for (const auto& candidate : contents->entries.search(profile, unlimited).found) {
      const auto& found = contents->entries.ref(candidate.record);
      if (domain::is_one_house(reference->authorities,
                               {contents->authority_code(found.authority), found.id},
                               {awaited.authority, awaited.licence}, today))
        own.push_back(found.id);
    }
    return true;
  });
  if (!searched) return std::optional<bool>();
  if (own.empty()) return std::optional(true);
  const auto views = entries_.find(own);
  if (!views) return views.error();
  return std::optional(std::none_of(views->begin(), views->end(), [&](const auto& view) {
    return domain::may_be_of(view.decided_on, awaited.content);
  }));
}

}  // namespace badgewatch::app
