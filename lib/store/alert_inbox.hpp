// ports::AlertInbox: an authority's own alerts and events.
#pragma once

#include "ports/alerts.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlAlertInbox final : public ports::AlertInbox {
public:
  explicit SqlAlertInbox(Context& context) : context_(context) {}

  core::Result<std::vector<ports::Alert>> alerts(const ports::Caller& caller, std::int64_t after,
                                                 std::size_t limit) override;
  core::Result<std::vector<ports::Event>> events(const ports::Caller& caller, std::int64_t after,
                                                 std::size_t limit) override;
  core::Result<std::int64_t> watched_position() override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
