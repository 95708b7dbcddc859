// What the configuration says about the server.
#pragma once

#include "api/request_budgets.hpp"
#include "config/config.hpp"
#include "core/clock.hpp"
#include "net/server.hpp"

namespace badgewatch::daemon {

// `clock` outlives the server.
net::ServerOptions server_options(const Config& config, const core::Clock& clock);

api::RequestBudgets request_budgets(const LimitsConfig& limits);

}  // namespace badgewatch::daemon
