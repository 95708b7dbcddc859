#include "badgewatchd/master_key_keeper.hpp"

#include "app/background.hpp"
#include "badgewatchd/master_key_files.hpp"
#include "core/log.hpp"

#include <algorithm>
#include <unistd.h>

namespace badgewatch::daemon {

namespace {

using namespace std::chrono_literals;

constexpr auto look_again = 1'000ms;
constexpr auto try_again = 5'000ms;
constexpr auto when_stuck = 60'000ms;
constexpr auto say_again = 10s;

std::string name_of_process() {
  std::string host(256, '\0');
  if (::gethostname(host.data(), host.size()) != 0) host = "a host";
  host.resize(host.find('\0') == std::string::npos ? host.size() : host.find('\0'));
  return host + " (process " + std::to_string(::getpid()) + ")";
}

void say_once(std::string_view event, const std::string& reason, std::string& said) {
  if (reason != said && !reason.empty())
    core::log(core::LogLevel::error, event, {{"reason", std::string_view(reason)}});
  said = reason;
}

}  // namespace

MasterKeyKeeper::MasterKeyKeeper(const KeysConfig& config, store::Store& store,
                                 const core::Clock& clock, core::Randomness& randomness,
                                 core::Metrics& metrics)
    : config_(config),
      store_(store),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics),
      rotation_(store.new_key_rotation()),
      thread_() {
  holder_.daemon = core::new_uuid(clock, randomness);
  holder_.name = name_of_process();
  thread_ = std::thread([this] { run(); });
}

MasterKeyKeeper::~MasterKeyKeeper() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool MasterKeyKeeper::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [this] { return stopping_; });
}

void MasterKeyKeeper::run() {
  app::give_way("master-key");
  auto next = 0ms;
  while (pause(next)) {
    const auto looked = look();
    next = looked ? *looked : try_again;
  }
  (void)rotation_->leave(holder_.daemon);
}

// A file that is gone takes no key away: what was read stays until the daemon ends.
void MasterKeyKeeper::read_files() {
  const auto found = read_master_keys(config_);
  const auto complaint = found ? found->next_refused : found.error().detail();
  say_once("master key not taken up", complaint, said_of_files_);
  if (!found) return;
  for (const auto& key : found->keys) {
    const auto mark = store::key_mark_of(key.reveal());
    if (std::find(holder_.marks.begin(), holder_.marks.end(), mark) != holder_.marks.end())
      continue;
    keys_.push_back(key);
    holder_.marks.push_back(mark);
    note_again_ = {};
  }
}

// A key that the register does not know yet will be its next: what another daemon wraps by it is to
// be opened here at once.
void MasterKeyKeeper::use(const std::vector<store::KeyGeneration>& generations,
                          const std::vector<store::KeyGeneration>& wanted) {
  auto& sealer = store_.sealer();
  if (wanted.empty()) return;
  for (const auto& key : keys_) {
    const auto known =
        std::find_if(generations.begin(), generations.end(), [&](const store::KeyGeneration& one) {
          return one.mark == store::key_mark_of(key.reveal());
        });
    const auto next = static_cast<std::int16_t>(generations.back().generation + 1);
    sealer.add({.generation = known == generations.end() ? next : known->generation, .key = key});
  }
  const auto newest = wanted.back().generation;
  if (!sealer.wraps_with(newest, wanted.back().mark)) {
    say_once("master key missing",
             "The master key of generation " + std::to_string(newest) +
                 " is not at hand: " + config_.next_master_key_file.string(),
             said_of_keys_);
  } else if (sealer.generation() != newest) {
    sealer.wrap_by(newest);
    core::log(core::LogLevel::info, "master key changed", {{"generation", std::int64_t{newest}}});
  }
  if (holder_.wraps_by != sealer.generation()) note_again_ = {};
  holder_.wraps_by = sealer.generation();
  metrics_.set("badgewatch_master_key_generation", holder_.wraps_by);
  metrics_.set("badgewatch_master_keys_in_use", static_cast<double>(wanted.size()));
}

core::Result<void> MasterKeyKeeper::note() {
  const auto now = std::chrono::steady_clock::now();
  if (now < note_again_) return {};
  if (auto noted = rotation_->note(holder_); !noted) return noted;
  note_again_ = now + say_again;
  return {};
}

core::Result<std::chrono::milliseconds> MasterKeyKeeper::rewrap() {
  const auto begun = std::chrono::steady_clock::now();
  const auto done = rotation_->step([this] {
    return proof::make_leaf({.at = clock_.now(),
                             .kind = "master_key_retired",
                             .authority = "",
                             .actor = "operator",
                             .subject = {},
                             .detail = "{}"},
                            clock_, randomness_);
  });
  if (!done) return done.error();
  switch (*done) {
    case store::RotationStep::worked:
      // Half of one core's time at most is for this.
      return std::chrono::duration_cast<std::chrono::milliseconds>(
                 std::chrono::steady_clock::now() - begun) +
             1ms;
    case store::RotationStep::retired:
      core::log(core::LogLevel::info, "old master key retired", {});
      return 0ms;
    case store::RotationStep::stuck:
      return when_stuck;
    default:
      return look_again;
  }
}

core::Result<std::chrono::milliseconds> MasterKeyKeeper::look() {
  read_files();
  const auto generations = rotation_->generations();
  if (!generations) return generations.error();
  const auto wanted = store::in_use(*generations);
  use(*generations, wanted);
  if (auto noted = note(); !noted) return noted.error();
  return wanted.size() > 1 ? rewrap() : core::Result<std::chrono::milliseconds>(look_again);
}

}  // namespace badgewatch::daemon
