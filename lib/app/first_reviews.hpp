// Whoever has never said how it is to be asked for more is reminded of it as others are.
#pragma once

#include "app/reference_data.hpp"
#include "core/date.hpp"
#include "ports/first_reviews.hpp"

namespace badgewatch::app {

// It owes that within the period of a review, from the day on which its first people or systems
// came: opened once its reminder is due, so that nobody has it in the list for a year. Not of one
// that has ended. How many were opened.
core::Result<std::size_t> open_first_reviews(ports::FirstReviews& reviews,
                                             const Reference& reference, core::Date today);

}  // namespace badgewatch::app
