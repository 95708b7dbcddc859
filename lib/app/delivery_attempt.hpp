// What an attempt at a webhook and one at a letter have alike.
#pragma once

#include "core/uuid.hpp"
#include "domain/delivery.hpp"

#include <string_view>

namespace badgewatch::app {

// From 0 to below 1, for the spread of the next attempt.
double drawn_chance(core::Randomness& randomness);

// The label `result` of what came of it in the metrics of deliveries.
std::string_view metric_of(const domain::Verdict& verdict);

}  // namespace badgewatch::app
