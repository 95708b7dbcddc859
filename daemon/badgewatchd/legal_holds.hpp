// `badgewatchd admin legal-hold`: entries that are kept beyond their last day, apart from the
// register.
#pragma once

#include "badgewatchd/commands.hpp"

#include <string>

namespace badgewatch::daemon {

struct LegalHoldWanted {
  std::string id;  // of the decision; of the hold that is released or shown
  std::string by;  // the person who asks for it, by name
  std::string reason;
};

// Each prints the holds that it is about, a JSON line each.
int begin_legal_hold(const Config& config, const Environment& environment,
                     const LegalHoldWanted& wanted);
int release_legal_hold(const Config& config, const Environment& environment,
                       const LegalHoldWanted& wanted);
// What is held, with its person.
int show_legal_hold(const Config& config, const Environment& environment,
                    const LegalHoldWanted& wanted);
int list_legal_holds(const Config& config, const Environment& environment);

}  // namespace badgewatch::daemon
