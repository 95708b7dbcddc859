// Making an officer who can sign in at once: the password and the authenticator's secret are shown
// this once. Needs the database alone, so it opens the register when nothing else does.
#pragma once

#include "access/officer_making.hpp"
#include "badgewatchd/commands.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "store/store.hpp"

#include <functional>
#include <string>
#include <vector>

namespace badgewatch::daemon {

// How the made password is hashed.
using HashPassword = std::function<core::Result<core::Secret>(const core::Secret&)>;

struct IssuedOfficer {
  ports::Officer officer;
  core::Secret password;
  core::Secret totp_secret;
  std::vector<core::Secret> recovery_codes;
};

// Errc::conflict where there is one of that username, or was.
core::Result<IssuedOfficer> issue_officer(store::Store& store, const Environment& environment,
                                          const HashPassword& hash, const std::string& authority,
                                          const access::OfficerWanted& wanted);
// All of it anew, for one that is there. What they had before ends, their sessions too.
core::Result<IssuedOfficer> reissue_officer(store::Store& store, const Environment& environment,
                                            const HashPassword& hash,
                                            const ports::Officer& officer);

}  // namespace badgewatch::daemon
