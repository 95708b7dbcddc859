// ports::AlertDesk.
#pragma once

#include "ports/alert_desk.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlAlertDesk final : public ports::AlertDesk {
public:
  explicit SqlAlertDesk(Context& context) : context_(context) {}

  core::Result<std::vector<ports::Alert>> list(const ports::Caller& caller,
                                               const ports::AlertQuery& query) override;
  core::Result<std::vector<ports::Alert>> of_licence(const ports::Caller& caller,
                                                     const core::Uuid& licence,
                                                     std::size_t limit) override;
  core::Result<std::vector<ports::AlertCount>> counts(const ports::Caller& caller) override;
  core::Result<ports::AlertInFull> find(const ports::Caller& caller, const core::Uuid& id) override;
  core::Result<ports::AlertInFull> change(const ports::Caller& caller, const core::Uuid& id,
                                          const ports::AlertChangeMade& wanted,
                                          const proof::Leaf& leaf) override;

private:
  core::Result<ports::AlertInFull> read(Session& session, const ports::Caller& caller,
                                        const core::Uuid& id);
  core::Result<void> write(Session& session, const ports::Caller& caller, const core::Uuid& id,
                           const ports::AlertChangeMade& made, std::int64_t number);

  Context& context_;
};

}  // namespace badgewatch::store
