// ports::ReferenceStore: reference data as loaded.
#pragma once

#include "ports/reference.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlReferenceStore final : public ports::ReferenceStore {
public:
  explicit SqlReferenceStore(Context& context) : context_(context) {}

  core::Result<std::vector<ports::ReferenceFile>> load() override;
  // As bw_migrate: reference data are the operator's, not an authority's.
  core::Result<void> replace(const std::vector<ports::ReferenceFile>& files,
                             const proof::Leaf& leaf, core::Instant now) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
