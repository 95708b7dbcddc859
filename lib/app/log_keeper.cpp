#include "app/log_keeper.hpp"

#include <pthread.h>

namespace badgewatch::app {
namespace {

// Far less than the 60 s within which a receipt promises inclusion.
constexpr std::int64_t long_wait_micros = 20'000'000;

core::Error stopped(std::string why) {
  return {core::Errc::conflict, std::move(why)};
}

}  // namespace

LogKeeper::LogKeeper(std::unique_ptr<ports::LogWriter> writer,
                     std::unique_ptr<ports::LastCheckpoint> last, const proof::Signer& signer,
                     const core::Clock& clock, core::Metrics& metrics, LogKeeperOptions options)
    : writer_(std::move(writer)),
      last_(std::move(last)),
      signer_(signer),
      clock_(clock),
      metrics_(metrics),
      options_(std::move(options)) {
  metrics_.set("badgewatch_log_fork", 0);
}

std::optional<std::string> LogKeeper::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void LogKeeper::set_trouble(std::optional<std::string> trouble) {
  metrics_.set("badgewatch_log_fork", trouble ? 1 : 0);
  const std::lock_guard lock(mutex_);
  trouble_ = std::move(trouble);
}

void LogKeeper::keep(const std::function<bool()>& stop) {
  const auto done = try_keep(stop);
  if (done) {
    failed_.is_over();
    stopped_.is_over();
    return set_trouble({});
  }
  const auto& error = done.error();
  const bool is_database_away = error.code() == core::Errc::unavailable;
  if (is_database_away) {
    metrics_.count("badgewatch_log_failures_total");
    return failed_.say(error.detail());
  }
  stopped_.say(error.detail());
  set_trouble(error.detail());
}

core::Result<void> LogKeeper::try_keep(const std::function<bool()>& stop) {
  auto state = writer_->state();
  if (!state) return state.error();
  if (auto whole = check(*state); !whole) return whole;
  if (auto done = integrate(stop); !done) return done;
  if (stop()) return {};
  state = writer_->state();
  if (!state) return state.error();
  if (auto whole = check(*state); !whole) return whole;
  tell(*state);
  const auto signed_size = state->newest ? state->newest->tree.size : 0;
  if (state->tree.size > signed_size) return sign(*state);
  // What another daemon signed is a beginning of this tree too: nobody may go behind it.
  return state->newest ? remember(state->newest->note) : core::Result<void>();
}

core::Result<void> LogKeeper::integrate(const std::function<bool()>& stop) {
  while (!stop()) {
    const auto done = writer_->integrate(options_.batch);
    if (!done) return done.error();
    if (!done->is_mine || done->read < options_.batch) break;
  }
  return {};
}

proof::LogKey LogKeeper::key_of(const ports::LogState& state) const {
  if (state.identity) return {state.identity->name, signer_.public_key()};
  return {options_.origin + "/" + core::hex(core::ByteView(state.log_id.bytes)),
          signer_.public_key()};
}

core::Result<void> LogKeeper::check(const ports::LogState& state) {
  const auto key = key_of(state);
  if (state.identity && *state.identity != key)
    return stopped(
        "The log is signed with another key than this daemon's. Put back the log key that was kept "
        "(keys.log_key_file), or begin a new log (badgewatchd audit new-log).");
  if (state.newest)
    if (auto whole = check_beginning(state.newest->tree, state.tree); !whole) return whole;
  return check_last(key, state.tree);
}

core::Result<void> LogKeeper::check_last(const proof::LogKey& key, const proof::TreeHead& tree) {
  if (!last_note_) {
    auto loaded = last_->load();
    if (!loaded) return loaded.error();
    last_note_ = std::move(*loaded);
  }
  if (last_note_->empty()) return {};
  const auto note = proof::parse_note(*last_note_);
  const auto checkpoint = note ? proof::parse_checkpoint_text(note->text) : std::nullopt;
  if (!checkpoint)
    return stopped(
        "The last checkpoint that this daemon kept (audit.last_checkpoint) is spoiled. Put back a "
        "checkpoint that a witness kept, or remove the file.");
  // Of a log that has ended.
  if (checkpoint->origin != key.name) return {};
  return check_beginning(checkpoint->tree, tree);
}

core::Result<void> LogKeeper::check_beginning(const proof::TreeHead& signed_tree,
                                              const proof::TreeHead& tree) {
  if (signed_tree == tree) return {};
  if (signed_tree.size > tree.size)
    return stopped("The log was signed with " + std::to_string(signed_tree.size) +
                   " leaves, and the database holds " + std::to_string(tree.size) +
                   ": leaves were lost (a restored copy, or a failover that lost commits).");
  const auto root = writer_->root_at(signed_tree.size);
  // A tile that is not there is no more the beginning than one with other hashes.
  if (!root && root.error().code() == core::Errc::unavailable) return root.error();
  if (root && *root == signed_tree.root) return {};
  return stopped("The log was signed with " + std::to_string(signed_tree.size) +
                 " leaves, and the first " + std::to_string(signed_tree.size) +
                 " in the database are not those: the log was forked.");
}

core::Result<void> LogKeeper::sign(const ports::LogState& state) {
  const auto key = key_of(state);
  const ports::SignedTree signed_tree{
      .tree = state.tree,
      .note = proof::sign_checkpoint({.origin = key.name, .tree = state.tree}, signer_),
      .signed_at = clock_.now()};
  if (auto kept = remember(signed_tree.note); !kept) return kept;
  const auto published = writer_->publish(state.log_id, key, signed_tree);
  // Another daemon was quicker, or has its turn: looked at again next time.
  if (!published && published.error().code() == core::Errc::conflict) return {};
  if (!published) return published;
  metrics_.set("badgewatch_log_signed_leaves", static_cast<double>(state.tree.size));
  return {};
}

core::Result<void> LogKeeper::remember(const std::string& note) {
  if (last_note_ == note) return {};
  if (auto kept = last_->keep(note); !kept) return kept;
  last_note_ = note;
  return {};
}

void LogKeeper::tell(const ports::LogState& state) {
  metrics_.set("badgewatch_log_leaves", static_cast<double>(state.tree.size));
  if (state.newest)
    metrics_.set("badgewatch_log_signed_leaves", static_cast<double>(state.newest->tree.size));
  const auto waited =
      state.waiting_since ? clock_.now().micros - state.waiting_since->micros : std::int64_t{0};
  metrics_.set("badgewatch_log_waiting_seconds", static_cast<double>(waited) / 1e6);
  if (waited > long_wait_micros)
    waits_.say(
        "A transaction that does not end holds up the numbering: see pg_stat_activity "
        "(backend_xid) "
        "and pg_prepared_xacts, of all databases of the server.");
  else
    waits_.is_over();
}

LogThread::LogThread(std::unique_ptr<LogKeeper> keeper, std::chrono::milliseconds period)
    : keeper_(std::move(keeper)), period_(period), thread_([this] { run(); }) {}

LogThread::~LogThread() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  woken_.notify_all();
  thread_.join();
}

bool LogThread::is_stopping() {
  const std::lock_guard lock(mutex_);
  return stop_;
}

void LogThread::run() {
  pthread_setname_np(pthread_self(), "log-keeper");
  for (;;) {
    const auto next = std::chrono::steady_clock::now() + period_;
    keeper_->keep([this] { return is_stopping(); });
    std::unique_lock lock(mutex_);
    if (woken_.wait_until(lock, next, [this] { return stop_; })) return;
  }
}

}  // namespace badgewatch::app
