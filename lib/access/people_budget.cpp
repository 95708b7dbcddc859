#include "access/people_budget.hpp"

#include <algorithm>

namespace badgewatch::access {

namespace {

constexpr double seconds_a_day = 86'400;

LimiterOptions options_of(const core::Hash& secret) {
  LimiterOptions options;
  options.secret = secret;
  return options;
}

}  // namespace

PeopleBudget::PeopleBudget(std::unique_ptr<ports::Budgets> budgets, const core::Clock& clock,
                           const core::Hash& secret, PeopleTerms terms)
    : clock_(clock), terms_(terms), limiter_(std::move(budgets), clock, options_of(secret)) {}

std::optional<std::chrono::seconds> PeopleBudget::refuse(const ports::Caller& caller,
                                                         domain::Trait person) {
  const unsigned people = caller.is_person ? terms_.of_officer : terms_.of_system;
  if (people == 0) return {};
  const auto whose = caller.authority + ' ' + caller.actor;
  if (is_known(whose, person)) return {};
  const auto admission =
      limiter_.admit("people", whose,
                     {.per_second = people / seconds_a_day, .burst = static_cast<double>(people)});
  if (!admission.admitted) return std::max(admission.quota.reset, std::chrono::seconds(1));
  remember(whose, person);
  return {};
}

// Who cannot be told from others is somebody new each time.
bool PeopleBudget::is_known(const std::string& whose, domain::Trait person) {
  const auto today = core::uk_date(clock_.now());
  const std::lock_guard lock(mutex_);
  if (today != day_) {
    searched_.clear();
    day_ = today;
  }
  const auto found = searched_.find(whose);
  return person != 0 && found != searched_.end() && found->second.contains(person);
}

void PeopleBudget::remember(const std::string& whose, domain::Trait person) {
  const std::lock_guard lock(mutex_);
  if (person != 0) searched_[whose].insert(person);
}

}  // namespace badgewatch::access
