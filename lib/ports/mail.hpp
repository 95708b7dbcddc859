// Mailboxes to which an authority's alerts are told, the letters to them, and the relay.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/uuid.hpp"
#include "domain/alert.hpp"
#include "domain/mail.hpp"
#include "ports/outbox.hpp"
#include "proof/leaf.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

// The code by which it is confirmed that somebody reads a mailbox.
struct MailCode {
  core::Secret digits;
  core::Instant made_at;
};

struct MailAddress {
  core::Uuid id;
  std::string authority;
  core::Secret email;
  domain::MailMode mode = domain::MailMode::digest;
  std::vector<domain::AlertKind> kinds;  // none: all
  core::Instant created_at;
  std::optional<core::Instant> confirmed_at;  // no alert is told before
  std::optional<MailCode> code;               // until it is confirmed
  std::optional<core::Instant> disabled_at;
  std::optional<domain::DisabledBecause> disabled_because;
  std::optional<core::Instant> failing_since;
};

// Thread safe. Own mailboxes only: another authority's is Errc::not_found. Each change is in the
// log by its leaf.
class MailAddresses {
public:
  virtual ~MailAddresses() = default;
  virtual core::Result<std::vector<MailAddress>> list(const std::string& authority) = 0;
  virtual core::Result<MailAddress> find(const std::string& authority, const core::Uuid& id) = 0;
  // With the letter that holds its code. Errc::conflict when the authority has as many as it may.
  virtual core::Result<void> add(const MailAddress& address, std::size_t most,
                                 const proof::Leaf& leaf) = 0;
  // With all that was to be sent to it.
  virtual core::Result<void> remove(const std::string& authority, const core::Uuid& id,
                                    const proof::Leaf& leaf) = 0;
  // What it is told and how, its code, and whether it is confirmed or disabled. Confirmed, no
  // letter with a code is sent any more.
  virtual core::Result<void> change(const MailAddress& address, const proof::Leaf& leaf) = 0;
  // As change(), with a letter that holds its code; guesses are counted anew.
  virtual core::Result<void> send_code(const MailAddress& address, const proof::Leaf& leaf) = 0;
  // A letter that only says that letters come.
  virtual core::Result<void> queue_test(const std::string& authority, const core::Uuid& id,
                                        core::Instant now, const proof::Leaf& leaf) = 0;
  // Counts a guess of its code before that is looked at. False where there were as many as may be.
  virtual core::Result<bool> count_guess(const std::string& authority, const core::Uuid& id) = 0;
  virtual core::Result<Undelivered> undelivered(const std::string& authority,
                                                const core::Uuid& id) = 0;
  // With a number over `after`, in order, at most `limit`.
  virtual core::Result<std::vector<DeliveryAttempt>> attempts(const std::string& authority,
                                                              const core::Uuid& id,
                                                              std::int64_t after,
                                                              std::size_t limit) = 0;
};

struct ClaimedMailAddress : Claim {
  core::Secret email;
  std::optional<MailCode> code;
};

// The types of letters.
inline constexpr std::string_view letter_with_code = "mail.code";
inline constexpr std::string_view letter_of_alerts = "mail.alerts";
inline constexpr std::string_view letter_of_test = "mail.test";

// What a letter tells. Nothing of it is about a person.
struct LetterKind {
  std::string kind;
  std::int64_t alerts = 0;
  std::optional<core::Date> due_on = {};  // the earliest last day among them
};
struct LetterAlert {
  std::int64_t seq = 0;  // of its event
  std::string kind;
  core::Uuid id;
  std::optional<core::Date> due_on = {};
};
struct LetterContent {
  std::vector<LetterKind> kinds;    // all of it, counted
  std::vector<LetterAlert> alerts;  // the first of them
};

class MailOutbox : public Outbox {
public:
  // As WebhookOutbox::claim().
  virtual core::Result<std::vector<ClaimedMailAddress>> claim(Lane lane, core::Instant now,
                                                              std::size_t limit) = 0;
  // What a letter of alerts tells; at most `limit` of them one by one.
  virtual core::Result<LetterContent> content(const Claim& claim, const DueMessage& letter,
                                              std::size_t limit) = 0;
};

// Makes letters of the alerts that wait to be told. Any number may be at it at once, on any host:
// each alert is told to each mailbox by one letter.
class LetterMaking {
public:
  virtual ~LetterMaking() = default;
  // For mailboxes that are told of each alert: a letter for each whose clock has begun, or one for
  // all where more than `most_single` wait. How many mailboxes had some; more may be left.
  virtual core::Result<std::size_t> make_single(core::Instant now, std::int64_t most_single) = 0;
  // For those that are told once a day: one letter for all that wait, once for that day. How many
  // mailboxes were looked at; more may be left.
  virtual core::Result<std::size_t> make_digests(core::Date day, core::Instant now) = 0;
};

// A letter as the relay gets it.
struct Letter {
  std::string id;  // before the @ of its Message-ID: the same each time that it is sent
  core::Secret to;
  std::string subject;
  core::Secret text;  // UTF-8; lines end with \n
  core::Instant at;
};

struct RelayAnswer {
  domain::MailAnswer answer = domain::MailAnswer::later;
  std::optional<int> status;  // of the last reply that came
  std::string result;         // a sentence, without anything that the relay sent
};

// Used by one thread at a time. Waits, so never on an I/O thread.
class Relay {
public:
  virtual ~Relay() = default;
  // Within that time, from finding the relay to its last reply.
  virtual RelayAnswer send(const Letter& letter, std::chrono::milliseconds time) = 0;
};

inline core::Error no_mail_address() {
  return {core::Errc::not_found, "There is no such mail address of yours."};
}

}  // namespace badgewatch::ports
