#include "web/chart.hpp"

#include "web/messages.hpp"

#include <algorithm>
#include <cmath>

namespace badgewatch::web {

namespace {

constexpr int bar_length = 200;
constexpr int trend_left = 5;
constexpr int trend_length = 110;
constexpr int trend_floor = 22;
constexpr int trend_height = 19;

void add_bar(Part& chart, const ShareShown& share, int y, std::string_view classes) {
  if (!share) return;
  const auto length = static_cast<int>(std::lround(std::clamp(*share, 0.0, 1.0) * bar_length));
  // What is there is seen, however little it is.
  const auto seen = *share > 0 ? std::max(length, 1) : 0;
  chart.each("BAR", Values()
                        .set("Y", std::to_string(y))
                        .set("LENGTH", std::to_string(seen))
                        .set("CLASS", classes));
}

}  // namespace

ShareShown share_of(const JsonView& value) {
  return value.is_there() ? ShareShown(value.number()) : ShareShown();
}

ShareShown share_of(const JsonView& some, const JsonView& all) {
  if (!some.is_there() || !all.is_there() || all.integer() <= 0) return {};
  return static_cast<double>(some.integer()) / static_cast<double>(all.integer());
}

std::string percent_text(const ShareShown& share) {
  if (!share) return std::string(say("chart.not_told"));
  const auto tenths = std::lround(*share * 1000);
  if (*share > 0 && tenths == 0) return std::string(say("chart.under"));
  if (*share < 1 && tenths >= 1000) return std::string(say("chart.over"));
  const auto whole = std::to_string(tenths / 10);
  const bool is_whole = tenths == 1000 || tenths == 0;
  return is_whole ? whole + "%" : whole + "." + std::to_string(tenths % 10) + "%";
}

std::string count_text(const JsonView& count) {
  if (!count.is_there()) return std::string(say("chart.few"));
  auto digits = std::to_string(count.integer());
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

Part share_bars(const ShareShown& own, const ShareShown& nation) {
  Part chart("share_bars");
  chart.set("WORDS",
            say("chart.bars", {{"own", percent_text(own)}, {"nation", percent_text(nation)}}));
  add_bar(chart, own, 1, "bw-chart__own");
  add_bar(chart, nation, 11, "bw-chart__nation");
  return chart;
}

Part share_bar(const ShareShown& share) {
  Part chart("share_bars");
  chart.set("WORDS", percent_text(share));
  add_bar(chart, share, 6, "bw-chart__own");
  return chart;
}

Part trend_line(const std::vector<ShareShown>& shares) {
  std::string points;
  Part chart("trend_line");
  Values newest;
  bool is_told = false;
  const auto steps = static_cast<double>(std::max<std::size_t>(shares.size(), 2) - 1);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (!shares[i]) continue;
    const auto x =
        std::to_string(trend_left + std::lround(trend_length * static_cast<double>(i) / steps));
    const auto y =
        std::to_string(trend_floor - std::lround(std::clamp(*shares[i], 0.0, 1.0) * trend_height));
    points += (points.empty() ? "" : " ") + x + "," + y;
    newest = Values().set("X", x).set("Y", y);
    is_told = true;
  }
  if (is_told) chart.each("POINT", std::move(newest));
  chart.set("POINTS", points);
  chart.set("WORDS", say("chart.trend", {{"first", percent_text(shares.front())},
                                         {"last", percent_text(shares.back())},
                                         {"count", std::to_string(shares.size())}}));
  return chart;
}

}  // namespace badgewatch::web
