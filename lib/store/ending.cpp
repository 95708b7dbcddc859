#include "store/ending.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Who comes when the server has been found silent: it may have woken up.
constexpr milliseconds in_silence{1'000};

}  // namespace

Ending::Ending(milliseconds grace) : grace_(grace) {}

void Ending::begin() {
  auto before = not_begun;
  heard_at_.compare_exchange_strong(before, Clock::now().time_since_epoch().count());
  bell_.ring();
}

Ending::Moment Ending::last_moment(Moment waits_since) const {
  if (!has_begun()) return Moment::max();
  const Moment heard_at{Moment::duration(heard_at_)};
  return std::max(heard_at, waits_since) + (silent_ ? std::min(in_silence, grace_) : grace_);
}

void Ending::heard() {
  if (!has_begun()) return;
  heard_at_ = Clock::now().time_since_epoch().count();
  silent_ = false;
}

// A server that is not there says so at once: that is no silence.
void Ending::waited_in_vain(Moment since) {
  if (has_begun() && Clock::now() - since >= std::min(in_silence, grace_)) silent_ = true;
}

bool wait_until_ready(pollfd wanted, Ending::Moment deadline, Ending* ending) {
  const auto begun = Clock::now();
  for (bool has_looked = false;; has_looked = true) {
    const auto last = ending == nullptr ? Ending::Moment::max() : ending->last_moment(begun);
    // It rings once and stays rung: who knows listens no more.
    const bool listens = ending != nullptr && last == Ending::Moment::max();
    const auto left = std::chrono::ceil<milliseconds>(std::min(deadline, last) - Clock::now());
    if (has_looked && left <= left.zero()) break;
    pollfd both[] = {wanted, {.fd = listens ? ending->bell() : -1, .events = POLLIN, .revents = 0}};
    const auto time = static_cast<int>(std::max(left, left.zero()).count());
    if (poll(both, 2, time) > 0 && both[0].revents != 0) return true;
  }
  if (ending != nullptr) ending->waited_in_vain(begun);
  return false;
}

}  // namespace badgewatch::store
