#include "badgewatchd/purge.hpp"

#include "badgewatchd/database.hpp"
#include "core/json_writer.hpp"
#include "core/log.hpp"
#include "domain/replay_window.hpp"
#include "domain/retention.hpp"
#include "proof/leaf.hpp"
#include "store/erasure_ledger.hpp"

#include <iostream>

namespace badgewatch::daemon {

namespace {

constexpr std::size_t most_at_once = 1000;
constexpr std::size_t most_versions_at_once = 10'000;

std::vector<proof::Leaf> leaves_of(std::span<const store::Erased> erased, core::Instant now,
                                   const Environment& environment) {
  std::vector<proof::Leaf> leaves;
  leaves.reserve(erased.size());
  for (const auto& one : erased)
    leaves.push_back(proof::make_leaf({.at = now,
                                       .kind = one.kind + "_erased",
                                       .authority = one.authority,
                                       .actor = "retention",
                                       .subject = one.id,
                                       .detail = "{}"},
                                      environment.clock, environment.randomness));
  return leaves;
}

core::Result<void> ask_first(store::Store& store, const Environment& environment) {
  const auto due = store.due_for_erasure(environment.clock.now());
  if (!due) return due.error();
  if (const auto why = domain::why_not_erase(*due)) return core::Error(core::Errc::conflict, *why);
  return {};
}

std::int64_t& count_of(std::string_view kind, store::Expired& counts) {
  if (kind == "check") return counts.checks;
  if (kind == "concern") return counts.concerns;
  if (kind == "officer") return counts.officers;
  return counts.decisions;
}

void print(const store::Expired& counts, const char* what) {
  std::cout << counts.decisions << " decisions, " << counts.concerns
            << " concerns, the subjects of " << counts.checks << " checks and " << counts.officers
            << " officers " << what << ".\n";
}

}  // namespace

core::Result<store::Expired> purge_expired(store::Store& store, const store::LedgerPlace& ledger,
                                           const Environment& environment, Confirmed confirmed,
                                           const std::function<bool()>& stop) {
  if (confirmed == Confirmed::no)
    if (auto asked = ask_first(store, environment); !asked) return asked.error();
  store::Expired done;
  while (!stop()) {
    const auto now = environment.clock.now();
    const auto erased = store.erase_expired(
        core::uk_date(now), now, most_at_once,
        [&](std::span<const store::Erased> records) -> core::Result<std::vector<proof::Leaf>> {
          auto noted = store::append_to_ledger(ledger, records, now);
          if (!noted) return noted.error();
          return leaves_of(records, now, environment);
        });
    if (!erased) return erased.error();
    if (erased->empty()) break;
    for (const auto& one : *erased)
      ++count_of(one.kind, done);
  }
  if (done.decisions + done.concerns + done.checks + done.officers > 0)
    core::log(core::LogLevel::info, "past their period: erased",
              {{"decisions", done.decisions},
               {"concerns", done.concerns},
               {"checks", done.checks},
               {"officers", done.officers}});
  return done;
}

core::Result<void> forget_superseded(store::Store& store, const Environment& environment,
                                     int months, const std::function<bool()>& stop) {
  const auto now = environment.clock.now();
  const auto leaf = [&](const store::Superseded& done) {
    core::JsonWriter detail;
    detail.begin_object().member("licences", done.licences);
    detail.member("decisions", done.decisions).end_object();
    return proof::make_leaf({.at = now,
                             .kind = "versions_forgotten",
                             .authority = "",
                             .actor = "retention",
                             .subject = {},
                             .detail = detail.text()},
                            environment.clock, environment.randomness);
  };
  while (!stop()) {
    const auto done = store.forget_superseded(domain::replay_window_begins(now, months),
                                              most_versions_at_once, leaf);
    if (!done) return done.error();
    if (done->licences + done->decisions == 0) break;
  }
  return {};
}

int purge(const Config& config, const Environment& environment, const PurgeOptions& options) {
  auto database =
      open_database(config, environment.clock, environment.randomness, Purpose::command);
  if (!database) return fail(database.error());
  if (options.preview) {
    const auto today = core::uk_date(environment.clock.now());
    const auto expired = database->store->count_expired(today);
    if (!expired) return fail(expired.error());
    const auto outcomes = database->store->count_expired_outcomes(today);
    if (!outcomes) return fail(outcomes.error());
    print(*expired, "are past their last day");
    std::cout << *outcomes << " outcomes of cases go with them.\n";
    return 0;
  }
  const auto erased =
      purge_expired(*database->store, database->ledger, environment,
                    options.confirm ? Confirmed::yes : Confirmed::no, [] { return false; });
  if (!erased) return fail(erased.error());
  const auto forgotten =
      forget_superseded(*database->store, environment,
                        static_cast<int>(config.retention.replay_months), [] { return false; });
  if (!forgotten) return fail(forgotten.error());
  print(*erased, "were erased");
  return 0;
}

}  // namespace badgewatch::daemon
