// What is kept of a search for the rules of misuse: keyed hashes, 64 bits each. Who holds the
// database without the master key can neither read nor guess them.
#pragma once

#include "app/well_known.hpp"
#include "core/bytes.hpp"
#include "domain/check.hpp"
#include "domain/search.hpp"
#include "ports/unit_of_work.hpp"

namespace badgewatch::app {

// Costs some microseconds.
domain::SearchTraits traits_of(const ports::Caller& caller, const domain::CheckRequest& request,
                               const WellKnown& well_known, const core::Hash& key);

// SearchTraits::person of whoever searches for that person; 0 where there is no name.
domain::Trait person_trait(const person::Person& person, const core::Hash& key);

}  // namespace badgewatch::app
