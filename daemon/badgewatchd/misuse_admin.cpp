#include "api/misuse_json.hpp"
#include "badgewatchd/admin_act.hpp"
#include "core/json_writer.hpp"

#include <iostream>

namespace badgewatch::daemon {

namespace {

constexpr std::size_t most_flags = 500;

core::Result<void> log(Database& database, const Environment& acting, const std::string& kind,
                       const core::Uuid& subject) {
  return database.store->log_as_operator(operator_leaf(acting, kind, "", subject));
}

}  // namespace

int show_seen_by(const Config& config, const Environment& environment, const std::string& entry) {
  const auto id = core::Uuid::parse(entry);
  if (!id) return fail({core::Errc::invalid, "An entry is named by its id, a UUID."});
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto seen = database.store->entry_seen_by(*id);
    if (!seen) return fail(seen.error());
    if (auto logged = log(database, acting, "seen_by_read", *id); !logged)
      return fail(logged.error());
    std::cerr << "Known since " << core::to_text(seen->known_since) << ".\n";
    for (const auto& one : seen->sights) {
      core::JsonWriter out;
      out.begin_object().member("authority", one.authority).member("how", one.kind);
      out.member("at", core::to_text(one.at)).member("actor", one.actor);
      if (one.subject) out.member("subject", one.subject->text());
      out.end_object();
      std::cout << out.text() << '\n';
    }
    return 0;
  });
}

int list_misuse(const Config& config, const Environment& environment) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto flags = database.store->operators_flags(most_flags);
    if (!flags) return fail(flags.error());
    if (auto logged = log(database, acting, "misuse_flags_listed", {}); !logged)
      return fail(logged.error());
    for (const auto& one : *flags) {
      core::JsonWriter out;
      api::write_misuse_flag(out, one, {});
      std::cout << out.text() << '\n';
    }
    return 0;
  });
}

int review_misuse(const Config& config, const Environment& environment,
                  const FlagToReview& wanted) {
  const auto id = core::Uuid::parse(wanted.id);
  if (!id) return fail({core::Errc::invalid, "This is no flag's id."});
  const auto outcome = domain::review_named(wanted.outcome);
  if (!outcome) return fail({core::Errc::invalid, "The outcome is explained, misuse or referred."});
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto reviewed = database.store->misuse().review_flag(
        {.authority = "", .actor = acting.actor},
        {.subject = *id, .outcome = *outcome, .reason = wanted.reason, .at = acting.clock.now()},
        operator_leaf(acting, "misuse_flag_reviewed", "", *id));
    if (!reviewed) return fail(reviewed.error());
    std::cerr << "Reviewed: " << domain::name_of(*outcome) << ".\n";
    return 0;
  });
}

}  // namespace badgewatch::daemon
