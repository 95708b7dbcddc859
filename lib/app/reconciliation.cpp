#include "app/reconciliation.hpp"

#include "app/comparison.hpp"
#include "app/concern_matches.hpp"

#include <algorithm>

namespace badgewatch::app {

Reconciliation::Reconciliation(ports::Watch& watch, ports::Entries& entries, const LiveIndex& index,
                               const core::Clock& clock, core::Metrics& metrics,
                               std::size_t entries_a_step, const core::Hash& pair_key,
                               std::function<void(ports::Compared&)> set_duties)
    : watch_(watch),
      entries_(entries),
      index_(index),
      clock_(clock),
      metrics_(metrics),
      entries_a_step_(entries_a_step),
      pair_key_(pair_key),
      set_duties_(std::move(set_duties)) {}

bool Reconciliation::note_rules(const Rules& rules, const proof::Position& from) {
  const auto read = watch_.compared_under();
  if (!read) return false;
  noted_ = *read;
  if (noted_.rules == rules.name) return true;
  // Where nothing was compared yet, the rows that come are everything.
  const ports::ComparedUnder begun{.rules = rules.name, .entry = {}, .whole = from.seq == 0};
  if (const auto done = watch_.note(begun); !done) {
    fault_.say(done.error().detail());
    return false;
  }
  if (!begun.whole)
    core::log(core::LogLevel::info, "reconciliation begins",
              {{"rules", rules.name}, {"before", noted_.rules}});
  noted_ = begun;
  return true;
}

bool Reconciliation::step(const Rules& rules, const proof::Position& at) {
  if (noted_.whole || noted_.rules != rules.name || at.seq == 0) return false;
  if (listed_for_ != noted_ && !list(rules, at)) return false;
  const auto count = std::min(left_.size(), entries_a_step_);
  const std::vector<core::Uuid> ids(left_.rbegin(),
                                    left_.rbegin() + static_cast<std::ptrdiff_t>(count));
  auto then = noted_;
  then.whole = count == left_.size();
  then.entry = then.whole ? std::nullopt : std::optional(ids.back());
  if (!compare(ids, rules, at, then)) return false;
  left_.resize(left_.size() - count);
  noted_ = listed_for_ = then;
  metrics_.set("badgewatch_reconciliation_entries_left", static_cast<double>(left_.size()));
  if (then.whole) core::log(core::LogLevel::info, "reconciliation done", {{"rules", rules.name}});
  return true;
}

// Whoever held the watch before may have compared with an index that was ahead of this one: it has
// to be where the watch is.
bool Reconciliation::list(const Rules& rules, const proof::Position& at) {
  const bool listed = index_.read([&](const IndexContents* contents) {
    if (contents == nullptr || contents->rules->name != rules.name) return false;
    if (!goes_on(*contents, at.seq, {.from = at, .to = at, .index = at})) return false;
    left_ = contents->entries.ids();
    const auto concerns = contents->concerns.ids();
    left_.insert(left_.end(), concerns.begin(), concerns.end());
    return true;
  });
  if (!listed) return false;
  const auto& after = noted_.entry;
  std::erase_if(left_, [&](const core::Uuid& id) { return after && id <= *after; });
  std::sort(left_.begin(), left_.end(), std::greater<>());
  listed_for_ = noted_;
  return true;
}

bool Reconciliation::compare(const std::vector<core::Uuid>& ids, const Rules& rules,
                             const proof::Position& at, const ports::ComparedUnder& then) {
  auto views = entries_.find(ids);
  if (!views) {
    fault_.say(views.error().detail());
    return false;
  }
  std::vector<ports::NewAlert> alerts;
  ports::Compared compared{.from = at, .to = at, .index = at, .anew = then};
  for (const auto& view : *views) {
    PreparedRow row;
    row.event.kind = view.is_concern ? proof::RowKind::concern : proof::RowKind::decision;
    row.event.row = view.id;
    row.authority = view.recording_authority;
    row.profile = rules.profile_of(view.subject);
    // The lock is taken for each entry, so that the follower is not kept from writing.
    const bool done = index_.read([&](const IndexContents* contents) {
      if (contents == nullptr || !contents->rules->made(*row.profile)) return false;
      if (!goes_on(*contents, at.seq, compared)) return false;
      compared.index = contents->applied.head().position;
      // One that was removed meanwhile needs no alert.
      if (view.is_concern && contents->concerns.has(view.id))
        for (auto& match : concern_matches_of(row, *contents))
          compared.concerns.push_back(std::move(match));
      if (!contents->entries.has(view.id)) return true;
      for (auto& alert : alerts_of(row, *contents, pair_key_))
        alerts.push_back(std::move(alert));
      return true;
    });
    if (!done) return false;
  }
  set_duties_(compared);
  const auto raised = watch_.raise(alerts, compared, clock_.now());
  if (!raised) {
    fault_.say(raised.error().detail());
    return false;
  }
  fault_.is_over();
  metrics_.count("badgewatch_alerts_raised_total", {}, static_cast<double>(*raised));
  return true;
}

}  // namespace badgewatch::app
