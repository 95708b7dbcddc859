#include "domain/alert_life.hpp"

#include "core/text.hpp"
#include "domain/named.hpp"

#include <string>

namespace badgewatch::domain {

namespace {

constexpr Names<AlertChange, 4> names{{{AlertChange::see, "see"},
                                       {AlertChange::acknowledge, "acknowledge"},
                                       {AlertChange::act, "act"},
                                       {AlertChange::dismiss, "dismiss"}}};

using enum AlertState;
constexpr std::optional<AlertState> none{};

struct Row {
  AlertState from;
  std::array<std::optional<AlertState>, 4> to;  // in the order of `alert_changes`
};

// clang-format off
constexpr std::array<Row, 5> table{{
    //               see   acknowledge   act    dismiss
    {raised,       {{seen, acknowledged, acted, dismissed}}},
    {seen,         {{none, acknowledged, acted, dismissed}}},
    {acknowledged, {{none, none,         acted, dismissed}}},
    {acted,        {{none, none,         acted, none}}},
    {dismissed,    {{none, acknowledged, none,  none}}},
}};
// clang-format on

}  // namespace

std::string_view name_of(AlertChange value) {
  return name_in(names, value);
}
std::optional<AlertChange> alert_change_named(std::string_view name) {
  return named_in(names, name);
}

std::optional<AlertState> after(AlertState state, AlertChange change) {
  for (const auto& row : table)
    if (row.from == state) return row.to.at(static_cast<std::size_t>(change));
  return {};
}

std::vector<AlertChange> possible_changes(AlertState state) {
  std::vector<AlertChange> possible;
  for (const auto change : alert_changes)
    if (after(state, change)) possible.push_back(change);
  return possible;
}

bool needs_note(AlertChange change) {
  return change == AlertChange::act || change == AlertChange::dismiss;
}

core::Error not_possible(AlertState state) {
  std::vector<std::string> words;
  for (const auto change : possible_changes(state))
    words.emplace_back(name_of(change));
  return {core::Errc::conflict, "The alert is " + std::string(name_of(state)) +
                                    ". What is possible: " + core::join(words, ", ") + "."};
}

}  // namespace badgewatch::domain
