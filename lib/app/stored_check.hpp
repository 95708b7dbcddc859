// What was asked, as text: kept with the check, and asked again when the check is read.
#pragma once

#include "core/result.hpp"
#include "domain/check.hpp"

#include <string>

namespace badgewatch::app {

// The request's canonical JSON, as kept and as committed to in the receipt.
std::string canonical(const domain::CheckRequest& request);
core::Result<domain::CheckRequest> read_stored_request(const std::string& text);

}  // namespace badgewatch::app
