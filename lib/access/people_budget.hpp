// A budget of different people for each officer and each system, over all daemons and restarts. Who
// is searched again on a day costs nothing more on the same daemon; another daemon counts him anew.
#pragma once

#include "access/limiter.hpp"
#include "core/date.hpp"
#include "ports/people_budget.hpp"

#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace badgewatch::access {

// Different people a day; 0: no end.
struct PeopleTerms {
  unsigned of_officer = 300;
  unsigned of_system = 50'000;
};

// Thread safe. Asks the database as Limiter does: seldom, and mostly ahead of need.
class PeopleBudget final : public ports::PeopleBudget {
public:
  // `clock` outlives it.
  PeopleBudget(std::unique_ptr<ports::Budgets> budgets, const core::Clock& clock,
               const core::Hash& secret, PeopleTerms terms);

  std::optional<std::chrono::seconds> refuse(const ports::Caller& caller,
                                             domain::Trait person) override;

private:
  bool is_known(const std::string& whose, domain::Trait person);
  void remember(const std::string& whose, domain::Trait person);

  const core::Clock& clock_;
  const PeopleTerms terms_;
  Limiter limiter_;
  std::mutex mutex_;
  core::Date day_;
  std::unordered_map<std::string, std::unordered_set<domain::Trait>> searched_;  // on that day
};

}  // namespace badgewatch::access
