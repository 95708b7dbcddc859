#include "store/expired_outcomes.hpp"

#include "store/migrations.hpp"
#include "store/rows.hpp"
#include "store/session.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement count_outcomes{"count_expired_case_outcomes",
                                   "select count(*) from case_outcome where kept_until < $1"};

}  // namespace

core::Result<std::int64_t> count_expired_outcomes(const std::string& conninfo, core::Date today) {
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  auto rows = (*session)->run(count_outcomes, Parameters().add(today));
  if (!rows) return rows.error();
  return rows->at<std::int64_t>(0, 0);
}

}  // namespace badgewatch::store
