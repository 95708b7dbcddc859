// What a new officer is made of, checked: the same for a request and for the operator's command
// line.
#pragma once

#include "core/clock.hpp"
#include "core/json_reader.hpp"
#include "core/uuid.hpp"
#include "ports/officers.hpp"

#include <string>
#include <vector>

namespace badgewatch::access {

struct OfficerWanted {
  std::string username;  // as it is chosen, without its authority
  std::string name;
  std::vector<std::string> roles;
};

// With JSON Pointers to what is wrong. An empty authority is the register, which has roles of its
// own.
void check_roles(const std::vector<std::string>& roles, const std::string& authority,
                 core::Problems& problems);
void check_wanted(const OfficerWanted& wanted, const std::string& authority,
                  core::Problems& problems);

// Of what was checked.
ports::Officer make_officer(const std::string& authority, const OfficerWanted& wanted,
                            const core::Clock& clock, core::Randomness& randomness);

// 20 letters and digits in groups of five: some 100 random bits.
core::Secret new_password(core::Randomness& randomness);

}  // namespace badgewatch::access
