#include "badgewatchd/reference_load.hpp"

#include "app/divisions.hpp"
#include "app/successions.hpp"
#include "badgewatchd/admin_act.hpp"
#include "badgewatchd/reference_files.hpp"
#include "core/json_writer.hpp"
#include "store/successions.hpp"

#include <array>
#include <iostream>

namespace badgewatch::daemon {

namespace {

std::string in_words(const ports::Holdings& holdings) {
  const std::array counts{std::pair(holdings.entries, "entries"),
                          std::pair(holdings.licences, "licences"),
                          std::pair(holdings.concerns, "concerns"),
                          std::pair(holdings.requests, "requests under way"),
                          std::pair(holdings.duties, "duties that are not done"),
                          std::pair(holdings.alerts, "alerts that are not done with"),
                          std::pair(holdings.officers, "officers"),
                          std::pair(holdings.keys, "API keys"),
                          std::pair(holdings.clients, "OAuth clients"),
                          std::pair(holdings.webhooks, "webhooks")};
  std::string words;
  for (const auto& [count, what] : counts)
    if (count > 0)
      words += (words.empty() ? "" : ", ") + std::string(what) + " " + std::to_string(count);
  return words.empty() ? "nothing" : words;
}

std::string named(const app::Reference& reference, const std::string& code) {
  const auto* authority = reference.authorities.with_code(code);
  return authority == nullptr ? code : code + " (" + authority->name + ")";
}

// What is stated anew, and what is no longer.
core::Result<void> tell(const Database& database, const app::Reference& before,
                        const app::Reference& next) {
  for (const auto& one : app::newly_stated(next, before))
    std::cout << named(before, one.former) << " is not to be taken over by " << one.successor
              << " on " << one.since.iso() << " any more.\n";
  for (const auto& one : app::newly_stated(before, next)) {
    if (!one.is_rest) {
      std::cout << "Of " << one.former << ' ' << named(next, one.successor) << " has on "
                << one.since.iso() << " what `reference divide` names for it.\n";
      continue;
    }
    const auto holdings = store::holdings_of(database.conninfo("bw_migrate"), one.former);
    if (!holdings) return holdings.error();
    std::cout << named(next, one.former) << " is taken over by " << named(next, one.successor)
              << " on " << one.since.iso() << ". Under its code: " << in_words(*holdings) << ".\n";
  }
  return {};
}

proof::Leaf leaf_of(const Environment& acting, const app::Reference& before,
                    const app::Reference& next) {
  core::JsonWriter detail;
  detail.begin_object();
  const auto stated = app::newly_stated(before, next);
  if (!stated.empty()) {
    detail.key("taken_over").begin_array();
    for (const auto& one : stated)
      detail.begin_object()
          .member("former", one.former)
          .member("successor", one.successor)
          .member("since", one.since.iso())
          .end_object();
    detail.end_array();
  }
  return proof::make_leaf({.at = acting.clock.now(),
                           .kind = "reference_loaded",
                           .authority = "",
                           .actor = acting.actor,
                           .subject = {},
                           .detail = std::move(detail.end_object()).take()},
                          acting.clock, acting.randomness);
}

core::Result<void> load(const Config& config, const Database& database, const Environment& acting,
                        bool preview) {
  auto files = read_reference_directory(config.reference.directory);
  if (!files) return files.error();
  const auto kept = database.store->reference().load();
  if (!kept) return kept.error();
  if (auto divisions = app::kept_divisions(*kept)) files->push_back(std::move(*divisions));
  const auto next = app::read_reference(*files);
  if (!next) return next.error();
  const auto before = app::read_reference(*kept);
  if (!before) return before.error();
  const auto taken = store::taken_over(database.conninfo("bw_migrate"));
  if (!taken) return taken.error();
  if (auto fits = app::check_successions(*before, *next, *taken); !fits) return fits;
  if (auto told = tell(database, *before, *next); !told) return told;
  if (preview) return {};
  return database.store->reference().replace(*files, leaf_of(acting, *before, *next),
                                             acting.clock.now());
}

}  // namespace

namespace {

int load_or_tell(const Config& config, const Environment& environment, bool preview) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto loaded = load(config, database, acting, preview);
    if (!loaded) return fail(loaded.error());
    std::cout << (preview ? "Nothing was loaded.\n" : "The reference data are loaded.\n");
    return 0;
  });
}

}  // namespace

int load_reference_data(const Config& config, const Environment& environment) {
  return load_or_tell(config, environment, false);
}

int preview_reference_data(const Config& config, const Environment& environment) {
  return load_or_tell(config, environment, true);
}

}  // namespace badgewatch::daemon
