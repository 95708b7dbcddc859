#include "access/officer_making.hpp"

#include "access/label.hpp"
#include "access/role.hpp"
#include "access/username.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::access {

namespace {

bool is_of(Role role, const std::string& authority) {
  const bool is_registers = role == Role::registrar || role == Role::auditor;
  return is_registers == authority.empty();
}

std::string roles_to_choose(const std::string& authority) {
  std::string names;
  for (const auto& one : role_names)
    if (is_of(one.role, authority)) names += (names.empty() ? "" : ", ") + std::string(one.name);
  return names;
}

}  // namespace

void check_roles(const std::vector<std::string>& roles, const std::string& authority,
                 core::Problems& problems) {
  if (roles.empty())
    problems.push_back({"/roles", "must name at least one of " + roles_to_choose(authority)});
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const auto place = "/roles/" + std::to_string(i);
    const auto role = role_named(roles[i]);
    const auto earlier = roles.begin() + static_cast<std::ptrdiff_t>(i);
    if (!role || !is_of(*role, authority))
      problems.push_back({place, "must be one of " + roles_to_choose(authority)});
    else if (std::find(roles.begin(), earlier, roles[i]) != earlier)
      problems.push_back({place, "stands twice"});
  }
}

void check_wanted(const OfficerWanted& wanted, const std::string& authority,
                  core::Problems& problems) {
  if (!username_of(wanted.username, authority))
    problems.push_back({"/username", std::string("must be a username that ") + username_rule});
  if (!is_label(wanted.name))
    problems.push_back({"/name", std::string("must be a name that ") + label_rule});
  check_roles(wanted.roles, authority, problems);
}

ports::Officer make_officer(const std::string& authority, const OfficerWanted& wanted,
                            const core::Clock& clock, core::Randomness& randomness) {
  ports::Officer officer;
  officer.id = core::new_uuid(clock, randomness);
  officer.authority = authority;
  officer.name = wanted.name;
  officer.username = username_of(wanted.username, authority).value();
  officer.roles = wanted.roles;
  officer.created_at = clock.now();
  return officer;
}

core::Secret new_password(core::Randomness& randomness) {
  constexpr std::string_view digits = "abcdefghjkmnpqrstuvwxyz23456789X";  // 32, none alike
  constexpr std::size_t length = 20;
  std::array<std::uint8_t, length> bytes{};
  randomness.fill(bytes);
  std::string password;
  for (std::size_t i = 0; i < length; ++i) {
    if (i > 0 && i % 5 == 0) password += '-';
    password += digits[bytes.at(i) % digits.size()];
  }
  return core::Secret(std::move(password));
}

}  // namespace badgewatch::access
