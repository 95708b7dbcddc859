// The authority's alerts: the inbox, newest first, by kind and by state.
#pragma once

#include "core/json.hpp"
#include "web/ask.hpp"
#include "web/page.hpp"

#include <optional>
#include <vector>

namespace badgewatch::web {

// Which alerts: words of the API's lists, parted by commas; empty: of any.
struct InboxFilter {
  std::string kind = {};
  std::string state = {};
};
// What nobody has taken up yet.
inline const InboxFilter waiting_alerts{.state = "raised,seen"};

// Those alerts of the authority, oldest first. `whole` is false where there are more than are read
// for one page.
struct Inbox {
  std::vector<core::Json> alerts;
  bool whole = true;
};

// The answer that refused it instead.
struct InboxRead {
  Inbox inbox;
  std::optional<Answer> refused;
};
InboxRead read_inbox(const Visit& visit, const InboxFilter& filter);

http::Response show_alerts(const Visit& visit);

}  // namespace badgewatch::web
