#include "store/first_reviews.hpp"

#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_never_said{"contacts_never_said",
                                      "select authority, since from contacts_never_said()"};
constexpr Statement open_review{"open_first_review",
                                "select open_first_review($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

}  // namespace

core::Result<Session*> SqlFirstReviews::session() {
  if (!session_ || !session_->is_usable()) {
    auto opened = context_.open(Role::watch);
    if (!opened) return opened.error();
    session_ = std::move(*opened);
  }
  return session_.get();
}

core::Result<std::vector<ports::ContactNeverSaid>> SqlFirstReviews::never_said() {
  auto open = session();
  if (!open) return open.error();
  auto rows = (*open)->run(select_never_said);
  if (!rows) return rows.error();
  std::vector<ports::ContactNeverSaid> all;
  for (int row = 0; row < rows->size(); ++row)
    all.push_back({rows->at<std::string>(row, 0), rows->at<core::Date>(row, 1)});
  return all;
}

core::Result<void> SqlFirstReviews::open(const domain::Duty& review) {
  auto open = session();
  if (!open) return open.error();
  Parameters parameters;
  parameters.text(review.authority).add(context_.new_id()).add(review.opened_on);
  parameters.add(review.due_on).text(review.reckoning).add(review.remind_on);
  parameters.add(review.escalate_on)
      .text(domain::escalates_to(review.kind))
      .add(context_.clock.now());
  if (auto done = (*open)->run(open_review, parameters); !done) return done.error();
  return {};
}

}  // namespace badgewatch::store
