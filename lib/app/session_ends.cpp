#include "app/session_ends.hpp"

#include "app/act_leaf.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::app {

core::Result<std::size_t> SessionEnds::end_all(const ports::Caller& caller,
                                               const core::Uuid& officer) {
  // One that begins while others end is found by the next look.
  constexpr int most_looks = 5;
  // Longer than any session lasts, so that those that lie idle are ended too.
  constexpr std::chrono::hours any_idle{24 * 7};
  core::JsonWriter detail;
  detail.begin_object().member("officer", officer.text()).end_object();
  std::size_t ended = 0;
  for (int look = 0; look < most_looks; ++look) {
    const auto open = sessions_.list(caller.authority, officer, clock_.now(), any_idle);
    if (!open) return open.error();
    if (open->empty()) return ended;
    for (const auto& one : *open) {
      const auto leaf =
          act_leaf(caller, "session_ended", one.id, detail.text(), clock_, randomness_);
      const auto done = sessions_.end(caller.authority, officer, one.id, leaf);
      // Ended by somebody else meanwhile.
      if (!done && done.error().code() == core::Errc::not_found) continue;
      if (!done) return done.error();
      ++ended;
    }
  }
  return core::Error(core::Errc::unavailable,
                     "The officer goes on signing in. End their account, or try again.");
}

}  // namespace badgewatch::app
