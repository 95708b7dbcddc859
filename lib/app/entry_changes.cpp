#include "app/entry_changes.hpp"

#include "app/change_in_hand.hpp"
#include "app/retry.hpp"
#include "core/json_writer.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

// The log says what happened to which entry; why, and who stands up for it, is sealed beside it.
std::string detail_of(const ports::HistoryItem& item) {
  core::JsonWriter out;
  out.begin_object().member("change", item.change);
  out.member("state", domain::name_of(item.state)).member("version", item.version);
  return std::move(out.member("proposed", item.is_proposal).end_object()).take();
}

}  // namespace

// What stays the same when one change is tried again.
struct EntryChanges::Attempt {
  core::Uuid change;
  core::Instant now;
  std::optional<proof::Leaf> leaf;
};

EntryChanges::EntryChanges(ports::Register& reg, const core::Clock& clock,
                           core::Randomness& randomness, core::Metrics& metrics,
                           std::function<void(const proof::Head&)> committed)
    : register_(reg),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics),
      committed_(std::move(committed)) {}

core::Result<Answered> EntryChanges::change(const ports::Caller& caller, const ChangeToMake& wanted,
                                            const Once<ChangeMade>& once) {
  Attempt attempt{.change = core::new_uuid(clock_, randomness_), .now = clock_.now(), .leaf = {}};
  auto answered = try_again([&] { return try_once(caller, wanted, once, attempt); });
  if (answered && !answered->replayed)
    metrics_.count("badgewatch_entry_changes_total", {{"change", domain::name_of(wanted.change)}});
  return answered;
}

core::Result<Answered> EntryChanges::try_once(const ports::Caller& caller,
                                              const ChangeToMake& wanted,
                                              const Once<ChangeMade>& once, Attempt& attempt) {
  const auto write = [&](ports::UnitOfWork& work) -> core::Result<ChangeMade> {
    auto made = make(work, caller, wanted, attempt);
    if (!made) return made;
    const auto detail = detail_of(made->record.history.back());
    if (!attempt.leaf || attempt.leaf->event.detail != detail)
      attempt.leaf = proof::make_leaf({.at = attempt.now,
                                       .kind = "decision_changed",
                                       .authority = caller.authority,
                                       .actor = caller.actor,
                                       .subject = wanted.decision,
                                       .detail = detail},
                                      clock_, randomness_);
    if (auto logged = work.log(std::span(&*attempt.leaf, 1)); !logged) return logged.error();
    return made;
  };
  return write_once(register_, caller, once, attempt.now, write, committed_);
}

core::Result<ChangeMade> EntryChanges::make(ports::UnitOfWork& work, const ports::Caller& caller,
                                            const ChangeToMake& wanted,
                                            const Attempt& attempt) const {
  auto stands = work.entry_to_change(wanted.decision);
  if (!stands) return stands.error();
  const auto& history = stands->history;
  const auto before =
      std::find_if(history.begin(), history.end(),
                   [&](const ports::HistoryItem& item) { return item.id == attempt.change; });
  // An attempt whose answer was lost.
  if (before != history.end()) {
    const bool was_proposal = before->is_proposal;
    return ChangeMade{std::move(*stands), was_proposal};
  }
  if (wanted.allows_version && !wanted.allows_version(stands->version))
    return core::Error(core::Errc::precondition_failed,
                       "The entry has changed since the version that If-Match names.");
  auto made = changed_entry(std::move(*stands), wanted, core::uk_date(attempt.now));
  if (!made) return made.error();
  auto& item = made->record.history.back();
  item.id = attempt.change;
  item.at = attempt.now;
  item.actor = caller.actor;
  item.recorded_by = caller.label.empty() ? caller.actor : caller.label;
  if (made->is_proposal) made->record.proposal->at = attempt.now;
  if (auto written = work.change_entry(made->record); !written) return written.error();
  return made;
}

}  // namespace badgewatch::app
