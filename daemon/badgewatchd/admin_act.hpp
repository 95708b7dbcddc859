// What every act of an administrator has: an open database, and a name in the log.
#pragma once

#include "access/officer_making.hpp"
#include "badgewatchd/commands.hpp"
#include "badgewatchd/database.hpp"
#include "proof/leaf.hpp"
#include "store/operators.hpp"

namespace badgewatch::daemon {

proof::Leaf operator_leaf(const Environment& environment, const std::string& kind,
                          const std::string& authority, const core::Uuid& subject);

store::Operators operators_of(const Database& database);

// `environment`, with the operator whose key is in `operator_key_file` as the actor.
core::Result<Environment> acting_in(const Environment& environment, const Database& database);

// Makes somebody who can sign in, and prints what with.
core::Result<void> create_account(Database& database, const Environment& acting,
                                  const std::string& authority,
                                  const access::OfficerWanted& wanted);

// Runs `act` on an open database, also beside a daemon that serves from it.
template <class Act>
int with_database(const Config& config, const Environment& environment, Act&& act,
                  Purpose purpose = Purpose::command) {
  auto database = open_database(config, environment.clock, environment.randomness, purpose);
  if (!database) return fail(database.error());
  const auto acting = acting_in(environment, *database);
  if (!acting) return fail(acting.error());
  return act(*database, *acting);
}

}  // namespace badgewatch::daemon
