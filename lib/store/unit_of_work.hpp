// One writing transaction of one authority.
#pragma once

#include "ports/unit_of_work.hpp"
#include "store/case_outcomes.hpp"
#include "store/concerns.hpp"
#include "store/context.hpp"
#include "store/decision_writes.hpp"
#include "store/disclosures.hpp"
#include "store/duties.hpp"
#include "store/licence_writes.hpp"
#include "store/rectifications.hpp"

namespace badgewatch::store {

class SqlUnitOfWork final : public ports::UnitOfWork {
public:
  // `lease` has begun its transaction.
  SqlUnitOfWork(Context& context, Lease lease, ports::Caller caller);

  core::Result<std::optional<ports::StoredAnswer>> claim(const ports::IdempotencyKey& key,
                                                         core::Instant now) override;
  core::Result<void> keep_answer(const ports::IdempotencyKey& key,
                                 const ports::StoredAnswer& answer, core::Instant now) override;
  core::Result<std::vector<ports::LicencePut>> put_licences(
      std::span<const ports::LicenceToPut> licences, core::Instant now) override;
  core::Result<std::vector<ports::DecisionEntered>> enter_decisions(
      std::span<const ports::DecisionToEnter> decisions, core::Instant now) override;
  core::Result<ports::DecisionRecord> entry_to_change(const core::Uuid& id) override;
  core::Result<void> change_entry(const ports::DecisionRecord& changed) override;
  core::Result<void> keep_finding(const ports::FindingRecord& finding) override;
  ports::Duties& duties() override { return duties_; }
  ports::DisclosureWork& disclosures() override { return disclosures_; }
  ports::Concerns& concerns() override { return concerns_; }
  ports::CaseOutcomeWork& case_outcomes() override { return case_outcomes_; }
  ports::RectificationWork& rectifications() override { return rectifications_; }
  core::Result<void> log(std::span<const proof::Leaf> leaves) override;
  core::Result<proof::Head> commit() override;

private:
  // One writer of an authority's rows at a time: what it read stays true until it commits.
  core::Result<void> lock_authority();
  SealedPlace answer_place(const core::Hash& key_index) const;

  Context& context_;
  Lease lease_;
  ports::Caller caller_;
  LicenceWrites licences_;
  DecisionWrites decisions_;
  SqlDuties duties_;
  SqlDisclosureWork disclosures_;
  SqlConcerns concerns_;
  SqlCaseOutcomeWork case_outcomes_;
  SqlRectificationWork rectifications_;
  bool locked_ = false;
};

}  // namespace badgewatch::store
