// The decisions that one transaction enters.
#pragma once

#include "ports/unit_of_work.hpp"
#include "store/context.hpp"
#include "store/licence_writes.hpp"

#include <unordered_map>

namespace badgewatch::store {

class DecisionWrites {
public:
  DecisionWrites(Context& context, const ports::Caller& caller)
      : context_(context), caller_(caller), generation_(context.sealer.generation()) {}

  core::Result<std::vector<ports::DecisionEntered>> enter(
      Session& session, std::span<const ports::DecisionToEnter> decisions, core::Instant now);
  core::Result<void> write(Session& session);

private:
  // A decision under a reference: as it stands, and what was first entered under it.
  struct Known {
    ports::DecisionRecord record;
    DataKey key;
    core::Hash entered{};  // digest of what was entered, under `key`
  };

  struct Rows {
    Column<core::Uuid> id;
    Column<core::ByteView> reference_index;
    Column<std::string_view> kind;
    Column<core::Date> decided_on, effective_on, notified_on, suspension_ends_on, enter_by;
    Column<bool> late;
    Column<core::Date> retained_until;
    Column<core::Instant> entered_at;
    Column<core::ByteView> digest, data_key, content;
    Column<std::string_view> change;
    Column<core::Date> happened_on;
  };

  core::Result<void> read_known(Session& session, std::span<const ports::DecisionToEnter> decisions,
                                std::span<const core::Hash> indexes);
  core::Result<void> check_here(Session& session, std::span<const ports::DecisionToEnter> decisions,
                                std::span<const core::Hash> indexes);
  ports::DecisionEntered enter_one(const ports::DecisionToEnter& wanted, const core::Hash& index,
                                   core::Instant now);
  void add(const ports::DecisionRecord& record, const core::Hash& index, const std::string& content,
           const DataKey& key);

  Context& context_;
  const ports::Caller& caller_;
  const std::int16_t generation_;  // of the master key that the rows' keys are wrapped by
  std::unordered_map<core::Hash, Known, IndexHash> known_;  // by reference
  std::unordered_map<core::Uuid, ports::DecisionRecord> entered_before_;
  Rows rows_;
  std::vector<core::Uuid> counted_;  // of these, those that are no imported history
  core::Instant entered_at_;
};

// The columns that make a DecisionRecord, in the order that record_of() reads; for `select`.
extern const char* const decision_columns;
core::Result<ports::DecisionRecord> record_of(const store::Rows& rows, int row,
                                              const Sealer& sealer);

}  // namespace badgewatch::store
