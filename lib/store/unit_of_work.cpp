#include "store/unit_of_work.hpp"

#include "store/content.hpp"
#include "store/entry_changes.hpp"
#include "store/findings.hpp"
#include "store/rows.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

constexpr std::int64_t kept_micros = std::int64_t{7} * 86'400 * 1'000'000;

constexpr Statement wait_for_lock{"wait_for_lock", "select pg_advisory_xact_lock($1)"};
constexpr Statement try_lock{"try_lock", "select pg_try_advisory_xact_lock($1)"};

constexpr Statement select_answer{
    "select_answer",
    "select fingerprint, key_version, data_key, answer from idempotency_answer"
    " where authority = $1 and key_index = $2 and answered_at > $3"};

constexpr Statement upsert_answer{
    "upsert_answer",
    "insert into idempotency_answer (authority, key_index, fingerprint, answered_at, key_version,"
    "                                data_key, answer)"
    " values ($1, $2, $3, $4, $5, $6, $7)"
    " on conflict (authority, key_index) do update"
    " set fingerprint = excluded.fingerprint, answered_at = excluded.answered_at,"
    "     key_version = excluded.key_version, data_key = excluded.data_key,"
    "     answer = excluded.answer"};

core::Hash key_index(const Sealer& sealer, const ports::Caller& caller,
                     const ports::IdempotencyKey& key) {
  return sealer.blind("idempotency key", {caller.authority, key.key});
}

core::Hash kept_fingerprint(const Sealer& sealer, const ports::IdempotencyKey& key) {
  return sealer.blind("idempotency fingerprint", {core::as_text(key.fingerprint)});
}

}  // namespace

SqlUnitOfWork::SqlUnitOfWork(Context& context, Lease lease, ports::Caller caller)
    : context_(context),
      lease_(std::move(lease)),
      caller_(std::move(caller)),
      licences_(context, caller_),
      decisions_(context, caller_),
      duties_(context, lease_),
      disclosures_(*lease_, context),
      concerns_(context, lease_, caller_),
      case_outcomes_(*lease_, context, caller_),
      rectifications_(*lease_, context, caller_) {}

// The lock is taken in a statement of its own, so that the next one sees what its last holder
// committed.
core::Result<std::optional<ports::StoredAnswer>> SqlUnitOfWork::claim(
    const ports::IdempotencyKey& key, core::Instant now) {
  const auto index = key_index(context_.sealer, caller_, key);
  const auto lock = lease_->run(
      try_lock, Parameters().add(lock_key(context_.sealer, "idempotency", core::as_text(index))));
  if (!lock) return lock.error();
  if (!lock->at<bool>(0, 0))
    return core::Error(core::Errc::still_running,
                       "The first request under this key is still running.");

  const auto rows = lease_->run(select_answer, Parameters()
                                                   .text(caller_.authority)
                                                   .bytes(index)
                                                   .add(core::Instant{now.micros - kept_micros}));
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<ports::StoredAnswer>();
  if (rows->at<core::Hash>(0, 0) != kept_fingerprint(context_.sealer, key))
    return core::Error(core::Errc::key_reused,
                       "This Idempotency-Key was used before, for another request.");
  const auto text = context_.sealer.open(rows->raw(0, 2), rows->at<std::int16_t>(0, 1),
                                         answer_place(index), rows->raw(0, 3));
  if (!text) return text.error();
  auto answer = read_answer_content(*text);
  if (!answer) return answer.error();
  return std::optional(std::move(*answer));
}

core::Result<void> SqlUnitOfWork::keep_answer(const ports::IdempotencyKey& key,
                                              const ports::StoredAnswer& answer,
                                              core::Instant now) {
  const auto index = key_index(context_.sealer, caller_, key);
  const auto sealed = context_.sealer.seal_new(answer_place(index), answer_content(answer));
  Parameters parameters;
  parameters.text(caller_.authority).bytes(index);
  parameters.bytes(kept_fingerprint(context_.sealer, key)).add(now).add(sealed.key_version);
  parameters.bytes(sealed.data_key).bytes(sealed.content);
  if (auto done = lease_->run(upsert_answer, parameters); !done) return done.error();
  return {};
}

// An answer has no id of its own; its key's index stands for it.
SealedPlace SqlUnitOfWork::answer_place(const core::Hash& index) const {
  SealedPlace place{.table = "idempotency_answer", .authority = caller_.authority, .id = {}};
  std::copy_n(index.begin(), place.id.bytes.size(), place.id.bytes.begin());
  return place;
}

core::Result<void> SqlUnitOfWork::lock_authority() {
  if (locked_) return {};
  const auto key = lock_key(context_.sealer, "writer", caller_.authority);
  if (auto done = lease_->run(wait_for_lock, Parameters().add(key)); !done) return done.error();
  locked_ = true;
  return {};
}

core::Result<std::vector<ports::LicencePut>> SqlUnitOfWork::put_licences(
    std::span<const ports::LicenceToPut> licences, core::Instant now) {
  if (auto locked = lock_authority(); !locked) return locked.error();
  return licences_.put(*lease_, licences, now);
}

core::Result<std::vector<ports::DecisionEntered>> SqlUnitOfWork::enter_decisions(
    std::span<const ports::DecisionToEnter> decisions, core::Instant now) {
  if (auto locked = lock_authority(); !locked) return locked.error();
  return decisions_.enter(*lease_, decisions, now);
}

core::Result<ports::DecisionRecord> SqlUnitOfWork::entry_to_change(const core::Uuid& id) {
  if (auto locked = lock_authority(); !locked) return locked.error();
  return read_own_entry(*lease_, context_.sealer, caller_, id);
}

core::Result<void> SqlUnitOfWork::change_entry(const ports::DecisionRecord& changed) {
  return write_change(*lease_, context_.sealer, caller_, changed);
}

core::Result<void> SqlUnitOfWork::keep_finding(const ports::FindingRecord& finding) {
  return insert_finding(*lease_, context_.sealer, caller_, finding);
}

core::Result<void> SqlUnitOfWork::log(std::span<const proof::Leaf> leaves) {
  return insert_leaves(*lease_, leaves);
}

core::Result<proof::Head> SqlUnitOfWork::commit() {
  if (auto done = decisions_.write(*lease_); !done) return done.error();
  if (auto done = licences_.write(*lease_); !done) return done.error();
  auto head = read_head(*lease_);
  if (!head) return head.error();
  if (auto done = lease_->commit(); !done) return done.error();
  return head;
}

}  // namespace badgewatch::store
