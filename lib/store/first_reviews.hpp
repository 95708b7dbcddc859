// ports::FirstReviews, as the watch.
#pragma once

#include "ports/first_reviews.hpp"
#include "store/context.hpp"

#include <memory>

namespace badgewatch::store {

class SqlFirstReviews final : public ports::FirstReviews {
public:
  explicit SqlFirstReviews(Context& context) : context_(context) {}

  core::Result<std::vector<ports::ContactNeverSaid>> never_said() override;
  core::Result<void> open(const domain::Duty& review) override;

private:
  core::Result<Session*> session();

  Context& context_;
  std::unique_ptr<Session> session_;
};

}  // namespace badgewatch::store
