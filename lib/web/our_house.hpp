// Whose matters the pages show: the visitor's own authority's, and those of former ones for which
// it acts.
#pragma once

#include "web/ask.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::web {

// Whether an authority is the visitor's own, or one for which that acts today; `record`: of a
// divided one, by the id of what it recorded.
bool is_ours(const Visit& visit, std::string_view code, std::string_view record = {});
// Those for which it acts.
std::vector<std::string> former_authorities(const Visit& visit);

// What is asked of the API under the code of one of these.
Answer ask_as(const Visit& visit, const std::string& former, Question question);

}  // namespace badgewatch::web
