#include "badgewatchd/command_line.hpp"

namespace badgewatch::daemon {

namespace {

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
  if (holds.got_subcommand("list")) return run(options, list_legal_holds);
  return run(options, [&](const Config& config, const Environment& environment) {
    const auto act = holds.got_subcommand("begin")     ? begin_legal_hold
                     : holds.got_subcommand("release") ? release_legal_hold
                                                       : show_legal_hold;
    return act(config, environment, options.legal_hold);
  });
}

void add_dispute(CLI::App& admin, Options& options) {
  auto* dispute = admin.add_subcommand("dispute", "That a driver disputes an entry");
  dispute->require_subcommand(1);
  for (auto* act : {dispute->add_subcommand("mark", "Mark it, for whoever reads the entry"),
                    dispute->add_subcommand("lift", "The driver disputes it no more")}) {
    add_place(*act, options);
    act->add_option("entry", options.dispute.entry, "The decision's id")->required();
    act->add_option("--reason", options.dispute.reason, "What the driver says, in short; sealed")
        ->required()
        ->check(not_empty());
  }
}

int dispatch_dispute(const CLI::App& dispute, Options& options) {
  return run(options, [&](const Config& config, const Environment& environment) {
    const auto act = dispute.got_subcommand("mark") ? mark_dispute : lift_dispute;
    return act(config, environment, options.dispute);
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
  auto* enable = officer->add_subcommand(
      "enable", "Let a disabled officer in again, by an invitation that is printed once");
  for (auto* act : {disable, enable, reset}) {
    add_place(*act, options);
    act->add_option("username", options.officer.username, "The whole username, as a.yusuf@tfl")
        ->required();
  }
  for (auto* act : {create, reset})
    act->add_flag("--invite", options.officer.invite,
                  "Print an invitation instead, by which they choose their own");
}

int dispatch_officer(const CLI::App& officer, const Options& options) {
  return run(options, [&](const Config& config, const Environment& environment) {
    const auto& wanted = options.officer;
    if (officer.got_subcommand("create")) return create_officer(config, environment, wanted);
    if (officer.got_subcommand("list")) return list_officers(config, environment, wanted.authority);
    if (officer.got_subcommand("disable"))
      return disable_officer(config, environment, wanted.username);
    if (officer.got_subcommand("enable"))
      return enable_officer(config, environment, wanted.username);
    return reset_officer(config, environment, wanted.username, wanted.invite);
  });
}

}  // namespace

void add_admin(CLI::App& app, Options& options) {
  auto* admin = app.add_subcommand("admin", "First steps: operators, authorities and keys");
  admin->require_subcommand(1);
  admin->add_option("--operator-key-file", options.operator_key_file,
                    "Whose key is in it is named in the log as the one who did this");
  add_operator(*admin, options);
  add_holds(*admin, options);
  add_legal_holds(*admin, options);
  add_dispute(*admin, options);
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

int dispatch_admin(const CLI::App& admin, Options& options) {
  if (admin.got_subcommand("permissions")) return list_permissions();
  if (admin.got_subcommand("authority")) return run(options, list_authorities);
  if (admin.got_subcommand("frequencies"))
    return run(options, admin.get_subcommand("frequencies")->got_subcommand("learn")
                            ? learn_frequencies
                            : show_frequencies);
  if (admin.got_subcommand("misuse")) {
    const bool is_list = admin.get_subcommand("misuse")->got_subcommand("list");
    return run(options, [&](const Config& config, const Environment& environment) {
      return is_list ? list_misuse(config, environment)
                     : review_misuse(config, environment, options.flag);
    });
  }
  if (admin.got_subcommand("seen-by"))
    return run(options, [&](const Config& config, const Environment& environment) {
      return show_seen_by(config, environment, options.entry);
    });
  if (admin.got_subcommand("officer"))
    return dispatch_officer(*admin.get_subcommand("officer"), options);
  if (admin.got_subcommand("operator")) {
    const auto* people = admin.get_subcommand("operator");
    return run(options, [&](const Config& config, const Environment& environment) {
      if (people->got_subcommand("create"))
        return create_operator(config, environment, options.operator_name,
                               options.officer.username);
      if (people->got_subcommand("list")) return list_operators(config, environment);
      return revoke_operator(config, environment, options.operator_name);
    });
  }
  if (admin.got_subcommand("dispute"))
    return dispatch_dispute(*admin.get_subcommand("dispute"), options);
  if (admin.got_subcommand("legal-hold"))
    return dispatch_legal_hold(*admin.get_subcommand("legal-hold"), options);
  if (admin.got_subcommand("hold")) {
    const bool is_list = admin.get_subcommand("hold")->got_subcommand("list");
    return run(options, [&](const Config& config, const Environment& environment) {
      return is_list ? list_holds(config, environment)
                     : release_hold(config, environment, options.hold);
    });
  }
  const auto* key = admin.get_subcommand("key");
  return run(options, [&](const Config& config, const Environment& environment) {
    if (key->got_subcommand("create")) return create_key(config, environment, options.key);
    if (key->got_subcommand("list")) return list_keys(config, environment, options.authority);
    return revoke_key(config, environment, options.key_id);
  });
}

}  // namespace badgewatch::daemon
