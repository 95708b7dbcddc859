#include "api/actor_names.hpp"

#include <algorithm>

namespace badgewatch::api {

core::Result<ActorNames> names_of_actors(Context& context, const ports::Caller& caller) {
  ActorNames names;
  const auto officers = context.sign_in.accounts.officers(caller);
  if (!officers) return officers.error();
  for (const auto& one : *officers)
    names[one.id.text()] = one.name;
  const auto keys = context.credentials.keys(caller);
  if (!keys) return keys.error();
  for (const auto& one : *keys)
    names[one.id.text()] = one.name;
  const auto clients = context.credentials.clients(caller);
  if (!clients) return clients.error();
  for (const auto& one : *clients)
    names[one.id.text()] = one.name;
  return names;
}

core::Result<void> name_recorders(Context& context, const ports::Caller& caller,
                                  std::vector<ports::HistoryItem>& history) {
  const auto is_unnamed = [](const ports::HistoryItem& item) { return item.recorded_by.empty(); };
  if (std::none_of(history.begin(), history.end(), is_unnamed)) return {};
  const auto names = names_of_actors(context, caller);
  if (!names) return names.error();
  for (auto& item : history) {
    const auto name = names->find(item.actor);
    if (is_unnamed(item) && name != names->end()) item.recorded_by = name->second;
  }
  return {};
}

}  // namespace badgewatch::api
