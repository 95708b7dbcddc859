// A write that happens once, however often it is sent under one Idempotency-Key.
#pragma once

#include "ports/unit_of_work.hpp"

#include <functional>
#include <optional>
#include <utility>

namespace badgewatch::app {

// `render` turns the outcome into the answer that is kept with it.
template <class Outcome>
struct Once {
  std::optional<ports::IdempotencyKey> key;
  std::function<ports::StoredAnswer(const Outcome&)> render;
};

struct Answered {
  ports::StoredAnswer answer;
  bool replayed = false;
};

// One transaction: the answer that stands under the key, or else what `write(UnitOfWork&)` makes, a
// Result<Outcome>, and its answer with it. `committed` is told of the head behind it. Where an
// attempt may come again (retry.hpp) and there is no key, `write` has to know its own earlier one.
template <class Outcome, class Write>
core::Result<Answered> write_once(ports::Register& reg, const ports::Caller& caller,
                                  const Once<Outcome>& once, core::Instant now, Write&& write,
                                  const std::function<void(const proof::Head&)>& committed = {}) {
  auto work = reg.begin(caller);
  if (!work) return work.error();
  if (once.key) {
    auto earlier = (*work)->claim(*once.key, now);
    if (!earlier) return earlier.error();
    if (*earlier) return Answered{std::move(**earlier), true};
  }
  const auto outcome = write(**work);
  if (!outcome) return outcome.error();
  Answered answered{once.render(*outcome), false};
  if (once.key) {
    auto stored = (*work)->keep_answer(*once.key, answered.answer, now);
    if (!stored) return stored.error();
  }
  const auto head = (*work)->commit();
  if (!head) return head.error();
  if (committed) committed(*head);
  return answered;
}

}  // namespace badgewatch::app
