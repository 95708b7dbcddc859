// A roster as councils send it: rows of NDJSON and CSV for the batch calls, and the truth file.
#pragma once

#include "domain/decision.hpp"
#include "domain/licence.hpp"
#include "sample/decisions.hpp"

#include <string>

namespace badgewatch::sample {

// One line each, with its newline, as POST /v1/licences/batch and /v1/decisions/batch take it.
void append_licence_line(std::string& out, const domain::Licence& licence);
void append_decision_line(std::string& out, const domain::Decision& decision);

// The default columns. The header first, then rows; at most two address lines are kept apart.
void append_licence_header(std::string& out);
void append_licence_record(std::string& out, const domain::Licence& licence);
void append_decision_header(std::string& out);
void append_decision_record(std::string& out, const domain::Decision& decision);

// Who the planted decisions are about, how they differ, and what a search must say of each:
// {"format": "badgewatch-sample-truth/1", "seed", "drivers", "today", "decisions",
//  "pairs": [{"your_reference", "recording_authority", "how_differs": [...],
//             "licences": [{"authority", "licence_number", "status", "watched", "shares": [...],
//                           "expect": "strong|possible|hard", "holder": PERSON}]}],
//  "decoys": [{"your_reference", "recording_authority",
//              "licences": [{"authority", "licence_number", "holder": PERSON}]}]}
// `expect` is the least band of the hit; "hard" demands nothing. A decoy's hit is never strong.
std::string truth_json(const SampleOptions& options, const Planted& planted);

}  // namespace badgewatch::sample
