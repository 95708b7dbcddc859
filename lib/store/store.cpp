#include "store/store.hpp"

#include "store/alert_inbox.hpp"
#include "store/check_log.hpp"
#include "store/clients.hpp"
#include "store/context.hpp"
#include "store/entries.hpp"
#include "store/event_heads.hpp"
#include "store/feed.hpp"
#include "store/findings.hpp"
#include "store/frequencies.hpp"
#include "store/keys.hpp"
#include "store/log_reader.hpp"
#include "store/log_writer.hpp"
#include "store/migrations.hpp"
#include "store/records.hpp"
#include "store/reference_store.hpp"
#include "store/request_budgets.hpp"
#include "store/retention.hpp"
#include "store/rows.hpp"
#include "store/watch.hpp"

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
    case Role::audit:
      return "bw_audit";
  }
  return "";
}

Context::Context(StoreOptions store_options, const core::Clock& a_clock,
                 core::Randomness& a_randomness)
    : options(std::move(store_options)),
      clock(a_clock),
      randomness(a_randomness),
      sealer(options.master_key, a_randomness),
      app([this] { return options.conninfo(Role::app); }, options.app_sessions, options.lease_wait,
          limits()),
      match([this] { return options.conninfo(Role::match); }, options.match_sessions,
            options.lease_wait, limits()) {}

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
  SqlAlertInbox alerts{context};
  SqlKeys keys{context};
  SqlClients clients{context};
  SqlReferenceStore reference{context};
  SqlEntries entries{context};
  SqlFrequencyTables frequencies{context};
  SqlLogReader log{context};
};

Store::Store(StoreOptions options, const core::Clock& clock, core::Randomness& randomness)
    : impl_(std::make_unique<Impl>(std::move(options), clock, randomness)) {}

Store::~Store() = default;

ports::Register& Store::records() {
  return impl_->records;
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
ports::Keys& Store::keys() {
  return impl_->keys;
}
ports::Clients& Store::clients() {
  return impl_->clients;
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
std::unique_ptr<ports::EventHeads> Store::new_event_heads() {
  return std::make_unique<SqlEventHeads>(impl_->context);
}
std::unique_ptr<ports::LogWriter> Store::new_log_writer() {
  return std::make_unique<SqlLogWriter>(impl_->context);
}
std::unique_ptr<ports::Feed> Store::new_feed() {
  return std::make_unique<SqlFeed>(impl_->context);
}
std::unique_ptr<ports::Watch> Store::new_watch() {
  return std::make_unique<SqlWatch>(impl_->context);
}

std::unique_ptr<ports::Budgets> Store::new_budgets() {
  return std::make_unique<SqlBudgets>(impl_->context);
}

core::Result<std::vector<Erased>> Store::erase_expired(core::Date today, core::Instant now,
                                                       std::size_t most,
                                                       const BeforeErasing& before) {
  return store::erase_expired(impl_->context, today, now, most, before);
}
core::Result<Expired> Store::count_expired(core::Date today) {
  return store::count_expired(impl_->context, today);
}
core::Result<domain::DueForErasure> Store::due_for_erasure(core::Instant now) {
  return store::due_for_erasure(impl_->context, now);
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
