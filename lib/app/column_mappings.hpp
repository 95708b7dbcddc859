// An authority's own column mappings, as its administrator keeps them. Each change is in the log.
#pragma once

#include "core/clock.hpp"
#include "ports/column_mappings.hpp"
#include "ports/unit_of_work.hpp"

namespace badgewatch::app {

// Thread safe.
class ColumnMappings {
public:
  static constexpr std::size_t most = 50;              // of an authority
  static constexpr std::size_t longest = 32UL * 1024;  // of one's JSON

  // All outlive it.
  ColumnMappings(ports::ColumnMappings& kept, const core::Clock& clock,
                 core::Randomness& randomness)
      : kept_(kept), clock_(clock), randomness_(randomness) {}

  core::Result<std::vector<ports::KeptMapping>> list(const ports::Caller& caller) {
    return kept_.list(caller.authority);
  }
  // Nothing where the authority has none of that name.
  core::Result<std::optional<ports::KeptMapping>> find(const ports::Caller& caller,
                                                       const std::string& name) {
    return kept_.find(caller.authority, name);
  }
  // `content` has been read, is good, and of that kind, which one that is there has too. The same
  // content once more changes nothing. Errc::conflict where there is another one of that name and
  // no version is named, or there are too many; Errc::precondition_failed where it has another
  // version.
  core::Result<ports::MappingPut> put(const ports::Caller& caller, const std::string& name,
                                      const std::string& kind, const std::string& content,
                                      const std::optional<core::Uuid>& if_version);
  core::Result<void> remove(const ports::Caller& caller, const std::string& name,
                            const std::optional<core::Uuid>& if_version);

private:
  ports::ColumnMappings::LeafOf leaf(const ports::Caller& caller, const char* kind);

  ports::ColumnMappings& kept_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
};

}  // namespace badgewatch::app
