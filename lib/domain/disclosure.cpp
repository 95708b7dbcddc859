#include "domain/disclosure.hpp"

#include "domain/named.hpp"

#include <string>

namespace badgewatch::domain {

namespace {

using Act = DisclosureAct;
using Side = DisclosureSide;
using State = DisclosureState;

constexpr Names<DisclosureState, 4> states{{{State::open, "open"},
                                            {State::answered, "answered"},
                                            {State::closed, "closed"},
                                            {State::withdrawn, "withdrawn"}}};

constexpr Names<DisclosureAct, 5> acts{{{Act::message, "message"},
                                        {Act::attachment, "attachment"},
                                        {Act::answer, "answer"},
                                        {Act::had_regard, "had_regard"},
                                        {Act::withdraw, "withdraw"}}};

}  // namespace

std::string_view name_of(DisclosureState value) {
  return name_in(states, value);
}
std::string_view name_of(DisclosureAct value) {
  return name_in(acts, value);
}
std::optional<DisclosureState> disclosure_state_named(std::string_view name) {
  return named_in(states, name);
}

bool is_act_of(DisclosureAct act, DisclosureSide side) {
  switch (act) {
    case Act::message:
    case Act::attachment:
      return true;
    case Act::answer:
      return side == Side::recording;
    case Act::had_regard:
    case Act::withdraw:
      return side == Side::asking;
  }
  return false;
}

std::optional<DisclosureState> after(DisclosureState state, DisclosureAct act,
                                     DisclosureSide side) {
  if (!is_act_of(act, side)) return {};
  const bool under_way = state == State::open || state == State::answered;
  switch (act) {
    case Act::message:
    case Act::attachment:
      return under_way ? std::optional(state) : std::nullopt;
    case Act::answer:
      return state == State::open ? std::optional(State::answered) : std::nullopt;
    case Act::had_regard:
      return state == State::answered ? std::optional(State::closed) : std::nullopt;
    case Act::withdraw:
      return state == State::open ? std::optional(State::withdrawn) : std::nullopt;
  }
  return {};
}

std::vector<DisclosureAct> possible_acts(DisclosureState state, DisclosureSide side) {
  std::vector<DisclosureAct> possible;
  for (const auto act : disclosure_acts)
    if (after(state, act, side)) possible.push_back(act);
  return possible;
}

core::Error not_possible(DisclosureState state, DisclosureAct act, DisclosureSide side) {
  if (!is_act_of(act, side))
    return {core::Errc::forbidden, side == Side::asking
                                       ? "The authority that recorded the entry does that."
                                       : "The authority that asked does that."};
  std::string list;
  for (const auto possible : possible_acts(state, side))
    list += (list.empty() ? "" : ", ") + std::string(name_of(possible));
  return {core::Errc::conflict, "The request is `" + std::string(name_of(state)) + "`. " +
                                    (list.empty() ? "Nothing is possible any more: ask again."
                                                  : "Possible now: " + list + ".")};
}

}  // namespace badgewatch::domain
