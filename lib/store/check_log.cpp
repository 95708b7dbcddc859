#include "store/check_log.hpp"

#include "store/check_hits.hpp"
#include "store/check_rows.hpp"
#include "store/content.hpp"
#include "store/rows.hpp"

#include <pthread.h>

namespace badgewatch::store {
namespace {

constexpr std::size_t most_checks_a_commit = 2'000;

constexpr Statement insert_checks{
    "insert_checks",
    "with leaves as ("
    "  insert into log_leaf (id, at, kind, authority, actor, detail, subject, salt, commitment)"
    "  select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[],"
    "                       $6::text[], $7::uuid[], $8::bytea[], $9::bytea[])"
    "  on conflict do nothing"
    "), hits as ("
    "  insert into check_hit (authority, check_id, place, checked_at, entry, pair)"
    "  select * from unnest($25::text[], $26::uuid[], $27::int2[], $28::timestamptz[],"
    "                       $29::uuid[], $30::bytea[])"
    "  on conflict do nothing"
    ")"
    " insert into check_record (key_version, id, authority, actor, checked_at, watched_until,"
    "                           purpose, outcome, data_key, request, answer, pairs,"
    "                           traits, entries, basis, hits_noted)"
    " select key_version, id, authority, actor, checked_at, watched_until, purpose, outcome,"
    "        data_key, request, answer, pairs, traits,"
    "        nullif(string_to_array(entries, ' ')::uuid[], '{}'), basis, true"
    " from unnest($10::int2[], $11::uuid[], $12::text[], $13::text[], $14::timestamptz[],"
    "             $15::date[], $16::text[], $17::text[], $18::bytea[], $19::bytea[], $20::bytea[],"
    "             $21::bytea[], $22::bytea[], $23::text[], $24::bytea[])"
    "      as c(key_version, id, authority, actor, checked_at, watched_until, purpose, outcome,"
    "           data_key, request, answer, pairs, traits, entries, basis)"
    " on conflict do nothing"};

constexpr Statement note_given{
    "note_hits_given", "select recorded_by, entry, version from note_hits_given($1, $2, $3)"};

constexpr Statement tell_of_change{"tell_of_change", "select tell_of_change($1, $2, $3)"};

constexpr Statement write_probe{"write_log_probe", "update log_probe set at = clock_timestamp()"};

constexpr Statement select_check{
    "select_check",
    "select actor, checked_at, watched_until, purpose, outcome, key_version, data_key, request,"
    "       answer, pairs, basis"
    " from check_record where authority = $1 and id = $2"};

core::Error too_busy() {
  return {core::Errc::unavailable, "The register is too busy. Please try again."};
}

}  // namespace

GroupCheckLog::GroupCheckLog(Context& context) : context_(context), writer_([this] { run(); }) {}

GroupCheckLog::~GroupCheckLog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  writer_.join();
  for (auto& waiting : queue_)
    waiting->done.set_value(too_busy());
}

bool GroupCheckLog::is_stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

GroupCheckLog::Sealed GroupCheckLog::seal(const ports::CheckRecord& record) const {
  const auto& sealer = context_.sealer;
  const auto key = sealer.new_key();
  const auto place = check_place(record);
  const auto generation = sealer.generation();
  Sealed sealed{.key_version = generation,
                .data_key = sealer.wrap(key, place, generation),
                .request = sealer.seal(key, place, "request", record.request),
                .answer = sealer.seal(key, place, "answer", check_content(record)),
                .pairs = {},
                .basis = {}};
  if (!record.pairs.empty()) sealed.pairs = sealer.seal(key, place, "pairs", pairs_content(record));
  if (record.basis) sealed.basis = sealer.seal(key, place, "basis", basis_content(*record.basis));
  return sealed;
}

core::Result<void> GroupCheckLog::record(std::vector<ports::RecordedCheck> checks) {
  if (checks.empty()) return {};
  auto waiting = std::make_unique<Waiting>();
  waiting->sealed.reserve(checks.size());
  for (const auto& check : checks)
    waiting->sealed.push_back(seal(check.record));
  waiting->checks = std::move(checks);
  return write_soon(std::move(waiting));
}

core::Result<void> GroupCheckLog::note(std::vector<proof::Leaf> leaves) {
  if (leaves.empty()) return {};
  auto waiting = std::make_unique<Waiting>();
  waiting->leaves = std::move(leaves);
  return write_soon(std::move(waiting));
}

core::Result<void> GroupCheckLog::write_soon(std::unique_ptr<Waiting> waiting) {
  auto done = waiting->done.get_future();
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queued_rows_ >= context_.options.queued_checks) return too_busy();
    queued_rows_ += waiting->rows();
    queue_.push_back(std::move(waiting));
  }
  arrived_.notify_one();
  if (done.wait_for(context_.options.record_wait) != std::future_status::ready) return too_busy();
  return done.get();
}

core::Result<void> GroupCheckLog::probe(std::chrono::steady_clock::time_point deadline) {
  std::shared_future<core::Result<void>> done;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return too_busy();
    if (!probe_.valid()) {
      queue_.push_back(std::make_unique<Waiting>());
      probe_ = queue_.back()->done.get_future().share();
    }
    done = probe_;
  }
  arrived_.notify_one();
  if (done.wait_until(deadline) != std::future_status::ready) return too_busy();
  return done.get();
}

void GroupCheckLog::run() {
  pthread_setname_np(pthread_self(), "check-log");
  for (;;) {
    auto batch = take();
    if (batch.empty()) return;
    write(batch);
  }
}

// Waits for the first; takes all that came meanwhile. Empty: time to stop, at once, because a
// database that does not answer would be waited for again and again.
GroupCheckLog::Batch GroupCheckLog::take() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  Batch batch;
  if (stopping_) return batch;
  std::size_t rows = 0;
  while (!queue_.empty() && rows < most_checks_a_commit) {
    rows += queue_.front()->rows();
    if (queue_.front()->rows() == 0) probe_ = {};
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queued_rows_ -= rows;
  return batch;
}

void GroupCheckLog::write(Batch& batch) {
  auto together = insert(batch);
  const bool one_is_bad = !together && batch.size() > 1 && is_data_error(refused_with_);
  for (auto& waiting : batch)
    waiting->done.set_value(one_is_bad ? insert({&waiting, 1}) : together);
}

core::Result<void> GroupCheckLog::insert(std::span<const std::unique_ptr<Waiting>> batch) {
  LeafColumns leaves;
  Column<core::Uuid> id;
  Column<std::string_view> authority, actor, purpose, outcome;
  Column<core::Instant> checked_at;
  Column<core::Date> watched_until;
  Column<std::int16_t> key_version;
  Column<core::ByteView> data_key, request, answer, pairs, traits, basis;
  Column<std::string_view> entries;
  HitColumns hits;
  for (const auto& waiting : batch) {
    for (const auto& leaf : waiting->leaves)
      leaves.add(leaf);
    for (std::size_t i = 0; i < waiting->checks.size(); ++i) {
      const auto& [record, leaf] = waiting->checks[i];
      const auto& sealed = waiting->sealed[i];
      leaves.add(leaf);
      id.add(record.id);
      authority.add(record.authority);
      actor.add(record.actor);
      checked_at.add(record.checked_at);
      watched_until.add(record.watched_until);
      purpose.add(name_of(record.purpose));
      outcome.add(name_of(record.outcome));
      key_version.add(sealed.key_version);
      data_key.add(sealed.data_key);
      request.add(sealed.request);
      answer.add(sealed.answer);
      pairs.add_maybe(sealed.pairs);
      traits.add(traits_content(record.traits));
      entries.add(entries_content(record.entries));
      basis.add_maybe(sealed.basis);
      hits.add(record);
    }
  }
  if (leaves.id.size() == 0) return write(write_probe, {});
  Parameters parameters;
  leaves.to(parameters);
  parameters.add(key_version).add(id).add(authority).add(actor).add(checked_at);
  parameters.add(watched_until).add(purpose).add(outcome).add(data_key).add(request).add(answer);
  parameters.add(pairs).add(traits).add(entries).add(basis);
  hits.to(parameters);

  if (auto done = write(insert_checks, parameters); !done) return done;
  return note_hits(batch);
}

// Behind the commit of the checks, and before any of them is answered. Who was shown an entry as it
// was before a change that is committed by now was not told with it, and is told here.
core::Result<void> GroupCheckLog::note_hits(std::span<const std::unique_ptr<Waiting>> batch) {
  Column<std::string_view> authority;
  Column<core::Uuid> entry;
  Column<std::int64_t> version;
  for (const auto& waiting : batch) {
    for (const auto& check : waiting->checks) {
      for (const auto& given : check.record.given) {
        authority.add(check.record.authority);
        entry.add(given.entry);
        version.add(given.version);
      }
    }
  }
  if (entry.size() == 0) return {};
  auto untold = session_->run(note_given, Parameters().add(authority).add(entry).add(version));
  if (!untold) return untold.error();
  for (int i = 0; i < untold->size(); ++i) {
    const auto recorded_by = untold->at<std::string>(i, 0);
    auto told = session_->run(tell_of_change, Parameters()
                                                  .text(recorded_by)
                                                  .add(untold->at<core::Uuid>(i, 1))
                                                  .add(untold->at<std::int64_t>(i, 2)));
    if (!told) return told.error();
  }
  return {};
}

core::Result<void> GroupCheckLog::write(const Statement& statement, const Parameters& parameters) {
  auto done = write_once(statement, parameters);
  if (!done && refused_with_.empty() && !is_stopping()) done = write_once(statement, parameters);
  return done;
}

core::Result<void> GroupCheckLog::write_once(const Statement& statement,
                                             const Parameters& parameters) {
  refused_with_.clear();
  if (!session_ || !session_->is_usable()) {
    auto opened = context_.open(Role::record);
    if (!opened) return opened.error();
    session_ = std::move(*opened);
  }
  (void)session_->take_warning();
  auto rows = session_->run(statement, parameters);
  if (!rows) {
    refused_with_ = session_->last_state();
    return rows.error();
  }
  // Replication was given up: durable here alone, which is not enough for an answer.
  if (session_->take_warning()) return sql_error(statement.name, "40003");
  return {};
}

core::Result<ports::CheckRecord> GroupCheckLog::find(const ports::Caller& caller,
                                                     const core::Uuid& id) {
  return as_authority(context_, caller, [&](Session& session) -> core::Result<ports::CheckRecord> {
    auto rows = session.run(select_check, Parameters().text(caller.authority).add(id));
    if (!rows) return rows.error();
    if (rows->empty() || rows->is_null(0, 6))
      return core::Error(core::Errc::not_found, "There is no such check.");
    return check_record_of(*rows, 0, caller.authority, id, context_.sealer);
  });
}

}  // namespace badgewatch::store
