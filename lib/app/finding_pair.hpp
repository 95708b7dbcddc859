// Which two people a human's finding is about.
#pragma once

#include "core/bytes.hpp"
#include "core/uuid.hpp"

#include <string_view>

namespace badgewatch::app {

// A hash under the register's key of an entry and of match::pair_of() its subject and the person
// asked about or licensed: whoever has the database alone can neither guess who they are nor tell
// that two authorities found about the same two. The entry is a part of it, so that a finding about
// one decision keeps nobody from being told of another one about the same person.
core::Hash finding_pair(const core::Hash& key, std::string_view authority, const core::Uuid& entry,
                        std::string_view pair);

}  // namespace badgewatch::app
