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

// The outcome as a caller may rely on it: a `no_match` without its whole proof is `unproven`; one
// that shows hits all the same, or that was contradicted since, is `indeterminate`, and so is a
// word that is not known.
CheckWord word_of(const core::Json& check);

}  // namespace badgewatch::client
