// A page that somebody looked at for a while: what others did meanwhile is shown before what was
// typed is done.
#pragma once

#include "web/json_view.hpp"
#include "web/part.hpp"
#include "web/visit.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace badgewatch::web {

// Carries how many steps there were when the form was shown.
Part steps_shown(const core::JsonArray& steps);

// How many of `steps` the form of this visit was shown with; all of them where it does not say.
std::size_t steps_known(const Visit& visit, const core::JsonArray& steps);

// Whether somebody else than who is signed in made one of the steps that came since; `by` is the
// member that names who. One's own is what a second press of the same button finds.
bool is_stale(const Visit& visit, const core::JsonArray& steps, std::string_view by);

// Who did the newest step and when, and that nothing of the form has been done.
std::string stale_text(const JsonView& newest, std::string_view by, std::string_view at);

}  // namespace badgewatch::web
