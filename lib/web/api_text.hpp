// What the API's document says, on a page: sentences with `code` in them, and examples.
#pragma once

#include "core/json.hpp"
#include "web/part.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

// A paragraph for each that a blank line parts; what stands between backticks is set as code.
Part api_paragraphs(std::string_view text);
// The same in a line, without paragraphs.
Part api_words(std::string_view text);

// Text as it is; anything else as JSON, indented.
std::string example_text(const core::Json& example);
Part code_block(std::string_view text);

}  // namespace badgewatch::web
