// Until when a decision is to be entered: section 2(5), in words that can be followed.
#pragma once

#include "core/date.hpp"
#include "web/visit.hpp"

#include <string>

namespace badgewatch::web {

struct EnterBy {
  std::string last_day;   // "Friday 18 December 2026"; empty where it cannot be reckoned
  std::string reckoning;  // from the day on which the person is told
};

EnterBy enter_by_of(const Visit& visit, core::Date notified_on);

}  // namespace badgewatch::web
