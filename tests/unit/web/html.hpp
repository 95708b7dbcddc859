// HTML made comparable: tags with their attributes in order, texts with single spaces.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::web::test {

std::vector<std::string> tokens_of(std::string_view html);

}  // namespace badgewatch::web::test
