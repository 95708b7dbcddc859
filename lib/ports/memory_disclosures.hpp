// Disclosure requests in the register in memory.
#pragma once

#include "ports/disclosures.hpp"
#include "ports/memory.hpp"

namespace badgewatch::ports {

// `reg` outlives it.
class MemoryDisclosures final : public Disclosures {
public:
  explicit MemoryDisclosures(MemoryRegister& reg) : register_(reg) {}

  core::Result<std::vector<DisclosureRequest>> list(const Caller& caller, DisclosureList which,
                                                    std::optional<domain::DisclosureState> state,
                                                    std::int64_t after, std::size_t limit) override;
  core::Result<DisclosureRequest> find(const Caller& caller, const core::Uuid& id) override;
  core::Result<File> file(const Caller& caller, const core::Uuid& request,
                          const core::Uuid& attachment) override;

private:
  MemoryRegister& register_;
};

}  // namespace badgewatch::ports
