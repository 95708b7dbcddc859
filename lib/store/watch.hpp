// ports::Watch: the one writer of alerts.
#pragma once

#include "ports/alerts.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// The watch is an advisory lock of its session, and every alert is written by that session: one
// that lost the lock lost its connection with it, and can write nothing.
class SqlWatch final : public ports::Watch {
public:
  explicit SqlWatch(Context& context) : context_(context) {}

  core::Result<bool> hold() override;
  core::Result<proof::Position> position() override;
  core::Result<std::size_t> raise(std::span<const ports::NewAlert> alerts,
                                  const ports::Compared& compared, core::Instant now) override;

private:
  core::Result<Session*> holding();
  core::Result<std::vector<const ports::NewAlert*>> not_there_yet(
      std::span<const ports::NewAlert> alerts);
  core::Result<void> insert(const std::vector<const ports::NewAlert*>& alerts, core::Instant now);
  core::Result<std::size_t> raise_in_transaction(std::span<const ports::NewAlert> alerts,
                                                 const ports::Compared& compared,
                                                 core::Instant now);
  core::Result<void> move(const ports::Compared& compared);

  Context& context_;
  std::unique_ptr<Session> session_;
  bool held_ = false;
};

}  // namespace badgewatch::store
