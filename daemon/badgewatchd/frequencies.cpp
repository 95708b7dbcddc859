#include "app/background.hpp"
#include "app/learning.hpp"
#include "badgewatchd/admin_act.hpp"
#include "core/json_writer.hpp"
#include "jobs/daily.hpp"

#include <iostream>

namespace badgewatch::daemon {

int learn_frequencies(const Config& config, const Environment& environment) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    auto& store = *database.store;
    app::give_way("learning");
    const auto feed = store.new_feed();
    const app::LearningRequest request{
        .turn = jobs::turn_at(acting.clock.now(), config.index.learn_at),
        .again = true,
        .actor = acting.actor,
        .replay_months = static_cast<int>(config.retention.replay_months),
        .stop = {}};
    const auto done = app::learn_frequencies(store.frequencies(), *feed, request, acting.clock,
                                             acting.randomness);
    if (!done) return fail(done.error());
    switch (done->outcome) {
      case app::Learnt::published:
        std::cout << "Version " << done->version << " was learnt from " << done->people
                  << " licence holders and published. Each daemon changes to it by itself.\n";
        return 0;
      case app::Learnt::not_different:
        std::cout << "Nothing was published: of what is borne by " << done->people
                  << " licence holders, only " << 100 * *done->differing
                  << " % would weigh otherwise.\n";
        return 0;
      case app::Learnt::too_few:
        return fail(
            {core::Errc::conflict, "There are " + std::to_string(done->people) +
                                       " licence holders: from fewer than " +
                                       std::to_string(app::least_people_to_learn_from) +
                                       " nothing is learnt, and the built-in table stays."});
      case app::Learnt::not_now:
        break;
    }
    return fail({core::Errc::conflict, "A daemon is learning at this moment."});
  });
}

int show_frequencies(const Config& config, const Environment& environment) {
  return with_database(config, environment, [&](Database& database, const Environment&) {
    const auto tables = database.store->frequencies().published();
    if (!tables) return fail(tables.error());
    if (tables->empty()) std::cerr << "None was published: the built-in table is in force.\n";
    for (const auto& table : *tables) {
      core::JsonWriter out;
      out.begin_object().member("version", table.version);
      out.member("learnt_at", core::to_text(table.learnt_at)).member("people", table.people);
      out.member("words", table.words).member("fingerprint", table.fingerprint).end_object();
      std::cout << out.text() << '\n';
    }
    return 0;
  });
}

}  // namespace badgewatch::daemon
