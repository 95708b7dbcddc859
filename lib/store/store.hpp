// The register in PostgreSQL: what the ports promise, kept.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/holding.hpp"
#include "domain/retention.hpp"
#include "ports/alert_desk.hpp"
#include "ports/alerts.hpp"
#include "ports/budgets.hpp"
#include "ports/checks.hpp"
#include "ports/clear_checks.hpp"
#include "ports/clients.hpp"
#include "ports/concerns.hpp"
#include "ports/disclosures.hpp"
#include "ports/duties.hpp"
#include "ports/feed.hpp"
#include "ports/findings.hpp"
#include "ports/frequencies.hpp"
#include "ports/holds.hpp"
#include "ports/keys.hpp"
#include "ports/log_tree.hpp"
#include "ports/misuse.hpp"
#include "ports/officers.hpp"
#include "ports/past.hpp"
#include "ports/reference.hpp"
#include "ports/sessions.hpp"
#include "ports/unit_of_work.hpp"
#include "ports/webhooks.hpp"
#include "store/sealing.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::ports {
class CaseOutcomes;
class ColumnMappings;
class Contacts;
class AwaitedEntries;
class DualLicenceWork;
class FirstReviews;
class LetterMaking;
class MailAddresses;
class MailOutbox;
class OwnLists;
class Rectifications;
class ReconciliationWork;
class Reconciliations;
class Rosters;
class SubjectRecords;
class Successions;
class UsedSignIns;
}  // namespace badgewatch::ports

namespace badgewatch::store {

class KeyRotation;
struct KeyRotationOptions;

// The database roles that sessions log in as; sql/README.md says what each may do.
enum class Role { migrate, app, match, record, follow, watch, log, misuse, access, audit, webhook };
// "bw_app" and so on.
std::string_view name_of(Role role);

struct StoreOptions {
  // libpq connection text for a role. Called from any thread, at each new session.
  std::function<std::string(Role)> conninfo;
  SealingKeys keys;              // wrap every record's own key
  std::size_t app_sessions = 8;  // as many as there are workers, so that no worker waits
  std::size_t match_sessions = 4;
  std::size_t access_sessions = 8;
  std::chrono::milliseconds lease_wait{2'000};  // for a session, then Errc::unavailable
  std::chrono::milliseconds statement_timeout{30'000};
  std::chrono::milliseconds lock_timeout{5'000};
  std::chrono::milliseconds record_wait{10'000};  // for the commit of a check
  // How long a daemon that hangs holds up the watch: then another takes it over.
  std::chrono::milliseconds watch_lease{5'000};
  // How long a run of reconciliation waits for one who works on it and hangs.
  std::chrono::milliseconds run_lease{60'000};
  // How long a server may say nothing to anybody in an ending: Store::begin_ending().
  std::chrono::milliseconds ending_grace{3'000};
  int misuse_months = 24;              // how long flags of misuse and reviews of samples are kept
  int officer_months = 72;             // how long a disabled officer's account is kept
  domain::HoldLimits hold_limits;      // when entries wait for a second person
  std::size_t queued_checks = 20'000;  // waiting for the group commit, then Errc::unavailable
};

// What was erased.
struct Erased {
  core::Uuid id;
  std::string authority;
  std::string kind;  // "decision" or "check"
};

// Versions that no replay needs any more.
struct Superseded {
  std::int64_t licences = 0;
  std::int64_t decisions = 0;
};

// What is past its period.
struct Expired {
  std::int64_t decisions = 0;
  std::int64_t concerns = 0;
  std::int64_t checks = 0;
  std::int64_t officers = 0;
};

// Called inside the erasing transaction, before it commits: the place to write the erasure ledger.
// Returns the leaves to be logged with it; an error undoes the erasure.
using BeforeErasing =
    std::function<core::Result<std::vector<proof::Leaf>>(std::span<const Erased>)>;

// Opens sessions when they are first wanted, so a database that is down is Errc::unavailable then.
// Every call may answer Errc::unavailable: no connection, a full disk, a lock held too long. Thread
// safe; what it gives out lives no longer than it.
class Store {
public:
  // `clock` and `randomness` outlive the store.
  Store(StoreOptions options, const core::Clock& clock, core::Randomness& randomness);
  ~Store();

  // The process is told to end: a database that answers is still waited for, one that says nothing
  // for `ending_grace` is given up by all sessions, which then open no new ones. Errc::unavailable
  // as ever, and what was under way is unknown as ever.
  void begin_ending();

  ports::Register& records();
  ports::CheckLog& checks();
  ports::Findings& findings();
  ports::Disclosures& disclosures();
  ports::AlertInbox& alerts();
  ports::AlertDesk& alert_desk();
  ports::Keys& keys();
  ports::Clients& clients();
  ports::Officers& officers();
  ports::LocalAccounts& local_accounts();
  ports::Sessions& sessions();
  ports::SignInPace& sign_in_pace();
  ports::ReferenceStore& reference();
  ports::Entries& entries();
  ports::FrequencyTables& frequencies();
  ports::LogReader& log();
  ports::MisuseDesk& misuse();
  ports::OwnLists& own_lists();
  ports::Holds& holds();
  ports::DutyDesk& duties();
  ports::Webhooks& webhooks();
  ports::MailAddresses& mail_addresses();
  ports::Reconciliations& reconciliations();
  ports::Rosters& rosters();
  ports::ConcernDesk& concerns();
  ports::CaseOutcomes& case_outcomes();
  ports::Rectifications& rectifications();
  ports::ColumnMappings& column_mappings();
  ports::Contacts& contacts();
  ports::SubjectRecords& subject_records();
  // Each with a session of its own.
  std::unique_ptr<ports::Feed> new_feed();
  std::unique_ptr<ports::Watch> new_watch();
  std::unique_ptr<ports::ReconciliationWork> new_reconciliation_work();
  std::unique_ptr<ports::ClearChecks> new_clear_checks();
  std::unique_ptr<ports::DutyAlarm> new_duty_alarm();
  std::unique_ptr<ports::FirstReviews> new_first_reviews();
  std::unique_ptr<ports::Successions> new_successions();
  std::unique_ptr<ports::AlertClocks> new_alert_clocks();
  std::unique_ptr<ports::AwaitedEntries> new_awaited_entries();
  std::unique_ptr<ports::DualLicenceWork> new_dual_licence_work();
  std::unique_ptr<ports::EventHeads> new_event_heads();
  std::unique_ptr<ports::LogWriter> new_log_writer();
  std::unique_ptr<ports::MisuseWatch> new_misuse_watch();
  std::unique_ptr<ports::Budgets> new_budgets();
  // A claim of an endpoint lasts for `lease` and is prolonged by each attempt.
  std::unique_ptr<ports::WebhookOutbox> new_webhook_outbox(std::chrono::milliseconds lease,
                                                           std::size_t sessions);
  // Likewise of a mailbox.
  std::unique_ptr<ports::MailOutbox> new_mail_outbox(std::chrono::milliseconds lease,
                                                     std::size_t sessions);
  std::unique_ptr<ports::LetterMaking> new_letter_making();
  std::unique_ptr<KeyRotation> new_key_rotation();
  std::unique_ptr<KeyRotation> new_key_rotation(const KeyRotationOptions& options);
  // What it seals and opens with; it may be given another master key while it works.
  Sealer& sealer();
  // See store/master_keys.hpp; by the role of the sender of webhooks.
  core::Result<SealingKeys> unlock_to_read(std::span<const DataKey> at_hand);
  // With two sessions, so that who comes from a provider and who types a password do not wait for
  // each other.
  std::unique_ptr<ports::UsedSignIns> new_used_sign_ins();
  // Of different people; kept over a crash of the database too.
  std::unique_ptr<ports::Budgets> new_people_budgets();

  // The register as it is at this moment, and as it was before; a session of its own, the owner's.
  core::Result<std::unique_ptr<ports::Past>> open_past();

  // Forgets at most `most` versions of licences and decisions that were superseded before `before`,
  // and logs that with what `leaf` gives for how many; also the words of tables of frequencies. How
  // many versions. Call again until there are none. One transaction.
  core::Result<Superseded> forget_superseded(
      core::Instant before, std::size_t most,
      const std::function<proof::Leaf(const Superseded&)>& leaf);

  // Erases at most `most` decisions past `retained_until`, with what was found about them, and
  // checks past `watched_until`: the key and the sealed content go, a tombstone stays. Forgets old
  // idempotency answers as well. Call again until nothing comes back. One transaction.
  core::Result<std::vector<Erased>> erase_expired(core::Date today, core::Instant now,
                                                  std::size_t most, const BeforeErasing& before);
  // What erase_expired() would erase.
  core::Result<Expired> count_expired(core::Date today);
  // Of cases, which go as well.
  core::Result<std::int64_t> count_expired_outcomes(core::Date today);
  // The same against all that the register holds, and the newest thing that it recorded.
  core::Result<domain::DueForErasure> due_for_erasure(core::Instant now);
  // After a restore: erases again what the ledger names, wherever it is back.
  core::Result<std::size_t> replay_erasures(std::span<const core::Uuid> ids, core::Instant now);
  // What the register's operator did, which no request can log.
  core::Result<void> log_as_operator(const proof::Leaf& leaf);
  // The leaves and their numbers stay; what is signed from now on is another log's, under a name of
  // its own. After a restore, or when the signing key was lost.
  core::Result<void> begin_log_anew(const proof::Leaf& leaf);
  // After a restore or a forced failover: no index built before may prove anything against it.
  core::Result<void> new_epoch();
  // As MisuseDesk::seen_by(), in full, for the operator.
  core::Result<ports::Sights> entry_seen_by(const core::Uuid& entry);
  // Flags that are no single authority's, the newest first, at most `limit`.
  core::Result<std::vector<ports::MisuseFlag>> operators_flags(std::size_t limit);

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace badgewatch::store
