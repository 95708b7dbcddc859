// An entry as JSON out, to the authority that recorded it.
#pragma once

#include "core/json_writer.hpp"
#include "ports/unit_of_work.hpp"

#include <string>

namespace badgewatch::api {

// The members that POST /v1/decisions answers with; those of every answer about an entry.
void write_clocks(core::JsonWriter& out, const ports::DecisionRecord& record, core::Date today);

// The whole entry with its history and what is proposed. `watched`: every licence has been compared
// with it as it is. A proposal of `asker`'s own session says so.
std::string decision_json(const ports::DecisionRecord& record, core::Date today, bool watched,
                          std::string_view asker = {});

}  // namespace badgewatch::api
