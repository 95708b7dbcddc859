// ports::ClearChecks: sealed checks read page by page in one transaction, and what comes of it.
#pragma once

#include "ports/clear_checks.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlClearChecks final : public ports::ClearChecks {
public:
  explicit SqlClearChecks(Context& context) : context_(context) {}

  core::Result<proof::Position> position() override;
  core::Result<bool> begin() override;
  core::Result<std::vector<ports::ClearCheck>> next(std::size_t limit) override;
  core::Result<std::size_t> finish(std::span<const ports::Contradiction> found,
                                   const std::optional<proof::Position>& place,
                                   core::Instant now) override;
  void give_up() override;

private:
  core::Result<Session*> session();
  core::Result<std::size_t> tell(std::span<const ports::Contradiction> found, core::Instant now);
  core::Result<void> move(const proof::Position& place);

  Context& context_;
  std::unique_ptr<Session> session_;
  std::string after_authority_;  // the last one read
  core::Uuid after_;
};

}  // namespace badgewatch::store
