#include "badgewatchd/commands.hpp"
#include "badgewatchd/file_watch.hpp"
#include "badgewatchd/memory_guard.hpp"
#include "badgewatchd/node.hpp"
#include "badgewatchd/notify.hpp"
#include "badgewatchd/open_files.hpp"
#include "badgewatchd/signals.hpp"
#include "core/log.hpp"

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sysexits.h>

namespace badgewatch::daemon {

namespace {

std::string environment_variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value == nullptr ? std::string() : value;
}

// Beyond its connections the daemon has its database sessions, spools and logs open.
void want_open_files(const Config& config) {
  constexpr std::uint64_t besides = 1024;
  const auto files = raise_open_files();
  if (files >= config.http.connections + besides) return;
  core::log(core::LogLevel::warning,
            "fewer files may be open than http.connections needs (LimitNOFILE)",
            {{"files", static_cast<std::int64_t>(files)},
             {"connections", static_cast<std::int64_t>(config.http.connections)}});
}

std::vector<std::filesystem::path> files_of(const TlsConfig& tls) {
  if (!tls.is_on()) return {};
  std::vector<std::filesystem::path> files = {tls.certificate_file, tls.key_file};
  if (tls.client_certificates != ClientCertificates::off) files.push_back(tls.client_ca_file);
  return files;
}

}  // namespace

int fail(const core::Error& error) {
  std::cerr << "badgewatchd: " << error.detail() << '\n';
  for (const auto& field : error.fields())
    if (error.detail().find(field.detail) == std::string::npos)
      std::cerr << "  " << field.pointer << ": " << field.detail << '\n';
  switch (error.code()) {
    case core::Errc::invalid:
    case core::Errc::malformed:
      return EX_CONFIG;
    case core::Errc::conflict:
    case core::Errc::unavailable:
      return EX_UNAVAILABLE;
    default:
      return EX_SOFTWARE;
  }
}

int serve(const Config& config, const Environment& environment) {
  hold_stop_signals();
  want_open_files(config);
  lock_memory();
  FileWatch certificates(files_of(config.tls));
  const ServiceNotifier systemd(environment_variable("NOTIFY_SOCKET"));
  const auto watchdog = watchdog_interval(environment_variable("WATCHDOG_USEC"));
  auto node = Node::start(config, environment.clock, environment.randomness);
  if (!node && stop_is_wanted()) return 0;
  if (!node) return fail(node.error());
  core::log(core::LogLevel::info, "serving", {{"port", std::int64_t{(*node)->port()}}});

  bool told = false;
  const auto reload = [&] { (*node)->reload_certificate(); };
  const auto interval = std::chrono::duration_cast<std::chrono::milliseconds>(
      watchdog.value_or(std::chrono::milliseconds(200)));
  const auto tick = [&] {
    if (certificates.has_settled_change()) reload();
    if (!told && !(*node)->not_ready()) {
      systemd.ready();
      core::log(core::LogLevel::info, "ready", {});
      told = true;
    }
    if (told && (*node)->is_alive(std::min(interval, std::chrono::milliseconds(1'000))))
      systemd.alive();
  };
  wait_for_stop(std::min(interval, std::chrono::milliseconds(200)), tick, reload);
  systemd.stopping();
  return 0;
}

}  // namespace badgewatch::daemon
