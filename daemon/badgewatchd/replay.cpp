#include "app/replay.hpp"

#include "app/background.hpp"
#include "badgewatchd/admin_act.hpp"
#include "badgewatchd/derived_keys.hpp"
#include "core/json_writer.hpp"
#include "core/key_file.hpp"
#include "proof/receipt.hpp"

#include <iostream>

namespace badgewatch::daemon {

namespace {

proof::Leaf leaf_of(const app::Replay& replayed, const core::Uuid& check,
                    const Environment& acting) {
  core::JsonWriter detail;
  detail.begin_object().member("authority", replayed.authority);
  detail.member("result", app::name_of(replayed.result)).end_object();
  return proof::make_leaf({.at = acting.clock.now(),
                           .kind = "check_replayed",
                           .authority = "",
                           .actor = acting.actor,
                           .subject = check,
                           .detail = detail.text()},
                          acting.clock, acting.randomness);
}

int exit_of(app::ReplayResult result) {
  switch (result) {
    case app::ReplayResult::same:
      return 0;
    case app::ReplayResult::different:
      return replay_different;
    case app::ReplayResult::not_reproducible:
      return replay_not_reproducible;
  }
  return replay_different;
}

}  // namespace

int replay(const Config& config, const Environment& environment, const std::string& check) {
  const auto id = core::Uuid::parse(check);
  if (!id) return fail({core::Errc::invalid, "This is no check's id."});
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    // A daemon may be answering from this machine.
    app::give_way("replay");
    app::ReplayOptions options;
    options.query_key = query_key(database.lookup_key.reveal());
    options.pair_key = pair_key(database.lookup_key.reveal());
    if (const auto seed = core::read_key_file(config.keys.receipt_key_file.string()))
      options.receipt_key = proof::Signer(*seed).public_key();
    auto past = database.store->open_past();
    if (!past) return fail(past.error());
    const auto replayed = app::replay_check(**past, *id, options);
    if (!replayed) return fail(replayed.error());
    past->reset();
    // No look without a trace, whoever looks.
    const auto logged = database.store->log_as_operator(leaf_of(*replayed, *id, acting));
    if (!logged) return fail(logged.error());
    std::cout << replayed->text << '\n';
    return exit_of(replayed->result);
  });
}

}  // namespace badgewatch::daemon
