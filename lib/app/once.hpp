// A write that happens once, however often it is sent under one Idempotency-Key.
#pragma once

#include "ports/unit_of_work.hpp"

#include <functional>
#include <optional>

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

}  // namespace badgewatch::app
