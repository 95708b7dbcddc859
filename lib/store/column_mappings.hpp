// Authorities' own column mappings, in PostgreSQL.
#pragma once

#include "ports/column_mappings.hpp"
#include "ports/unit_of_work.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlColumnMappings final : public ports::ColumnMappings {
public:
  explicit SqlColumnMappings(Context& context) : context_(context) {}

  core::Result<std::vector<ports::KeptMapping>> list(const std::string& authority) override;
  core::Result<std::optional<ports::KeptMapping>> find(const std::string& authority,
                                                       const std::string& name) override;
  core::Result<ports::MappingPut> put(const ports::Caller& caller,
                                      const ports::MappingToPut& wanted,
                                      const LeafOf& leaf) override;
  core::Result<void> remove(const ports::Caller& caller, const std::string& name,
                            const std::optional<core::Uuid>& if_version,
                            const LeafOf& leaf) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
