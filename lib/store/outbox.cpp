#include "store/outbox.hpp"

#include "core/bytes.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace badgewatch::store {

namespace {

constexpr std::string_view message_mark = "msg_";

// Whoever writes an event holds its endpoints (a foreign key) until its transaction is on the disk:
// so a claim takes no lock that these exclude, or it would pass an endpoint by for as long as
// events come. Each claim has a fence of its own, drawn at random: one who hung and comes back is
// told apart by that. Not counted up, since a claim is not waited for until it is on the disk: a
// crash of the server may take it, and the next one would be given the same number. What is sent
// under a claim that was lost so is sent again by the next one, under its id.
constexpr std::string_view claim_sql =
    "with due as ("
    "  select w.authority, w.id from @ as w"
    "  where w.disabled_at is null and w.not_before <= $1 and (w.failures > 0) = $2"
    "    and (w.lease_until is null or w.lease_until < clock_timestamp())"
    "    and exists (select from @_delivery as d"
    "                 where d.authority = w.authority and d.@ = w.id"
    "                   and d.state = 'pending' and d.next_at <= $1)"
    "  order by w.lease_until nulls first, w.id limit $3"
    "  for no key update of w skip locked)"
    " update @ as w set fence = hashtextextended(gen_random_uuid()::text, 0),"
    "        lease_until = clock_timestamp() + $4 * interval '1 millisecond'"
    " from due where w.authority = due.authority and w.id = due.id"
    "   and (select set_config('synchronous_commit', 'off', true)) is not null"
    " returning w.authority, w.id, w.fence, #claimed";
constexpr std::string_view select_endpoint_sql =
    "select w.failing_since, w.failures, #refusals from @ as w"
    " where w.authority = $1 and w.id = $2 and w.fence = $3";
constexpr std::string_view select_due_sql =
    "select message, seq, type, at, attempts::bigint from @_delivery"
    " where authority = $1 and @ = $2 and state = 'pending' and next_at <= $3"
    " order by next_at, seq nulls first limit $4";
// One who lost the claim keeps nothing. Not waited for until it is on the disk: what a crash of the
// server takes of it is sent again, under its id.
constexpr std::string_view keep_attempt_sql =
    "with endpoint as ("
    "  update @ set attempts = attempts + 1,"
    "         failures = case when $4 then 0 else failures + 1 end,"
    "         failing_since = case when $4 then null else coalesce(failing_since, $5) end,"
    "         not_before = $6, disabled_at = case when $7::text is null then null else $5 end,"
    "         disabled_because = $7,"
    "         lease_until = clock_timestamp() + $8 * interval '1 millisecond'"
    "  where authority = $1 and id = $2 and fence = $3 and disabled_at is null"
    "    and (select set_config('synchronous_commit', 'off', true)) is not null"
    "  returning attempts"
    "), delivery as ("
    "  update @_delivery set state = $10, attempts = attempts + 1, next_at = $11,"
    "         ended_at = case when $10 = 'pending' then null else $5::timestamptz end"
    "  where authority = $1 and @ = $2 and message = $9 and exists (select from endpoint))"
    " insert into @_attempt (authority, @, number, message, at, took_ms, status, result)"
    " select $1, $2, attempts, $9, $5, $12, $13::bigint, $14 from endpoint";
// The same for what was sent beside each other and taken. Numbered in the order in which it ended.
constexpr std::string_view keep_delivered_sql =
    "with sent as ("
    "  select * from unnest($5::uuid[], $6::timestamptz[], $7::bigint[], $8::bigint[], $9::text[])"
    "                with ordinality as s(message, at, took_ms, status, result, n)"
    "), endpoint as ("
    "  update @ set attempts = attempts + (select count(*) from sent), failures = 0,"
    "         failing_since = null, lease_until = clock_timestamp() + $4 * interval '1 millisecond'"
    "  where authority = $1 and id = $2 and fence = $3 and disabled_at is null"
    "    and (select set_config('synchronous_commit', 'off', true)) is not null"
    "  returning attempts - (select count(*) from sent) as before"
    "), delivery as ("
    "  update @_delivery as d set state = 'delivered', attempts = d.attempts + 1, next_at = s.at,"
    "         ended_at = s.at"
    "  from sent as s"
    "  where d.authority = $1 and d.@ = $2 and d.message = s.message"
    "    and exists (select from endpoint))"
    " insert into @_attempt (authority, @, number, message, at, took_ms, status, result)"
    " select $1, $2, e.before + s.n, s.message, s.at, s.took_ms, s.status, s.result"
    " from endpoint as e cross join sent as s";
constexpr std::string_view tell_disabled_sql = "select tell_@_disabled($1, $2, $3)";
// Nor this: a claim that is not given back runs out.
constexpr std::string_view release_sql =
    "update @ set lease_until = null where authority = $1 and id = $2 and fence = $3"
    " and (select set_config('synchronous_commit', 'off', true)) is not null";
constexpr std::string_view forget_deliveries_sql =
    "delete from @_delivery where (authority, @, message) in"
    " (select authority, @, message from @_delivery"
    "   where ended_at < $1 order by ended_at limit $2)";
constexpr std::string_view forget_attempts_sql =
    "delete from @_attempt where (authority, @, number) in"
    " (select authority, @, number from @_attempt where at < $1 order by at limit $2)";

std::string with(std::string text, std::string_view mark, const std::string& put) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + put.size()))
    text.replace(at, mark.size(), put);
  return text;
}

}  // namespace

Statement OutboxStatements::made(std::string_view name, std::string_view sql,
                                 const std::string& table, const std::string& claimed,
                                 const std::string& refusals) {
  const auto& its_name = texts_.emplace_back(with(std::string(name), "@", table));
  const auto& text = texts_.emplace_back(
      with(with(with(std::string(sql), "#claimed", claimed), "#refusals", refusals), "@", table));
  return {its_name.c_str(), text.c_str()};
}

OutboxStatements::OutboxStatements(const std::string& name, const std::string& claimed,
                                   const std::string& refusals)
    : claim(made("claim_@", claim_sql, name, claimed, refusals)),
      select_endpoint(made("select_@_endpoint", select_endpoint_sql, name, claimed, refusals)),
      select_due(made("select_due_of_@", select_due_sql, name, claimed, refusals)),
      keep_attempt(made("keep_@_attempt", keep_attempt_sql, name, claimed, refusals)),
      keep_delivered(made("keep_delivered_by_@", keep_delivered_sql, name, claimed, refusals)),
      tell_disabled(made("tell_@_disabled", tell_disabled_sql, name, claimed, refusals)),
      release(made("release_@", release_sql, name, claimed, refusals)),
      forget_deliveries(
          made("forget_@_deliveries", forget_deliveries_sql, name, claimed, refusals)),
      forget_attempts(made("forget_@_attempts", forget_attempts_sql, name, claimed, refusals)) {}

ports::Claim claim_in(const Rows& rows, int row) {
  return {.authority = rows.at<std::string>(row, 0),
          .id = rows.at<core::Uuid>(row, 1),
          .fence = rows.at<std::int64_t>(row, 2)};
}

Parameters key_of(const ports::Claim& claim) {
  return std::move(Parameters().text(claim.authority).add(claim.id));
}

SqlOutbox::SqlOutbox(Context& context, const OutboxStatements& statements,
                     std::chrono::milliseconds lease, std::size_t sessions)
    : statements_(statements),
      lease_ms_(lease.count()),
      pool_([&context] { return context.options.conninfo(Role::webhook); }, sessions,
            context.options.lease_wait, context.limits()) {}

core::Result<Rows> SqlOutbox::claim(ports::Lane lane, core::Instant now, std::size_t limit) {
  auto session = pool_.lease();
  if (!session) return session.error();
  Parameters parameters;
  parameters.add(now).add(lane == ports::Lane::failing);
  parameters.add(static_cast<std::int64_t>(limit)).add(lease_ms_);
  return (*session)->run(statements_.claim, parameters);
}

core::Result<ports::DueBatch> SqlOutbox::due(const ports::Claim& claim, core::Instant now,
                                             std::size_t limit) {
  auto session = pool_.lease();
  if (!session) return session.error();
  ports::DueBatch batch;
  auto endpoint = (*session)->run(statements_.select_endpoint, key_of(claim).add(claim.fence));
  if (!endpoint) return endpoint.error();
  if (endpoint->empty()) return batch;
  batch.endpoint = {.failing_since = endpoint->maybe<core::Instant>(0, 0),
                    .failures = endpoint->at<std::int64_t>(0, 1),
                    .refusals = endpoint->at<std::int64_t>(0, 2)};
  auto rows = (*session)->run(statements_.select_due,
                              key_of(claim).add(now).add(static_cast<std::int64_t>(limit)));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i)
    batch.messages.push_back({.id = message_text(rows->at<core::Uuid>(i, 0)),
                              .seq = rows->maybe<std::int64_t>(i, 1),
                              .type = rows->at<std::string>(i, 2),
                              .at = rows->at<core::Instant>(i, 3),
                              .attempts = static_cast<int>(rows->at<std::int64_t>(i, 4))});
  return batch;
}

core::Result<bool> SqlOutbox::complete(const ports::Claim& claim, const ports::AttemptMade& made) {
  auto session = pool_.lease();
  if (!session) return session.error();
  if (!made.verdict.disable) return keep_attempt(**session, claim, made);
  if (auto begun = (*session)->script("begin", "begin"); !begun) return begun.error();
  auto kept = keep_attempt(**session, claim, made);
  if (kept && *kept)
    if (auto told = (*session)->run(statements_.tell_disabled, key_of(claim).add(made.at)); !told)
      kept = told.error();
  if (!kept || !*kept) {
    (*session)->rollback();
    return kept;
  }
  if (auto done = (*session)->commit(); !done) return done.error();
  return true;
}

core::Result<bool> SqlOutbox::keep_attempt(Session& session, const ports::Claim& claim,
                                           const ports::AttemptMade& made) {
  const auto message = read_message(made.message.id);
  if (!message) return core::Error(core::Errc::internal, "A message's id is not of its form.");
  const auto& verdict = made.verdict;
  std::optional<std::string_view> because;
  if (verdict.disable) because = name_of(*verdict.disable);
  std::optional<std::int64_t> status;
  if (made.status) status = *made.status;
  Parameters parameters = key_of(claim);
  parameters.add(claim.fence).add(verdict.state == domain::DeliveryState::delivered);
  parameters.add(made.at).add(verdict.not_before).add(because).add(lease_ms_);
  parameters.add(*message).text(name_of(verdict.state)).add(verdict.next_at);
  parameters.add(std::int64_t{made.took.count()}).add(status).text(made.result);
  auto done = session.run(statements_.keep_attempt, parameters);
  if (!done) return done.error();
  return done->affected() == 1;
}

core::Result<bool> SqlOutbox::complete_delivered(const ports::Claim& claim,
                                                 std::span<const ports::AttemptMade> made) {
  Column<core::Uuid> message;
  Column<core::Instant> at;
  Column<std::int64_t> took, status;
  Column<std::string_view> result;
  for (const auto& one : made) {
    const auto id = read_message(one.message.id);
    if (!id) return core::Error(core::Errc::internal, "A message's id is not of its form.");
    message.add(*id);
    at.add(one.at);
    took.add(one.took.count());
    status.add_maybe(one.status ? std::optional<std::int64_t>(*one.status) : std::nullopt);
    result.add(one.result);
  }
  auto session = pool_.lease();
  if (!session) return session.error();
  Parameters parameters = key_of(claim);
  parameters.add(claim.fence).add(lease_ms_).add(message).add(at).add(took).add(status);
  auto done = (*session)->run(statements_.keep_delivered, parameters.add(result));
  if (!done) return done.error();
  return done->affected() > 0;
}

core::Result<void> SqlOutbox::release(const ports::Claim& claim) {
  auto session = pool_.lease();
  if (!session) return session.error();
  auto released = (*session)->run(statements_.release, key_of(claim).add(claim.fence));
  if (!released) return released.error();
  return {};
}

core::Result<std::int64_t> SqlOutbox::forget(core::Instant before) {
  constexpr std::int64_t most = 5'000;
  auto session = pool_.lease();
  if (!session) return session.error();
  std::int64_t forgotten = 0;
  for (const auto& statement : {statements_.forget_deliveries, statements_.forget_attempts}) {
    auto rows = (*session)->run(statement, Parameters().add(before).add(most));
    if (!rows) return rows.error();
    forgotten += rows->affected();
  }
  return forgotten;
}

std::vector<ports::DeliveryAttempt> attempts_in(const Rows& rows) {
  std::vector<ports::DeliveryAttempt> attempts;
  for (int i = 0; i < rows.size(); ++i) {
    ports::DeliveryAttempt one;
    one.number = rows.at<std::int64_t>(i, 0);
    one.message = message_text(rows.at<core::Uuid>(i, 1));
    one.seq = rows.maybe<std::int64_t>(i, 2);
    one.type = rows.at<std::string>(i, 3);
    one.at = rows.at<core::Instant>(i, 4);
    one.took = std::chrono::milliseconds(rows.at<std::int64_t>(i, 5));
    if (const auto status = rows.maybe<std::int64_t>(i, 6)) one.status = static_cast<int>(*status);
    one.result = rows.at<std::string>(i, 7);
    attempts.push_back(std::move(one));
  }
  return attempts;
}

std::string message_text(const core::Uuid& message) {
  return std::string(message_mark) + core::hex(message.bytes);
}

std::optional<core::Uuid> read_message(std::string_view text) {
  if (!text.starts_with(message_mark)) return {};
  const auto bytes = core::from_hex(text.substr(message_mark.size()));
  core::Uuid id;
  if (!bytes || bytes->size() != id.bytes.size()) return {};
  std::copy(bytes->begin(), bytes->end(), id.bytes.begin());
  return id;
}

}  // namespace badgewatch::store
