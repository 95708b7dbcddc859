#include "access/claim_roles.hpp"

#include "access/compact_jws.hpp"

#include <algorithm>

namespace badgewatch::access {

namespace {

bool has_value(const core::Json& claims, const std::string& claim, const std::string& wanted) {
  const auto* member = claims.find(claim);
  if (member == nullptr) return false;
  if (member->string() != nullptr) return *member->string() == wanted;
  if (member->array() == nullptr) return false;
  return std::any_of(member->array()->begin(), member->array()->end(), [&](const core::Json& one) {
    return one.string() != nullptr && *one.string() == wanted;
  });
}

std::optional<std::string> authority_of(const core::Json& claims, const ClaimMapping& mapping) {
  if (mapping.authorities.empty()) return std::string();
  if (mapping.authority_claim.empty()) {
    if (mapping.authorities.size() != 1) return std::nullopt;
    return mapping.authorities.front();
  }
  const auto named = text_in(claims, mapping.authority_claim);
  if (!named) return std::nullopt;
  const auto& all = mapping.authorities;
  if (std::find(all.begin(), all.end(), *named) == all.end()) return std::nullopt;
  return named;
}

}  // namespace

std::optional<Standing> standing_of(const core::Json& claims, const ClaimMapping& mapping) {
  const auto authority = authority_of(claims, mapping);
  if (!authority) return std::nullopt;
  Standing standing{*authority, {}};
  for (const auto& rule : mapping.rules) {
    if (is_of_authority(rule.role) == authority->empty()) continue;
    for (const auto& value : rule.values)
      if (has_value(claims, mapping.roles_claim, value)) standing.roles.insert(rule.role);
  }
  if (standing.roles.empty()) return std::nullopt;
  return standing;
}

}  // namespace badgewatch::access
