// What of a CHECK must come again when it is asked anew, and where two of them say something else.
#pragma once

#include "core/json.hpp"
#include "core/json_writer.hpp"
#include "core/result.hpp"

#include <string>
#include <vector>

namespace badgewatch::app {

// A CHECK without what belongs to that one answer: its id and those of its hits, its receipt, its
// times, the warnings about what was asked, and whom to ask, which is said as of today. Members
// stay in their order. Errc::internal for a text that is no CHECK.
core::Result<core::Json> comparable_check(const std::string& stored);

// `json` as it was written, numbers with up to four decimals.
void write_json(core::JsonWriter& out, const core::Json& json);

struct CheckDifferences {
  std::vector<std::string> said;    // JSON Pointers to what is otherwise in one of them
  std::vector<std::string> worded;  // to sentences: the release's wording, not the answer
};
CheckDifferences differences(const core::Json& stored, const core::Json& replayed);

}  // namespace badgewatch::app
