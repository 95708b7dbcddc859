#include "badgewatchd/case_work.hpp"

#include <algorithm>

namespace badgewatch::daemon {

namespace {

core::Result<core::Instant> newest_of(ports::Contacts& contacts) {
  const auto all = contacts.all();
  if (!all) return all.error();
  core::Instant newest;
  for (const auto& one : *all)
    newest.micros = std::max(newest.micros, one.confirmed_at.micros);
  return newest;
}

}  // namespace

CaseWork::CaseWork(store::Store& store, const app::LiveIndex& index, app::Checks& checks,
                   app::MailAddresses& mail, const app::ReferenceData& reference,
                   const core::Clock& clock, core::Randomness& randomness, core::Metrics& metrics,
                   const std::function<void()>& contacts_changed)
    : outcomes_(store.case_outcomes(), store.checks(), store.findings(), store.records(), reference,
                clock, randomness, metrics),
      rectifications_(store.rectifications(), store.checks(), store.records(), reference, clock,
                      randomness, metrics),
      contacts_(store.contacts(), reference, clock, randomness, contacts_changed),
      subject_access_({checks, index, store.records(), store.subject_records(), store.checks(),
                       store.misuse(), reference, clock, randomness}),
      calls_{outcomes_,      rectifications_,
             contacts_,      subject_access_,
             mail,           app::UndecidedHits(store.own_lists()),
             store.records()},
      looking_({.name = "contacts", .period = std::chrono::seconds(30)},
               [this, &store, contacts_changed]() -> core::Result<bool> {
                 const auto newest = newest_of(store.contacts());
                 if (!newest) return newest.error();
                 if (*newest != newest_) contacts_changed();
                 newest_ = *newest;
                 return false;
               }) {}

}  // namespace badgewatch::daemon
