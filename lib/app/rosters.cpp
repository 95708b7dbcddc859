#include "app/rosters.hpp"

#include "app/act_leaf.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::app {

namespace {

constexpr std::size_t rows_a_step = 500;

core::Error wrong_row(std::int64_t row, const std::string& field, const std::string& what) {
  return {core::Errc::invalid,
          "Row " + std::to_string(row) + ": " + field + " " + what + ". The roster was not taken.",
          {{"/rows/" + std::to_string(row) + "/" + field, what}}};
}

// Said in words what it would do, and refused where it would do another thing.
core::Result<void> check_wish(const ports::Roster& roster, const RosterWish& wish) {
  if (roster.state == domain::RosterState::applied)
    return core::Error(core::Errc::conflict, "This roster was applied before.");
  if (roster.state == domain::RosterState::open)
    return core::Error(core::Errc::conflict, "Not all of this roster came. Post it again.");
  const auto& counts = roster.counts;
  if (wish.different != counts.different || wish.missing != counts.missing ||
      wish.extra != counts.extra)
    return core::Error(core::Errc::conflict,
                       "Applying this roster would change " + std::to_string(counts.different) +
                           " licences, enter " + std::to_string(counts.missing) + ", and find " +
                           std::to_string(counts.extra) +
                           " that are not in it. Name these numbers.");
  if (roster.is_hashed && counts.different + counts.missing > 0)
    return core::Error(core::Errc::conflict,
                       "A roster of hashes does not say what its licences are. Push those that "
                       "differ or are missing.");
  return {};
}

}  // namespace

proof::Leaf Rosters::leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                          const domain::RosterCounts& counts) {
  core::JsonWriter detail;
  detail.begin_object().member("rows", counts.rows).member("different", counts.different);
  detail.member("missing", counts.missing).member("extra", counts.extra).end_object();
  return act_leaf(caller, std::move(kind), subject, detail.text(), clock_, randomness_);
}

core::Result<ports::Roster> Rosters::begin(const ports::Caller& caller, core::Date as_of,
                                           bool is_hashed) {
  const auto now = clock_.now();
  if (const auto wrong = domain::wrong_day(as_of, core::uk_date(now)))
    return core::Error(core::Errc::invalid, "The roster's day `as_of` " + *wrong + ".",
                       {{"/as_of", *wrong}});
  ports::Roster roster;
  roster.id = core::new_uuid(clock_, randomness_);
  roster.as_of = as_of;
  roster.made_at = now;
  roster.is_hashed = is_hashed;
  if (auto begun = rosters_.begin(caller, roster); !begun) return begun.error();
  return roster;
}

core::Result<std::vector<ports::RosterResult>> Rosters::compare(
    const ports::Caller& caller, const ports::Roster& roster,
    std::span<const ports::RosterRow> rows) {
  for (const auto& row : rows)
    if (row.licence.granted_on && *row.licence.granted_on > roster.as_of &&
        row.licence.status != domain::LicenceStatus::applied)
      return wrong_row(row.row, "granted_on", "lies behind the roster's day");
  return rosters_.compare(caller, roster, rows);
}

core::Result<Rosters::Compared> Rosters::finish(const ports::Caller& caller, const core::Uuid& id) {
  auto roster = rosters_.finish(caller, id, leaf(caller, "roster_compared", id, {}));
  if (!roster) return roster.error();
  if (domain::is_of_another(roster->counts)) {
    forget(caller, id);
    return core::Error(core::Errc::conflict,
                       "Hardly any of these " + std::to_string(roster->counts.rows) +
                           " numbers is a licence of yours here, and " +
                           std::to_string(roster->counts.extra) +
                           " of yours are not among them: this looks like another council's "
                           "roster. It was not taken.",
                       {{"/rows/1/licence_number", "is no licence of yours here"}});
  }
  auto extras = rosters_.extras(caller, id, {}, most_extras);
  if (!extras) return extras.error();
  return Compared{std::move(*roster), std::move(*extras)};
}

void Rosters::forget(const ports::Caller& caller, const core::Uuid& id) {
  // Where it fails, what is left is forgotten with the next roster.
  (void)rosters_.forget(caller, id);
}

core::Result<ports::Roster> Rosters::find(const ports::Caller& caller, const core::Uuid& id) {
  auto roster = rosters_.find(caller, id);
  if (!roster) return roster;
  if (auto logged = records_.log_reading(caller, "roster_read", id); !logged) return logged.error();
  return roster;
}

// In one hand from its state to its end: what one has applied is forgotten, and to another one who
// is still under way nothing would be in it any more.
core::Result<ports::Roster> Rosters::apply(const ports::Caller& caller, const core::Uuid& id,
                                           const RosterWish& wish) {
  const auto in_hand = rosters_.take_in_hand(caller, id);
  if (!in_hand) return in_hand.error();
  auto& roster = **in_hand;
  if (auto right = check_wish(roster.roster(), wish); !right) return right.error();
  // Those not in the roster first: behind it, what it enters would be in neither.
  if (wish.extra_becomes)
    if (auto ended = end_extras(caller, roster, *wish.extra_becomes); !ended) return ended.error();
  if (auto done = put(caller, roster); !done) return done.error();
  return roster.applied(wish.extra_becomes,
                        leaf(caller, "roster_applied", id, roster.roster().counts));
}

core::Result<bool> Rosters::put_all(const ports::Caller& caller,
                                    std::span<const ports::LicenceToPut> licences) {
  bool all = true;
  for (const auto& put : records_.put_licences(caller, licences)) {
    if (!put) return put.error();
    all = all && put->outcome != ports::PutOutcome::version_differs;
  }
  return all;
}

core::Result<void> Rosters::put(const ports::Caller& caller, ports::RosterInHand& roster) {
  std::int64_t after = 0;
  for (;;) {
    auto changes = roster.changes(after, rows_a_step);
    if (!changes) return changes.error();
    if (changes->empty()) return {};
    after = changes->back().place;
    std::vector<ports::LicenceToPut> licences;
    for (auto& change : *changes)
      licences.push_back({std::move(change.licence), {}});
    if (auto done = put_all(caller, licences); !done) return done.error();
  }
}

core::Result<void> Rosters::end_extras(const ports::Caller& caller, ports::RosterInHand& roster,
                                       domain::LicenceStatus becomes) {
  std::optional<core::Uuid> after;
  for (;;) {
    auto extras = roster.extras(after, rows_a_step);
    if (!extras) return extras.error();
    if (extras->empty()) return {};
    const auto last = extras->back().id;
    std::vector<ports::LicenceToPut> ended;
    for (auto& extra : *extras) {
      extra.licence.status = becomes;
      ended.push_back({std::move(extra.licence), extra.version});
    }
    const auto done = put_all(caller, ended);
    if (!done) return done.error();
    // One that was changed since it was read is read once more.
    if (*done) after = last;
  }
}

}  // namespace badgewatch::app
