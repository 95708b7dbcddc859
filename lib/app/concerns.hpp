// Concerns: told, given to whoever licenses the person, considered, handed on.
#pragma once

#include "app/live_index.hpp"
#include "app/once.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/unit_of_work.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::app {

struct ConcernsOptions {
  // The reverse locator is on: a reporter learns who licenses the person.
  bool names_issuers = false;
};

// What is wanted of a concern that is there.
struct ConcernChange {
  core::Uuid concern;
  enum class Kind { consider, transfer, name_issuer } kind = Kind::consider;
  domain::Consideration
      consideration;  // of `consider`; `reasons` and `considered_by` of `transfer`
  std::string to;     // of `transfer` and `name_issuer`: an authority's code
};

// Thread safe. What is read and written is in the log.
class Concerns {
public:
  // All outlive it. `committed` is called with the feed's head behind each commit.
  Concerns(ports::Register& reg, ports::ConcernDesk& desk, const LiveIndex& index,
           const ReferenceData& reference, const core::Clock& clock, core::Randomness& randomness,
           core::Metrics& metrics, std::function<void(const proof::Head&)> committed,
           ConcernsOptions options);

  // `concern` has passed domain::check_concern(). Given at once to the issuer that it names, or to
  // those that the index knows; while the index is not whole it is `pending`, and the watch does
  // it.
  core::Result<Answered> report(const ports::Caller& caller, const domain::Concern& concern,
                                const domain::ConcernStatistics& statistics,
                                const Once<ports::ConcernRecord>& once);
  // Errc::not_found for whoever is no party; Errc::forbidden for a party that it is not for;
  // Errc::conflict names the state and what is possible.
  core::Result<Answered> change(const ports::Caller& caller, const ConcernChange& wanted,
                                const Once<ports::ConcernRecord>& once);
  core::Result<ports::ConcernRecord> read(const ports::Caller& caller, const core::Uuid& id);
  core::Result<std::vector<ports::ConcernRecord>> list(const ports::Caller& caller,
                                                       const std::optional<core::Uuid>& after,
                                                       std::size_t limit);
  core::Result<std::vector<ports::TraitCount>> traits(const ports::Caller& caller, int from_year,
                                                      int to_year);

  // Whether `caller` may be told that this authority has it: its own, one that the reporter named,
  // one that has written back, or any where the locator is on.
  bool names(const ports::ConcernRecord& record, const ports::Caller& caller,
             const ports::ConcernIssuer& issuer) const;

private:
  struct Attempt;
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                   std::string detail) const;
  core::Result<ports::ConcernRecord> new_record(const ports::Caller& caller,
                                                const domain::Concern& concern,
                                                core::Instant now) const;
  std::vector<ports::ConcernRoute> routes_for(ports::ConcernRecord& record, core::Date today) const;
  core::Result<void> give(ports::UnitOfWork& work, ports::ConcernRoute& route,
                          core::Instant now) const;
  core::Result<ports::ConcernRecord> make(ports::UnitOfWork& work, const ports::Caller& caller,
                                          const ConcernChange& wanted,
                                          const Attempt& attempt) const;
  core::Result<void> consider(ports::UnitOfWork& work, const ports::Caller& caller,
                              const ports::ConcernRecord& record, const ConcernChange& wanted,
                              const Attempt& attempt) const;
  core::Result<void> hand_on(ports::UnitOfWork& work, const ports::Caller& caller,
                             const ports::ConcernRecord& record, const ConcernChange& wanted,
                             const Attempt& attempt) const;
  core::Result<void> name_issuer(ports::UnitOfWork& work, const ports::Caller& caller,
                                 const ports::ConcernRecord& record, const ConcernChange& wanted,
                                 const Attempt& attempt) const;
  // The work of one attempt, once; logged, kept under its key, committed.
  template <class Make>
  core::Result<Answered> once_in(const ports::Caller& caller,
                                 const Once<ports::ConcernRecord>& once, Attempt& attempt,
                                 Make&& make);

  ports::Register& register_;
  ports::ConcernDesk& desk_;
  const LiveIndex& index_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
  std::function<void(const proof::Head&)> committed_;
  ConcernsOptions options_;
};

// What an issuer owes from `from` on about a concern that it was given; nothing where it has no
// such duty (Wales, Scotland, Northern Ireland), or where what lacks of the reference data hides
// it.
std::optional<domain::Duty> consider_duty(const Reference& reference, const std::string& issuer,
                                          const core::Uuid& concern, core::Date from);
std::optional<domain::Duty> review_duty(const Reference& reference, const core::Uuid& concern,
                                        const std::string& occasion, core::Date from);

}  // namespace badgewatch::app
