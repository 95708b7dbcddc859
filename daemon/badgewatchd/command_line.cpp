#include "badgewatchd/command_line.hpp"

#include "core/date.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sysexits.h>

namespace badgewatch::daemon {

core::Result<Config> settings_of(const Options& options) {
  std::filesystem::path file = options.config;
  if (file.empty()) file = "/etc/badgewatch/badgewatch.toml";
  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
  auto config = load_config(file, credentials == nullptr ? "" : credentials);
  if (!config) return config.error();
  if (!options.state.empty()) {
    const auto state = std::filesystem::absolute(options.state);
    // What lies below the state directory by default follows it.
    const auto old = config->state_directory;
    const auto moved = [&](std::filesystem::path& path) {
      const auto below = path.lexically_relative(old);
      if (!below.empty() && *below.begin() != "..") path = state / below;
    };
    moved(config->keys.master_key_file);
    moved(config->keys.next_master_key_file);
    moved(config->keys.receipt_key_file);
    moved(config->keys.log_key_file);
    moved(config->audit.last_checkpoint);
    moved(config->http.spool_directory);
    moved(config->retention.erasure_ledger);
    config->state_directory = state;
  }
  // systemd hands the master keys over in a folder of the service's own (LoadCredential=).
  if (credentials != nullptr) {
    const auto taken = [&](const char* name, std::filesystem::path& path) {
      const auto key = std::filesystem::path(credentials) / name;
      std::error_code ignored;
      if (std::filesystem::exists(key, ignored)) path = key;
    };
    taken("master.key", config->keys.master_key_file);
    taken("master.next.key", config->keys.next_master_key_file);
  }
  if (options.port >= 0) config->http.port = static_cast<std::uint16_t>(options.port);
  return config;
}

namespace {

// Before that there were neither the authorities nor the bank holidays of the reference data.
constexpr int first_year = 2012;
constexpr int last_year = 2099;

}  // namespace

core::Result<std::chrono::microseconds> offset_of(const std::string& now) {
  if (now.empty()) return std::chrono::microseconds(0);
  core::Instant start;
  if (!core::parse_instant(now, start))
    return core::Error(core::Errc::invalid,
                       "--now must be an instant such as 2026-11-23T09:00:00Z.");
  const auto year = core::uk_date(start).year();
  if (year < first_year || year > last_year)
    return core::Error(core::Errc::invalid, "--now must lie in the years " +
                                                std::to_string(first_year) + " to " +
                                                std::to_string(last_year) + ".");
  return std::chrono::microseconds(start.micros - core::SystemClock().now().micros);
}

int fail_now(const core::Error& error) {
  std::cerr << "badgewatchd: " << error.detail() << '\n';
  return EX_USAGE;
}

CLI::Validator not_empty() {
  return {[](std::string& text) { return text.empty() ? std::string("must not be empty") : ""; },
          ""};
}

void add_place(CLI::App& command, Options& options) {
  command
      .add_option("--config", options.config, "The settings file (/etc/badgewatch/badgewatch.toml)")
      ->check(not_empty());
  command.add_option("--state", options.state, "The state directory, instead of the file's")
      ->check(not_empty());
}

}  // namespace badgewatch::daemon
