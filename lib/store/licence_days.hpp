// The days on which licences began, which stand in the clear beside each record. A daemon from
// before that does not write them: its rows are unread until somebody needs the days.
#pragma once

#include "store/sealing.hpp"
#include "store/session.hpp"

#include <string>

namespace badgewatch::store {

// Opens the unread rows of the authority that the session's transaction is for, and notes their
// days in it. Nothing is left to read behind it but what a daemon from before writes meanwhile. Of
// a whole roster that takes seconds, once.
core::Result<void> read_licence_days(Session& session, const Sealer& sealer,
                                     const std::string& authority);

}  // namespace badgewatch::store
