#include "app/contacts.hpp"

#include <map>

namespace badgewatch::app {

core::Result<ports::KeptContact> Contacts::say(const ports::Caller& caller,
                                               const domain::Contact& contact) {
  const auto now = clock_.now();
  const auto today = core::uk_date(now);
  const auto reference = reference_.get();
  ports::KeptContact wanted;
  wanted.authority = caller.authority;
  wanted.id = core::new_uuid(clock_, randomness_);
  wanted.contact = contact;
  wanted.confirmed_at = now;
  // Each time is an occasion of its own: said twice on a day, the second ends what the first began.
  auto review = domain::open_duty({.authority = caller.authority,
                                   .kind = domain::DutyKind::contact_review,
                                   .about = {"authority_contact", wanted.id},
                                   .from = today,
                                   .occasion = core::to_text(now)},
                                  reference->calendar, reference->periods);
  if (!review) return review.error();
  wanted.review_by = review->due_on;
  const auto leaf = proof::make_leaf({.at = now,
                                      .kind = "contact_said",
                                      .authority = caller.authority,
                                      .actor = caller.actor,
                                      .subject = wanted.id,
                                      .detail = "{}"},
                                     clock_, randomness_);
  auto kept = kept_.keep(caller, wanted, std::move(*review), today, leaf);
  if (kept) changed_();
  return kept;
}

Reference with_contacts(Reference reference, const std::vector<ports::KeptContact>& contacts) {
  if (contacts.empty()) return reference;
  std::map<std::string_view, const domain::Contact*> by_code;
  for (const auto& one : contacts)
    by_code[one.authority] = &one.contact;
  auto authorities = reference.authorities.all();
  for (auto& authority : authorities)
    if (const auto said = by_code.find(authority.code); said != by_code.end())
      authority.ask = *said->second;
  reference.authorities =
      domain::Authorities(std::move(authorities), reference.authorities.shares());
  return reference;
}

}  // namespace badgewatch::app
