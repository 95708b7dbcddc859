// Changing an entry that is on the register: through appeal, correction, removal and reinstatement.
#pragma once

#include "app/once.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "domain/change_rules.hpp"
#include "domain/two_people.hpp"
#include "ports/unit_of_work.hpp"

#include <functional>
#include <string>

namespace badgewatch::app {

struct ChangeToMake {
  core::Uuid decision;
  domain::EntryChange change = domain::EntryChange::amend;
  // May be left out by who approves what another has proposed: then it is as that one said.
  std::optional<core::Date> on;
  std::string reason;
  domain::Amendment amendment;
  domain::Signing signing;
  // Whether the entry may be changed at that version; empty: at any.
  std::function<bool(std::int64_t)> allows_version;
};

// The entry behind the change. `is_proposal`: a second person has to approve, and until then the
// entry is what it was and is hit.
struct ChangeMade {
  ports::DecisionRecord record;
  bool is_proposal = false;
};

// Thread safe.
class EntryChanges {
public:
  // All outlive it. `committed` is called with the feed's head behind each commit.
  EntryChanges(ports::Register& reg, const core::Clock& clock, core::Randomness& randomness,
               core::Metrics& metrics, std::function<void(const proof::Head&)> committed);

  // One transaction: the entry, its history, its feed event, its leaf, and the alerts to whoever
  // was given it. Tried several times it happens once. Errc::conflict names the state and what is
  // possible in it; Errc::precondition_failed for a version that is not allowed.
  core::Result<Answered> change(const ports::Caller& caller, const ChangeToMake& wanted,
                                const Once<ChangeMade>& once);

private:
  struct Attempt;
  core::Result<Answered> try_once(const ports::Caller& caller, const ChangeToMake& wanted,
                                  const Once<ChangeMade>& once, Attempt& attempt);
  core::Result<ChangeMade> make(ports::UnitOfWork& work, const ports::Caller& caller,
                                const ChangeToMake& wanted, const Attempt& attempt) const;

  ports::Register& register_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
  std::function<void(const proof::Head&)> committed_;
};

}  // namespace badgewatch::app
