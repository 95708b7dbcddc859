// The roles of an authority's officers, as boxes to be ticked, and as the API takes them.
#pragma once

#include "core/json_writer.hpp"
#include "web/form_errors.hpp"
#include "web/json_view.hpp"
#include "web/part.hpp"
#include "web/visit.hpp"

#include <string>
#include <vector>

namespace badgewatch::web {

// Both in the order of the boxes.
std::vector<std::string> typed_roles(const Visit& visit);
std::vector<std::string> roles_of(const JsonView& officer);
void write_roles(core::JsonWriter& out, const std::vector<std::string>& roles);
Part roles_boxes(const std::vector<std::string>& ticked, const std::string& error);
FieldPlace roles_place();

}  // namespace badgewatch::web
