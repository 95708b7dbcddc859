// One column mapping: what it says, and for an authority's own its change and removal.
#pragma once

#include "web/ask.hpp"
#include "web/page.hpp"

#include <string>

namespace badgewatch::web {

// The page of one's own of that name.
std::string place_of_mapping(std::string_view name);
// By the name in the address.
Answer read_mapping(const Visit& visit);
// "Licence number: Badge; Full name: Driver" of a mapping.
std::string columns_text(const JsonView& mapping);

http::Response show_mapping(const Visit& visit);
http::Response do_remove_mapping(const Visit& visit);

}  // namespace badgewatch::web
