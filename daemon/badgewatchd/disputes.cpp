#include "badgewatchd/disputes.hpp"

#include "app/change_in_hand.hpp"
#include "badgewatchd/admin_act.hpp"
#include "core/json_writer.hpp"
#include "store/operator_changes.hpp"

#include <iostream>

namespace badgewatch::daemon {

namespace {

core::Result<ports::DecisionRecord> changed(ports::DecisionRecord stands,
                                            const app::ChangeToMake& wanted,
                                            const Environment& acting) {
  const auto now = acting.clock.now();
  auto made = app::changed_entry(std::move(stands), wanted, core::uk_date(now));
  if (!made) return made.error();
  auto& item = made->record.history.back();
  item.id = core::new_uuid(acting.clock, acting.randomness);
  item.at = now;
  item.actor = acting.actor;
  item.recorded_by = acting.actor;
  return std::move(made->record);
}

proof::Leaf leaf_of(const Environment& acting, const ports::DecisionRecord& record) {
  const auto& item = record.history.back();
  core::JsonWriter detail;
  detail.begin_object().member("change", item.change);
  detail.member("state", domain::name_of(item.state)).member("version", item.version);
  detail.member("proposed", false).end_object();
  return proof::make_leaf({.at = item.at,
                           .kind = "decision_changed",
                           .authority = record.authority,
                           .actor = acting.actor,
                           .subject = record.id,
                           .detail = std::move(detail).take()},
                          acting.clock, acting.randomness);
}

int change(const Config& config, const Environment& environment, const DisputeWanted& wanted,
           domain::EntryChange change) {
  const auto entry = core::Uuid::parse(wanted.entry);
  if (!entry) return fail({core::Errc::invalid, "This is no decision's id."});
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    app::ChangeToMake to_make;
    to_make.decision = *entry;
    to_make.change = change;
    to_make.on = core::uk_date(acting.clock.now());
    to_make.reason = wanted.reason;
    const store::OperatorChanges changes(database.conninfo("bw_migrate"), database.store->sealer());
    const auto made = changes.make(
        *entry,
        [&](ports::DecisionRecord stands) { return changed(std::move(stands), to_make, acting); },
        [&](const ports::DecisionRecord& record) { return leaf_of(acting, record); });
    if (!made) return fail(made.error());
    core::JsonWriter out;
    out.begin_object().member("id", made->id.text()).member("recording_authority", made->authority);
    out.member("version", made->version);
    out.member("disputed_on",
               made->disputed_on ? std::optional(made->disputed_on->iso()) : std::nullopt);
    std::cout << std::move(out.end_object()).take() << '\n';
    return 0;
  });
}

}  // namespace

int mark_dispute(const Config& config, const Environment& environment,
                 const DisputeWanted& wanted) {
  return change(config, environment, wanted, domain::EntryChange::disputed);
}

int lift_dispute(const Config& config, const Environment& environment,
                 const DisputeWanted& wanted) {
  return change(config, environment, wanted, domain::EntryChange::dispute_lifted);
}

}  // namespace badgewatch::daemon
