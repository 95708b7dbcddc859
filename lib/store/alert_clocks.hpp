// ports::AlertClocks, as the watch, with a session of its own.
#pragma once

#include "ports/alert_desk.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlAlertClocks final : public ports::AlertClocks {
public:
  explicit SqlAlertClocks(Context& context) : context_(context) {}

  core::Result<std::size_t> begin(const core::WorkingDays& calendar, const domain::Periods& periods,
                                  std::size_t most) override;

private:
  core::Result<std::size_t> begin_in_transaction(const core::WorkingDays& calendar,
                                                 const domain::Periods& periods, std::size_t most);

  Context& context_;
  std::unique_ptr<Session> session_;
};

}  // namespace badgewatch::store
