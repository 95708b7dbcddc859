// The whole nation compared anew by `badgewatchd reconcile`, on a register that is loaded: how long
// it takes, of which its phases, and the most memory of that process.
#pragma once

#include <string>

namespace badgewatch::bench {

struct ReconcileOptions {
  std::string program;  // badgewatchd
  std::string config;   // its settings; no other daemon works on runs meanwhile
  std::string state;    // instead of the settings' own; may be empty
  unsigned runs = 1;
};

// The exit status: 1 when a run did not come to its end.
int run_reconcile(const ReconcileOptions& options);

}  // namespace badgewatch::bench
