// What ethnicity and nationality are recorded by.
#pragma once

#include <string_view>

namespace badgewatch::domain {

// The detailed ethnic groups of the Office for National Statistics, census of England and Wales
// 2021, variable ethnic_group_tb_20b: "1" to "19". "-8" (does not apply) is no answer.
bool is_ethnicity_code(std::string_view code);

// A country by ISO 3166-1 alpha-2, as the census of 2021 classified passports held; upper case.
bool is_nationality_code(std::string_view code);

}  // namespace badgewatch::domain
