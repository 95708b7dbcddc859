// How the columns of a file are named: one of the authority's own mappings or of the register's.
#pragma once

#include "web/page.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

// Those for files of a kind, "licences" or "decisions".
Part mapping_field(const Visit& visit, std::string_view kind, const std::string& error);
// For the API's upload; empty where none was chosen.
std::string mapping_query(const Visit& visit);

}  // namespace badgewatch::web
