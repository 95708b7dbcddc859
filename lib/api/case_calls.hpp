// What the calls about hits and outcomes of applications, about what a driver asks, and about how
// an authority is reached, by others and by this register, work with.
#pragma once

#include "app/case_outcomes.hpp"
#include "app/contacts.hpp"
#include "app/mail_addresses.hpp"
#include "app/rectifications.hpp"
#include "app/subject_access.hpp"
#include "app/undecided_hits.hpp"

namespace badgewatch::api {

struct CaseCalls {
  app::CaseOutcomes& outcomes;
  app::Rectifications& rectifications;
  app::Contacts& contacts;
  app::SubjectAccess& subject_access;
  app::MailAddresses& mail;
  app::UndecidedHits undecided;
  ports::Register& records;  // for what is done once under an Idempotency-Key
};

}  // namespace badgewatch::api
