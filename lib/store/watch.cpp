#include "store/watch.hpp"

#include "core/json_writer.hpp"
#include "store/alerts_to_tell.hpp"
#include "store/concern_matches.hpp"
#include "store/held_alerts.hpp"

#include <map>

namespace badgewatch::store {
namespace {

// By the database's clock alone. Who takes it over counts the fence up; one whose transaction is
// under way has the row, and is waited for by asking again.
constexpr Statement take_lease{
    "take_watch_lease",
    "update watch_lease set holder = $1,"
    "       fence = fence + case when holder = $1 then 0 else 1 end,"
    "       ends_at = clock_timestamp() + $2 * interval '1 millisecond'"
    " where one = (select one from watch_lease"
    "               where holder is null or holder = $1 or ends_at < clock_timestamp()"
    "               for update skip locked)"
    " returning fence"};

// First in the transaction that raises: until it ends nobody takes the lease over, and one who lost
// it writes nothing.
constexpr Statement check_fence{
    "check_watch_fence",
    "update watch_lease set ends_at = clock_timestamp() + $3 * interval '1 millisecond'"
    " where holder = $1 and fence = $2"};

constexpr Statement end_lease{
    "end_watch_lease", "update watch_lease set holder = null where holder = $1 and fence = $2"};

constexpr Statement select_place{"select_watch_place",
                                 "select epoch, seq, chain from watched_place()"};

// Only from where the comparing began, and only by an index of this very feed: a restored database
// has another epoch, a forked one another chain.
constexpr Statement move_place{"move_watch_place",
                               "update watch_position set epoch = $1, seq = $2, chain = $3"
                               " where exists (select from watched_place() as p"
                               "               where p.epoch = $1 and p.seq = $4 and p.chain = $5)"
                               "   and exists (select from feed where seq = $2 and chain = $3)"
                               "   and exists (select from feed where seq = $6 and chain = $7)"};

constexpr Statement select_rules{"select_watch_rules",
                                 "select rules, entry, whole from watch_rules"};
constexpr Statement update_rules{"update_watch_rules",
                                 "update watch_rules set rules = $1, entry = $2, whole = $3"};

// The numbers that each authority's alerts and events go up to.
constexpr Statement take_numbers{
    "take_event_numbers",
    "insert into authority_event_head as h (authority, seq, alerts)"
    " select n.authority, n.number, n.number from unnest($1::text[], $2::bigint[])"
    "      as n(authority, number)"
    " on conflict (authority) do update"
    " set seq = h.seq + excluded.seq, alerts = h.alerts + excluded.alerts"
    " returning authority, seq, alerts"};

constexpr Statement insert_raised{
    "insert_alerts",
    "with raised as ("
    "  select * from unnest($2::text[], $3::uuid[], $4::bigint[], $5::text[], $6::text[],"
    "                       $7::uuid[], $8::text[], $9::uuid[], $10::text[], $11::float8[],"
    "                       $12::bigint[], $13::text[], $14::bytea[])"
    "       as r(authority, id, number, kind, entry_type, entry, recording_authority, licence, "
    "band,"
    "            probability, seq, data, pair)"
    "), events as ("
    "  insert into authority_event (authority, seq, type, at, data)"
    "  select authority, seq, 'alert.raised', $1, data from raised"
    ")"
    " insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,"
    "                    recording_authority, licence, band, probability, pair)"
    " select authority, id, number, $1, kind, 'raised', entry_type, entry, recording_authority,"
    "        licence, band, probability, pair"
    " from raised"};

constexpr Statement tell_of_change{"tell_of_change", "select tell_of_change($1, $2, $3)"};

std::string event_data(const ports::NewAlert& alert, const core::Uuid& id, std::int64_t number) {
  core::JsonWriter writer;
  writer.begin_object().member("alert", id.text()).member("number", number);
  writer.member("kind", name_of(alert.kind)).key("entry").begin_object();
  writer.member("type", alert.entry_type).member("id", alert.entry.text());
  writer.member("recording_authority", alert.recording_authority).end_object();
  if (!alert.band.empty())
    writer.member("licence", alert.licence.text()).member("band", alert.band);
  writer.end_object();
  return std::move(writer).take();
}

// What is still free of an authority's numbers.
struct Numbers {
  std::int64_t wanted = 0;
  std::int64_t next_event = 0;
  std::int64_t next_alert = 0;
};

core::Result<std::map<std::string, Numbers>> numbers_for(
    Session& session, const std::vector<const ports::NewAlert*>& alerts) {
  std::map<std::string, Numbers> numbers;
  for (const auto* alert : alerts)
    ++numbers[alert->authority].wanted;

  Column<std::string_view> authority;
  Column<std::int64_t> wanted;
  for (const auto& [name, its] : numbers) {
    authority.add(name);
    wanted.add(its.wanted);
  }
  auto taken = session.run(take_numbers, Parameters().add(authority).add(wanted));
  if (!taken) return taken.error();
  for (int i = 0; i < taken->size(); ++i) {
    auto& its = numbers[taken->at<std::string>(i, 0)];
    its.next_event = taken->at<std::int64_t>(i, 1) - its.wanted + 1;
    its.next_alert = taken->at<std::int64_t>(i, 2) - its.wanted + 1;
  }
  return numbers;
}

}  // namespace

SqlWatch::SqlWatch(Context& context)
    : context_(context), period_(context.options.watch_lease), name_(context.new_id()) {}

core::Result<Session*> SqlWatch::session() {
  if (session_ && session_->is_usable()) return session_.get();
  held_ = false;
  ask_again_ = {};
  session_.reset();
  auto opened = context_.open(Role::watch);
  if (!opened) return opened.error();
  // A holder that hangs in the middle of a transaction keeps its locks no longer than its lease.
  auto limited = (*opened)->script("limit watch", "set idle_in_transaction_session_timeout = " +
                                                      std::to_string(period_.count()));
  if (!limited) return limited.error();
  session_ = std::move(*opened);
  return session_.get();
}

core::Result<bool> SqlWatch::hold() {
  auto open = session();
  if (!open) return open.error();
  // Asked for a few times within its period. What is believed meanwhile does no harm: raise() asks.
  const auto now = std::chrono::steady_clock::now();
  if (now < ask_again_) return held_;
  auto taken = (*open)->run(take_lease, Parameters().add(name_).add(std::int64_t{period_.count()}));
  held_ = taken && !taken->empty();
  if (!taken) return taken.error();
  ask_again_ = now + period_ / 5;
  if (held_) fence_ = taken->at<std::int64_t>(0, 0);
  return held_;
}

void SqlWatch::let_go() {
  if (!held_) return;
  held_ = false;
  ask_again_ = {};
  if (session_->is_usable()) (void)session_->run(end_lease, Parameters().add(name_).add(fence_));
}

core::Result<void> SqlWatch::check_that_held() {
  auto checked = session_->run(
      check_fence, Parameters().add(name_).add(fence_).add(std::int64_t{period_.count()}));
  if (!checked) return checked.error();
  if (checked->affected() == 1) return {};
  held_ = false;
  ask_again_ = {};
  return core::Error(core::Errc::unavailable, "Another daemon holds the watch by now.");
}

core::Result<proof::Position> SqlWatch::position() {
  auto open = session();
  if (!open) return open.error();
  auto rows = (*open)->run(select_place);
  if (!rows) return rows.error();
  return proof::Position{.epoch = rows->at<core::Uuid>(0, 0),
                         .seq = rows->at<std::int64_t>(0, 1),
                         .chain = rows->at<core::Hash>(0, 2)};
}

core::Result<std::size_t> SqlWatch::raise(std::span<const ports::NewAlert> alerts,
                                          const ports::Compared& compared, core::Instant now) {
  if (!held_ || !session_ || !session_->is_usable())
    return core::Error(core::Errc::unavailable, "Another daemon holds the watch.");
  if (auto told = tell_of_changes(compared.changed); !told) return told.error();
  if (auto begun = session_->script("begin", "begin"); !begun) return begun.error();
  auto raised = raise_in_transaction(alerts, compared, now);
  if (!raised) {
    session_->rollback();
    return raised;
  }
  if (auto done = session_->commit(); !done) return done.error();
  return raised;
}

// Each in a transaction of its own, before the new alerts: who is alerted now to the entry as it is
// has not missed its change. Told twice it is told once, so nothing is lost where the rest fails.
core::Result<void> SqlWatch::tell_of_changes(std::span<const ports::ChangedEntry> changed) {
  for (const auto& one : changed) {
    Parameters parameters;
    parameters.text(one.recording_authority).add(one.entry).add(one.version);
    if (auto done = session_->run(tell_of_change, parameters); !done) return done.error();
  }
  return {};
}

core::Result<std::size_t> SqlWatch::raise_in_transaction(std::span<const ports::NewAlert> alerts,
                                                         const ports::Compared& compared,
                                                         core::Instant now) {
  if (auto mine = check_that_held(); !mine) return mine.error();
  if (auto moved = move(compared); !moved) return moved.error();
  if (compared.anew)
    if (auto kept = keep(*compared.anew); !kept) return kept.error();
  auto told = alerts_to_tell(*session_, alerts);
  if (!told) return told.error();
  auto now_told = keep_back_held(*session_, context_, std::move(*told), now);
  if (!now_told) return now_told.error();
  if (auto done = insert_alerts(*session_, context_, *now_told, now); !done) return done.error();
  auto of_concerns = note_concern_matches(*session_, context_, compared, now);
  if (!of_concerns) return of_concerns.error();
  return now_told->size() + *of_concerns;
}

core::Result<std::size_t> SqlWatch::raise_waiting(core::Instant now) {
  if (!held_ || !session_ || !session_->is_usable())
    return core::Error(core::Errc::unavailable, "Another daemon holds the watch.");
  const auto waiting = is_anything_waiting(*session_);
  if (!waiting) return waiting.error();
  if (!*waiting) return std::size_t{0};
  if (auto begun = session_->script("begin", "begin"); !begun) return begun.error();
  auto raised = raise_waiting_in_transaction(now);
  if (!raised) {
    session_->rollback();
    return raised;
  }
  if (auto done = session_->commit(); !done) return done.error();
  return raised;
}

core::Result<std::size_t> SqlWatch::raise_waiting_in_transaction(core::Instant now) {
  if (auto mine = check_that_held(); !mine) return mine.error();
  const auto holds = take_untold_holds(*session_);
  if (!holds) return holds.error();
  std::vector<const ports::NewAlert*> all;
  for (const auto& alert : *holds)
    all.push_back(&alert);
  const auto released = take_released(*session_);
  if (!released) return released.error();
  const auto told = alerts_to_tell(*session_, *released);
  if (!told) return told.error();
  all.insert(all.end(), told->begin(), told->end());
  if (auto done = insert_alerts(*session_, context_, all, now); !done) return done.error();
  return all.size();
}

core::Result<void> SqlWatch::move(const ports::Compared& compared) {
  const auto& from = compared.from;
  const auto& to = compared.to;
  const auto& index = compared.index;
  Parameters parameters;
  parameters.add(to.epoch).add(to.seq).bytes(to.chain).add(from.seq).bytes(from.chain);
  parameters.add(index.seq).bytes(index.chain);
  auto moved = session_->run(move_place, parameters);
  if (!moved) return moved.error();
  if (moved->affected() == 1) return {};
  return core::Error(core::Errc::conflict, "What was compared is not on the database's feed.");
}

core::Result<void> insert_alerts(Session& session, const Context& context,
                                 const std::vector<const ports::NewAlert*>& alerts,
                                 core::Instant now) {
  if (alerts.empty()) return {};
  auto numbers = numbers_for(session, alerts);
  if (!numbers) return numbers.error();

  Column<std::string_view> authority, kind, entry_type, recording_authority, band, data;
  Column<core::Uuid> id, entry, licence;
  Column<std::int64_t> number, seq;
  Column<double> probability;
  Column<core::ByteView> pair;
  for (const auto* alert : alerts) {
    auto& its = (*numbers)[alert->authority];
    const auto new_id = context.new_id();
    authority.add(alert->authority);
    id.add(new_id);
    kind.add(name_of(alert->kind));
    entry_type.add(alert->entry_type);
    entry.add(alert->entry);
    recording_authority.add(alert->recording_authority);
    licence.add(alert->licence);
    band.add(alert->band);
    probability.add(alert->probability);
    pair.add(alert->pair);
    data.add(event_data(*alert, new_id, its.next_alert));
    number.add(its.next_alert++);
    seq.add(its.next_event++);
  }
  Parameters parameters;
  parameters.add(now).add(authority).add(id).add(number).add(kind).add(entry_type).add(entry);
  parameters.add(recording_authority).add(licence).add(band).add(probability).add(seq).add(data);
  parameters.add(pair);
  if (auto done = session.run(insert_raised, parameters); !done) return done.error();
  return {};
}

core::Result<ports::ComparedUnder> SqlWatch::compared_under() {
  auto open = session();
  if (!open) return open.error();
  auto rows = (*open)->run(select_rules);
  if (!rows) return rows.error();
  return ports::ComparedUnder{.rules = rows->at<std::string>(0, 0),
                              .entry = rows->maybe<core::Uuid>(0, 1),
                              .whole = rows->at<bool>(0, 2)};
}

core::Result<void> SqlWatch::note(const ports::ComparedUnder& compared) {
  if (!held_ || !session_ || !session_->is_usable())
    return core::Error(core::Errc::unavailable, "Another daemon holds the watch.");
  if (auto begun = session_->script("begin", "begin"); !begun) return begun.error();
  auto noted = check_that_held();
  if (noted) noted = keep(compared);
  if (!noted) {
    session_->rollback();
    return noted;
  }
  return session_->commit();
}

core::Result<void> SqlWatch::keep(const ports::ComparedUnder& compared) {
  Parameters parameters;
  parameters.text(compared.rules).add(compared.entry).add(compared.whole);
  auto noted = session_->run(update_rules, parameters);
  if (!noted) return noted.error();
  return {};
}

}  // namespace badgewatch::store
