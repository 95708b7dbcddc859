// badgewatch check: who is this person to us?
#pragma once

#include "badgewatch/check_request.hpp"
#include "badgewatch/exit_codes.hpp"
#include "client/target.hpp"

namespace badgewatch::cli {

// Prints the answer, or with `json` the CHECK as it came.
Exit run_check(const CheckOptions& options, client::Target target);

}  // namespace badgewatch::cli
