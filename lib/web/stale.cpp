#include "web/stale.hpp"

#include "web/messages.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <charconv>

namespace badgewatch::web {

namespace {

constexpr std::string_view field = "steps";

}  // namespace

Part steps_shown(const core::JsonArray& steps) {
  return hidden(field, std::to_string(steps.size()));
}

std::size_t steps_known(const Visit& visit, const core::JsonArray& steps) {
  const auto text = visit.typed(field);
  std::size_t known = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, known);
  if (read.ec != std::errc() || read.ptr != end) return steps.size();
  return std::min(known, steps.size());
}

bool is_stale(const Visit& visit, const core::JsonArray& steps, std::string_view by) {
  const auto known = steps_known(visit, steps);
  return std::any_of(
      steps.begin() + static_cast<std::ptrdiff_t>(known), steps.end(),
      [&](const core::Json& step) { return JsonView(step)[by].text() != visit.who->caller.label; });
}

std::string stale_text(const JsonView& newest, std::string_view by, std::string_view at) {
  return say("stale", {{"who", newest[by].text()}, {"when", time_text(newest[at].text())}});
}

}  // namespace badgewatch::web
