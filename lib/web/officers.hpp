// An authority's officers: who they are and what they may do, and inviting one more.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_officers(const Visit& visit);
http::Response show_officer_form(const Visit& visit);
// The invitation is in this page and in no other.
http::Response do_invite_officer(const Visit& visit);

}  // namespace badgewatch::web
