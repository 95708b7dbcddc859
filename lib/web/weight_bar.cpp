#include "web/weight_bar.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace badgewatch::web {

namespace {

constexpr double longest = 24;
constexpr int half = 60;

}  // namespace

Part weight_bar(double weight) {
  const auto length =
      static_cast<int>(std::lround(std::min(std::fabs(weight), longest) / longest * half));
  Part bar("weight_bar");
  bar.set("X", std::to_string(weight < 0 ? half - length : half));
  bar.set("LENGTH", std::to_string(length));
  bar.set("CLASS", weight < 0 ? "bw-bar__against" : "bw-bar__for");
  return bar;
}

std::string weight_text(double weight) {
  if (std::fabs(weight) < 0.05) return "0";
  char text[32];
  const auto written = std::snprintf(text, sizeof text, "%+.1f", weight);
  return std::string(text, static_cast<std::size_t>(std::max(written, 0)));
}

}  // namespace badgewatch::web
