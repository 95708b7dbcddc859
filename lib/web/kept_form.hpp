// A form that could not be done at once, because somebody has to sign in or to show a code first:
// what was typed stays in the page, and is sent again by one press.
#pragma once

#include "web/page.hpp"

#include <string>

namespace badgewatch::web {

// Hidden fields that carry the form of this visit, but for its token and any password or code.
Part kept_fields(const Visit& visit);

// Whether this visit carries such a form.
bool has_kept_form(const Visit& visit);

// "Nothing is lost": a page with that form, to be sent on under a token that is good now. Of one
// that bore a secret it says that this is asked for again.
http::Response show_kept_form(const Visit& visit, const std::string& csrf, http::Headers headers);

// A path of the register's own pages, as it may be gone on to; "/" for anything else.
std::string safe_path(std::string_view path);

}  // namespace badgewatch::web
