// ports::Entries: what a hit may show of an entry.
#pragma once

#include "ports/feed.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// Concerns among those ids: whom they are about and whose they are, by a session that may read
// them.
core::Result<std::vector<ports::EntryView>> concerns_among(Session& session, const Sealer& sealer,
                                                           const Column<core::Uuid>& ids);

class SqlEntries final : public ports::Entries {
public:
  explicit SqlEntries(Context& context) : context_(context) {}
  core::Result<std::vector<ports::EntryView>> find(const std::vector<core::Uuid>& ids) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
