// ports::FirstReviews, as the watch.
#pragma once

#include "core/clock.hpp"
#include "core/uuid.hpp"
#include "ports/first_reviews.hpp"

#include <functional>
#include <memory>

namespace badgewatch::store {

class Session;

class SqlFirstReviews final : public ports::FirstReviews {
public:
  // `conninfo`: bw_watch's, asked for at each new session. The others outlive it.
  SqlFirstReviews(std::function<std::string()> conninfo, const core::Clock& clock,
                  core::Randomness& randomness);
  ~SqlFirstReviews() override;

  core::Result<std::vector<ports::ContactNeverSaid>> never_said() override;
  core::Result<void> open(const domain::Duty& review) override;

private:
  core::Result<Session*> session();

  std::function<std::string()> conninfo_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  std::unique_ptr<Session> session_;
};

}  // namespace badgewatch::store
