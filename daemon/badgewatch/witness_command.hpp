// `badgewatch witness`: remembers what the register signed, and believes nothing that does not go
// on from there.
#pragma once

#include "badgewatch/exit_codes.hpp"
#include "client/target.hpp"
#include "core/clock.hpp"

#include <string>

namespace badgewatch::cli {

struct WitnessOptions {
  std::string keys_file;
  std::string state_file;     // the last checkpoint that was believed
  std::string cosigner_file;  // the witness's own key; empty: it does not cosign
  std::string name = "witness";
  unsigned every_seconds = 0;  // 0: once
  bool json = false;
};

// Once, or until something is wrong. A register that is away ends a single run alone.
Exit run_witness(const WitnessOptions& options, client::Target target, const core::Clock& clock);

}  // namespace badgewatch::cli
