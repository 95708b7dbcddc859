// What people call an authority's keys, clients and officers, by the id under which the register
// notes what they did.
#pragma once

#include "api/context.hpp"

#include <map>
#include <string>
#include <vector>

namespace badgewatch::api {

using ActorNames = std::map<std::string, std::string, std::less<>>;

// Those that have ended too, as far as they are kept. Costs three reads.
core::Result<ActorNames> names_of_actors(Context& context, const ports::Caller& caller);

// Says in each item that does not say it by itself who recorded it: who entered an entry is kept by
// id alone.
core::Result<void> name_recorders(Context& context, const ports::Caller& caller,
                                  std::vector<ports::HistoryItem>& history);

}  // namespace badgewatch::api
