// Reads the reference data of config/reference: authorities, bank holidays, statutory periods.
#pragma once

#include "core/result.hpp"
#include "core/working_days.hpp"
#include "domain/authority.hpp"
#include "domain/periods.hpp"
#include "ports/reference.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace badgewatch::app {

inline constexpr std::array<std::string_view, 3> reference_kinds = {"authorities", "bank_holidays",
                                                                    "statutory_periods"};

// Written by app/divisions alone, and there once an authority is divided:
// {"version", "divisions": [{"former", "successor", "records": [ids]}]}.
inline constexpr std::string_view divisions_kind = "divisions";

struct Reference {
  domain::Authorities authorities;
  core::WorkingDays calendar;  // of the division england-and-wales: section 9 of the 2022 Act
  domain::Periods periods;
};

// Wants each of `reference_kinds` once, and takes one of `divisions_kind`. Every wrong record is
// named in `fields`, whose pointers begin with the kind: "/authorities/authorities/12/starts_on" is
// record 12 of the list `authorities` in the file of that kind. Errc::invalid; Errc::malformed for
// a text that is no JSON.
core::Result<Reference> read_reference(const std::vector<ports::ReferenceFile>& files);

// The `version` that a file states of itself. Errc::malformed when it states none.
core::Result<std::string> stated_version(std::string_view text);

}  // namespace badgewatch::app
