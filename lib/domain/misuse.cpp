#include "domain/misuse.hpp"

#include "domain/named.hpp"

#include <algorithm>

namespace badgewatch::domain {

namespace {

constexpr Names<Pattern, 10> patterns{{{Pattern::many_people, "many_people"},
                                       {Pattern::shared_interest, "shared_interest"},
                                       {Pattern::famous_name, "famous_name"},
                                       {Pattern::neighbours, "neighbours"},
                                       {Pattern::own_name, "own_name"},
                                       {Pattern::walking, "walking"},
                                       {Pattern::out_of_hours, "out_of_hours"},
                                       {Pattern::one_case, "one_case"},
                                       {Pattern::repeated, "repeated"},
                                       {Pattern::many_authorities, "many_authorities"}}};

// clang-format off
constexpr Names<Review, 3> reviews{{{Review::explained, "explained"},
                                    {Review::misuse, "misuse"},
                                    {Review::referred, "referred"}}};
// clang-format on

}  // namespace

std::string_view name_of(Pattern value) {
  return name_in(patterns, value);
}
std::optional<Pattern> pattern_named(std::string_view name) {
  return named_in(patterns, name);
}
std::string_view name_of(Review value) {
  return name_in(reviews, value);
}
std::optional<Review> review_named(std::string_view name) {
  return named_in(reviews, name);
}

Peers peers_of(std::vector<int> people, std::span<const HourOfDay> hours,
               const core::WorkingDays& working_days) {
  Peers peers;
  peers.days = static_cast<int>(people.size());
  if (!people.empty()) {
    std::sort(people.begin(), people.end());
    peers.usual_people = people[(people.size() - 1) * 3 / 4];
  }
  double all = 0;
  for (const auto& one : hours) {
    const int from = working_days.is_working_day(one.day) ? 0 : 24;
    peers.hours.at(static_cast<std::size_t>(from + one.hour)) += one.searches;
    all += one.searches;
  }
  for (auto& hour : peers.hours)
    if (all > 0) hour *= 100 / all;
  return peers;
}

}  // namespace badgewatch::domain
