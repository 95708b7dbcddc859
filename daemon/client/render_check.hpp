// A CHECK as text for a licensing officer: what was found, which fields agree, what to do next, and
// how far it is proven.
#pragma once

#include "core/json.hpp"

#include <string>

namespace badgewatch::client {

// Takes members, kinds and states that it does not know, and leaves out what is missing. Lines end
// with a newline.
std::string render_check(const core::Json& check);

enum class CheckWord { no_match, possible_match, match, indeterminate, unproven };

// The outcome as a caller may rely on it: a `no_match` without its proof is `unproven`, and a word
// that is not known is `indeterminate`.
CheckWord word_of(const core::Json& check);

}  // namespace badgewatch::client
