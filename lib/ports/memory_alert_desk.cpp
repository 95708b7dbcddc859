#include "ports/memory_alert_desk.hpp"

#include <algorithm>

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
  for (const auto& [authority, one] : alerts_)
    if (authority == caller.authority && one.alert.number > query.after &&
        page.size() < query.limit && is_wanted(query.states, one.alert.state) &&
        is_wanted(query.kinds, one.alert.kind))
      page.push_back(one.alert);
  return page;
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
