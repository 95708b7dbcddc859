// Authorities' own column mappings in memory.
#pragma once

#include "ports/column_mappings.hpp"
#include "ports/unit_of_work.hpp"

#include <map>
#include <mutex>

namespace badgewatch::ports {

// Thread safe. Leaves are kept for tests to look at.
class MemoryColumnMappings final : public ColumnMappings {
public:
  core::Result<std::vector<KeptMapping>> list(const std::string& authority) override {
    const std::lock_guard lock(mutex_);
    std::vector<KeptMapping> found;
    for (const auto& [name, one] : kept_[authority])
      found.push_back(one);
    return found;
  }

  core::Result<std::optional<KeptMapping>> find(const std::string& authority,
                                                const std::string& name) override {
    const std::lock_guard lock(mutex_);
    const auto& own = kept_[authority];
    const auto found = own.find(name);
    return found == own.end() ? std::optional<KeptMapping>() : std::optional(found->second);
  }

  core::Result<MappingPut> put(const Caller& caller, const MappingToPut& wanted,
                               const LeafOf& leaf) override {
    const std::lock_guard lock(mutex_);
    auto& own = kept_[caller.authority];
    const auto& mapping = wanted.mapping;
    const auto found = own.find(mapping.name);
    if (found == own.end()) {
      if (wanted.if_version) return MappingPut{MappingOutcome::version_differs, mapping};
      if (own.size() >= wanted.most) return MappingPut{MappingOutcome::too_many, mapping};
      leaves.push_back(leaf(mapping.id));
      return MappingPut{MappingOutcome::created, own[mapping.name] = mapping};
    }
    auto& there = found->second;
    if (there.content == mapping.content) return MappingPut{MappingOutcome::unchanged, there};
    if (!wanted.if_version) return MappingPut{MappingOutcome::exists, there};
    if (*wanted.if_version != there.version)
      return MappingPut{MappingOutcome::version_differs, there};
    const auto id = there.id;
    there = mapping;
    there.id = id;
    leaves.push_back(leaf(id));
    return MappingPut{MappingOutcome::changed, there};
  }

  core::Result<void> remove(const Caller& caller, const std::string& name,
                            const std::optional<core::Uuid>& if_version,
                            const LeafOf& leaf) override {
    const std::lock_guard lock(mutex_);
    auto& own = kept_[caller.authority];
    const auto found = own.find(name);
    if (found == own.end()) return no_column_mapping();
    if (if_version && *if_version != found->second.version) return column_mapping_changed();
    leaves.push_back(leaf(found->second.id));
    own.erase(found);
    return {};
  }

  std::vector<proof::Leaf> leaves;

private:
  std::mutex mutex_;
  std::map<std::string, std::map<std::string, KeptMapping>> kept_;
};

}  // namespace badgewatch::ports
