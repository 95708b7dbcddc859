// Content-Type and Accept, RFC 9110 sections 8.3 and 12.5.1.
#pragma once

#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::http {

// Type and subtype of Content-Type in lower case, without parameters; empty when there is none.
std::string media_type(const Headers& headers);

// application/x-ndjson (also application/ndjson) or text/csv; nothing for all else.
std::optional<RowFormat> row_format(const Headers& headers);

// Whether Accept names exactly that type with a weight over 0. Wildcards do not count: for answers
// that only those get who ask for them (text/event-stream, text/html).
bool asks_for(const Headers& headers, std::string_view type);

}  // namespace badgewatch::http
