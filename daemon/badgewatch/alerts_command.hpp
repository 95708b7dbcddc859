// badgewatch alerts: what the register found for this authority by itself.
#pragma once

#include "badgewatch/exit_codes.hpp"
#include "client/target.hpp"

#include <cstdint>

namespace badgewatch::cli {

struct AlertsOptions {
  std::int64_t after = 0;  // the `next` of an earlier run; 0 from the start
  bool json = false;       // a line for each alert, then {"next": ...}
};

// Prints every alert behind `after`, page by page, and where to go on.
Exit run_alerts(const AlertsOptions& options, client::Target target);

}  // namespace badgewatch::cli
