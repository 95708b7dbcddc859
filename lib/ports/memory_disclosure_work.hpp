// What a unit of work in memory does with disclosure requests.
#pragma once

#include "ports/disclosures.hpp"
#include "ports/memory_state.hpp"

namespace badgewatch::ports {

// `state`: the unit's own copy.
class MemoryDisclosureWork final : public DisclosureWork {
public:
  MemoryDisclosureWork(MemoryRegister::State& state, const Caller& caller)
      : state_(state), caller_(caller) {}

  core::Result<void> open(const DisclosureRequest& request) override {
    if (!state_.decisions.contains(request.entry)) return missing("entry");
    for (const auto& [id, one] : state_.disclosures) {
      if (id == request.id) return {};
      const bool under_way = one.state == domain::DisclosureState::open ||
                             one.state == domain::DisclosureState::answered;
      if (under_way && one.asked_by == request.asked_by && one.check == request.check &&
          one.entry == request.entry)
        return core::Error(core::Errc::conflict, "You have asked about this hit already.");
    }
    auto kept = request;
    kept.number = static_cast<std::int64_t>(state_.disclosures.size()) + 1;
    state_.disclosures[request.id] = kept;
    tell(kept, kept.items.front());
    return {};
  }

  core::Result<DisclosureRequest> to_change(const core::Uuid& id) override {
    const auto found = state_.disclosures.find(id);
    if (found == state_.disclosures.end() || !found->second.side_of(caller_.authority))
      return no_such_request();
    return found->second;
  }

  core::Result<void> add(const DisclosureRequest& changed, const DisclosureItem& item,
                         std::string_view file) override {
    state_.disclosures[changed.id] = changed;
    if (item.kind == DisclosureItemKind::attachment) state_.files[item.id] = file;
    tell(changed, item);
    return {};
  }

private:
  static std::optional<domain::AlertKind> alert_of(DisclosureItemKind kind) {
    switch (kind) {
      case DisclosureItemKind::question:
        return domain::AlertKind::disclosure_asked;
      case DisclosureItemKind::answer:
        return domain::AlertKind::disclosure_answered;
      case DisclosureItemKind::message:
      case DisclosureItemKind::attachment:
        return domain::AlertKind::disclosure_message;
      case DisclosureItemKind::had_regard:
      case DisclosureItemKind::withdrawal:
        return {};
    }
    return {};
  }

  void tell(const DisclosureRequest& request, const DisclosureItem& item) {
    const auto kind = alert_of(item.kind);
    if (!kind) return;
    Alert alert;
    alert.raised_at = item.said_at;
    alert.kind = *kind;
    alert.entry_type = request.entry_type;
    alert.entry = request.entry;
    alert.recording_authority = request.asked_of;
    alert.request = request.id;
    const bool by_asker = item.said_by == request.asked_by;
    state_.add_alert(by_asker ? request.asked_of : request.asked_by, std::move(alert), {});
  }

  MemoryRegister::State& state_;
  const Caller& caller_;
};

}  // namespace badgewatch::ports
