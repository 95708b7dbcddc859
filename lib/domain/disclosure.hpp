// Disclosure requests, section 3 of the 2022 Act: whoever was given a hit asks the recording
// authority in writing, has the answer within 20 working days, and has regard to it.
#pragma once

#include "core/error.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

enum class DisclosureState {
  open,       // asked
  answered,   // the asker has not yet said that it had regard
  closed,     // it did
  withdrawn,  // by the asker, before there was an answer
};

enum class DisclosureAct { message, attachment, answer, had_regard, withdraw };

inline constexpr std::array disclosure_acts{DisclosureAct::message, DisclosureAct::attachment,
                                            DisclosureAct::answer, DisclosureAct::had_regard,
                                            DisclosureAct::withdraw};

// Who does it: the authority that asked, or the one that recorded the entry.
enum class DisclosureSide { asking, recording };

std::string_view name_of(DisclosureState value);
std::string_view name_of(DisclosureAct value);
std::optional<DisclosureState> disclosure_state_named(std::string_view name);

// Whether that side may ever do it, in whatever state.
bool is_act_of(DisclosureAct act, DisclosureSide side);

// Where it leads; nothing where it may not happen.
std::optional<DisclosureState> after(DisclosureState state, DisclosureAct act, DisclosureSide side);

// In the order of `disclosure_acts`.
std::vector<DisclosureAct> possible_acts(DisclosureState state, DisclosureSide side);

// Errc::conflict that names the state and what is possible in it for that side; Errc::forbidden
// where the act is the other side's alone.
core::Error not_possible(DisclosureState state, DisclosureAct act, DisclosureSide side);

}  // namespace badgewatch::domain
