// What was tried to reach an address, a webhook's or a mailbox's, and what came of it.
#pragma once

#include "web/ask.hpp"
#include "web/sheet.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::web {

// The newest attempts, oldest first: the API gives them from their beginning.
struct DeliveryLog {
  std::vector<core::Json> newest;
  bool whole = true;  // false where there is more than is read for one page
  std::optional<Answer> refused;
};

// `api_place`: of the attempts. Some calls of the API.
DeliveryLog read_delivery_log(const Visit& visit, const std::string& api_place);

// A table of them, newest first.
void add_delivery_log(Sheet& sheet, const DeliveryLog& log);

}  // namespace badgewatch::web
