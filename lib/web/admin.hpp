// Where whoever keeps an authority's accounts, keys and contacts, or runs the register, begins.
#pragma once

#include "web/json_view.hpp"
#include "web/page.hpp"
#include "web/sheet.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

// Its place in the navigation.
inline constexpr std::string_view admin_place = "/admin";

// Whether any page of it is open to them.
bool may_administer(const Visit& visit);
// What it is, with a line about each.
void add_administration(const Visit& visit, Sheet& sheet);

http::Response show_admin(const Visit& visit);

// A page of it.
http::Response show_admin_page(const Visit& visit, int status, std::string_view title, Sheet sheet,
                               bool has_errors = false, bool wide = false);

// The words of a list, each as `front` says it, with commas.
std::string listed(const JsonView& words, std::string_view front);
// As they are; one on each line where `between` is a line break.
std::string listed_plain(const JsonView& words, std::string_view between = ", ");

}  // namespace badgewatch::web
