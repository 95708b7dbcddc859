#include "app/successions.hpp"

#include "core/log.hpp"

#include <algorithm>
#include <iterator>

namespace badgewatch::app {

namespace {

constexpr std::size_t handed_on_at_once = 500;

bool is_stated(const std::vector<domain::Succession>& stated, const domain::Succession& wanted) {
  return std::any_of(stated.begin(), stated.end(), [&](const domain::Succession& one) {
    return one.former == wanted.former && one.successor == wanted.successor &&
           one.since == wanted.since && one.is_rest == wanted.is_rest;
  });
}

std::vector<domain::Share> shares_in(const Reference& reference, const std::string& former) {
  std::vector<domain::Share> found;
  const auto& all = reference.authorities.shares();
  std::copy_if(all.begin(), all.end(), std::back_inserter(found),
               [&](const domain::Share& one) { return one.former == former; });
  return found;
}

std::string in_words(const domain::Succession& one) {
  return one.former + " by " + one.successor + " on " + one.since.iso();
}

core::Error refused(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

}  // namespace

std::vector<domain::Succession> newly_stated(const Reference& before, const Reference& next) {
  const auto known = domain::stated_successions(before.authorities);
  auto stated = domain::stated_successions(next.authorities);
  std::erase_if(stated, [&](const domain::Succession& one) { return is_stated(known, one); });
  return stated;
}

core::Result<void> check_successions(const Reference& before, const Reference& next,
                                     std::span<const domain::Succession> taken) {
  const auto stated = domain::stated_successions(next.authorities);
  for (const auto& one : taken)
    if (!is_stated(stated, one))
      return refused("The reference file \"authorities\" takes back what has happened: " +
                     in_words(one) + " was taken over.");
  if (taken.empty()) return {};
  const auto last = std::max_element(
      taken.begin(), taken.end(), [](const auto& a, const auto& b) { return a.since < b.since; });
  const auto is_taken = [&](const std::string& former) {
    return std::any_of(taken.begin(), taken.end(),
                       [&](const auto& one) { return one.former == former; });
  };
  for (const auto& one : taken)
    if (shares_in(before, one.former) != shares_in(next, one.former))
      return refused("What went to whom when " + in_words(one) +
                     " was taken over has happened, and stays so.");
  for (const auto& one : newly_stated(before, next)) {
    if (is_taken(one.former))
      return refused("The reference file \"authorities\" states too late that " + in_words(one) +
                     " is taken over: it was taken over before.");
    if (one.since < last->since)
      return refused("The reference file \"authorities\" states too late that " + in_words(one) +
                     " is taken over: the last take-over was on " + last->since.iso() +
                     ". State it for that day or a later one.");
  }
  return {};
}

core::Result<bool> TakingOver::step() {
  const auto reference = reference_.get();
  const auto now = clock_.now();
  auto happened = domain::successions_by(reference->authorities, core::uk_date(now));
  if (happened != done_) {
    const auto taken = kept_.take_over(happened, reference->authorities.shares(), now);
    if (!taken) return taken.error();
    if (*taken > 0)
      core::log(core::LogLevel::info, "authorities taken over",
                {{"authorities", static_cast<std::int64_t>(*taken)}});
    done_ = std::move(happened);
  }
  const auto looked_at = kept_.hand_on(now, handed_on_at_once);
  if (!looked_at) return looked_at.error();
  return *looked_at == handed_on_at_once;
}

}  // namespace badgewatch::app
