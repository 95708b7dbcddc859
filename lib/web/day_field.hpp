// Three boxes for a day, and what was typed in them.
#pragma once

#include "core/date.hpp"
#include "web/form_errors.hpp"
#include "web/person_fields.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

// What was sent, of the boxes of that field, put to `typed`.
void take_day(const Visit& visit, Typed& typed, const std::string& name);
void put_day(Typed& typed, const std::string& name, core::Date day);

// The boxes; an error stands at the first of them, whose id is the name and "-day".
Part day_field(const Typed& typed, const FormErrors& errors, const std::string& name,
               std::string_view label, std::string_view hint);

FieldPlace place_of_day(const std::string& name, std::string_view label, std::string_view missing);

// As `name` of the object at hand; left out where all boxes are empty.
void write_day(core::JsonWriter& out, const Typed& typed, const std::string& name);

}  // namespace badgewatch::web
