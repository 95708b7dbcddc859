// How a thing stood when its form was shown: where it stands otherwise when the form comes back,
// nothing is done and the page says how it stands now.
#pragma once

#include "web/sheet.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

// `state` in a word or two of the register's own, with nothing secret and nobody in it.
Part seen_as(std::string_view state);

// Whether the form of this visit was shown with another state; false where it does not say.
bool was_seen_otherwise(const Visit& visit, std::string_view state);

}  // namespace badgewatch::web
