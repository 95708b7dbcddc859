// What the header fields say together: where the body ends, for which host it is, and whether the
// connection goes on. RFC 9112 section 6, read so that no two readers can differ.
#pragma once

#include "net/gate.hpp"

#include <optional>

namespace badgewatch::net {

// Fills `head` in from its fields, which are there already.
std::optional<Refusal> check_fields(const GateRules& rules, GatedHead& head);

}  // namespace badgewatch::net
