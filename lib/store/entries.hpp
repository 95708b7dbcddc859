// ports::Entries: what a hit may show of an entry.
#pragma once

#include "ports/feed.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlEntries final : public ports::Entries {
public:
  explicit SqlEntries(Context& context) : context_(context) {}
  core::Result<std::vector<ports::EntryView>> find(const std::vector<core::Uuid>& ids) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
