#include "app/learning.hpp"

#include "app/rules.hpp"
#include "core/bytes.hpp"
#include "core/json_writer.hpp"
#include "core/log.hpp"
#include "domain/replay_window.hpp"
#include "proof/leaf.hpp"

#include <unordered_set>

namespace badgewatch::app {

namespace {

// Tells who holds several licences by name and date of birth. Counted once for each they would
// teach that rare words are less rare, and always come together.
class Met {
public:
  bool before(const person::Person& person) {
    if (!person.date_of_birth) return false;
    const auto& born = *person.date_of_birth;
    std::string key = std::to_string((born.year * 100 + static_cast<int>(born.month)) * 100 +
                                     static_cast<int>(born.day));
    for (const auto& name : person.names)
      key.append(1, '\n')
          .append(name.full)
          .append(1, '\t')
          .append(name.given)
          .append(1, ' ')
          .append(name.family);
    return !keys_.insert(std::hash<std::string>()(key)).second;
  }

private:
  std::unordered_set<std::size_t> keys_;
};

core::Result<match::FrequencyCount> count_holders(ports::Feed& feed,
                                                  const std::function<bool()>& stop) {
  match::FrequencyCount count;
  Met met;
  bool stopped = false;
  const auto head = feed.snapshot(1, [&](std::vector<ports::IndexRow>&& rows) {
    stopped = stopped || (stop && stop());
    if (stopped) return;
    for (const auto& row : rows)
      if (row.kind == proof::RowKind::licence && domain::is_watched(row.licence_status) &&
          !met.before(row.person))
        count.add(match::Profile(row.person));
  });
  if (!head) return head.error();
  if (stopped) return core::Error(core::Errc::unavailable, "Stopped before all were counted.");
  return count;
}

// What is in force; nothing where it cannot be read, which only a new one mends.
core::Result<std::optional<match::Frequencies>> in_force(ports::FrequencyLearning& learning) {
  const auto table = learning.newest();
  if (!table && table.error().code() == core::Errc::unavailable) return table.error();
  if (table && !*table) return std::optional(match::Frequencies::built_in());
  if (table)
    if (auto read = match::Frequencies::read((*table)->text)) return std::optional(*read);
  core::log(core::LogLevel::error, "published table of frequencies not read", {});
  return std::optional<match::Frequencies>();
}

std::string fingerprint_of(const match::Frequencies& table) {
  const auto bits = table.fingerprint();
  const std::array<std::uint8_t, 4> bytes = {
      static_cast<std::uint8_t>(bits >> 24), static_cast<std::uint8_t>(bits >> 16),
      static_cast<std::uint8_t>(bits >> 8), static_cast<std::uint8_t>(bits)};
  return core::hex(bytes);
}

core::Result<std::int64_t> publish(ports::FrequencyLearning& learning,
                                   const match::Frequencies& learnt, std::size_t people,
                                   const std::string& actor, const core::Clock& clock,
                                   core::Randomness& randomness) {
  ports::FrequencyTable table;
  table.learnt_at = clock.now();
  table.people = static_cast<std::int64_t>(people);
  table.words = static_cast<std::int64_t>(learnt.words());
  table.fingerprint = fingerprint_of(learnt);
  table.text = learnt.text();
  core::JsonWriter detail;
  detail.begin_object().member("people", table.people).member("words", table.words);
  detail.member("rules", match::rules_version(learnt)).end_object();
  const auto leaf = proof::make_leaf({.at = table.learnt_at,
                                      .kind = "frequencies_published",
                                      .authority = "",
                                      .actor = actor,
                                      .subject = {},
                                      .detail = detail.text()},
                                     clock, randomness);
  return learning.publish(table, leaf);
}

}  // namespace

core::Result<Learning> learn_frequencies(ports::FrequencyTables& tables, ports::Feed& feed,
                                         const LearningRequest& request, const core::Clock& clock,
                                         core::Randomness& randomness) {
  auto learning = tables.begin(request.turn, request.again,
                               domain::replay_window_begins(clock.now(), request.replay_months));
  if (!learning) return learning.error();
  Learning done;
  if (!*learning) return done;
  const auto counted = count_holders(feed, request.stop);
  if (!counted) return counted.error();
  done.people = counted->people();
  if (done.people < request.least_people) {
    done.outcome = Learnt::too_few;
    if (auto kept = (*learning)->keep(); !kept) return kept.error();
    return done;
  }
  const auto learnt = counted->learnt();
  const auto before = in_force(**learning);
  if (!before) return before.error();
  if (*before) {
    done.differing = match::share_that_differs(**before, learnt);
    if (!match::differs_materially(**before, learnt)) {
      done.outcome = Learnt::not_different;
      if (auto kept = (*learning)->keep(); !kept) return kept.error();
      return done;
    }
  }
  const auto version = publish(**learning, learnt, done.people, request.actor, clock, randomness);
  if (!version) return version.error();
  done.outcome = Learnt::published;
  done.version = *version;
  return done;
}

}  // namespace badgewatch::app
