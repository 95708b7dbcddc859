// The authority's alerts: the inbox, newest first, by kind and by state.
#pragma once

#include "web/ask.hpp"
#include "web/page.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace badgewatch::web {

// What nobody has taken up yet: states of the API's list, parted by commas.
inline constexpr std::string_view waiting_states = "raised,seen";

struct WaitingAlerts {
  std::int64_t count = 0;
  std::string oldest_raised_at = {};  // empty: there is none
};
// Or the answer that refused it.
std::variant<WaitingAlerts, Answer> count_waiting_alerts(const Visit& visit);

http::Response show_alerts(const Visit& visit);

}  // namespace badgewatch::web
