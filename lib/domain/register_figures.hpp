// The figures that a run of reconciliation counts for each authority: where the law's purpose is
// missed, and how good the data are. Which figure is part of which, how each is called, and what
// may leave the authority that it is about.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

enum class FigureSection { loopholes, completeness, impossible };

std::string_view name_of(FigureSection value);  // "loopholes"

struct Figure {
  std::string_view name;  // as it is counted
  std::string_view of;    // of which other count it is a part
  FigureSection section;
  std::string_view label;  // for the head of a licensing service
  bool more_is_better = false;
};

// In the order in which they are shown.
std::span<const Figure> register_figures();
// Of which an authority is told when one has grown (alert `data_quality`): what cannot be, and
// duplicates.
std::vector<std::string_view> figures_of_bad_data();

// Fewer than so many licences, checks or entries are told to nobody but their own authority; nor is
// a sum to which fewer than so many authorities add.
inline constexpr std::int64_t fewest_shown = 5;
inline constexpr std::int64_t fewest_authorities = 3;
// What others may see of an authority's count: nothing where it is small and not 0.
std::optional<std::int64_t> shown_outside(std::int64_t count);

}  // namespace badgewatch::domain
