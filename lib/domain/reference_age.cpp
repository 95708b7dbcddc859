#include "domain/reference_age.hpp"

namespace badgewatch::domain {

std::optional<std::string> remark_on_holidays(core::Date covered_to, core::Date today) {
  if (covered_to >= today.plus_days(enough_holiday_days)) return {};
  const auto until = covered_to.iso();
  if (covered_to < today)
    return "Bank holidays are known until " + until +
           " only: last days of periods are wrong where one falls behind that. Load new ones.";
  return "Bank holidays are known until " + until + " only. Load new ones before that.";
}

}  // namespace badgewatch::domain
