// Concerns of one unit of work in the register in memory.
#pragma once

#include "ports/memory_state.hpp"

namespace badgewatch::ports {

class MemoryConcerns final : public Concerns {
public:
  MemoryConcerns(MemoryRegister::State& state, const std::string& authority, std::uint64_t& salts)
      : state_(state), authority_(authority), salts_(salts) {}

  core::Result<bool> enter(const ConcernRecord& record,
                           const domain::ConcernStatistics& statistics) override;
  core::Result<bool> route(const ConcernRoute& route, core::Instant at) override;
  core::Result<void> set_routing(const core::Uuid& concern, domain::Routing routing) override;
  core::Result<ConcernRecord> to_change(const core::Uuid& id) override;
  core::Result<void> consider(const ConcernRecord& record,
                              const domain::Consideration& consideration,
                              const ConcernStep& step) override;
  core::Result<void> leave(const ConcernRecord& record, const std::string& to,
                           const ConcernStep& step) override;

private:
  ConcernIssuer* own_part(const core::Uuid& id);

  MemoryRegister::State& state_;
  const std::string& authority_;  // that acts
  std::uint64_t& salts_;
};

}  // namespace badgewatch::ports
