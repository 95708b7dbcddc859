// What every subcommand of badgewatchd has of the command line: where the settings are, and how it
// runs by them.
#pragma once

#include "badgewatchd/commands.hpp"
#include "badgewatchd/disputes.hpp"
#include "badgewatchd/division.hpp"
#include "badgewatchd/legal_holds.hpp"
#include "core/clock.hpp"
#include "core/log.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <string>

namespace badgewatch::daemon {

struct Options {
  std::string config;
  std::string state;
  int port = -1;
  std::string now;
  bool reference_preview = false;
  Division division;
  DemoOptions demo;
  NewKey key;
  std::string authority;
  std::string key_id;
  std::string operator_key_file;
  std::string operator_name;
  std::string entry;
  NewOfficer officer;
  AuditOptions audit;
  std::string check;
  HoldToRelease hold;
  LegalHoldWanted legal_hold;
  DisputeWanted dispute;
  FlagToReview flag;
  bool new_log_confirmed = false;
  bool nightly = false;
  PurgeOptions purge;
  std::string backup_to;
  RestoreOptions restore;
};

// The settings file's, with what the command line and systemd's credentials say otherwise.
core::Result<Config> settings_of(const Options& options);
// How far the register's clock is from the system's; says what is wrong with `now`.
core::Result<std::chrono::microseconds> offset_of(const std::string& now);
// Ends with EX_USAGE for a wrong instant.
int fail_now(const core::Error& error);

void add_place(CLI::App& command, Options& options);
CLI::Validator not_empty();

template <class Command>
int run(const Options& options, Command&& command) {
  const auto config = settings_of(options);
  if (!config) return fail(config.error());
  const auto offset = offset_of(options.now);
  if (!offset) return fail_now(offset.error());
  core::set_log_level(config->log.level);
  const core::SystemClock clock(*offset);
  core::SystemRandomness randomness;
  return command(*config, Environment{clock, randomness, options.operator_key_file});
}

// `admin`: first steps, and what an operator looks at.
void add_admin(CLI::App& app, Options& options);
int dispatch_admin(const CLI::App& admin, Options& options);

}  // namespace badgewatch::daemon
