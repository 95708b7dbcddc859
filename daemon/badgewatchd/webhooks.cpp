// `badgewatchd webhooks`: the sender of webhooks and of mail as a process of its own, which reaches
// the world and of the database what is to be sent, and nothing else.
#include "badgewatchd/commands.hpp"
#include "badgewatchd/mail_work.hpp"
#include "badgewatchd/master_key_files.hpp"
#include "badgewatchd/memory_guard.hpp"
#include "badgewatchd/notify.hpp"
#include "badgewatchd/signals.hpp"
#include "badgewatchd/webhook_work.hpp"
#include "core/log.hpp"
#include "store/master_keys.hpp"
#include "store/server_address.hpp"

#include <cstdlib>

namespace badgewatch::daemon {

namespace {

std::string socket_of_systemd() {
  const char* value = std::getenv("NOTIFY_SOCKET");  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::string() : value;
}

core::Result<store::SealingKeys> read_keys(const Config& config, const std::string& conninfo) {
  const auto found = read_master_keys(config.keys);
  if (!found) return found.error();
  return store::unlock_to_read(conninfo, found->keys);
}

// Another master key may follow while it runs.
void take_up_keys(const Config& config, const std::string& conninfo, store::Store& store) {
  const auto keys = read_keys(config, conninfo);
  if (!keys) return;  // those that it has stay
  for (const auto& master : keys->masters)
    store.sealer().add(master);
}

}  // namespace

int send_webhooks(const Config& config, const Environment& environment) {
  if (config.database.url.empty())
    return fail({core::Errc::invalid,
                 "Without database.url `badgewatchd serve` sends webhooks by itself."});
  hold_stop_signals();
  lock_memory();
  const auto address = store::ServerAddress::read(config.database.url);
  if (!address) return fail(address.error());
  const auto conninfo = address->conninfo("bw_webhook");
  const auto keys = read_keys(config, conninfo);
  if (!keys) return fail(keys.error());
  auto options = store::StoreOptions();
  options.conninfo = [&conninfo](store::Role /*role*/) { return conninfo; };
  options.keys = *keys;
  options.lease_wait = std::chrono::milliseconds(config.database.session_wait_ms);
  options.statement_timeout = std::chrono::milliseconds(config.database.statement_timeout_ms);
  options.lock_timeout = std::chrono::milliseconds(config.database.lock_timeout_ms);
  store::Store store(options, environment.clock, environment.randomness);
  core::Metrics metrics;
  const WebhookWork work(config, store, environment.randomness, metrics);
  const auto mail = mail_work(config, store, environment.randomness, metrics);
  const ServiceNotifier systemd(socket_of_systemd());
  systemd.ready();
  core::log(core::LogLevel::info, "sending webhooks", {});
  using namespace std::chrono_literals;
  auto look_at = std::chrono::steady_clock::now();
  wait_for_stop(200ms, [&] {
    if (std::chrono::steady_clock::now() < look_at) return;
    look_at = std::chrono::steady_clock::now() + 5s;
    take_up_keys(config, conninfo, store);
  });
  systemd.stopping();
  store.begin_ending();
  return 0;
}

}  // namespace badgewatch::daemon
