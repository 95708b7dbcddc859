// Two people of an authority for what could create a clear: removing an entry, correcting whom it
// is about.
#pragma once

#include "core/result.hpp"

#include <optional>
#include <string>

namespace badgewatch::domain {

// Somebody who stands up for a change. `session` is the id of who signed in, where somebody did.
struct Signatory {
  std::string name;
  std::string session;
  friend bool operator==(const Signatory&, const Signatory&) = default;
};

// By either: names are compared without case, accents' spelling and blanks around and between.
bool is_same_person(const Signatory& a, const Signatory& b);

// What a call says of who stands up for it.
struct Signing {
  std::string decided_by;  // empty: not named; likewise below
  std::string approved_by;
  // Who asks, where it is a person's own session and not a council's system.
  std::optional<Signatory> acting;
};

struct Signatures {
  Signatory decided;
  std::optional<Signatory> approved;  // another person than `decided`
};

// Who stands up for it, `proposed` it before included. A system names people; a session's person
// signs for nobody else, so the second one asks from a session of his own. Errc::invalid where
// nobody is named, the two are one, or a session names somebody else.
core::Result<Signatures> signatures_of(const Signing& signing,
                                       const std::optional<Signatory>& proposed);

}  // namespace badgewatch::domain
