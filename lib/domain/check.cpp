#include "domain/check.hpp"

#include "domain/named.hpp"

namespace badgewatch::domain {

namespace {

constexpr Names<Purpose, 5> purposes{{{Purpose::new_application, "new_application"},
                                      {Purpose::renewal, "renewal"},
                                      {Purpose::in_term, "in_term"},
                                      {Purpose::investigation, "investigation"},
                                      {Purpose::subject_request, "subject_request"}}};

constexpr Names<Outcome, 4> outcomes{{{Outcome::no_match, "no_match"},
                                      {Outcome::possible_match, "possible_match"},
                                      {Outcome::match, "match"},
                                      {Outcome::indeterminate, "indeterminate"}}};

}  // namespace

std::string_view name_of(Purpose value) {
  return name_in(purposes, value);
}
std::string_view name_of(Outcome value) {
  return name_in(outcomes, value);
}
std::optional<Purpose> purpose_named(std::string_view name) {
  return named_in(purposes, name);
}

}  // namespace badgewatch::domain
