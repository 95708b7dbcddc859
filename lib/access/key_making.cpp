#include "access/key_making.hpp"

#include "access/api_key.hpp"
#include "access/label.hpp"
#include "access/network.hpp"
#include "access/scope.hpp"

#include <algorithm>

namespace badgewatch::access {

namespace {

std::string place(const char* list, std::size_t index) {
  return std::string(list) + "/" + std::to_string(index);
}

bool may_give(GivenBy by, Scope scope) {
  return by == GivenBy::operator_of_the_register ||
         (scope != Scope::supervision && scope != Scope::administration && scope != Scope::import);
}

std::string scopes_to_choose(GivenBy by) {
  std::string names;
  for (const auto& one : scope_names)
    if (may_give(by, one.scope)) names += (names.empty() ? "" : ", ") + std::string(one.name);
  return names;
}

void check_scopes(const std::vector<std::string>& scopes, GivenBy by, core::Problems& problems) {
  if (scopes.empty())
    problems.push_back({"/scopes", "must name at least one of " + scopes_to_choose(by)});
  for (std::size_t i = 0; i < scopes.size(); ++i) {
    const auto scope = scope_named(scopes[i]);
    if (!scope || !may_give(by, *scope))
      problems.push_back({place("/scopes", i), "must be one of " + scopes_to_choose(by)});
    else if (std::find(scopes.begin(), scopes.begin() + static_cast<std::ptrdiff_t>(i),
                       scopes[i]) != scopes.begin() + static_cast<std::ptrdiff_t>(i))
      problems.push_back({place("/scopes", i), "stands twice"});
  }
}

}  // namespace

void check_wanted(const CredentialWanted& wanted, GivenBy by, core::Problems& problems) {
  if (!is_label(wanted.name))
    problems.push_back({"/name", std::string("must be a name that ") + label_rule});
  check_scopes(wanted.scopes, by, problems);
  if (wanted.networks.size() > most_networks)
    problems.push_back({"/networks", "has more than " + std::to_string(most_networks)});
  for (std::size_t i = 0; i < wanted.networks.size(); ++i)
    if (!Network::parse(wanted.networks[i]))
      problems.push_back({place("/networks", i),
                          "must be a network such as 192.0.2.0/24 or 2001:db8::/32, with no bits "
                          "behind its prefix"});
}

MadeKey make_key(const std::string& authority, const CredentialWanted& wanted,
                 const core::Clock& clock, core::Randomness& randomness) {
  MadeKey made;
  made.secret = new_api_key(randomness);
  made.key.id = core::new_uuid(clock, randomness);
  made.key.authority = authority;
  made.key.name = wanted.name;
  made.key.prefix = prefix_of(made.secret.reveal());
  made.key.scopes = wanted.scopes;
  made.key.networks = wanted.networks;
  made.key.created_at = clock.now();
  return made;
}

}  // namespace badgewatch::access
