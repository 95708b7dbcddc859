// Rectification requests: UK GDPR articles 16 and 12(3). A driver says to any authority that an
// entry is not right; the authority that recorded it, which is its controller, answers within one
// month of the day on which the first of them received it.
#pragma once

#include "core/date.hpp"
#include "core/error.hpp"
#include "core/result.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

enum class RectificationState {
  open,
  corrected,  // the entry was changed
  refused,    // with reasons; the driver may complain to the Commissioner
  withdrawn,  // by the driver, through the authority that received it
};

enum class RectificationAct { correct, refuse, withdraw };

inline constexpr std::array rectification_acts{RectificationAct::correct, RectificationAct::refuse,
                                               RectificationAct::withdraw};

std::string_view name_of(RectificationState value);
std::string_view name_of(RectificationAct value);
std::optional<RectificationState> rectification_state_named(std::string_view name);

// Which authority does it. One that received a request about its own entry is both.
struct RectificationSides {
  bool received = false;
  bool recorded = false;
};

// Where it leads. Errc::conflict that names the state and what is possible in it for that side;
// Errc::forbidden where the act is the other side's alone.
core::Result<RectificationState> after(RectificationState state, RectificationAct act,
                                       RectificationSides by);

std::vector<RectificationAct> possible_acts(RectificationState state, RectificationSides by);

}  // namespace badgewatch::domain
