#include "access/api_key.hpp"
#include "access/key_making.hpp"
#include "badgewatchd/admin_act.hpp"
#include "badgewatchd/key_issue.hpp"
#include "core/json_writer.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sysexits.h>

namespace badgewatch::daemon {

proof::Leaf operator_leaf(const Environment& environment, const std::string& kind,
                          const std::string& authority, const core::Uuid& subject) {
  return proof::make_leaf({.at = environment.clock.now(),
                           .kind = kind,
                           .authority = authority,
                           .actor = environment.actor,
                           .subject = subject,
                           .detail = "{}"},
                          environment.clock, environment.randomness);
}

store::Operators operators_of(const Database& database) {
  return store::Operators(database.conninfo("bw_migrate"));
}

core::Result<Environment> acting_in(const Environment& environment, const Database& database) {
  if (environment.operator_key_file.empty()) return environment;
  std::ifstream file(environment.operator_key_file);
  std::string key;
  if (!(file >> key))
    return core::Error(core::Errc::invalid,
                       "There is no operator's key in " + environment.operator_key_file + ".");
  const auto found = operators_of(database).find(access::hash_of(key));
  if (!found) return found.error();
  Environment acting = environment;
  acting.actor = "operator:" + found->id.text();
  return acting;
}

core::Result<core::Secret> issue_key(store::Store& store, const Environment& environment,
                                     const NewKey& wanted) {
  const access::CredentialWanted credential{wanted.name, wanted.scopes, wanted.networks};
  core::Problems problems;
  access::check_wanted(credential, access::GivenBy::operator_of_the_register, problems);
  if (!problems.empty())
    return core::Error(core::Errc::invalid,
                       "What is wrong with the key: " + problems.front().pointer.substr(1) + " " +
                           problems.front().detail + ".");
  const bool imports =
      std::find(wanted.scopes.begin(), wanted.scopes.end(), "import") != wanted.scopes.end();
  if (imports != (wanted.import_days > 0))
    return core::Error(
        core::Errc::invalid,
        "The scope import and --import-days belong together: it is open for days only.");
  const auto files = store.reference().load();
  if (!files) return files.error();
  const auto reference = app::read_reference(*files);
  if (!reference) return reference.error();
  const auto* authority = reference->authorities.with_code(wanted.authority);
  if (authority == nullptr || !authority->in_force(core::uk_date(environment.clock.now())))
    return core::Error(core::Errc::invalid,
                       "There is no licensing authority `" + wanted.authority + "` today.");

  auto made =
      access::make_key(wanted.authority, credential, environment.clock, environment.randomness);
  if (imports)
    made.key.import_until = core::Instant{made.key.created_at.micros +
                                          std::int64_t{wanted.import_days} * 86'400'000'000};
  const auto leaf = operator_leaf(environment, "key_created", wanted.authority, made.key.id);
  if (auto added = store.keys().add(made.key, access::hash_of(made.secret.reveal()), leaf); !added)
    return added.error();
  return std::move(made.secret);
}

int create_key(const Config& config, const Environment& environment, const NewKey& wanted) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto secret = issue_key(*database.store, acting, wanted);
    if (!secret) return fail(secret.error());
    std::cerr << "This key is shown once. Keep it where only its system can read it.\n";
    std::cout << secret->reveal() << '\n';
    return 0;
  });
}

int list_keys(const Config& config, const Environment& environment, const std::string& authority) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto files = database.store->reference().load();
    if (!files) return fail(files.error());
    const auto reference = app::read_reference(*files);
    if (!reference) return fail(reference.error());
    if (reference->authorities.with_code(authority) == nullptr)
      return fail({core::Errc::invalid, "There is no licensing authority `" + authority +
                                            "`; see `admin authority list`."});
    const auto keys = database.store->keys().list(authority);
    if (!keys) return fail(keys.error());
    auto logged =
        database.store->log_as_operator(operator_leaf(acting, "keys_listed", authority, {}));
    if (!logged) return fail(logged.error());
    for (const auto& key : *keys) {
      core::JsonWriter out;
      out.begin_object().member("id", key.id.text()).member("prefix", key.prefix);
      out.member("name", key.name).key("scopes").begin_array();
      for (const auto& scope : key.scopes)
        out.value(scope);
      out.end_array().key("networks").begin_array();
      for (const auto& network : key.networks)
        out.value(network);
      out.end_array().member("created_at", core::to_text(key.created_at));
      std::optional<std::string> used;
      if (key.last_used_at) used = core::to_text(*key.last_used_at);
      out.member("last_used_at", used);
      out.member("live", !key.revoked_at.has_value()).end_object();
      std::cout << out.text() << '\n';
    }
    return 0;
  });
}

int revoke_key(const Config& config, const Environment& environment, const std::string& id) {
  const auto parsed = core::Uuid::parse(id);
  if (!parsed) return fail({core::Errc::invalid, "That is no key's id; see `admin key list`."});
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto leaf = operator_leaf(acting, "key_revoked", "", *parsed);
    const auto revoked = database.store->keys().revoke("", *parsed, acting.clock.now(), leaf);
    return revoked ? 0 : fail(revoked.error());
  });
}

int list_authorities(const Config& config, const Environment& environment) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto files = database.store->reference().load();
    if (!files) return fail(files.error());
    const auto reference = app::read_reference(*files);
    if (!reference) return fail(reference.error());
    const auto today = core::uk_date(acting.clock.now());
    for (const auto* authority : reference->authorities.in_force(today))
      std::cout << authority->code << '\t' << authority->name << '\n';
    return 0;
  });
}

int migrate(const Config& config, const Environment& environment) {
  const auto tell = [](Database& database, const Environment&) {
    const auto& report = database.migrations;
    std::cout << report.before.size() << " migrations had run before, " << report.applied.size()
              << " ran now.\n";
    for (const auto& migration : report.applied)
      std::cout << "  " << migration.file << '\n';
    return 0;
  };
  return with_database(config, environment, tell, Purpose::migrate);
}

}  // namespace badgewatch::daemon
