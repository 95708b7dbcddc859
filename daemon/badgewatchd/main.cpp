// badgewatchd: the register's daemon.
#include "badgewatchd/command_line.hpp"
#include "badgewatchd/memory_guard.hpp"
#include "badgewatchd/reference_load.hpp"

#include <iostream>
#include <sysexits.h>
#include <typeinfo>

namespace {

using namespace badgewatch;
using namespace badgewatch::daemon;

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
  if (app.got_subcommand("reference"))
    return run(options, [&](const daemon::Config& config, const daemon::Environment& environment) {
      if (app.get_subcommand("reference")->got_subcommand("divide"))
        return daemon::divide(config, environment, options.division);
      return options.reference_preview ? daemon::preview_reference_data(config, environment)
                                       : daemon::load_reference_data(config, environment);
    });
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
  return dispatch_admin(*app.get_subcommand("admin"), options);
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
  add_place(*app.add_subcommand("webhooks",
                                "Send webhooks and mail beside `serve`, for a given database"),
            options);
  auto* reference = app.add_subcommand("reference", "Reference data");
  reference->require_subcommand(1);
  auto* load = reference->add_subcommand("load", "Load config/reference anew");
  add_place(*load, options);
  load->add_flag("--preview", options.reference_preview,
                 "Only say which authorities would be taken over, and what they hold");
  auto* division = reference->add_subcommand(
      "divide", "State which records of an authority go to another successor than the rest");
  add_place(*division, options);
  division->add_option("authority", options.division.former, "The one that ends")->required();
  division->add_option("table", options.division.table, "CSV: kind,record,successor")->required();
  division->add_flag("--preview", options.division.preview, "Only say what would go to whom");
  for (auto* one : {load, division})
    one->add_option("--operator-key-file", options.operator_key_file,
                    "Whose key is in it is named in the log as the one who did this");
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
