// badgewatchd: the register's daemon.
#include "badgewatchd/commands.hpp"
#include "badgewatchd/legal_holds.hpp"
#include "badgewatchd/memory_guard.hpp"
#include "core/date.hpp"
#include "core/log.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sysexits.h>

namespace {

using namespace badgewatch;

struct Options {
  std::string config;
  std::string state;
  int port = -1;
  std::string now;
  daemon::DemoOptions demo;
  daemon::NewKey key;
  std::string authority;
  std::string key_id;
  std::string operator_key_file;
  std::string operator_name;
  std::string entry;
  daemon::NewOfficer officer;
  daemon::AuditOptions audit;
  std::string check;
  daemon::HoldToRelease hold;
  daemon::LegalHoldWanted legal_hold;
  daemon::FlagToReview flag;
  bool new_log_confirmed = false;
  bool nightly = false;
  daemon::PurgeOptions purge;
  std::string backup_to;
  daemon::RestoreOptions restore;
};

core::Result<daemon::Config> settings_of(const Options& options) {
  std::filesystem::path file = options.config;
  if (file.empty()) file = "/etc/badgewatch/badgewatch.toml";
  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
  auto config = daemon::load_config(file, credentials == nullptr ? "" : credentials);
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

// Before that there were neither the authorities nor the bank holidays of the reference data.
constexpr int first_year = 2012;
constexpr int last_year = 2099;

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

template <class Command>
int run(const Options& options, Command&& command) {
  const auto config = settings_of(options);
  if (!config) return daemon::fail(config.error());
  const auto offset = offset_of(options.now);
  if (!offset) {
    std::cerr << "badgewatchd: " << offset.error().detail() << '\n';
    return EX_USAGE;
  }
  core::set_log_level(config->log.level);
  const core::SystemClock clock(*offset);
  core::SystemRandomness randomness;
  return command(*config, daemon::Environment{clock, randomness, options.operator_key_file});
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

void add_demo(CLI::App& app, Options& options) {
  auto* demo = app.add_subcommand("demo", "Run the register with a demo; what ./run starts");
  add_place(*demo, options);
  demo->add_option("--port", options.port, "The port on 127.0.0.1 (8480)")
      ->check(CLI::Range(0, 65535));
  demo->add_option("--drivers", options.demo.drivers, "People in the demo's roster (20000)")
      ->check(CLI::Range(100, 2'000'000));
  demo->add_flag("--empty", options.demo.empty, "No demo: an empty register with keys");
  demo->add_flag("--exit", options.demo.exit,
                 "Stop after the first check; status 0 only if it found what it must");
  demo->add_option("--now", options.now, "The register's clock starts at this instant");
}

void add_operator(CLI::App& admin, Options& options) {
  auto* people = admin.add_subcommand("operator", "The people who run the register");
  people->require_subcommand(1);
  auto* create = people->add_subcommand("create", "Make an operator's key; it is printed once");
  add_place(*create, options);
  create->add_option("name", options.operator_name, "As it shall stand in the log")->required();
  create->add_option("--username", options.officer.username,
                     "With it they can sign in too; what with is printed once");
  add_place(*people->add_subcommand("list", "All that there were"), options);
  auto* revoke = people->add_subcommand("revoke", "End an operator's key");
  add_place(*revoke, options);
  revoke->add_option("name", options.operator_name, "The operator's name")->required();
}

void add_legal_holds(CLI::App& admin, Options& options) {
  auto* holds = admin.add_subcommand("legal-hold", "Entries kept beyond their last day, apart");
  holds->require_subcommand(1);
  add_place(*holds->add_subcommand("list", "All that there were, those in force first"), options);
  auto& wanted = options.legal_hold;
  const auto named = [&](const char* name, const char* what, const char* id) {
    auto* act = holds->add_subcommand(name, what);
    add_place(*act, options);
    act->add_option("id", wanted.id, id)->required();
    return act;
  };
  named("show", "What is held, with its person", "The hold's id, from `list`");
  for (auto* act : {named("begin", "Keep an entry beyond its last day", "The decision's id"),
                    named("release", "Keep it no more", "The hold's id, from `list`")}) {
    act->add_option("--by", wanted.by, "The person who asks for it, by name")
        ->required()
        ->check(not_empty());
    act->add_option("--reason", wanted.reason, "Which claim or inquiry")
        ->required()
        ->check(not_empty());
  }
}

int dispatch_legal_hold(const CLI::App& holds, Options& options) {
  if (holds.got_subcommand("list")) return run(options, daemon::list_legal_holds);
  return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
    const auto act = holds.got_subcommand("begin")     ? daemon::begin_legal_hold
                     : holds.got_subcommand("release") ? daemon::release_legal_hold
                                                       : daemon::show_legal_hold;
    return act(config, environment, options.legal_hold);
  });
}

void add_holds(CLI::App& admin, Options& options) {
  auto* hold = admin.add_subcommand("hold", "Entries that wait for a second person");
  hold->require_subcommand(1);
  add_place(*hold->add_subcommand("list", "All that there were, open ones first"), options);
  auto* release = hold->add_subcommand("release", "Let other authorities be told of them");
  add_place(*release, options);
  release->add_option("id", options.hold.id, "The hold's id, from `list`")->required();
  release->add_option("--entries", options.hold.entries, "How many you have looked at")
      ->required()
      ->check(CLI::Range(0, 1'000'000'000));
  release->add_option("--reason", options.hold.reason, "Why they are right")
      ->required()
      ->check(not_empty());
}

void add_misuse(CLI::App& admin, Options& options) {
  auto* misuse = admin.add_subcommand("misuse", "Flags of searches by many authorities");
  misuse->require_subcommand(1);
  add_place(*misuse->add_subcommand("list", "The newest first"), options);
  auto* review = misuse->add_subcommand("review", "Say what came of asking about one, once");
  add_place(*review, options);
  review->add_option("id", options.flag.id, "The flag's id, from `list`")->required();
  review->add_option("--outcome", options.flag.outcome, "explained, misuse or referred")
      ->required();
  review->add_option("--reason", options.flag.reason, "What was found; kept sealed")
      ->required()
      ->check(not_empty());
}

void add_officer(CLI::App& admin, Options& options) {
  auto* officer = admin.add_subcommand("officer", "People who sign in to the register");
  officer->require_subcommand(1);
  auto* create =
      officer->add_subcommand("create", "Make one; what they sign in with is printed once");
  add_place(*create, options);
  create
      ->add_option("authority", options.officer.authority,
                   "The authority's code, or `register` for the register's own")
      ->required();
  create->add_option("username", options.officer.username, "As they will type it, before the @")
      ->required();
  create->add_option("--name", options.officer.name, "As people call them")->required();
  create
      ->add_option("--role", options.officer.roles,
                   "officer, decision_maker, supervisor, data_administrator; of the register "
                   "operator, auditor. May be given again")
      ->required();
  auto* list = officer->add_subcommand("list", "The officers of an authority, or of the register");
  add_place(*list, options);
  list->add_option("authority", options.officer.authority, "The authority's code, or `register`")
      ->required();
  auto* disable = officer->add_subcommand("disable", "End an officer's sign-in and sessions");
  auto* reset = officer->add_subcommand(
      "reset", "End their password, second factor and sessions, and print new ones once");
  for (auto* act : {disable, reset}) {
    add_place(*act, options);
    act->add_option("username", options.officer.username, "The whole username, as a.yusuf@tfl")
        ->required();
  }
  for (auto* act : {create, reset})
    act->add_flag("--invite", options.officer.invite,
                  "Print an invitation instead, by which they choose their own");
}

int dispatch_officer(const CLI::App& officer, const Options& options) {
  return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
    const auto& wanted = options.officer;
    if (officer.got_subcommand("create"))
      return daemon::create_officer(config, environment, wanted);
    if (officer.got_subcommand("list"))
      return daemon::list_officers(config, environment, wanted.authority);
    if (officer.got_subcommand("disable"))
      return daemon::disable_officer(config, environment, wanted.username);
    return daemon::reset_officer(config, environment, wanted.username, wanted.invite);
  });
}

void add_admin(CLI::App& app, Options& options) {
  auto* admin = app.add_subcommand("admin", "First steps: operators, authorities and keys");
  admin->require_subcommand(1);
  admin->add_option("--operator-key-file", options.operator_key_file,
                    "Whose key is in it is named in the log as the one who did this");
  add_operator(*admin, options);
  add_holds(*admin, options);
  add_legal_holds(*admin, options);
  add_officer(*admin, options);
  auto* frequencies =
      admin->add_subcommand("frequencies", "How common the words of names are in the register");
  frequencies->require_subcommand(1);
  add_place(
      *frequencies->add_subcommand("learn", "Learn it now and publish it, as each night does"),
      options);
  add_place(*frequencies->add_subcommand("show", "What was published, the newest first"), options);
  auto* seen_by = admin->add_subcommand("seen-by", "Who was shown an entry, and by which check");
  add_place(*seen_by, options);
  seen_by->add_option("entry", options.entry, "The entry's id")->required();
  add_misuse(*admin, options);
  auto* authority = admin->add_subcommand("authority", "The licensing authorities in force");
  add_place(*authority->add_subcommand("list"), options);
  authority->require_subcommand(1);
  admin->add_subcommand("permissions", "Which roles and scopes open which call");
  auto* key = admin->add_subcommand("key", "API keys of councils' systems");
  key->require_subcommand(1);
  auto* create = key->add_subcommand("create", "Make a key; it is printed once");
  add_place(*create, options);
  create->add_option("authority", options.key.authority, "The authority's code")->required();
  create->add_option("--name", options.key.name, "What the key is for")->required();
  create
      ->add_option("--scope", options.key.scopes,
                   "licences, decisions, checks, disclosures, alerts, concerns, supervision, "
                   "administration, "
                   "import")
      ->required();
  create->add_option("--network", options.key.networks,
                     "From where it may be used, as 192.0.2.0/24; may be given again");
  create
      ->add_option("--import-days", options.key.import_days,
                   "For how many days the scope import is open")
      ->check(CLI::Range(1, 90));
  auto* list = key->add_subcommand("list", "The keys of an authority");
  add_place(*list, options);
  list->add_option("authority", options.authority, "The authority's code")->required();
  auto* revoke = key->add_subcommand("revoke", "End a key within seconds");
  add_place(*revoke, options);
  revoke->add_option("id", options.key_id, "The key's id, from `list`")->required();
}

void add_master_key(CLI::App& app, Options& options) {
  auto* key = app.add_subcommand("master-key", "The key that wraps all others, and changing it");
  key->require_subcommand(1);
  key->add_option("--operator-key-file", options.operator_key_file,
                  "Whose key is in it is named in the log as the one who did this");
  add_place(*key->add_subcommand("new", "Make the next one; nothing is sealed with it yet"),
            options);
  add_place(*key->add_subcommand("rotate", "Change to the next one, also while daemons serve"),
            options);
  add_place(*key->add_subcommand("status", "How much is wrapped by which"), options);
}

void add_keeping(CLI::App& app, Options& options) {
  auto* backup = app.add_subcommand("backup", "Copy the register, also while it serves");
  add_place(*backup, options);
  backup
      ->add_option("--to", options.backup_to,
                   "A folder that gets a new set of files, or the new set's own name")
      ->required();
  auto* restore = app.add_subcommand("restore", "Make a register from a backup");
  add_place(*restore, options);
  restore->add_option("--from", options.restore.from, "The folder of the backup")->required();
  restore->add_option("--keys", options.restore.keys,
                      "The folder of the kept keys: master.key, receipt.key, log.key");
  restore->add_option("--ledger", options.restore.ledgers,
                      "The newest erasure ledger there is, of each daemon that wrote one");
  restore->add_flag("--without-ledger", options.restore.without_ledger,
                    "It is lost: what was erased since the backup may come back");
  auto* purge = app.add_subcommand("purge", "Erase what is past its last day, as each day does");
  add_place(*purge, options);
  purge->add_flag("--preview", options.purge.preview, "Only say how much that is");
  purge->add_flag("--confirm", options.purge.confirm,
                  "Also where the clock or the number of entries looks wrong");
}

void add_audit(CLI::App& app, Options& options) {
  auto* audit = app.add_subcommand("audit", "The log of all that was asked, read and changed");
  audit->require_subcommand(1);
  audit->add_option("--operator-key-file", options.operator_key_file,
                    "Whose key is in it is named in the log as the one who did this");
  auto* verify = audit->add_subcommand("verify", "Reckon the whole log anew from the database");
  verify->footer(
      "Ends with 0 the log holds; 20 a leaf is not what was committed to, 21 a number is missing,\n"
      "22 the tree is not the leaves', 23 a checkpoint is not the beginning of the log, 24 a\n"
      "signature is wrong; 69 the database is away.");
  add_place(*verify, options);
  verify->add_option("--threads", options.audit.threads, "Sessions that read at once (2)")
      ->check(CLI::Range(1, 16));
  add_place(*audit->add_subcommand("keys", "The public keys to hand to those who verify"), options);
  auto* anew = audit->add_subcommand("new-log", "Begin a new log with the leaves of the old one");
  add_place(*anew, options);
  anew->add_flag("--confirm", options.new_log_confirmed, "The old one cannot go on");
}

void add_replay(CLI::App& app, Options& options) {
  auto* replay = app.add_subcommand(
      "replay", "Ask an old check anew, of the register as it was then; also while it serves");
  replay->footer(
      "Prints both answers as one JSON object. Ends with 0 the same, 1 it differs (`differences`\n"
      "says where), 3 it cannot be had again (`cause` says why); 69 the database is away.");
  add_place(*replay, options);
  replay->add_option("--operator-key-file", options.operator_key_file,
                     "Whose key is in it is named in the log as the one who did this");
  replay->add_option("check", options.check, "The check's id")->required();
}

void add_reconcile(CLI::App& app, Options& options) {
  auto* reconcile = app.add_subcommand(
      "reconcile", "Compare every entry with every licence anew; also while it serves");
  reconcile->footer(
      "Prints the report as one JSON object; shows on standard error how far it is. Goes on with "
      "a\n"
      "run that is not done. Ends with 0 all is well; 30 alerts were lost and have been raised, "
      "31\n"
      "what the register holds does not fit together (`integrity` says what); 69 the database is\n"
      "away, or it was stopped.");
  add_place(*reconcile, options);
  reconcile->add_option("--operator-key-file", options.operator_key_file,
                        "Whose key is in it is named in the log as the one who did this");
  reconcile->add_flag("--nightly", options.nightly,
                      "The run of this night: a second one, and another host's, is none");
}

int dispatch_audit(const CLI::App& audit, const Options& options) {
  return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
    if (audit.got_subcommand("verify"))
      return daemon::verify_log(config, environment, options.audit);
    if (audit.got_subcommand("keys")) return daemon::print_log_keys(config, environment);
    return daemon::begin_new_log(config, environment, options.new_log_confirmed);
  });
}

int dispatch(const CLI::App& app, Options& options) {
  if (app.got_subcommand("serve")) return run(options, daemon::serve);
  if (app.got_subcommand("migrate")) return run(options, daemon::migrate);
  if (app.got_subcommand("webhooks")) return run(options, daemon::send_webhooks);
  if (app.got_subcommand("reference")) return run(options, daemon::load_reference_data);
  if (app.got_subcommand("config")) return run(options, daemon::check_config);
  options.demo.own_clock = !options.now.empty();
  // The installed service's own settings are not for a demo.
  if (app.got_subcommand("demo") && options.config.empty() && options.state.empty()) {
    std::cerr << "badgewatchd: Name a folder for the demo with --state, or its settings with "
                 "--config.\n";
    return EX_USAGE;
  }
  if (app.got_subcommand("demo"))
    return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
      return daemon::demo(config, environment, options.demo);
    });
  if (app.got_subcommand("backup"))
    return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
      return daemon::backup(config, environment, options.backup_to);
    });
  if (app.got_subcommand("restore"))
    return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
      return daemon::restore(config, environment, options.restore);
    });
  if (app.got_subcommand("purge"))
    return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
      return daemon::purge(config, environment, options.purge);
    });
  if (app.got_subcommand("master-key")) {
    const auto* key = app.get_subcommand("master-key");
    if (key->got_subcommand("new")) return run(options, daemon::make_master_key);
    return run(options, key->got_subcommand("rotate") ? daemon::rotate_master_key
                                                      : daemon::show_master_keys);
  }
  if (app.got_subcommand("replay"))
    return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
      return daemon::replay(config, environment, options.check);
    });
  if (app.got_subcommand("reconcile"))
    return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
      return daemon::reconcile(config, environment, options.nightly);
    });
  if (app.got_subcommand("audit")) return dispatch_audit(*app.get_subcommand("audit"), options);
  const auto* admin = app.get_subcommand("admin");
  if (admin->got_subcommand("permissions")) return daemon::list_permissions();
  if (admin->got_subcommand("authority")) return run(options, daemon::list_authorities);
  if (admin->got_subcommand("frequencies"))
    return run(options, admin->get_subcommand("frequencies")->got_subcommand("learn")
                            ? daemon::learn_frequencies
                            : daemon::show_frequencies);
  if (admin->got_subcommand("misuse")) {
    const bool is_list = admin->get_subcommand("misuse")->got_subcommand("list");
    return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
      return is_list ? daemon::list_misuse(config, environment)
                     : daemon::review_misuse(config, environment, options.flag);
    });
  }
  if (admin->got_subcommand("seen-by"))
    return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
      return show_seen_by(config, environment, options.entry);
    });
  if (admin->got_subcommand("officer"))
    return dispatch_officer(*admin->get_subcommand("officer"), options);
  if (admin->got_subcommand("operator")) {
    const auto* people = admin->get_subcommand("operator");
    return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
      if (people->got_subcommand("create"))
        return create_operator(config, environment, options.operator_name,
                               options.officer.username);
      if (people->got_subcommand("list")) return list_operators(config, environment);
      return revoke_operator(config, environment, options.operator_name);
    });
  }
  if (admin->got_subcommand("legal-hold"))
    return dispatch_legal_hold(*admin->get_subcommand("legal-hold"), options);
  if (admin->got_subcommand("hold")) {
    const bool is_list = admin->get_subcommand("hold")->got_subcommand("list");
    return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
      return is_list ? daemon::list_holds(config, environment)
                     : daemon::release_hold(config, environment, options.hold);
    });
  }
  const auto* key = admin->get_subcommand("key");
  return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
    if (key->got_subcommand("create")) return create_key(config, environment, options.key);
    if (key->got_subcommand("list")) return list_keys(config, environment, options.authority);
    return revoke_key(config, environment, options.key_id);
  });
}

}  // namespace

int main(int argc, char** argv) {
  daemon::forbid_core_files();
  CLI::App app("Badgewatch: the register of taxi and private hire licensing decisions");
  app.require_subcommand(1);
  Options options;
  auto* serve = app.add_subcommand("serve", "Serve the register");
  add_place(*serve, options);
  serve->add_option("--port", options.port, "The port, instead of the file's")
      ->check(CLI::Range(0, 65535));
  add_place(*app.add_subcommand("migrate", "Bring the database to this daemon's shape"), options);
  add_place(*app.add_subcommand("webhooks", "Send webhooks beside `serve`, for a given database"),
            options);
  auto* reference = app.add_subcommand("reference", "Reference data");
  reference->require_subcommand(1);
  add_place(*reference->add_subcommand("load", "Load config/reference anew"), options);
  auto* config = app.add_subcommand("config", "Settings");
  config->require_subcommand(1);
  add_place(*config->add_subcommand("check", "Name every wrong setting"), options);
  add_admin(app, options);
  add_keeping(app, options);
  add_master_key(app, options);
  add_audit(app, options);
  add_replay(app, options);
  add_reconcile(app, options);
  add_demo(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? 0 : EX_USAGE;
  }
  try {
    return dispatch(app, options);
  } catch (const std::exception& bug) {
    std::cerr << "badgewatchd: stopped by an unexpected fault (" << typeid(bug).name() << ").\n";
    return EX_SOFTWARE;
  }
}
