#include "app/first_reviews.hpp"

namespace badgewatch::app {

core::Result<std::size_t> open_first_reviews(ports::FirstReviews& reviews,
                                             const Reference& reference, core::Date today) {
  const auto silent = reviews.never_said();
  if (!silent) return silent.error();
  std::size_t opened = 0;
  for (const auto& one : *silent) {
    const auto* authority = reference.authorities.with_code(one.authority);
    if (authority == nullptr || !authority->in_force(today)) continue;
    const auto review = domain::open_duty({.authority = one.authority,
                                           .kind = domain::DutyKind::contact_review,
                                           .about = {"authority_contact", {}},
                                           .from = one.since},
                                          reference.calendar, reference.periods);
    if (!review) return review.error();
    if (today < review->remind_on) continue;
    if (auto done = reviews.open(*review); !done) return done.error();
    ++opened;
  }
  return opened;
}

}  // namespace badgewatch::app
