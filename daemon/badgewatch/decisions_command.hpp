// badgewatch decisions: an entry of one's own, shown and changed.
#pragma once

#include "badgewatch/exit_codes.hpp"
#include "client/target.hpp"
#include "core/result.hpp"

#include <string>

namespace badgewatch::cli {

struct DecisionChangeOptions {
  std::string decision;
  std::string change;
  std::string on;
  std::string reason;  // "-" is standard input
  std::string decided_by;
  std::string approved_by;
  std::string decided_on;
  std::string effective_on;
  std::string suspension_ends_on;
  std::string person_file;  // PERSON as JSON: whom the entry is to be about
  bool json = false;
};

// The body of the change. Errc::invalid where the person's file cannot be read or is no JSON
// object.
core::Result<std::string> change_request(const DecisionChangeOptions& options);

// Prints how the entry stands then, and whether a second person has to approve; with `json` the
// answer as it came.
Exit run_decision_change(const DecisionChangeOptions& options, client::Target target);

struct DecisionShowOptions {
  std::string decision;
  bool json = false;
};

// Prints the entry's state, clocks and history.
Exit run_decision_show(const DecisionShowOptions& options, client::Target target);

}  // namespace badgewatch::cli
