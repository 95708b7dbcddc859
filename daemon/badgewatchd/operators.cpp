#include "access/api_key.hpp"
#include "access/label.hpp"
#include "access/username.hpp"
#include "badgewatchd/admin_act.hpp"
#include "core/json_writer.hpp"

#include <iostream>

namespace badgewatch::daemon {

int create_operator(const Config& config, const Environment& environment, const std::string& name,
                    const std::string& username) {
  if (!access::is_label(name))
    return fail(
        {core::Errc::invalid, std::string("An operator's name ") + access::label_rule + "."});
  if (!username.empty() && !access::username_of(username, ""))
    return fail({core::Errc::invalid, std::string("A username ") + access::username_rule + "."});
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto secret = access::new_api_key(acting.randomness);
    const store::Operator wanted{.id = core::new_uuid(acting.clock, acting.randomness),
                                 .name = name,
                                 .prefix = access::prefix_of(secret.reveal()),
                                 .created_at = acting.clock.now(),
                                 .revoked_at = {}};
    const auto added =
        operators_of(database).add(wanted, access::hash_of(secret.reveal()),
                                   operator_leaf(acting, "operator_created", "", wanted.id));
    if (!added) return fail(added.error());
    std::cerr << "This key is shown once. It names " << name
              << " in the log: keep it in a file that only they can read.\n";
    std::cout << secret.reveal() << '\n';
    if (username.empty()) return 0;
    const auto account = create_account(database, acting, "", {username, name, {"operator"}});
    return account ? 0 : fail(account.error());
  });
}

int list_operators(const Config& config, const Environment& environment) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto operators = operators_of(database).list();
    if (!operators) return fail(operators.error());
    auto logged =
        database.store->log_as_operator(operator_leaf(acting, "operators_listed", "", {}));
    if (!logged) return fail(logged.error());
    for (const auto& one : *operators) {
      core::JsonWriter out;
      out.begin_object().member("id", one.id.text()).member("name", one.name);
      out.member("prefix", one.prefix).member("created_at", core::to_text(one.created_at));
      out.member("live", !one.revoked_at.has_value()).end_object();
      std::cout << out.text() << '\n';
    }
    return 0;
  });
}

int revoke_operator(const Config& config, const Environment& environment, const std::string& name) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto revoked = operators_of(database).revoke(
        name, acting.clock.now(), operator_leaf(acting, "operator_revoked", "", {}));
    return revoked ? 0 : fail(revoked.error());
  });
}

}  // namespace badgewatch::daemon
