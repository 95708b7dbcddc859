#include "send/kept_senders.hpp"

#include <algorithm>
#include <utility>

namespace badgewatch::send {

KeptSenders::KeptSenders(Make make, const core::Clock& clock, KeptSenderOptions options)
    : make_(std::move(make)), clock_(clock), options_(options) {}

std::unique_ptr<ports::Sender> KeptSenders::take(const core::Uuid& receiver) {
  std::list<Resting> old;
  std::list<Resting> found;
  {
    const std::lock_guard lock(mutex_);
    old = take_old();
    const auto it = std::find_if(resting_.begin(), resting_.end(),
                                 [&](const auto& one) { return one.receiver == receiver; });
    if (it != resting_.end()) found.splice(found.end(), resting_, it);
  }
  return found.empty() ? make_() : std::move(found.front().sender);
}

void KeptSenders::give_back(const core::Uuid& receiver, std::unique_ptr<ports::Sender> sender) {
  std::list<Resting> old;  // destroyed when nobody waits any more
  const std::lock_guard lock(mutex_);
  resting_.push_back({receiver, clock_.now(), std::move(sender)});
  old = take_old();
}

std::list<KeptSenders::Resting> KeptSenders::take_old() {
  const auto now = clock_.now();
  const auto rest = std::chrono::microseconds(options_.rest).count();
  std::list<Resting> old;
  // A clock that was set back makes all of them young; `most` bounds them even so.
  while (!resting_.empty() &&
         (resting_.size() > options_.most || now.micros - resting_.front().since.micros > rest))
    old.splice(old.end(), resting_, resting_.begin());
  return old;
}

}  // namespace badgewatch::send
