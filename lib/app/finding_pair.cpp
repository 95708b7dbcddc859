#include "app/finding_pair.hpp"

#include "proof/hash.hpp"

namespace badgewatch::app {

core::Hash finding_pair(const core::Hash& key, std::string_view authority, const core::Uuid& entry,
                        std::string_view pair) {
  constexpr std::string_view end_of_authority("\0", 1);
  return proof::keyed_hash(key, {entry.bytes, core::as_bytes(authority),
                                 core::as_bytes(end_of_authority), core::as_bytes(pair)});
}

}  // namespace badgewatch::app
