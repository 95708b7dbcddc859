// Case outcomes, rectification requests, and what is held about people, in the register in memory.
#pragma once

#include "ports/case_outcomes.hpp"
#include "ports/memory.hpp"
#include "ports/rectifications.hpp"
#include "ports/subject_records.hpp"

namespace badgewatch::ports {

// `reg` outlives them.
class MemoryCaseOutcomes final : public CaseOutcomes {
public:
  explicit MemoryCaseOutcomes(MemoryRegister& reg) : register_(reg) {}

  core::Result<std::vector<CaseOutcomeRecord>> of_check(const Caller& caller,
                                                        const core::Uuid& check) override;
  core::Result<Grants> grants(const GrantsWanted& wanted, const proof::Leaf& leaf) override;

private:
  MemoryRegister& register_;
};

class MemoryRectifications final : public Rectifications {
public:
  explicit MemoryRectifications(MemoryRegister& reg) : register_(reg) {}

  core::Result<std::vector<Rectification>> list(const Caller& caller,
                                                std::optional<domain::RectificationState> state,
                                                std::int64_t after, std::size_t limit) override;
  core::Result<Rectification> find(const Caller& caller, const core::Uuid& id) override;

private:
  MemoryRegister& register_;
};

class MemorySubjectRecords final : public SubjectRecords {
public:
  explicit MemorySubjectRecords(MemoryRegister& reg) : register_(reg) {}

  core::Result<std::vector<OwnSearch>> searches(const Caller& caller, const core::Uuid& after,
                                                std::size_t limit) override;
  core::Result<std::vector<HeldLicence>> every_licence(const Caller& caller,
                                                       const core::Uuid& after,
                                                       std::size_t limit) override;
  // What a licence was before is not kept in memory.
  core::Result<std::vector<HeldLicence>> licences(const Caller& caller,
                                                  std::span<const core::Uuid> ids) override;

private:
  MemoryRegister& register_;
};

}  // namespace badgewatch::ports
