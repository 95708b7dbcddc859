// What became of the applications that checks were made for, in PostgreSQL.
#pragma once

#include "ports/case_outcomes.hpp"
#include "ports/unit_of_work.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlCaseOutcomes final : public ports::CaseOutcomes {
public:
  explicit SqlCaseOutcomes(Context& context) : context_(context) {}

  core::Result<std::vector<ports::CaseOutcomeRecord>> of_check(const ports::Caller& caller,
                                                               const core::Uuid& check) override;
  core::Result<ports::Grants> grants(const ports::GrantsWanted& wanted,
                                     const proof::Leaf& leaf) override;

private:
  Context& context_;
};

// In the transaction of `session`, of that authority.
class SqlCaseOutcomeWork final : public ports::CaseOutcomeWork {
public:
  SqlCaseOutcomeWork(Session& session, const Context& context, const ports::Caller& caller)
      : session_(session), context_(context), caller_(caller) {}

  core::Result<void> keep(const ports::CaseOutcomeRecord& record) override;

private:
  Session& session_;
  const Context& context_;
  const ports::Caller& caller_;
};

}  // namespace badgewatch::store
