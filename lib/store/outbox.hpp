// ports::Outbox: what is to be sent to one kind of endpoint, claimed by endpoint.
#pragma once

#include "ports/outbox.hpp"
#include "store/context.hpp"

#include <list>
#include <span>
#include <string>

namespace badgewatch::store {

// The statements of the tables NAME (endpoints), NAME_delivery and NAME_attempt, which name the
// endpoint in their column NAME. Made once, and kept for as long as anybody uses them.
class OutboxStatements {
  std::list<std::string> texts_;  // first: the statements point into it

public:
  // `claimed` are the columns that a claim gives behind authority, id and fence; `refusals`, where
  // there are some, how many messages of the endpoint `w` were refused for good in a row.
  OutboxStatements(const std::string& name, const std::string& claimed,
                   const std::string& refusals);
  OutboxStatements(const OutboxStatements&) = delete;
  OutboxStatements& operator=(const OutboxStatements&) = delete;

  Statement claim, select_endpoint, select_due, keep_attempt, keep_delivered, tell_disabled,
      release, forget_deliveries, forget_attempts;

private:
  Statement made(std::string_view name, std::string_view sql, const std::string& table,
                 const std::string& claimed, const std::string& refusals);
};

// As the role bw_webhook alone, with sessions of its own. Thread safe.
class SqlOutbox {
public:
  // `statements` outlive it.
  SqlOutbox(Context& context, const OutboxStatements& statements, std::chrono::milliseconds lease,
            std::size_t sessions);

  // The rows of what was claimed: authority, id, fence and the columns of its own.
  core::Result<Rows> claim(ports::Lane lane, core::Instant now, std::size_t limit);
  core::Result<ports::DueBatch> due(const ports::Claim& claim, core::Instant now,
                                    std::size_t limit);
  core::Result<bool> complete(const ports::Claim& claim, const ports::AttemptMade& made);
  core::Result<bool> complete_delivered(const ports::Claim& claim,
                                        std::span<const ports::AttemptMade> made);
  core::Result<void> release(const ports::Claim& claim);
  core::Result<std::int64_t> forget(core::Instant before);
  core::Result<Lease> session() { return pool_.lease(); }

private:
  core::Result<bool> keep_attempt(Session& session, const ports::Claim& claim,
                                  const ports::AttemptMade& made);

  const OutboxStatements& statements_;
  const std::int64_t lease_ms_;
  Pool pool_;
};

ports::Claim claim_in(const Rows& rows, int row);
// Of number, message, seq, type, at, took_ms, status and result.
std::vector<ports::DeliveryAttempt> attempts_in(const Rows& rows);
Parameters key_of(const ports::Claim& claim);

// "msg_" and 32 hexadecimal digits: no full stop, which parts the signed text of a webhook.
std::string message_text(const core::Uuid& message);
std::optional<core::Uuid> read_message(std::string_view text);

}  // namespace badgewatch::store
