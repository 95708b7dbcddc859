// ports::LogReader: what the API shows of the log's tree.
#pragma once

#include "ports/log_tree.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlLogReader final : public ports::LogReader {
public:
  explicit SqlLogReader(Context& context) : context_(context) {}

  core::Result<std::optional<ports::SignedTree>> newest() override;
  core::Result<std::vector<core::Hash>> tile(const proof::TileRequest& wanted) override;
  core::Result<ports::LeafPlace> find(const ports::Caller& caller, const core::Uuid& leaf) override;
  core::Result<ports::LeafPlace> find(const ports::Caller& caller,
                                      const core::Hash& commitment) override;

private:
  Context& context_;
};

// Of the log that `log_head` names.
core::Result<std::optional<ports::SignedTree>> newest_checkpoint(Session& session);
core::Result<std::vector<core::Hash>> read_tile(Session& session, const proof::TileRequest& wanted);

}  // namespace badgewatch::store
