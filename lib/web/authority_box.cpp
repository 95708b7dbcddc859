#include "web/authority_box.hpp"

#include "core/text.hpp"

namespace badgewatch::web {

std::string typed_authority(const Visit& visit, std::string_view name) {
  const auto typed = visit.typed(name);
  const auto reference = visit.parts.reference.get();
  const auto* authority = reference->authorities.named(core::trim(typed), visit.today());
  return authority == nullptr ? std::string(core::trim(typed)) : authority->code;
}

}  // namespace badgewatch::web
