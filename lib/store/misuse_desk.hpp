// ports::MisuseDesk: flags, samples and sights, for the people who review them.
#pragma once

#include "ports/misuse.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlMisuseDesk final : public ports::MisuseDesk {
public:
  explicit SqlMisuseDesk(Context& context) : context_(context) {}

  core::Result<std::vector<ports::MisuseFlag>> flags(const ports::Caller& caller,
                                                     std::int64_t after,
                                                     std::size_t limit) override;
  core::Result<void> review_flag(const ports::Caller& caller, const ports::ReviewToKeep& review,
                                 const proof::Leaf& leaf) override;
  core::Result<std::vector<ports::SampledCheck>> checks(const ports::Caller& caller,
                                                        core::Instant from,
                                                        core::Instant to) override;
  core::Result<void> review_check(const ports::Caller& caller, const ports::ReviewToKeep& review,
                                  const proof::Leaf& leaf) override;
  core::Result<ports::Sights> seen_by(const ports::Caller& caller,
                                      const core::Uuid& entry) override;

private:
  Context& context_;
};

// Of any authority's entry, in full: for the operator.
core::Result<ports::Sights> seen_by_anybody(Context& context, const core::Uuid& entry);
core::Result<std::vector<ports::MisuseFlag>> operators_flags(Context& context, std::size_t limit);

}  // namespace badgewatch::store
