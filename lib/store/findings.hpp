// ports::Findings: what an authority's own people found about hits.
#pragma once

#include "ports/findings.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlFindings final : public ports::Findings {
public:
  explicit SqlFindings(Context& context) : context_(context) {}

  core::Result<std::vector<ports::FindingRecord>> about(const ports::Caller& caller,
                                                        std::span<const core::Hash> pairs) override;
  core::Result<std::vector<ports::FindingRecord>> of_check(const ports::Caller& caller,
                                                           const core::Uuid& check) override;

private:
  Context& context_;
};

// In a transaction of the caller's authority; one that is there already is left alone.
// Errc::not_found when the entry is gone, and the transaction with it.
core::Result<void> insert_finding(Session& session, const Sealer& sealer,
                                  const ports::Caller& caller, const ports::FindingRecord& finding);

// The last about each pair that `authority` had found by then, as whoever `session` is may read it.
core::Result<std::vector<ports::FindingRecord>> findings_until(Session& session,
                                                               const Sealer& sealer,
                                                               const std::string& authority,
                                                               std::span<const core::Hash> pairs,
                                                               core::Instant until);

}  // namespace badgewatch::store
