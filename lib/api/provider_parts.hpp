// What sign-in at identity providers works with.
#pragma once

#include "access/identity_providers.hpp"
#include "app/provider_officers.hpp"
#include "ports/used_sign_ins.hpp"

#include <functional>
#include <string>

namespace badgewatch::api {

struct ProviderParts {
  access::IdentityProviders& all;
  app::ProviderOfficers& officers;
  ports::UsedSignIns& used;
  // How browsers reach the register, without a slash at its end: providers send them back there.
  std::function<std::string()> public_url;
};

}  // namespace badgewatch::api
