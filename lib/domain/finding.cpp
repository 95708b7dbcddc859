#include "domain/finding.hpp"

#include "domain/named.hpp"

namespace badgewatch::domain {

namespace {

constexpr Names<Finding, 3> names{{{Finding::same_person, "same_person"},
                                   {Finding::different_person, "different_person"},
                                   {Finding::undecided, "undecided"}}};

}  // namespace

std::string_view name_of(Finding value) {
  return name_in(names, value);
}
std::optional<Finding> finding_named(std::string_view name) {
  return named_in(names, name);
}

}  // namespace badgewatch::domain
