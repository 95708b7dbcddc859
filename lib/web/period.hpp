// The days that a report is of, chosen in six boxes of a form whose address can be kept.
#pragma once

#include "web/form_errors.hpp"
#include "web/person_fields.hpp"

#include <string>

namespace badgewatch::web {

struct Period {
  Typed typed;        // what stands in the boxes
  FormErrors errors;  // of what was typed
  int page = 1;       // of a list that has several

  // As the API takes it; empty where nothing was typed: its own usual one.
  std::string api_query() const;
  // An address of this register's with the same boxes, and that page.
  std::string address(const std::string& path, int page = 1) const;
};

Period period_of(const Visit& visit);
// What the API says it answered for, put in the boxes that are empty.
void show_answered(Period& period, const Answer& answer);

Part period_form(const std::string& action, const Period& period);

}  // namespace badgewatch::web
