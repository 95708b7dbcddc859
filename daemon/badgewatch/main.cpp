// The command line of a council's own staff and systems, over the register's HTTP API.

#include "badgewatch/adjudicate_command.hpp"
#include "badgewatch/alerts_command.hpp"
#include "badgewatch/check_command.hpp"
#include "badgewatch/concerns_command.hpp"
#include "badgewatch/decisions_command.hpp"
#include "badgewatch/output.hpp"
#include "badgewatch/push_command.hpp"
#include "badgewatch/receipt_command.hpp"
#include "badgewatch/settings.hpp"
#include "badgewatch/witness_command.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>

namespace badgewatch::cli {
namespace {

using Command = std::function<Exit(client::Target)>;

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

void add_check(CLI::App& app, CheckOptions& options, Command& command) {
  CLI::App* check = app.add_subcommand(
      "check", "Ask whether an adverse decision about a person is on the register.");
  check->footer(
      "Whatever stands on a command line can be seen by other users of this machine (ps): on a\n"
      "shared one use --person - and give the person as JSON on standard input.\n\n"
      "Ends with 0 no match (proven), 10 possible match, 11 match, 12 indeterminate, 64 usage,\n"
      "69 unavailable or not proven, 77 refused.");
  check->add_option("--case-reference", options.case_reference, "Your case; kept in the log")
      ->required();
  check->add_option("--purpose", options.purpose, "Why you ask; kept in the log")
      ->required()
      ->check(CLI::IsMember(
          {"new_application", "renewal", "in_term", "investigation", "subject_request"}));
  check->add_option("--person", options.person_file, "The person as JSON; - is standard input");
  check->add_option("--name", options.full_name, "Full name, or:");
  check->add_option("--given", options.given_names, "Given names");
  check->add_option("--family", options.family_name, "Family name");
  check->add_option("--born", options.born,
                    "Date of birth: 1985-03-14 or 14/03/1985; 1985-03 or 1985 if no more is known");
  check->add_option("--ni", options.national_insurance_number, "National Insurance number");
  check->add_option("--licence", options.licence_number, "Driving licence number");
  check->add_option("--issuer", options.licence_issuer,
                    "Its issuer: GB (default), NI or a country");
  check->add_option("--postcode", options.postcode, "Postcode of the home address");
  check->add_flag("--json", options.json, "Print the answer as it came");
  check->callback([&] {
    command = [&](client::Target target) { return run_check(options, std::move(target)); };
  });
}

void add_adjudicate(CLI::App& app, AdjudicateOptions& options, Command& command) {
  CLI::App* adjudicate = app.add_subcommand(
      "adjudicate", "Say whether a hit of a check is the person, and why. It changes no outcome.");
  adjudicate->footer(
      "Whatever stands on a command line can be seen by other users of this machine (ps): on a\n"
      "shared one use --reason - and give the reason on standard input.\n\n"
      "Ends with 0 kept, 64 usage, 69 unavailable, 77 refused.");
  adjudicate->add_option("check", options.check, "The check's id")->required();
  adjudicate->add_option("hit", options.hit, "The hit's id")->required();
  adjudicate->add_option("--finding", options.finding, "What you found")
      ->required()
      ->check(CLI::IsMember({"same_person", "different_person", "undecided"}));
  adjudicate->add_option("--reason", options.reason, "Why; - is standard input")->required();
  adjudicate->add_flag("--json", options.json, "Print the answer as it came");
  adjudicate->callback([&] {
    command = [&](client::Target target) { return run_adjudicate(options, std::move(target)); };
  });
}

void add_decision_change(CLI::App& decisions, DecisionChangeOptions& options, Command& command) {
  CLI::App* change = decisions.add_subcommand(
      "change", "What happened to an entry of yours: appeal, correction, removal, ...");
  change->footer(
      "remove, and an amend of --person, need two people: --decided-by and --approved-by. With one "
      "it\n"
      "is proposed, and another one completes it by the same change.\n"
      "Whatever stands on a command line can be seen by other users of this machine (ps): on a\n"
      "shared one use --reason - or --person - and give it on standard input.\n\n"
      "Ends with 0 changed or proposed, 64 usage or not possible now, 69 unavailable, 77 refused.");
  change->add_option("decision", options.decision, "The entry's id")->required();
  change->add_option("--change", options.change, "What happened")
      ->required()
      ->check(CLI::IsMember({"amend", "lift", "appeal_lodged", "appeal_allowed", "appeal_dismissed",
                             "later_grant", "remove", "withdraw", "reinstate", "disputed",
                             "dispute_lifted"}));
  change->add_option("--on", options.on, "The day, as 2026-11-20");
  change->add_option("--reason", options.reason, "Why; - is standard input");
  change->add_option("--decided-by", options.decided_by, "Who of your authority decided it");
  change->add_option("--approved-by", options.approved_by, "Who of your authority approved it");
  change->add_option("--decided-on", options.decided_on, "amend: the day of the decision");
  change->add_option("--effective-on", options.effective_on, "amend: when it takes effect");
  change->add_option("--suspension-ends-on", options.suspension_ends_on,
                     "amend: the last day of the suspension");
  change->add_option("--person", options.person_file,
                     "amend: whom it is about, as JSON in a file; - is standard input");
  change->add_flag("--json", options.json, "Print the answer as it came");
  change->callback([&] {
    command = [&](client::Target target) {
      return run_decision_change(options, std::move(target));
    };
  });
}

void add_decision_show(CLI::App& decisions, DecisionShowOptions& options, Command& command) {
  CLI::App* show =
      decisions.add_subcommand("show", "How an entry of yours stands, and its history.");
  show->footer("Ends with 0 shown, 64 usage or no such entry, 69 unavailable, 77 refused.");
  show->add_option("decision", options.decision, "The entry's id")->required();
  show->add_flag("--json", options.json, "Print the answer as it came");
  show->callback([&] {
    command = [&](client::Target target) { return run_decision_show(options, std::move(target)); };
  });
}

void add_push(CLI::App& app, PushOptions& options, Command& command) {
  CLI::App* push = app.add_subcommand(
      "push",
      "Send a file of licences or decisions. It may be sent again: what is there is unchanged.");
  push->footer("Ends with 0 all taken, 65 some rows rejected, 69 cut off, 77 refused.");
  push->require_subcommand(1);
  for (const char* what : {"licences", "decisions"}) {
    CLI::App* kind = push->add_subcommand(what, std::string("Send ") + what);
    kind->add_option("file", options.file, "The file; - is standard input")->required();
    kind->add_option("--format", options.format, "csv or ndjson; by the file's ending if left out")
        ->check(CLI::IsMember({"csv", "ndjson"}));
    kind->add_option("--mapping", options.mapping, "The mapping of a csv's columns, by name");
    kind->add_option("--report", options.report_file, "Write every rejected row to this file");
    kind->add_flag("--json", options.json, "Rejected rows and the counts as JSON lines");
    kind->callback([&options, &command, what] {
      options.what = what;
      command = [&options](client::Target target) { return run_push(options, std::move(target)); };
    });
  }
}

void add_alerts(CLI::App& app, AlertsOptions& options, Command& command) {
  CLI::App* alerts = app.add_subcommand("alerts", "What the register found for you by itself.");
  alerts->add_option("--after", options.after, "Go on behind this number, an earlier `next`")
      ->check(CLI::Validator(
          [](const std::string& text) {
            const bool number = !text.empty() && text.size() < 19 &&
                                text.find_first_not_of("0123456789") == std::string::npos;
            return number ? std::string() : "must be a number that an earlier run named";
          },
          "NUMBER"));
  alerts->add_flag("--json", options.json, "A JSON line for each alert, then {\"next\": ...}");
  alerts->callback([&] {
    command = [&](client::Target target) { return run_alerts(options, std::move(target)); };
  });
}

void add_witness(CLI::App& app, WitnessOptions& options, Command& command) {
  CLI::App* witness = app.add_subcommand(
      "witness", "See that the register's log only grows. Run it outside of the register.");
  witness->footer(
      "It keeps the last checkpoint that it saw, and believes a new one only with a proof that it\n"
      "goes on from there. Ends with 0 it does, 20 forked, 21 shrunk, 22 not signed by the pinned\n"
      "key (then both checkpoints are kept as evidence), 64 usage, 69 unavailable, 77 refused.");
  witness
      ->add_option("--keys", options.keys_file,
                   "File with the register's keys, from its operator (badgewatchd audit keys)")
      ->required();
  witness->add_option("--state", options.state_file, "File for the last checkpoint")->required();
  witness->add_option("--cosign", options.cosigner_file,
                      "File with this witness's own key, made where there is none");
  witness->add_option("--name", options.name, "This witness's name in its cosignature")
      ->capture_default_str();
  witness->add_option("--every", options.every_seconds, "Seconds between looks; left out: one look")
      ->check(CLI::Range(1, 86'400));
  witness->add_flag("--json", options.json, "A JSON line for each look");
  witness->callback([&] {
    command = [&](client::Target target) {
      return run_witness(options, std::move(target), core::SystemClock());
    };
  });
}

void add_verify_receipt(CLI::App& app, ReceiptOptions& options, bool& wanted) {
  CLI::App* verify = app.add_subcommand(
      "verify-receipt", "Whether the register gave this answer, without asking it.");
  verify->footer(
      "Ends with 0 genuine, 22 not genuine, 64 usage; with --online 69 unavailable, 77 refused.");
  verify->add_option("file", options.file, "The answer of a check as JSON; - is standard input")
      ->required();
  verify
      ->add_option("--keys", options.keys_file,
                   "File with the register's keys, from its operator (badgewatchd audit keys)")
      ->required();
  verify->add_flag("--online", options.online, "Also that its leaf is in the signed log");
  verify->add_flag("--json", options.json, "What was signed, as JSON");
  verify->callback([&] { wanted = true; });
}

// What was wrong with the command line, and where to read more.
Exit refuse(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* at = &app;
  std::string command = "badgewatch";
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().front();
    command += ' ' + at->get_name();
  }
  const bool lacks_command = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr &&
                             at->get_require_subcommand_min() > 0;
  const auto unknown = app.remaining(true);
  if (lacks_command && unknown.empty()) {
    std::cerr << at->help();
  } else {
    std::cerr << "badgewatch: "
              << (lacks_command ? "There is no command `" + unknown.front() + "`." : error.what())
              << "\nMore: " << command << " --help\n";
  }
  return exit_usage;
}

int run(int argc, char** argv) {
  CLI::App app{
      "Badgewatch: one register of adverse decisions about taxi and private hire drivers."};
  app.name("badgewatch");
  app.require_subcommand(1);
  app.fallthrough();
  ConnectionOptions connection;
  app.add_option("--url", connection.url, "The register's address (BADGEWATCH_URL)");
  app.add_option("--key-file", connection.key_file, "File with the API key (BADGEWATCH_KEY_FILE)");
  app.add_option("--ca-file", connection.tls.ca_file,
                 "Authorities to trust instead of the system's, PEM (BADGEWATCH_CA_FILE)");
  app.add_option("--certificate-file", connection.tls.certificate_file,
                 "Certificate to show, PEM (BADGEWATCH_CERTIFICATE_FILE)");
  app.add_option("--certificate-key-file", connection.tls.certificate_key_file,
                 "Its key, PEM (BADGEWATCH_CERTIFICATE_KEY_FILE)");
  app.add_option("--config", connection.config_file,
                 "Settings file with url, key_file, ... (~/.config/badgewatch/config.toml)");
  CheckOptions check;
  AdjudicateOptions adjudicate;
  DecisionChangeOptions decision_change;
  DecisionShowOptions decision_show;
  PushOptions push;
  AlertsOptions alerts;
  ConcernsOptions concerns;
  WitnessOptions witness;
  ReceiptOptions receipt;
  bool is_receipt = false;
  Command command;
  add_check(app, check, command);
  add_adjudicate(app, adjudicate, command);
  CLI::App* decisions = app.add_subcommand("decisions", "Entries of your own, through their life.");
  decisions->require_subcommand(1);
  add_decision_change(*decisions, decision_change, command);
  add_decision_show(*decisions, decision_show, command);
  add_push(app, push, command);
  add_alerts(app, alerts, command);
  add_concerns(app, concerns, command);
  add_witness(app, witness, command);
  add_verify_receipt(app, receipt, is_receipt);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) return refuse(app, error);
    app.exit(error);  // --help
    return exit_done;
  }

  const auto find = [&] { return find_target(connection, environment); };
  if (is_receipt) return run_verify_receipt(receipt, find);
  auto target = find();
  if (!target) return report(target.error());
  return command(std::move(*target));
}

}  // namespace
}  // namespace badgewatch::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return badgewatch::cli::run(argc, argv);
  } catch (const std::exception& bug) {
    std::cerr << "badgewatch: an error of the program itself: " << bug.what() << '\n';
    return badgewatch::cli::exit_unavailable;
  }
}
