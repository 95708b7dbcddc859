// The one place that draws: shares as bars, and how a share went from run to run. Each chart says
// in words what it shows, and its figures stand beside it: colours alone say nothing.
#pragma once

#include "web/json_view.hpp"
#include "web/part.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::web {

using ShareShown = std::optional<double>;  // 0 to 1; nothing: too small to be told, or of nothing

// Null and what is no number are nothing.
ShareShown share_of(const JsonView& value);
// Of counts that are both told, where there is anything to be a part of.
ShareShown share_of(const JsonView& some, const JsonView& all);
// Of what there are some, never "0%"; of what some lack, never "100%".
std::string percent_text(const ShareShown& share);
// With commas; "few" where it is not told.
std::string count_text(const JsonView& count);

// One's own above the nation's.
Part share_bars(const ShareShown& own, const ShareShown& nation);
Part share_bar(const ShareShown& share);
// From left to right, the newest last. At least one.
Part trend_line(const std::vector<ShareShown>& shares);

}  // namespace badgewatch::web
