#include "badgewatchd/node.hpp"

#include "access/authenticator.hpp"
#include "api/licence_rows.hpp"
#include "api/service.hpp"
#include "app/adjudications.hpp"
#include "app/background.hpp"
#include "app/checks.hpp"
#include "app/follower.hpp"
#include "app/head_reads.hpp"
#include "app/learning.hpp"
#include "app/readiness.hpp"
#include "app/records.hpp"
#include "app/watcher.hpp"
#include "badgewatchd/purge.hpp"
#include "badgewatchd/reference_files.hpp"
#include "badgewatchd/signals.hpp"
#include "core/key_file.hpp"
#include "core/log.hpp"
#include "core/metrics.hpp"
#include "jobs/daily.hpp"
#include "net/server.hpp"

#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

namespace badgewatch::daemon {

namespace {

class Observer final : public net::ServerObserver {
public:
  explicit Observer(core::Metrics& metrics) : metrics_(metrics) {}
  void refused(std::string_view reason) override {
    metrics_.count("badgewatch_http_refused_total", {{"reason", reason}});
  }
  void served(std::string_view method, int status, double seconds) override {
    metrics_.observe_seconds("badgewatch_http_request_duration_seconds", seconds,
                             {{"method", method}, {"code", std::to_string(status)}});
  }

private:
  core::Metrics& metrics_;
};

core::Result<app::Reference> stored_reference(store::Store& store) {
  const auto files = store.reference().load();
  if (!files) return files.error();
  return app::read_reference(*files);
}

core::Result<std::map<std::string, api::ColumnMapping>> read_mappings(const Config& config) {
  const auto texts = read_mapping_directory(config.reference.mappings_directory);
  if (!texts) return texts.error();
  std::map<std::string, api::ColumnMapping> mappings;
  for (const auto& text : *texts) {
    auto mapping = api::ColumnMapping::read(text);
    if (!mapping) return mapping.error();
    const auto name = mapping->name();
    mappings.emplace(name, std::move(*mapping));
  }
  // Always there: every column under its own name.
  mappings.emplace("default", api::ColumnMapping::of_own_names(api::licence_file_columns().known));
  return mappings;
}

std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

net::ServerOptions server_options(const Config& config, const core::Clock& clock) {
  const auto ms = [](unsigned value) { return std::chrono::milliseconds(value); };
  net::ServerOptions options;
  options.address = config.http.address;
  options.port = config.http.port;
  options.hosts = config.http.hosts;
  options.workers = config.http.workers;
  options.queue = config.http.queue;
  options.connections = config.http.connections;
  options.connections_per_peer = config.http.connections_per_address;
  options.header_bytes = config.http.header_bytes;
  options.header_time = ms(config.http.header_time_ms);
  options.idle_time = ms(config.http.idle_time_ms);
  options.body_grace = ms(config.http.body_grace_ms);
  options.body_bytes_per_second = config.http.body_bytes_per_second;
  options.chunk_rows = config.http.chunk_rows;
  options.chunk_bytes = config.http.chunk_bytes;
  options.row_bytes = config.http.row_bytes;
  options.spool_directory = config.http.spool_directory.string();
  options.spool_bytes = config.http.spool_bytes;
  options.drain_time = ms(config.http.drain_time_ms);
  options.clock = &clock;
  return options;
}

}  // namespace

// In the order of their making; destroyed in the other.
struct Node::Parts {
  Parts(const Config& settings, Database opened, app::Reference reference_data,
        const core::Hash& receipt_seed, const core::Clock& time, core::Randomness& random)
      : config(settings),
        database(std::move(opened)),
        reference(std::move(reference_data)),
        signer(receipt_seed),
        clock(time),
        randomness(random) {}

  // What findings are bound to is hashed under it: another one asks everybody again.
  core::Hash pair_key() const {
    return proof::keyed_hash(database.master_key, {core::as_bytes("badgewatch finding pair")});
  }
  void follow();
  void serve(std::map<std::string, api::ColumnMapping> mappings);
  void keep_periods(const NodeOptions& options);
  void learn_each_night();
  void reference_changed();
  void let_index_follow(std::int64_t written) const;

  Config config;
  Database database;
  app::ReferenceData reference;
  proof::Signer signer;
  const core::Clock& clock;
  core::Randomness& randomness;
  core::Metrics metrics;
  app::LiveIndex index;
  app::Told told;
  std::unique_ptr<app::HeadReads> heads;
  std::unique_ptr<app::Watcher> watcher;  // none where the watch is off
  std::unique_ptr<app::Follower> follower;
  std::unique_ptr<app::Checks> checks;
  std::unique_ptr<app::Adjudications> adjudications;
  std::unique_ptr<app::Readiness> readiness;
  std::unique_ptr<app::Records> records;
  std::unique_ptr<access::Authenticator> authenticator;
  std::unique_ptr<api::Context> context;
  std::unique_ptr<api::Service> service;
  std::unique_ptr<Observer> observer;
  std::unique_ptr<net::Server> server;
  std::atomic<bool> stopping = false;
  std::unique_ptr<jobs::Daily> retention;
  std::unique_ptr<jobs::Daily> learning;
};

void Node::Parts::reference_changed() {
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
  if (config.policies.in_term_watch.enabled)
    watcher =
        std::make_unique<app::Watcher>(store.new_watch(), store.new_feed(), store.entries(), index,
                                       clock, metrics, app::WatcherOptions{.pair_key = pair_key()});
  app::FollowerOptions options;
  options.poll = std::chrono::milliseconds(config.freshness.poll_ms);
  options.build_threads = config.index.build_threads;
  follower = std::make_unique<app::Follower>(
      [&store] { return store.new_feed(); }, index, metrics, options,
      app::FollowerEvents{
          .applied =
              [this](app::AppliedRows rows) {
                if (watcher) watcher->applied(std::move(rows));
              },
          .anew =
              [this] {
                if (watcher) watcher->forget();
              },
          .reference_changed = [this] { reference_changed(); },
      });
}

// An index that is far behind can prove nothing to anybody, so who writes in bulk waits for it.
void Node::Parts::let_index_follow(std::int64_t written) const {
  constexpr std::int64_t most_rows_behind = 2'000;  // taken in well within freshness.deadline_ms
  constexpr std::chrono::seconds longest_wait{2};
  (void)index.wait_for(written - most_rows_behind, std::chrono::steady_clock::now() + longest_wait);
}

void Node::Parts::serve(std::map<std::string, api::ColumnMapping> mappings) {
  auto& store = *database.store;
  const auto wake = [this] { follower->wake(); };
  app::CheckOptions options;
  options.deadline = std::chrono::milliseconds(config.freshness.deadline_ms);
  options.watched_months = static_cast<int>(config.retention.check_subject_months);
  options.query_key =
      proof::keyed_hash(database.master_key, {core::as_bytes("badgewatch query commitment")});
  options.pair_key = pair_key();
  checks = std::make_unique<app::Checks>(index, *heads, told, store.entries(), store.findings(),
                                         store.checks(), reference, signer, clock, randomness,
                                         metrics, options, wake);
  adjudications = std::make_unique<app::Adjudications>(store.checks(), store.records(), clock,
                                                       randomness, metrics);
  readiness = std::make_unique<app::Readiness>(
      index, *heads, told, store.checks(), app::ReadinessOptions{.proof = options.deadline}, wake);
  records = std::make_unique<app::Records>(store.records(), reference, clock, randomness,
                                           [this](const proof::Head& head) {
                                             told.raise(head.position);
                                             follower->wake();
                                             let_index_follow(head.position.seq);
                                           });
  access::AuthenticatorOptions rates;
  rates.requests_per_second = config.limits.requests_per_second;
  rates.burst = config.limits.burst;
  authenticator = std::make_unique<access::Authenticator>(store.keys(), clock, rates);
  const auto openapi = config.reference.directory.parent_path() / "openapi.json";
  context = std::make_unique<api::Context>(api::Context{
      .checks = *checks,
      .adjudications = *adjudications,
      .records = *records,
      .inbox = store.alerts(),
      .is_watching = config.policies.in_term_watch.enabled,
      .authenticator = *authenticator,
      .reference = reference,
      .clock = clock,
      .metrics = metrics,
      .not_ready = [this] { return readiness->missing(); },
      .remark = [this] { return follower->remark(); },
      .openapi = text_of_file(openapi),
      .mappings = std::move(mappings),
      .most_rows = config.limits.batch_rows,
  });
  service = std::make_unique<api::Service>(*context);
  observer = std::make_unique<Observer>(metrics);
  server = std::make_unique<net::Server>(server_options(config, clock), *service, observer.get());
}

// Erases each day what is past its last day.
void Node::Parts::keep_periods(const NodeOptions& options) {
  retention = std::make_unique<jobs::Daily>(
      jobs::DailyOptions{
          .name = "retention", .at = config.retention.purge_at, .at_start = options.purge_at_start},
      clock, [this]() -> core::Result<void> {
        const auto erased = purge_expired(*database.store, database.ledger, {clock, randomness},
                                          Confirmed::no, [this] { return stopping.load(); });
        if (!erased) {
          metrics.count("badgewatch_retention_failures_total");
          return erased.error();
        }
        metrics.count("badgewatch_erased_total", {{"kind", "decision"}},
                      static_cast<double>(erased->decisions));
        metrics.count("badgewatch_erased_total", {{"kind", "check"}},
                      static_cast<double>(erased->checks));
        follower->wake();
        return {};
      });
}

// One of all daemons does it, and each changes to what was learnt when the feed tells of it.
void Node::Parts::learn_each_night() {
  learning = std::make_unique<jobs::Daily>(
      jobs::DailyOptions{.name = "learning", .at = config.index.learn_at, .at_start = false}, clock,
      [this]() -> core::Result<void> {
        app::give_way("learning");
        const auto feed = database.store->new_feed();
        const app::LearningRequest request{
            .turn = jobs::turn_at(clock.now(), config.index.learn_at),
            .again = false,
            .actor = "learning",
            .stop = [this] { return stopping.load(); }};
        const auto done = app::learn_frequencies(database.store->frequencies(), *feed, request,
                                                 clock, randomness);
        if (!done && !stopping) metrics.count("badgewatch_learning_failures_total");
        if (!done && !stopping) return done.error();
        if (done && done->outcome == app::Learnt::published)
          core::log(
              core::LogLevel::info, "frequencies published",
              {{"version", done->version}, {"people", static_cast<std::int64_t>(done->people)}});
        follower->wake();
        return {};
      });
}

core::Result<std::unique_ptr<Node>> Node::start(const Config& config, const core::Clock& clock,
                                                core::Randomness& randomness,
                                                const NodeOptions& options) {
  auto database = open_database(config, clock, randomness, Purpose::serve);
  if (!database) return database.error();
  if (stop_is_wanted()) return core::Error(core::Errc::unavailable, "Stopped before it served.");
  auto reference = stored_reference(*database->store);
  if (!reference) return reference.error();
  if (auto made = make_private_folder(config.keys.receipt_key_file.parent_path()); !made)
    return made.error();
  const auto seed =
      core::read_or_create_key_file(config.keys.receipt_key_file.string(), randomness);
  if (!seed) return seed.error();
  auto mappings = read_mappings(config);
  if (!mappings) return mappings.error();
  if (auto made = make_private_folder(config.http.spool_directory); !made) return made.error();

  auto parts = std::make_unique<Parts>(config, std::move(*database), std::move(*reference), *seed,
                                       clock, randomness);
  parts->follow();
  parts->serve(std::move(*mappings));
  if (auto started = parts->server->start(); !started) return started.error();
  parts->keep_periods(options);
  parts->learn_each_night();
  return std::unique_ptr<Node>(new Node(std::move(parts)));
}

Node::Node(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Node::~Node() {
  parts_->stopping = true;
  parts_->server->stop();
  // No more work comes in: now those that use the database, then the database.
  parts_->server.reset();
  parts_->retention.reset();
  parts_->learning.reset();
  parts_->follower.reset();
  parts_->watcher.reset();
  parts_->heads.reset();
}

std::uint16_t Node::port() const {
  return parts_->server->port();
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
  const auto deadline = std::chrono::steady_clock::now() + time;
  for (;;) {
    const auto rules = parts_->index.rules();
    if (rules && rules->version >= version) return true;
    if (stop_is_wanted() || std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

bool Node::wait_ready(std::chrono::seconds time) const {
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (not_ready()) {
    if (stop_is_wanted() || std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace badgewatch::daemon
