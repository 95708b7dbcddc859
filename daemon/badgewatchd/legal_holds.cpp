#include "badgewatchd/legal_holds.hpp"

#include "badgewatchd/admin_act.hpp"
#include "core/json_writer.hpp"
#include "person/person_json.hpp"
#include "store/legal_holds.hpp"

#include <iostream>

namespace badgewatch::daemon {

namespace {

store::LegalHolds legal_holds_of(Database& database) {
  return {database.conninfo("bw_migrate"), database.store->sealer()};
}

void print(const store::LegalHold& hold) {
  core::JsonWriter out;
  out.begin_object().member("id", hold.id.text()).member("authority", hold.authority);
  out.member("decision", hold.decision.text());
  out.member("begun_at", core::to_text(hold.begun_at)).member("asked_by", hold.asked_by);
  out.member("reason", hold.reason).key("released_at");
  if (hold.released_at)
    out.value(core::to_text(*hold.released_at));
  else
    out.value(nullptr);
  if (hold.released_at)
    out.member("released_by", hold.released_by).member("release_reason", hold.release_reason);
  std::cout << std::move(out.end_object()).take() << '\n';
}

// In the record's authority's own log: it is told of what is kept of it.
store::LegalHolds::LeafOf leaf_of(const Environment& acting, const char* kind) {
  return [&acting, kind](const store::LegalHold& hold) {
    return operator_leaf(acting, kind, hold.authority, hold.decision);
  };
}

}  // namespace

int begin_legal_hold(const Config& config, const Environment& environment,
                     const LegalHoldWanted& wanted) {
  const auto decision = core::Uuid::parse(wanted.id);
  if (!decision) return fail({core::Errc::invalid, "This is no decision's id."});
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    store::LegalHold hold;
    hold.id = core::new_uuid(acting.clock, acting.randomness);
    hold.decision = *decision;
    hold.begun_at = acting.clock.now();
    hold.asked_by = wanted.by;
    hold.reason = wanted.reason;
    const auto begun =
        legal_holds_of(database).begin(std::move(hold), leaf_of(acting, "legal_hold_begun"));
    if (!begun) return fail(begun.error());
    print(*begun);
    return 0;
  });
}

int release_legal_hold(const Config& config, const Environment& environment,
                       const LegalHoldWanted& wanted) {
  const auto id = core::Uuid::parse(wanted.id);
  if (!id) return fail({core::Errc::invalid, "This is no legal hold's id."});
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto released = legal_holds_of(database).release(
        *id, acting.clock.now(), wanted.by, wanted.reason, leaf_of(acting, "legal_hold_released"));
    if (!released) return fail(released.error());
    print(*released);
    return 0;
  });
}

int show_legal_hold(const Config& config, const Environment& environment,
                    const LegalHoldWanted& wanted) {
  const auto id = core::Uuid::parse(wanted.id);
  if (!id) return fail({core::Errc::invalid, "This is no legal hold's id."});
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto decision = legal_holds_of(database).read(*id, leaf_of(acting, "held_decision_read"));
    if (!decision) return fail(decision.error());
    core::JsonWriter out;
    out.begin_object().member("kind", domain::name_of(decision->kind));
    out.member("decided_on", decision->decided_on.iso());
    out.member("effective_on", decision->effective_on.iso());
    out.member("notified_on", decision->notified_on.iso()).key("subject");
    person::write_person(out, decision->subject);
    std::cout << std::move(out.end_object()).take() << '\n';
    return 0;
  });
}

int list_legal_holds(const Config& config, const Environment& environment) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto holds =
        legal_holds_of(database).list(operator_leaf(acting, "legal_holds_listed", "", {}));
    if (!holds) return fail(holds.error());
    for (const auto& hold : *holds)
      print(hold);
    return 0;
  });
}

}  // namespace badgewatch::daemon
