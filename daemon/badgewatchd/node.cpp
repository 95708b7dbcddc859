#include "badgewatchd/node.hpp"

#include "access/authenticator.hpp"
#include "access/client_authentication.hpp"
#include "access/limiter.hpp"
#include "api/acting_for.hpp"
#include "api/nation_calls.hpp"
#include "api/service.hpp"
#include "app/adjudications.hpp"
#include "app/checks.hpp"
#include "app/concerns.hpp"
#include "app/contacts.hpp"
#include "app/credentials.hpp"
#include "app/disclosures.hpp"
#include "app/earlier_checks.hpp"
#include "app/entry_changes.hpp"
#include "app/event_news.hpp"
#include "app/follower.hpp"
#include "app/head_reads.hpp"
#include "app/log_keeper.hpp"
#include "app/readiness.hpp"
#include "app/records.hpp"
#include "app/trace.hpp"
#include "app/watcher.hpp"
#include "badgewatchd/alert_desk_work.hpp"
#include "badgewatchd/bulk_pace.hpp"
#include "badgewatchd/case_work.hpp"
#include "badgewatchd/concern_work.hpp"
#include "badgewatchd/daily_work.hpp"
#include "badgewatchd/derived_keys.hpp"
#include "badgewatchd/duty_work.hpp"
#include "badgewatchd/event_bell.hpp"
#include "badgewatchd/http_observer.hpp"
#include "badgewatchd/identity_providers.hpp"
#include "badgewatchd/kinds_turned_on.hpp"
#include "badgewatchd/last_checkpoint_file.hpp"
#include "badgewatchd/licence_work.hpp"
#include "badgewatchd/mail_work.hpp"
#include "badgewatchd/master_key_keeper.hpp"
#include "badgewatchd/memory_guard.hpp"
#include "badgewatchd/misuse_work.hpp"
#include "badgewatchd/reconciling.hpp"
#include "badgewatchd/reference_files.hpp"
#include "badgewatchd/register_work.hpp"
#include "badgewatchd/server_options.hpp"
#include "badgewatchd/signals.hpp"
#include "badgewatchd/signing_in.hpp"
#include "badgewatchd/stored_reference.hpp"
#include "badgewatchd/succession_work.hpp"
#include "badgewatchd/webhook_work.hpp"
#include "core/key_file.hpp"
#include "core/log.hpp"
#include "core/metrics.hpp"
#include "net/server.hpp"
#include "web/site.hpp"

#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

namespace badgewatch::daemon {

// All that a daemon is made of, in one place, so that what is made before what can be read here: in
// the order of their making; destroyed in the other.
struct Node::Parts {
  Parts(const Config& settings, Database opened, app::Reference reference_data,
        const core::Hash& receipt_seed, const core::Hash& log_seed, const core::Clock& time,
        core::Randomness& random)
      : config(settings),
        database(std::move(opened)),
        reference(std::move(reference_data)),
        signer(receipt_seed),
        log_signer(log_seed),
        clock(time),
        randomness(random) {}

  ~Parts() { event_bell.fall_silent(); }

  void follow();
  void keep_log();
  void let_in();
  void watch_for_misuse(app::WellKnown well_known);
  void serve(std::map<std::string, api::ColumnMapping> mappings);
  std::string public_url() const;
  std::vector<std::string> audiences() const;
  std::optional<std::string> remark() const;
  void tell_listeners();
  void note_certificate();
  void reference_changed();
  void let_index_follow(std::int64_t written) const;

  Config config;
  Database database;
  std::mutex loading;  // of what follows, so that the newest is set last
  app::ReferenceData reference;
  proof::Signer signer;
  proof::Signer log_signer;
  const core::Clock& clock;
  core::Randomness& randomness;
  core::Metrics metrics;
  app::LiveIndex index;
  app::Told told;
  EventBell event_bell;
  BulkPace bulk_pace;
  std::unique_ptr<app::HeadReads> heads;
  std::unique_ptr<app::Watcher> watcher;               // none where the watch is off
  std::unique_ptr<app::EarlierChecks> earlier_checks;  // likewise
  std::unique_ptr<app::Follower> follower;
  std::unique_ptr<app::LogThread> log;
  std::unique_ptr<MisuseWork> misuse;
  std::unique_ptr<app::Checks> checks;
  std::unique_ptr<app::Adjudications> adjudications;
  std::unique_ptr<app::Readiness> readiness;
  std::unique_ptr<app::Records> records;
  std::unique_ptr<app::EntryChanges> entry_changes;
  std::unique_ptr<app::Disclosures> disclosures;
  std::unique_ptr<app::Trace> trace;
  std::unique_ptr<access::Authenticator> authenticator;
  std::unique_ptr<access::ClientAuthentication> client_authentication;
  std::unique_ptr<app::Credentials> credentials;
  std::unique_ptr<app::Holds> holds;
  std::unique_ptr<DutyWork> duties;
  std::unique_ptr<MailDesk> mail_desk;
  std::unique_ptr<CaseWork> cases;
  std::unique_ptr<RegisterWork> register_work;
  std::unique_ptr<AlertDeskWork> alert_desk;
  std::unique_ptr<SuccessionWork> successions;
  std::unique_ptr<WebhookCalls> webhook_calls;
  std::unique_ptr<app::ReconciliationRuns> runs;
  std::unique_ptr<app::Rosters> rosters;
  std::unique_ptr<app::ColumnMappings> column_mappings;
  std::unique_ptr<api::NationCalls> nation;
  std::unique_ptr<app::Concerns> concerns;
  std::unique_ptr<SigningIn> signing_in;
  std::unique_ptr<api::SucceedingPeople> acting_people;
  std::unique_ptr<ProviderSignIn> provider_sign_in;
  std::unique_ptr<access::Limiter> limiter;
  std::unique_ptr<api::Context> context;
  std::unique_ptr<api::Service> service;
  std::unique_ptr<web::Site> site;
  std::unique_ptr<HttpObserver> observer;
  std::unique_ptr<net::Server> server;
  std::unique_ptr<app::EventNews> event_news;
  std::unique_ptr<DailyWork> daily_work;
  std::unique_ptr<MasterKeyKeeper> master_keys;
  std::unique_ptr<WebhookWork> webhooks;  // none where a process of its own sends
  std::unique_ptr<MailWork> mail;         // likewise
  std::unique_ptr<Reconciling> reconciling;
  std::unique_ptr<LicenceWork> licence_work;
};

void Node::Parts::reference_changed() {
  const std::lock_guard one_after_the_other(loading);
  auto loaded = stored_reference(*database.store);
  if (loaded)
    reference.set(std::move(*loaded));
  else
    core::log(core::LogLevel::error, "reference data not read",
              {{"reason", std::string_view(loaded.error().detail())}});
}

void Node::Parts::follow() {
  auto& store = *database.store;
  heads = std::make_unique<app::HeadReads>(store.new_feed());
  auto watching = watcher_options(config, pair_key(database.lookup_key.reveal()), reference, clock);
  watching.raised = [this] { event_bell.ring(); };
  if (config.policies.in_term_watch.enabled)
    watcher = std::make_unique<app::Watcher>(store.new_watch(), store.new_feed(), store.entries(),
                                             index, clock, metrics, std::move(watching));
  if (config.policies.in_term_watch.enabled)
    earlier_checks = std::make_unique<app::EarlierChecks>(
        store.new_clear_checks(), store.new_feed(), index, clock, metrics,
        app::EarlierChecksOptions{.shares_pointers = config.policies.concern_pointers.enabled});
  app::FollowerOptions options;
  options.poll = std::chrono::milliseconds(config.freshness.poll_ms);
  options.build_threads = config.index.build_threads;
  follower = std::make_unique<app::Follower>(
      [&store] { return store.new_feed(); }, index, metrics, options,
      app::FollowerEvents{
          .applied =
              [this](const app::AppliedRows& rows) {
                bulk_pace.applied(*rows);
                if (watcher) watcher->applied(rows);
              },
          .anew =
              [this] {
                if (watcher) watcher->forget();
              },
          .reference_changed = [this] { reference_changed(); },
      });
}

void Node::Parts::keep_log() {
  auto keeper = std::make_unique<app::LogKeeper>(
      database.store->new_log_writer(),
      std::make_unique<LastCheckpointFile>(config.audit.last_checkpoint), log_signer, clock,
      metrics, app::LogKeeperOptions{.origin = config.audit.origin});
  log = std::make_unique<app::LogThread>(std::move(keeper),
                                         std::chrono::milliseconds(config.audit.checkpoint_ms));
}

// An index that is far behind can prove nothing to anybody, so who writes in bulk waits for it.
void Node::Parts::let_index_follow(std::int64_t written) const {
  constexpr std::chrono::seconds longest_wait{2};
  (void)index.wait_for(written - bulk_pace.most_rows_behind(),
                       std::chrono::steady_clock::now() + longest_wait);
}

std::string Node::Parts::public_url() const {
  if (!config.http.public_url.empty()) return config.http.public_url;
  const bool is_v6 = config.http.address.find(':') != std::string::npos;
  const auto host = is_v6 ? "[" + config.http.address + "]" : config.http.address;
  return (config.tls.is_on() ? "https://" : "http://") + host + ":" +
         std::to_string(server->port());
}

// What an assertion of a client may name as this register.
std::vector<std::string> Node::Parts::audiences() const {
  const auto url = public_url();
  return {url, url + "/v1/token"};
}

std::optional<std::string> Node::Parts::remark() const {
  if (auto behind = follower->remark()) return behind;
  return unlocked_memory();
}

void Node::Parts::let_in() {
  auto& store = *database.store;
  authenticator = std::make_unique<access::Authenticator>(store.keys(), store.clients(), clock,
                                                          access::AuthenticatorOptions{});
  client_authentication = std::make_unique<access::ClientAuthentication>(
      store.clients(), clock, [this] { return audiences(); });
  credentials = std::make_unique<app::Credentials>(store.keys(), store.clients(), clock, randomness,
                                                   [this] { authenticator->forget(); });
}

void Node::Parts::watch_for_misuse(app::WellKnown well_known) {
  misuse = std::make_unique<MisuseWork>(config, database, std::move(well_known), reference, clock,
                                        randomness, metrics);
}

void Node::Parts::serve(std::map<std::string, api::ColumnMapping> mappings) {
  auto& store = *database.store;
  const auto wake = [this] { follower->wake(); };
  app::CheckOptions options;
  options.deadline = std::chrono::milliseconds(config.freshness.deadline_ms);
  options.watched_months = static_cast<int>(config.retention.check_subject_months);
  options.query_key = query_key(database.lookup_key.reveal());
  options.pair_key = pair_key(database.lookup_key.reveal());
  options.shares_pointers = config.policies.concern_pointers.enabled;
  misuse->set(options);
  checks = std::make_unique<app::Checks>(index, *heads, told, store.entries(), store.findings(),
                                         store.checks(), reference, signer, clock, randomness,
                                         metrics, options, wake);
  adjudications = std::make_unique<app::Adjudications>(store.checks(), store.records(), clock,
                                                       randomness, metrics);
  readiness = std::make_unique<app::Readiness>(
      index, *heads, told, store.checks(), app::ReadinessOptions{.proof = options.deadline}, wake);
  const auto committed = [this](const proof::Head& head) {
    told.raise(head.position);
    follower->wake();
    let_index_follow(head.position.seq);
  };
  records = std::make_unique<app::Records>(store.records(), reference, clock, randomness, committed,
                                           kinds_turned_on(config.policies));
  entry_changes = std::make_unique<app::EntryChanges>(store.records(), clock, randomness, metrics,
                                                      [this, committed](const proof::Head& head) {
                                                        event_bell.ring();
                                                        committed(head);
                                                      });
  disclosures = std::make_unique<app::Disclosures>(
      store.disclosures(), store.checks(), store.records(), reference, clock, randomness, metrics);
  trace = std::make_unique<app::Trace>(store.checks(), clock, randomness, metrics);
  signing_in =
      std::make_unique<SigningIn>(config, store, *authenticator, *trace, clock, randomness);
  access::LimiterOptions limiting;
  limiting.secret = proof::keyed_hash(database.lookup_key.reveal(),
                                      {core::as_bytes("badgewatch request budgets")});
  limiter = std::make_unique<access::Limiter>(store.new_budgets(), clock, limiting);
  holds = std::make_unique<app::Holds>(store.holds(), clock, randomness);
  concerns = std::make_unique<app::Concerns>(
      store.records(), store.concerns(), index, reference, clock, randomness, metrics, committed,
      app::ConcernsOptions{.names_issuers = config.policies.reverse_locator.enabled});
  duties = std::make_unique<DutyWork>(config, database, reference, clock, randomness, metrics);
  mail_desk = std::make_unique<MailDesk>(config, store, reference, clock, randomness);
  cases = std::make_unique<CaseWork>(store, index, *checks, mail_desk->calls(), reference, clock,
                                     randomness, metrics, [this] { reference_changed(); });
  register_work = std::make_unique<RegisterWork>(config, store, index, *heads, clock, randomness);
  alert_desk =
      std::make_unique<AlertDeskWork>(store, *trace, reference, clock, randomness, metrics);
  webhook_calls = std::make_unique<WebhookCalls>(config.webhooks, store, clock, randomness);
  runs = std::make_unique<app::ReconciliationRuns>(
      store.reconciliations(), clock, randomness,
      std::chrono::minutes(config.reconciliation.pause_minutes));
  rosters = std::make_unique<app::Rosters>(store.rosters(), *records, clock, randomness);
  column_mappings =
      std::make_unique<app::ColumnMappings>(store.column_mappings(), clock, randomness);
  nation = std::make_unique<api::NationCalls>(
      api::NationCalls{.runs = *runs,
                       .rosters = *rosters,
                       .mappings = *column_mappings,
                       .register_calls = register_work->calls()});
  acting_people = std::make_unique<api::SucceedingPeople>(signing_in->identifier, reference, clock);
  successions = std::make_unique<SuccessionWork>(database, reference, clock);
  const auto openapi = read_text(config.reference.directory.parent_path() / "openapi.json");
  metrics.set("badgewatch_memory_locked", unlocked_memory() ? 0 : 1);
  context = std::make_unique<api::Context>(api::Context{
      .checks = *checks,
      .adjudications = *adjudications,
      .records = *records,
      .entry_changes = *entry_changes,
      .disclosures = *disclosures,
      .trace = *trace,
      .inbox = store.alerts(),
      .alert_work = alert_desk->calls(),
      .log = store.log(),
      .lists = store.own_lists(),
      .is_watching = config.policies.in_term_watch.enabled,
      .credentials = *credentials,
      .holds = *holds,
      .duties = duties->calls(),
      .webhooks = webhook_calls->webhooks,
      .nation = *nation,
      .cases = cases->calls(),
      .concerns = *concerns,
      .identification = *acting_people,
      .client_authentication = *client_authentication,
      .sign_in = signing_in->parts,
      .providers = provider_sign_in->parts(),
      .limiter = *limiter,
      .misuse = misuse->calls(),
      .budgets = request_budgets(config.limits),
      .reference = reference,
      .clock = clock,
      .randomness = randomness,
      .metrics = metrics,
      .not_ready = [this] { return readiness->missing(); },
      .remark = [this] { return remark(); },
      .log_trouble = [this] { return log->trouble(); },
      .openapi = openapi ? *openapi : std::string(),
      .mappings = std::move(mappings),
      .most_rows = config.limits.batch_rows,
  });
  service = std::make_unique<api::Service>(*context);
  site = std::make_unique<web::Site>(
      web::SiteParts{*service, context->identification, *limiter, context->budgets.address,
                     reference, clock, randomness, config.http.public_url},
      std::clamp<std::size_t>(config.http.workers / 8, 1, 8));
  observer = std::make_unique<HttpObserver>(metrics);
  server = std::make_unique<net::Server>(server_options(config, clock), *site, observer.get());
}

void Node::Parts::tell_listeners() {
  event_news = std::make_unique<app::EventNews>(
      database.store->new_event_heads(), [this] { return server->has_streams(); },
      [this](const std::string& authority) { server->wake(authority); },
      app::EventNewsOptions{.poll = std::chrono::milliseconds(config.freshness.poll_ms)});
  event_bell.listen([this] { event_news->wake(); });
}

void Node::Parts::note_certificate() {
  if (!config.tls.is_on()) return;
  const auto ends_at = server->reload_tls();
  if (!ends_at)
    return core::log(core::LogLevel::error, "certificate not taken up, the old one stays",
                     {{"reason", std::string_view(ends_at.error().detail())}});
  core::log(core::LogLevel::info, "certificate taken up",
            {{"valid_until", std::string_view(core::to_text(*ends_at))}});
  metrics.set("badgewatch_tls_certificate_ends_timestamp_seconds",
              static_cast<double>(ends_at->micros) / 1e6);
}

core::Result<std::unique_ptr<Node>> Node::start(const Config& config, const core::Clock& clock,
                                                core::Randomness& randomness,
                                                const InHand& in_hand) {
  auto database = open_database(config, clock, randomness, Purpose::serve);
  if (!database) return database.error();
  if (in_hand)
    if (auto done = in_hand(); !done) return done.error();
  if (stop_is_wanted()) return core::Error(core::Errc::unavailable, "Stopped before it served.");
  auto reference = stored_reference(*database->store);
  if (!reference) return reference.error();
  if (auto made = make_private_folder(config.keys.receipt_key_file.parent_path()); !made)
    return made.error();
  const auto seed =
      core::read_or_create_key_file(config.keys.receipt_key_file.string(), randomness);
  if (!seed) return seed.error();
  if (auto made = make_private_folder(config.keys.log_key_file.parent_path()); !made)
    return made.error();
  const auto log_seed =
      core::read_or_create_key_file(config.keys.log_key_file.string(), randomness);
  if (!log_seed) return log_seed.error();
  auto mappings = read_mappings(config.reference.mappings_directory);
  if (!mappings) return mappings.error();
  auto well_known = read_well_known(config);
  if (!well_known) return well_known.error();
  if (auto made = make_private_folder(config.http.spool_directory); !made) return made.error();

  auto parts = std::make_unique<Parts>(config, std::move(*database), std::move(*reference), *seed,
                                       *log_seed, clock, randomness);
  parts->follow();
  parts->keep_log();
  parts->let_in();
  parts->watch_for_misuse(std::move(*well_known));
  auto providers =
      ProviderSignIn::make(config.oidc, parts->database, parts->reference.get()->authorities, clock,
                           randomness, [&its = *parts] { return its.public_url(); });
  if (!providers) return providers.error();
  parts->provider_sign_in = std::move(*providers);
  parts->serve(std::move(*mappings));
  if (auto started = parts->server->start(); !started) return started.error();
  parts->note_certificate();
  parts->tell_listeners();
  auto& its = *parts;
  its.daily_work = std::make_unique<DailyWork>(its.config, its.database, clock, randomness,
                                               its.metrics, [&its] { its.follower->wake(); });
  its.master_keys = std::make_unique<MasterKeyKeeper>(its.config.keys, *its.database.store, clock,
                                                      randomness, its.metrics);
  if (sends_in_serve(its.config)) {
    its.webhooks =
        std::make_unique<WebhookWork>(its.config, *its.database.store, randomness, its.metrics);
    its.event_bell.listen([&its] { its.webhooks->wake(); });
    its.mail = mail_work(its.config, *its.database.store, randomness, its.metrics);
  }
  its.reconciling = std::make_unique<Reconciling>(its.config, its.database, its.index,
                                                  its.reference, clock, randomness, its.metrics);
  its.licence_work = std::make_unique<LicenceWork>(its.config, *its.database.store, its.index,
                                                   its.reference, clock, its.metrics);
  return std::unique_ptr<Node>(new Node(std::move(parts)));
}

Node::Node(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

namespace {

// Asked again and again, for so long and until the program is to stop.
template <class Asked>
bool comes_true(std::chrono::seconds time, Asked&& asked) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (!asked()) {
    if (stop_is_wanted() || std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

template <class... Part>
void at_once(std::unique_ptr<Part>&... parts) {
  std::vector<std::thread> ends;
  (ends.emplace_back([&parts] { parts.reset(); }), ...);
  for (auto& end : ends)
    end.join();
}

}  // namespace

Node::~Node() {
  // Nobody waits long from now on for a database that says nothing.
  parts_->database.store->begin_ending();
  parts_->daily_work->wind_up();
  parts_->reconciling->wind_up();
  parts_->event_bell.fall_silent();
  parts_->event_news.reset();
  parts_->server->stop();
  // No more work comes in: now those that use the database, then the database.
  parts_->server.reset();
  // Each may wait for work that is under way: at once, and not one behind the other.
  parts_->duties->wind_up();
  at_once(parts_->webhooks, parts_->mail, parts_->mail_desk, parts_->reconciling,
          parts_->master_keys, parts_->daily_work, parts_->misuse, parts_->log, parts_->duties,
          parts_->alert_desk, parts_->licence_work, parts_->successions);
  parts_->follower.reset();
  at_once(parts_->watcher, parts_->earlier_checks, parts_->heads);
}

std::uint16_t Node::port() const {
  return parts_->server->port();
}

void Node::reload_certificate() {
  parts_->note_certificate();
}

Database& Node::database() {
  return parts_->database;
}

std::optional<std::string> Node::not_ready() const {
  return parts_->readiness->missing();
}

bool Node::is_alive(std::chrono::milliseconds time) const {
  (void)parts_->index.head();
  return parts_->server->is_alive(time);
}

bool Node::wait_for_frequencies(std::int64_t version, std::chrono::seconds time) const {
  return comes_true(time, [&] {
    const auto rules = parts_->index.rules();
    return rules && rules->version >= version;
  });
}

bool Node::wait_ready(std::chrono::seconds time) const {
  return comes_true(time, [&] { return !not_ready(); });
}

}  // namespace badgewatch::daemon
