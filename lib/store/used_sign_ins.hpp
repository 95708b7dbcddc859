// ports::UsedSignIns in PostgreSQL.
#pragma once

#include "ports/used_sign_ins.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlUsedSignIns final : public ports::UsedSignIns {
public:
  explicit SqlUsedSignIns(Context& context);

  core::Result<bool> use(const core::Hash& sign_in, core::Instant until,
                         core::Instant now) override;

private:
  Pool pool_;
};

}  // namespace badgewatch::store
