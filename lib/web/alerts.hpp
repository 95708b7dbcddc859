// The authority's alerts: the inbox, newest first, and how many wait.
#pragma once

#include "core/json.hpp"
#include "web/ask.hpp"
#include "web/page.hpp"

#include <optional>
#include <vector>

namespace badgewatch::web {

// All alerts of the authority, oldest first. `whole` is false where there are more than are read
// for one page.
struct Inbox {
  std::vector<core::Json> alerts;
  bool whole = true;

  std::size_t waiting() const;  // that nobody has looked at
};

// The answer that refused it instead.
struct InboxRead {
  Inbox inbox;
  std::optional<Answer> refused;
};
InboxRead read_inbox(const Visit& visit);

http::Response show_alerts(const Visit& visit);

}  // namespace badgewatch::web
