// Outcomes of cases, what drivers ask, and how authorities are reached, in a serving daemon.
#pragma once

#include "api/case_calls.hpp"
#include "jobs/repeated.hpp"
#include "store/store.hpp"

#include <functional>

namespace badgewatch::daemon {

// Owns a thread: it looks whether an authority has said at another daemon how it is reached.
class CaseWork {
public:
  // All outlive it. `contacts_changed` is called behind each change of a contact, from any thread.
  CaseWork(store::Store& store, const app::LiveIndex& index, app::Checks& checks,
           app::MailAddresses& mail, const app::ReferenceData& reference, const core::Clock& clock,
           core::Randomness& randomness, core::Metrics& metrics,
           const std::function<void()>& contacts_changed);

  api::CaseCalls& calls() { return calls_; }

private:
  app::CaseOutcomes outcomes_;
  app::Rectifications rectifications_;
  app::Contacts contacts_;
  app::SubjectAccess subject_access_;
  api::CaseCalls calls_;
  core::Instant newest_;  // of the contacts, as last seen
  // Last: its thread ends before all that it uses.
  jobs::Repeated looking_;
};

}  // namespace badgewatch::daemon
