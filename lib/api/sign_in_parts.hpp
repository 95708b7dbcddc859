// What sign-in works with.
#pragma once

#include "access/local_sign_in.hpp"
#include "access/password.hpp"
#include "app/officer_accounts.hpp"

#include <string>

namespace badgewatch::api {

struct SignIn {
  app::OfficerAccounts& accounts;
  access::LocalSignIn& local;
  access::Passwords& passwords;
  std::string public_url;  // how browsers reach the register; empty: as the request says
};

}  // namespace badgewatch::api
