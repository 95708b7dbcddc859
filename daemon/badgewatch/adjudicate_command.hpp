// badgewatch adjudicate: is the entry of a hit about the person who was checked?
#pragma once

#include "badgewatch/exit_codes.hpp"
#include "client/target.hpp"

#include <string>

namespace badgewatch::cli {

struct AdjudicateOptions {
  std::string check;
  std::string hit;
  std::string finding;
  std::string reason;  // "-" is standard input
  bool json = false;
};

// Prints what was kept, or with `json` the answer as it came.
Exit run_adjudicate(const AdjudicateOptions& options, client::Target target);

}  // namespace badgewatch::cli
