// A flag of misuse as JSON, the same for a supervisor and for the operator.
#pragma once

#include "api/actor_names.hpp"
#include "core/json_writer.hpp"
#include "ports/misuse.hpp"

namespace badgewatch::api {

void write_misuse_flag(core::JsonWriter& out, const ports::MisuseFlag& one,
                       const ActorNames& names);

}  // namespace badgewatch::api
