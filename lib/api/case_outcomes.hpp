// What became of the application that a check was made for, and the report of grants.
#pragma once

#include "api/context.hpp"
#include "ports/case_outcomes.hpp"

#include <string>
#include <vector>

namespace badgewatch::api {

// POST /v1/checks/{id}/outcome
http::Response post_case_outcome(Context& context, const Call& call);
// GET /v1/reports/grants
http::Response get_grants(Context& context, const Call& call);

// A stored CHECK with what became of its case, as `case_outcomes`, oldest first.
std::string with_case_outcomes(std::string check,
                               const std::vector<ports::CaseOutcomeRecord>& outcomes);

}  // namespace badgewatch::api
