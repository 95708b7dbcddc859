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
#include "jobs/repeated.hpp"
#include "store/ending.hpp"
#include "store/master_keys.hpp"
#include "store/server_address.hpp"

#include <cstdlib>
#include <future>

namespace badgewatch::daemon {

namespace {

using namespace std::chrono_literals;

std::string socket_of_systemd() {
  const char* value = std::getenv("NOTIFY_SOCKET");  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::string() : value;
}

// On a thread of its own, so that this one hears meanwhile that it is to stop.
core::Result<store::SealingKeys> read_keys(const Config& config, const std::string& conninfo) {
  const auto found = read_master_keys(config.keys);
  if (!found) return found.error();
  store::Ending ending(store::StoreOptions().ending_grace);
  auto keys = std::async(std::launch::async,
                         [&] { return store::unlock_to_read(conninfo, found->keys, ending); });
  while (keys.wait_for(200ms) == std::future_status::timeout)
    if (stop_is_wanted()) ending.begin();
  return keys.get();
}

// Another master key may follow while it runs. Where that cannot be seen, those that it has stay.
core::Result<bool> take_up_keys(const Config& config, store::Store& store) {
  const auto found = read_master_keys(config.keys);
  if (!found) return found.error();
  const auto keys = store.unlock_to_read(found->keys);
  if (!keys) return keys.error();
  for (const auto& master : keys->masters)
    store.sealer().add(master);
  return false;
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
  if (!keys) return stop_is_wanted() ? 0 : fail(keys.error());
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
  const jobs::Repeated keys_to_come({.name = "master-keys", .period = 5s, .after_error = 5s},
                                    [&] { return take_up_keys(config, store); });
  const ServiceNotifier systemd(socket_of_systemd());
  systemd.ready();
  core::log(core::LogLevel::info, "sending webhooks", {});
  wait_for_stop(1'000ms, [] {});
  systemd.stopping();
  store.begin_ending();
  return 0;
}

}  // namespace badgewatch::daemon
