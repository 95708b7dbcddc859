// Recording: licence records and decisions, one or many, each in one transaction with its feed
// events and its log leaf.
#pragma once

#include "app/once.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "core/uuid.hpp"
#include "ports/alerts.hpp"
#include "ports/unit_of_work.hpp"

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::app {

// Thread safe.
class Records {
public:
  // All outlive it. `committed` is called with the feed's head behind each commit. `optional_kinds`
  // are those beyond the statute's that the deployment has turned on.
  Records(ports::Register& reg, const ReferenceData& reference, const core::Clock& clock,
          core::Randomness& randomness, std::function<void(const proof::Head&)> committed,
          std::set<domain::DecisionKind> optional_kinds = {});

  // Errc::precondition_failed when `if_match` is another version than the record's, and the record
  // is not what is put (RFC 9110, section 13.1.1).
  core::Result<ports::LicencePut> put_licence(const ports::Caller& caller,
                                              const ports::LicenceToPut& licence);
  // In order. A deadlock or a lost connection is tried again; a licence that alone cannot be stored
  // costs only itself.
  std::vector<core::Result<ports::LicencePut>> put_licences(
      const ports::Caller& caller, std::span<const ports::LicenceToPut> licences);

  // An attempt that was committed although its answer was lost is found again and is what the
  // caller is told of: tried several times, a decision is entered once.
  core::Result<Answered> enter_decision(const ports::Caller& caller,
                                        const domain::Decision& decision,
                                        const Once<ports::DecisionEntered>& once);
  std::vector<core::Result<ports::DecisionEntered>> enter_decisions(
      const ports::Caller& caller, std::span<const domain::Decision> decisions);

  // Own ones only; the reading is logged before it is answered.
  core::Result<ports::DecisionRecord> read_decision(const ports::Caller& caller,
                                                    const core::Uuid& id);
  core::Result<ports::Register::LicenceRecord> read_licence(const ports::Caller& caller,
                                                            const std::string& licence_number);

  // Logs that a record was read.
  core::Result<void> log_reading(const ports::Caller& caller, std::string kind,
                                 const core::Uuid& subject);

private:
  // The leaf of one write, while it is tried again and again.
  using Kept = std::optional<proof::Leaf>;

  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                   std::string detail);
  // Logs what an attempt came to: under the leaf of the attempt before when it came to the same, so
  // that the log tells once what happened once.
  core::Result<void> log_write(ports::UnitOfWork& work, const ports::Caller& caller, Kept& kept,
                               std::string kind, const core::Uuid& subject, std::string detail);
  core::Result<std::vector<ports::LicencePut>> try_put(
      const ports::Caller& caller, std::span<const ports::LicenceToPut> licences, Kept& kept);
  // Errc::invalid for a kind that is not turned on here, or is no power of this authority.
  core::Result<void> check_kind(const ports::Caller& caller, domain::DecisionKind kind) const;
  core::Result<ports::DecisionToEnter> to_enter(const ports::Caller& caller,
                                                const domain::Decision& decision,
                                                core::Instant now) const;
  core::Result<std::vector<ports::DecisionEntered>> try_enter(
      const ports::Caller& caller, std::span<const ports::DecisionToEnter> entries,
      core::Instant now, Kept& kept);
  core::Result<Answered> try_enter_once(const ports::Caller& caller,
                                        const ports::DecisionToEnter& entry,
                                        const Once<ports::DecisionEntered>& once, core::Instant now,
                                        Kept& kept);

  ports::Register& register_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  std::function<void(const proof::Head&)> committed_;
  std::set<domain::DecisionKind> optional_kinds_;
};

}  // namespace badgewatch::app
