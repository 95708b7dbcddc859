#include "domain/entry_life.hpp"

#include "domain/named.hpp"

#include <cstddef>

namespace badgewatch::domain {

namespace {

constexpr Names<EntryChange, 11> names{{{EntryChange::amend, "amend"},
                                        {EntryChange::lift, "lift"},
                                        {EntryChange::appeal_lodged, "appeal_lodged"},
                                        {EntryChange::appeal_allowed, "appeal_allowed"},
                                        {EntryChange::appeal_dismissed, "appeal_dismissed"},
                                        {EntryChange::later_grant, "later_grant"},
                                        {EntryChange::remove, "remove"},
                                        {EntryChange::withdraw, "withdraw"},
                                        {EntryChange::reinstate, "reinstate"},
                                        {EntryChange::disputed, "disputed"},
                                        {EntryChange::dispute_lifted, "dispute_lifted"}}};

enum class Move {
  no,       // it may not happen
  stays,    // the state is the same
  appeal,   // to under_appeal
  ends,     // to ended; with it the appeal
  settles,  // the appeal is over: to where the entry stood without it
  gone,     // to removed; with it the appeal
  removal,  // by two people to removed, by one to removal_proposed
  drops,    // where a correction is proposed: that is dropped, and the state is the same
  back,     // to where the entry stood before
  marks,    // as disputed by the driver, and the state is the same
  clears,   // that mark
};

// The whole life of an entry. A state is the one that is shown: a suspension past its end is ended.
// clang-format off
constexpr Move table[][entry_changes.size()] = {
    // amend        lift        appeal_      appeal_     appeal_        later_       remove         withdraw     reinstate    disputed     dispute_
    //                          lodged       allowed     dismissed      grant                                                              lifted
    {Move::stays,   Move::ends, Move::appeal, Move::no,   Move::no,      Move::stays, Move::removal, Move::drops, Move::no,    Move::marks, Move::clears},  // active
    {Move::stays,   Move::ends, Move::no,     Move::gone, Move::settles, Move::stays, Move::removal, Move::drops, Move::no,    Move::marks, Move::clears},  // under_appeal
    {Move::no,      Move::no,   Move::no,     Move::no,   Move::no,      Move::no,    Move::removal, Move::back,  Move::no,    Move::marks, Move::clears},  // removal_proposed
    {Move::stays,   Move::no,   Move::appeal, Move::no,   Move::no,      Move::stays, Move::removal, Move::drops, Move::no,    Move::marks, Move::clears},  // ended
    {Move::no,      Move::no,   Move::no,     Move::no,   Move::no,      Move::no,    Move::no,      Move::no,    Move::back,  Move::no,    Move::no},      // removed
};
// clang-format on

Move move_of(const EntryNow& entry, EntryChange change) {
  const auto move = table[static_cast<std::size_t>(entry.shown)][static_cast<std::size_t>(change)];
  if (change == EntryChange::lift && !is_suspension(entry.kind)) return Move::no;
  if (move == Move::marks && entry.standing.disputed) return Move::no;
  if (move == Move::clears && !entry.standing.disputed) return Move::no;
  if (move == Move::drops && !entry.correction_proposed) return Move::no;
  // One proposal at a time: who wants the entry removed withdraws the correction first.
  if (change == EntryChange::remove && entry.correction_proposed) return Move::no;
  return move;
}

// Where an entry stands that is neither removed nor about to be.
Standing standing_again(Standing standing) {
  standing.state = standing.appealed ? EntryState::under_appeal
                   : standing.lifted ? EntryState::ended
                                     : EntryState::active;
  return standing;
}

}  // namespace

std::string_view name_of(EntryChange value) {
  return name_in(names, value);
}
std::optional<EntryChange> entry_change_named(std::string_view name) {
  return named_in(names, name);
}

std::optional<Standing> after(const EntryNow& entry, EntryChange change, Signed by) {
  auto next = entry.standing;
  switch (move_of(entry, change)) {
    case Move::no:
      return {};
    case Move::stays:
    case Move::drops:
      return next;
    case Move::appeal:
      next.appealed = true;
      return standing_again(next);
    case Move::ends:
      next.lifted = true;
      next.appealed = false;
      return standing_again(next);
    case Move::settles:
      next.appealed = false;
      return standing_again(next);
    case Move::gone:
      next.appealed = false;
      next.state = EntryState::removed;
      return next;
    case Move::removal:
      next.state = by == Signed::by_two ? EntryState::removed : EntryState::removal_proposed;
      return next;
    case Move::back:
      return standing_again(next);
    case Move::marks:
      next.disputed = true;
      return next;
    case Move::clears:
      next.disputed = false;
      return next;
  }
  return {};
}

std::vector<EntryChange> possible_changes(const EntryNow& entry) {
  std::vector<EntryChange> possible;
  for (const auto change : entry_changes)
    if (move_of(entry, change) != Move::no) possible.push_back(change);
  return possible;
}

core::Error not_possible(const EntryNow& entry) {
  std::string list;
  for (const auto change : possible_changes(entry))
    list += (list.empty() ? "" : ", ") + std::string(name_of(change));
  auto detail = "The entry is `" + std::string(name_of(entry.shown)) + "`";
  if (entry.correction_proposed) detail += ", and a correction of its identity is proposed";
  return {core::Errc::conflict,
          detail + ". Possible now: " + list + ".",
          {{"/change", "must be one of " + list}}};
}

}  // namespace badgewatch::domain
