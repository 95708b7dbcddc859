// How an authority's own files name their columns, as it says itself.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "proof/leaf.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct Caller;

struct KeptMapping {
  std::string name;
  // Of file, as `content` says it: "licences" or "decisions". It stays the same.
  std::string kind = "licences";
  core::Uuid id;        // the same as long as it is there
  core::Uuid version;   // another one with each change
  std::string content;  // JSON of the form of config/mappings
  core::Instant changed_at;
  std::string changed_by;  // the actor's id
};

enum class MappingOutcome { created, changed, unchanged, exists, version_differs, too_many };

struct MappingToPut {
  KeptMapping mapping;
  // The version that it must have, unless it has this content already. Without it nothing that is
  // there is changed.
  std::optional<core::Uuid> if_version;
  std::size_t most = 0;  // that an authority may have
};

struct MappingPut {
  MappingOutcome outcome = MappingOutcome::created;
  KeptMapping mapping;  // as it stands; as it was wanted where there is none
};

// Thread safe. Each sees what any daemon has done before.
class ColumnMappings {
public:
  // What is logged with a change, of the mapping's id.
  using LeafOf = std::function<proof::Leaf(const core::Uuid&)>;

  virtual ~ColumnMappings() = default;
  // The authority's own, by name.
  virtual core::Result<std::vector<KeptMapping>> list(const std::string& authority) = 0;
  // Nothing where the authority has none of that name.
  virtual core::Result<std::optional<KeptMapping>> find(const std::string& authority,
                                                        const std::string& name) = 0;
  // Under the name, with a leaf where something changed; several at once come one after the other.
  virtual core::Result<MappingPut> put(const Caller& caller, const MappingToPut& wanted,
                                       const LeafOf& leaf) = 0;
  // Errc::not_found where the authority has none of that name; Errc::precondition_failed where it
  // has another version.
  virtual core::Result<void> remove(const Caller& caller, const std::string& name,
                                    const std::optional<core::Uuid>& if_version,
                                    const LeafOf& leaf) = 0;
};

inline core::Error no_column_mapping() {
  return {core::Errc::not_found, "There is no such column mapping of yours."};
}

inline core::Error column_mapping_changed() {
  return {core::Errc::precondition_failed,
          "The mapping has changed since the version that If-Match names."};
}

}  // namespace badgewatch::ports
