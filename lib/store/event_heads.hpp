// ports::EventHeads: the last number of each authority.
#pragma once

#include "ports/alerts.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// With a session of its own, opened when it is first wanted and anew when it broke.
class SqlEventHeads final : public ports::EventHeads {
public:
  explicit SqlEventHeads(Context& context) : context_(context) {}

  core::Result<std::vector<ports::EventHead>> read() override;

private:
  Context& context_;
  std::unique_ptr<Session> session_;
};

}  // namespace badgewatch::store
