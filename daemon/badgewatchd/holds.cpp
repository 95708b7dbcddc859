#include "app/holds.hpp"

#include "api/hold_json.hpp"
#include "badgewatchd/admin_act.hpp"

#include <iostream>

namespace badgewatch::daemon {

namespace {

// To a person at a terminal, who is of no authority.
ports::Caller operator_caller(const Environment& acting) {
  return {.authority = "", .actor = acting.actor};
}

void print(const ports::Hold& hold) {
  core::JsonWriter out;
  api::write_hold(out, hold);
  std::cout << out.text() << '\n';
}

}  // namespace

int list_holds(const Config& config, const Environment& environment) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    app::Holds holds(database.store->holds(), acting.clock, acting.randomness);
    const auto found = holds.list(operator_caller(acting));
    if (!found) return fail(found.error());
    for (const auto& hold : *found)
      print(hold);
    return 0;
  });
}

int release_hold(const Config& config, const Environment& environment,
                 const HoldToRelease& wanted) {
  const auto id = core::Uuid::parse(wanted.id);
  if (!id) return fail({core::Errc::invalid, "This is no hold's id."});
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    app::Holds holds(database.store->holds(), acting.clock, acting.randomness);
    const auto released =
        holds.release(operator_caller(acting), *id, wanted.entries, wanted.reason);
    if (!released) return fail(released.error());
    print(*released);
    return 0;
  });
}

}  // namespace badgewatch::daemon
