// One person, licensed by two authorities: each of them is told of the other (`dual_licence`); or
// licensed by one, or an applicant there, and an applicant at another (domain/two_licences.hpp).
// Once for two licence records, and not of two for which one authority acts by now. It follows the
// feed's licences at its own pace, beside the watch, whose alerts must not wait for it, and begins
// anew under new rules.
#pragma once

#include "app/live_index.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/licence_alerts.hpp"

#include <memory>

namespace badgewatch::app {

// Two licence records of what is strongly one person, by two authorities.
struct DualLicence {
  core::Uuid licence;
  std::string authority;
  core::Uuid other;
  std::string other_authority;
  double probability = 0;
};

// Whether one authority has both on that day.
bool is_within_one_house(const domain::Authorities& authorities, const DualLicence& dual,
                         core::Date day);

// Those of the holder of a licence; of whoever applies too, so that whoever tells of them looks at
// how the licences stand. Costs one search without limits.
std::vector<DualLicence> dual_licences_of(const core::Uuid& licence, const std::string& authority,
                                          const match::Profile& holder,
                                          const IndexContents& contents);

// To the authority of `dual.licence`. It names the other licence, by its id alone, and its
// authority.
ports::NewAlert alert_of(const DualLicence& dual, domain::AlertKind kind);
// The same two, as the other one sees them.
DualLicence other_side(const DualLicence& dual);

struct DualLicencesOptions {
  std::chrono::days application_open{180};  // that nobody has touched since
};

// Used by one thread.
class DualLicences {
public:
  // All outlive it.
  DualLicences(std::unique_ptr<ports::DualLicenceWork> work, std::unique_ptr<ports::Feed> feed,
               const LiveIndex& index, const ReferenceData& reference, const core::Clock& clock,
               core::Metrics& metrics, DualLicencesOptions options = {})
      : work_(std::move(work)),
        feed_(std::move(feed)),
        index_(index),
        reference_(reference),
        clock_(clock),
        metrics_(metrics),
        options_(options) {}

  // Looks on from where anybody stopped; whether there may be more.
  core::Result<bool> step();

private:
  core::Result<bool> look_on(const ports::DualLicencePlace& place, const SharedRules& rules);
  core::Result<std::vector<ports::NewAlert>> alerts(const std::vector<DualLicence>& found);

  std::unique_ptr<ports::DualLicenceWork> work_;
  std::unique_ptr<ports::Feed> feed_;
  const LiveIndex& index_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  core::Metrics& metrics_;
  const DualLicencesOptions options_;
};

}  // namespace badgewatch::app
