// What commits by itself, under an Idempotency-Key.
#pragma once

#include "api/case_calls.hpp"
#include "api/context.hpp"
#include "api/once.hpp"

#include <functional>
#include <utility>

namespace badgewatch::api {

// `done()`, a Result<Outcome>, has a transaction of its own, in which it commits while the key is
// held: of two requests at once one does it and the other is told to wait. What breaks between the
// two commits leaves it done and the key free.
template <class Outcome, class Done>
http::Response done_once(Context& context, const Call& call,
                         std::function<ports::StoredAnswer(const Outcome&)> render, Done&& done) {
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());
  const app::Once<Outcome> once{.key = std::move(*key), .render = std::move(render)};
  auto answered = app::write_once(context.cases.records, call.caller(), once, context.clock.now(),
                                  [&](ports::UnitOfWork&) { return done(); });
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

}  // namespace badgewatch::api
