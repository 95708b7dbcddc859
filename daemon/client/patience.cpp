#include "client/patience.hpp"

#include <algorithm>

namespace badgewatch::client {

core::Result<Reply> ask_patiently(const std::function<core::Result<Reply>()>& ask,
                                  std::chrono::seconds patience,
                                  const std::function<bool(std::chrono::seconds)>& wait) {
  constexpr int unavailable = 503;
  constexpr std::chrono::seconds a_moment{1};
  for (;;) {
    auto reply = ask();
    if (!reply || reply->status != unavailable || patience.count() <= 0) return reply;
    const auto pause = std::clamp(reply->retry_after.value_or(a_moment), a_moment, patience);
    if (!wait(pause)) return reply;
    patience -= pause;
  }
}

}  // namespace badgewatch::client
