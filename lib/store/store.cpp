#include "store/store.hpp"

#include "store/alert_clocks.hpp"
#include "store/alert_desk.hpp"
#include "store/alert_inbox.hpp"
#include "store/awaited_entries.hpp"
#include "store/case_outcomes.hpp"
#include "store/check_log.hpp"
#include "store/clear_checks.hpp"
#include "store/clients.hpp"
#include "store/column_mappings.hpp"
#include "store/concerns.hpp"
#include "store/contacts.hpp"
#include "store/context.hpp"
#include "store/disclosures.hpp"
#include "store/dual_licences.hpp"
#include "store/duties.hpp"
#include "store/entries.hpp"
#include "store/event_heads.hpp"
#include "store/feed.hpp"
#include "store/findings.hpp"
#include "store/first_reviews.hpp"
#include "store/frequencies.hpp"
#include "store/holds.hpp"
#include "store/key_rotation.hpp"
#include "store/keys.hpp"
#include "store/letter_making.hpp"
#include "store/log_reader.hpp"
#include "store/log_writer.hpp"
#include "store/mail_addresses.hpp"
#include "store/mail_outbox.hpp"
#include "store/master_keys.hpp"
#include "store/migrations.hpp"
#include "store/misuse_desk.hpp"
#include "store/misuse_watch.hpp"
#include "store/officers.hpp"
#include "store/own_lists.hpp"
#include "store/past.hpp"
#include "store/reconciliation_work.hpp"
#include "store/reconciliations.hpp"
#include "store/records.hpp"
#include "store/rectifications.hpp"
#include "store/reference_store.hpp"
#include "store/replay_window.hpp"
#include "store/request_budgets.hpp"
#include "store/retention.hpp"
#include "store/rosters.hpp"
#include "store/rows.hpp"
#include "store/sessions.hpp"
#include "store/subject_records.hpp"
#include "store/successions.hpp"
#include "store/used_sign_ins.hpp"
#include "store/watch.hpp"
#include "store/webhook_outbox.hpp"
#include "store/webhooks.hpp"

namespace badgewatch::store {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::migrate:
      return "bw_migrate";
    case Role::app:
      return "bw_app";
    case Role::match:
      return "bw_match";
    case Role::record:
      return "bw_record";
    case Role::follow:
      return "bw_follow";
    case Role::watch:
      return "bw_watch";
    case Role::log:
      return "bw_log";
    case Role::misuse:
      return "bw_misuse";
    case Role::access:
      return "bw_access";
    case Role::audit:
      return "bw_audit";
    case Role::webhook:
      return "bw_webhook";
  }
  return "";
}

Context::Context(StoreOptions store_options, const core::Clock& a_clock,
                 core::Randomness& a_randomness)
    : options(std::move(store_options)),
      ending(options.ending_grace),
      clock(a_clock),
      randomness(a_randomness),
      sealer(options.keys, a_randomness),
      app([this] { return options.conninfo(Role::app); }, options.app_sessions, options.lease_wait,
          limits()),
      match([this] { return options.conninfo(Role::match); }, options.match_sessions,
            options.lease_wait, limits()),
      access([this] { return options.conninfo(Role::access); }, options.access_sessions,
             options.lease_wait, limits()) {
  options.keys = {};  // the sealer has them, in memory that is locked
}

std::int64_t lock_key(const Sealer& sealer, std::string_view purpose, std::string_view name) {
  const auto hash = sealer.blind("lock", {purpose, name});
  std::int64_t key = 0;
  get(core::ByteView(hash).first(sizeof key), key);
  return key;
}

core::Result<std::unique_ptr<Session>> begin_as_owner(const Context& context) {
  auto session = open_as_owner(context.options.conninfo(Role::migrate), context.limits());
  if (!session) return session.error();
  if (auto begun = (*session)->script("begin", "begin"); !begun) return begun.error();
  return session;
}

struct Store::Impl {
  Impl(StoreOptions options, const core::Clock& clock, core::Randomness& randomness)
      : context(std::move(options), clock, randomness) {}

  Context context;
  SqlRegister records{context};
  GroupCheckLog checks{context};
  SqlFindings findings{context};
  SqlDisclosures disclosures{context};
  SqlAlertInbox alerts{context};
  SqlAlertDesk alert_desk{context};
  SqlKeys keys{context};
  SqlClients clients{context};
  SqlOfficers officers{context};
  SqlSessions sessions{context};
  SqlReferenceStore reference{context};
  SqlEntries entries{context};
  SqlFrequencyTables frequencies{context};
  SqlLogReader log{context};
  SqlMisuseDesk misuse{context};
  SqlOwnLists own_lists{context};
  SqlHolds holds{context};
  SqlDutyDesk duties{context};
  SqlCaseOutcomes case_outcomes{context};
  SqlRectifications rectifications{context};
  SqlColumnMappings column_mappings{context};
  SqlContacts contacts{context};
  SqlSubjectRecords subject_records{context};
  SqlWebhooks webhooks{context};
  SqlMailAddresses mail_addresses{context};
  SqlReconciliations reconciliations{context};
  SqlRosters rosters{context};
  SqlConcernDesk concerns{context};
};

Store::Store(StoreOptions options, const core::Clock& clock, core::Randomness& randomness)
    : impl_(std::make_unique<Impl>(std::move(options), clock, randomness)) {}

Store::~Store() = default;

void Store::begin_ending() {
  impl_->context.ending.begin();
}

ports::Register& Store::records() {
  return impl_->records;
}
ports::Disclosures& Store::disclosures() {
  return impl_->disclosures;
}
ports::CheckLog& Store::checks() {
  return impl_->checks;
}
ports::Findings& Store::findings() {
  return impl_->findings;
}
ports::AlertInbox& Store::alerts() {
  return impl_->alerts;
}
ports::AlertDesk& Store::alert_desk() {
  return impl_->alert_desk;
}
std::unique_ptr<ports::AlertClocks> Store::new_alert_clocks() {
  return std::make_unique<SqlAlertClocks>(impl_->context);
}
ports::Keys& Store::keys() {
  return impl_->keys;
}
ports::Clients& Store::clients() {
  return impl_->clients;
}
ports::Officers& Store::officers() {
  return impl_->officers;
}
ports::LocalAccounts& Store::local_accounts() {
  return impl_->officers;
}
ports::Sessions& Store::sessions() {
  return impl_->sessions;
}
ports::SignInPace& Store::sign_in_pace() {
  return impl_->sessions;
}
ports::ReferenceStore& Store::reference() {
  return impl_->reference;
}
ports::Entries& Store::entries() {
  return impl_->entries;
}
ports::FrequencyTables& Store::frequencies() {
  return impl_->frequencies;
}
ports::LogReader& Store::log() {
  return impl_->log;
}
ports::MisuseDesk& Store::misuse() {
  return impl_->misuse;
}
ports::OwnLists& Store::own_lists() {
  return impl_->own_lists;
}
std::unique_ptr<ports::MisuseWatch> Store::new_misuse_watch() {
  return std::make_unique<SqlMisuseWatch>(impl_->context);
}
ports::Holds& Store::holds() {
  return impl_->holds;
}
ports::ConcernDesk& Store::concerns() {
  return impl_->concerns;
}
ports::CaseOutcomes& Store::case_outcomes() {
  return impl_->case_outcomes;
}
ports::Rectifications& Store::rectifications() {
  return impl_->rectifications;
}
ports::ColumnMappings& Store::column_mappings() {
  return impl_->column_mappings;
}
ports::Contacts& Store::contacts() {
  return impl_->contacts;
}
ports::SubjectRecords& Store::subject_records() {
  return impl_->subject_records;
}
ports::DutyDesk& Store::duties() {
  return impl_->duties;
}
std::unique_ptr<ports::DutyAlarm> Store::new_duty_alarm() {
  return std::make_unique<SqlDutyAlarm>(impl_->context);
}
std::unique_ptr<ports::FirstReviews> Store::new_first_reviews() {
  return std::make_unique<SqlFirstReviews>(impl_->context);
}
std::unique_ptr<ports::Successions> Store::new_successions() {
  return std::make_unique<SqlSuccessions>(impl_->context);
}
ports::Webhooks& Store::webhooks() {
  return impl_->webhooks;
}
std::unique_ptr<ports::WebhookOutbox> Store::new_webhook_outbox(std::chrono::milliseconds lease,
                                                                std::size_t sessions) {
  return std::make_unique<SqlWebhookOutbox>(impl_->context, lease, sessions);
}
ports::MailAddresses& Store::mail_addresses() {
  return impl_->mail_addresses;
}
std::unique_ptr<ports::MailOutbox> Store::new_mail_outbox(std::chrono::milliseconds lease,
                                                          std::size_t sessions) {
  return std::make_unique<SqlMailOutbox>(impl_->context, lease, sessions);
}
std::unique_ptr<ports::LetterMaking> Store::new_letter_making() {
  return std::make_unique<SqlLetterMaking>(impl_->context);
}
ports::Reconciliations& Store::reconciliations() {
  return impl_->reconciliations;
}
ports::Rosters& Store::rosters() {
  return impl_->rosters;
}
std::unique_ptr<ports::ReconciliationWork> Store::new_reconciliation_work() {
  return std::make_unique<SqlReconciliationWork>(impl_->context, impl_->context.options.run_lease);
}
std::unique_ptr<ports::AwaitedEntries> Store::new_awaited_entries() {
  return std::make_unique<SqlAwaitedEntries>(impl_->context);
}
std::unique_ptr<ports::DualLicenceWork> Store::new_dual_licence_work() {
  return std::make_unique<SqlDualLicenceWork>(impl_->context);
}
std::unique_ptr<ports::EventHeads> Store::new_event_heads() {
  return std::make_unique<SqlEventHeads>(impl_->context);
}
std::unique_ptr<ports::LogWriter> Store::new_log_writer() {
  return std::make_unique<SqlLogWriter>(impl_->context);
}
std::unique_ptr<ports::Feed> Store::new_feed() {
  return std::make_unique<SqlFeed>(impl_->context);
}
std::unique_ptr<ports::ClearChecks> Store::new_clear_checks() {
  return std::make_unique<SqlClearChecks>(impl_->context);
}
std::unique_ptr<ports::Watch> Store::new_watch() {
  return std::make_unique<SqlWatch>(impl_->context);
}

std::unique_ptr<ports::Budgets> Store::new_budgets() {
  return std::make_unique<SqlBudgets>(impl_->context, SqlBudgets::of_requests);
}
std::unique_ptr<ports::Budgets> Store::new_people_budgets() {
  return std::make_unique<SqlBudgets>(impl_->context, SqlBudgets::of_people);
}
std::unique_ptr<ports::UsedSignIns> Store::new_used_sign_ins() {
  return std::make_unique<SqlUsedSignIns>(impl_->context);
}
core::Result<ports::Sights> Store::entry_seen_by(const core::Uuid& entry) {
  return seen_by_anybody(impl_->context, entry);
}
core::Result<std::vector<ports::MisuseFlag>> Store::operators_flags(std::size_t limit) {
  return store::operators_flags(impl_->context, limit);
}

std::unique_ptr<KeyRotation> Store::new_key_rotation() {
  return new_key_rotation(KeyRotationOptions{});
}

std::unique_ptr<KeyRotation> Store::new_key_rotation(const KeyRotationOptions& options) {
  return std::make_unique<KeyRotation>(impl_->context, options);
}

Sealer& Store::sealer() {
  return impl_->context.sealer;
}

core::Result<SealingKeys> Store::unlock_to_read(std::span<const DataKey> at_hand) {
  auto& context = impl_->context;
  return store::unlock_to_read(context.options.conninfo(Role::webhook), at_hand, context.ending);
}

core::Result<std::vector<Erased>> Store::erase_expired(core::Date today, core::Instant now,
                                                       std::size_t most,
                                                       const BeforeErasing& before) {
  return store::erase_expired(impl_->context, today, now, most, before);
}
core::Result<Expired> Store::count_expired(core::Date today) {
  return store::count_expired(impl_->context, today);
}
core::Result<std::int64_t> Store::count_expired_outcomes(core::Date today) {
  return store::count_expired_outcomes(impl_->context, today);
}
core::Result<domain::DueForErasure> Store::due_for_erasure(core::Instant now) {
  return store::due_for_erasure(impl_->context, now);
}
core::Result<std::unique_ptr<ports::Past>> Store::open_past() {
  return SqlPast::open(impl_->context);
}
core::Result<Superseded> Store::forget_superseded(
    core::Instant before, std::size_t most,
    const std::function<proof::Leaf(const Superseded&)>& leaf) {
  return store::forget_superseded(impl_->context, before, most, leaf);
}
core::Result<std::size_t> Store::replay_erasures(std::span<const core::Uuid> ids,
                                                 core::Instant now) {
  return store::replay_erasures(impl_->context, ids, now);
}
core::Result<void> Store::log_as_operator(const proof::Leaf& leaf) {
  auto session = begin_as_owner(impl_->context);
  if (!session) return session.error();
  if (auto logged = insert_leaves(**session, {&leaf, 1}); !logged) return logged.error();
  return (*session)->commit();
}
core::Result<void> Store::begin_log_anew(const proof::Leaf& leaf) {
  constexpr Statement begin_log{"begin_log_anew", "update log_head set log_id = gen_random_uuid()"};
  auto session = begin_as_owner(impl_->context);
  if (!session) return session.error();
  if (auto begun = (*session)->run(begin_log); !begun) return begun.error();
  if (auto logged = insert_leaves(**session, {&leaf, 1}); !logged) return logged.error();
  return (*session)->commit();
}
core::Result<void> Store::new_epoch() {
  return store::new_epoch(impl_->context);
}

}  // namespace badgewatch::store
