// ports::Past: the register as it was, put together from the feed and from what superseded versions
// are kept.
#pragma once

#include "ports/past.hpp"
#include "store/context.hpp"

#include <memory>

namespace badgewatch::store {

class SqlPast final : public ports::Past {
public:
  // On one snapshot, which the owner reads.
  static core::Result<std::unique_ptr<ports::Past>> open(Context& context);

  SqlPast(Context& context, std::unique_ptr<Session> session)
      : context_(context), session_(std::move(session)) {}

  core::Result<ports::PastCheck> check(const core::Uuid& id) override;
  core::Result<ports::PastRows> rows_at(
      std::int64_t seq, const std::function<void(std::vector<ports::IndexRow>&&)>& sink) override;
  core::Result<std::vector<ports::EntryView>> entries(
      std::span<const ports::EntryAt> wanted) override;
  core::Result<std::vector<ports::PastTable>> tables() override;
  core::Result<ports::FrequencyTable> table(std::int64_t version) override;
  core::Result<std::vector<ports::ReferenceFile>> reference_at(std::int64_t seq) override;
  core::Result<std::vector<ports::FindingRecord>> findings(const std::string& authority,
                                                           std::span<const core::Hash> pairs,
                                                           core::Instant until) override;

private:
  core::Result<std::optional<proof::Leaf>> leaf_of(const ports::CheckRecord& record);

  Context& context_;
  std::unique_ptr<Session> session_;
};

}  // namespace badgewatch::store
