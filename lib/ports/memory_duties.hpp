// Duties of one unit of work in the register in memory.
#pragma once

#include "ports/memory_state.hpp"

namespace badgewatch::ports {

class MemoryDuties final : public Duties {
public:
  MemoryDuties(MemoryRegister::State& state, const std::string& authority)
      : state_(state), authority_(authority) {}

  core::Result<void> open(const domain::Duty& duty) override;
  core::Result<std::size_t> close(const DutiesAbout& which, core::Date on) override;
  core::Result<std::size_t> transfer(const DutiesAbout& which, const std::string& to,
                                     core::Date on) override;

private:
  std::vector<KeptDuty*> waiting(const DutiesAbout& which);

  MemoryRegister::State& state_;
  const std::string& authority_;  // that acts
};

}  // namespace badgewatch::ports
