#include "ports/memory_disclosures.hpp"

#include "ports/memory_state.hpp"

namespace badgewatch::ports {

namespace {

bool is_list_s(const DisclosureRequest& request, DisclosureList which,
               const std::string& authority) {
  return (which == DisclosureList::asked ? request.asked_by : request.asked_of) == authority;
}

}  // namespace

core::Result<std::vector<DisclosureRequest>> MemoryDisclosures::list(
    const Caller& caller, DisclosureList which, std::optional<domain::DisclosureState> state,
    std::int64_t after, std::size_t limit) {
  const std::lock_guard lock(register_.mutex_);
  std::vector<DisclosureRequest> found;
  std::int64_t last = 0;
  for (const auto& [id, one] : register_.state_->disclosures) {
    if (!is_list_s(one, which, caller.authority)) continue;
    last = std::max(last, one.number);
    if (one.number <= after || (state && one.state != *state)) continue;
    found.push_back(one);
    found.back().items.clear();
  }
  if (after > last) return never_given();
  std::sort(found.begin(), found.end(),
            [](const auto& left, const auto& right) { return left.number < right.number; });
  if (found.size() > limit) found.resize(limit);
  return found;
}

core::Result<DisclosureRequest> MemoryDisclosures::find(const Caller& caller,
                                                        const core::Uuid& id) {
  const std::lock_guard lock(register_.mutex_);
  const auto& state = *register_.state_;
  const auto found = state.disclosures.find(id);
  if (found == state.disclosures.end() || !found->second.side_of(caller.authority))
    return no_such_request();
  auto request = found->second;
  const auto entry = state.decisions.find(request.entry);
  if (request.asked_by != caller.authority || !request.answered_at ||
      entry == state.decisions.end())
    return request;
  for (const auto& item : entry->second.history)
    if (item.version > 1 && item.is_told && item.at.micros > request.received_at.micros)
      request.changes.push_back(
          {item.change, item.on, item.at, std::string(domain::name_of(item.state)), item.reason});
  return request;
}

core::Result<Disclosures::File> MemoryDisclosures::file(const Caller& caller,
                                                        const core::Uuid& request,
                                                        const core::Uuid& attachment) {
  const auto found = find(caller, request);
  if (!found) return found.error();
  const std::lock_guard lock(register_.mutex_);
  const auto bytes = register_.state_->files.find(attachment);
  for (const auto& item : found->items)
    if (item.id == attachment && bytes != register_.state_->files.end())
      return File{item, bytes->second};
  return core::Error(core::Errc::not_found, "There is no such file in that request.");
}

}  // namespace badgewatch::ports
