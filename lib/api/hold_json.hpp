// A hold as JSON, for the API and for the operator's command.
#pragma once

#include "core/json_writer.hpp"
#include "ports/holds.hpp"

namespace badgewatch::api {

void write_hold(core::JsonWriter& out, const ports::Hold& hold);

}  // namespace badgewatch::api
