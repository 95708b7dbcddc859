#include "ports/memory_alert_desk.hpp"

#include <algorithm>
#include <map>

namespace badgewatch::ports {

namespace {

template <class Value>
bool is_wanted(const std::vector<Value>& wanted, Value value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

}  // namespace

core::Result<std::vector<Alert>> MemoryAlertDesk::list(const Caller& caller,
                                                       const AlertQuery& query) {
  const std::lock_guard lock(mutex_);
  std::vector<Alert> page;
  for (const auto& [authority, one] : alerts_) {
    const auto number = one.alert.number;
    const bool is_there = query.before ? number < *query.before : number > query.after;
    if (authority == caller.authority && is_there && is_wanted(query.states, one.alert.state) &&
        is_wanted(query.kinds, one.alert.kind))
      page.push_back(one.alert);
  }
  if (query.before) std::reverse(page.begin(), page.end());
  page.resize(std::min(page.size(), query.limit));
  return page;
}

core::Result<std::vector<Alert>> MemoryAlertDesk::of_licence(const Caller& caller,
                                                             const core::Uuid& licence,
                                                             std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::vector<Alert> found;
  for (const auto& [authority, one] : alerts_)
    if (authority == caller.authority && one.alert.licence == licence) found.push_back(one.alert);
  std::reverse(found.begin(), found.end());
  found.resize(std::min(found.size(), limit));
  return found;
}

core::Result<std::vector<AlertCount>> MemoryAlertDesk::counts(const Caller& caller) {
  const std::lock_guard lock(mutex_);
  std::map<std::pair<domain::AlertKind, domain::AlertState>, AlertCount> counted;
  for (const auto& [authority, one] : alerts_) {
    if (authority != caller.authority) continue;
    const auto& alert = one.alert;
    auto& count = counted[{alert.kind, alert.state}];
    if (count.count++ == 0) count = {alert.kind, alert.state, 1, alert.raised_at};
    count.oldest_raised_at = std::min(count.oldest_raised_at, alert.raised_at);
  }
  std::vector<AlertCount> counts;
  for (const auto& [key, count] : counted)
    counts.push_back(count);
  return counts;
}

core::Result<AlertInFull> MemoryAlertDesk::find(const Caller& caller, const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto* found = of(caller, id);
  if (found == nullptr) return no_alert();
  return *found;
}

core::Result<AlertInFull> MemoryAlertDesk::change(const Caller& caller, const core::Uuid& id,
                                                  const AlertChangeMade& wanted,
                                                  const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* found = of(caller, id);
  if (found == nullptr) return no_alert();
  if (!found->history.empty()) {
    const auto& last = found->history.back();
    if (last.change == wanted.change && last.actor == wanted.actor && last.note == wanted.note)
      return *found;
  }
  const auto state = domain::after(found->alert.state, wanted.change);
  if (!state) return domain::not_possible(found->alert.state);
  found->history.push_back(wanted);
  found->history.back().state = found->alert.state = *state;
  return *found;
}

void MemoryAlertDesk::add(const std::string& authority, Alert alert) {
  const std::lock_guard lock(mutex_);
  alert.number = 1 + std::count_if(alerts_.begin(), alerts_.end(),
                                   [&](const auto& one) { return one.first == authority; });
  alerts_.emplace_back(authority, AlertInFull{std::move(alert), {}});
}

AlertInFull* MemoryAlertDesk::of(const Caller& caller, const core::Uuid& id) {
  for (auto& [authority, one] : alerts_)
    if (authority == caller.authority && one.alert.id == id) return &one;
  return nullptr;
}

}  // namespace badgewatch::ports
