#include "domain/rectification.hpp"

#include "domain/named.hpp"

#include <string>

namespace badgewatch::domain {

namespace {

using Act = RectificationAct;
using State = RectificationState;

constexpr Names<RectificationState, 4> states{{{State::open, "open"},
                                               {State::corrected, "corrected"},
                                               {State::refused, "refused"},
                                               {State::withdrawn, "withdrawn"}}};
constexpr Names<RectificationAct, 3> acts{
    {{Act::correct, "correct"}, {Act::refuse, "refuse"}, {Act::withdraw, "withdraw"}}};

bool is_act_of(Act act, RectificationSides by) {
  return act == Act::withdraw ? by.received : by.recorded;
}

State end_of(Act act) {
  switch (act) {
    case Act::correct:
      return State::corrected;
    case Act::refuse:
      return State::refused;
    case Act::withdraw:
      return State::withdrawn;
  }
  return State::open;
}

}  // namespace

std::string_view name_of(State value) {
  return name_in(states, value);
}
std::string_view name_of(Act value) {
  return name_in(acts, value);
}
std::optional<State> rectification_state_named(std::string_view name) {
  return named_in(states, name);
}

core::Result<State> after(State state, Act act, RectificationSides by) {
  if (!is_act_of(act, by))
    return core::Error(core::Errc::forbidden,
                       act == Act::withdraw
                           ? "The authority that received the request withdraws it."
                           : "The authority that recorded the entry answers the request.");
  if (state == State::open) return end_of(act);
  return core::Error(core::Errc::conflict, "The request is `" + std::string(name_of(state)) +
                                               "`. Nothing more is possible.");
}

std::vector<Act> possible_acts(State state, RectificationSides by) {
  std::vector<Act> possible;
  for (const auto act : rectification_acts)
    if (state == State::open && is_act_of(act, by)) possible.push_back(act);
  return possible;
}

}  // namespace badgewatch::domain
