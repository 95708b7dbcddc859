#include "store/key_rotation.hpp"

#include "core/log.hpp"
#include "store/context.hpp"
#include "store/migrations.hpp"
#include "store/rows.hpp"
#include "store/sealed_tables.hpp"

#include <algorithm>
#include <charconv>

namespace badgewatch::store {
namespace {

// Some 500 rows, half a mebibyte of log.
constexpr std::int64_t pages_a_step = 64;
constexpr std::int64_t page_bytes = 8'192;

constexpr std::chrono::milliseconds longest_count{60'000};

constexpr Statement note_holder{
    "note_key_holder",
    "insert into master_key_holder as h (daemon, name, marks, wraps_by, wraps_since, seen_at)"
    " values ($1, $2, $3, $4, clock_timestamp(), clock_timestamp())"
    " on conflict (daemon) do update set name = excluded.name, marks = excluded.marks,"
    "   wraps_since = case when h.wraps_by = excluded.wraps_by then h.wraps_since"
    "                      else excluded.wraps_since end,"
    "   wraps_by = excluded.wraps_by, seen_at = excluded.seen_at"};
constexpr Statement forget_holders{
    "forget_key_holders",
    "delete from master_key_holder where seen_at < clock_timestamp() - interval '1 day'"};
constexpr Statement leave_holders{"leave_key_holders",
                                  "delete from master_key_holder where daemon = $1"};
constexpr Statement select_holders{
    "select_key_holders",
    "select daemon, name, wraps_by, coalesce(array_to_string(array("
    "         select encode(m, 'hex') from unnest(marks) as m), ' '), '')"
    " from master_key_holder"
    " where seen_at > clock_timestamp() - $1 * interval '1 millisecond' order by name, daemon"};

// Two people who add a key at once add one after the other.
constexpr Statement lock_keys{"lock_master_keys",
                              "lock table master_key in share row exclusive mode"};
constexpr Statement insert_key{"insert_master_key",
                               "insert into master_key (generation, mark) values ($1, $2)"};
constexpr Statement close_keys{
    "close_master_keys",
    "update master_key set closed_at = clock_timestamp()"
    " where generation < $1 and closed_at is null"
    "   and not exists (select from master_key_holder"
    "                   where seen_at > clock_timestamp() - $2 * interval '1 millisecond'"
    "                     and (wraps_by <> $1 or wraps_since > clock_timestamp()"
    "                                            - $3 * interval '1 millisecond'))"};
constexpr Statement select_open{"select_open_master_keys",
                                "select count(*) from master_key"
                                " where generation < $1 and closed_at is null"};
constexpr Statement select_fence{"select_key_fence",
                                 "select pg_snapshot_xmax(pg_current_snapshot())::text"};
constexpr Statement has_passed{"key_fence_has_passed",
                               "select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8"};
constexpr Statement retire_keys{"retire_master_keys",
                                "update master_key set retired_at = clock_timestamp()"
                                " where generation < $1 and retired_at is null"};
constexpr Statement try_turn{"try_key_turn", "select pg_try_advisory_lock(5120982216903385107)"};

// The statements of one table; prepared under names of their own.
struct Texts {
  std::string select_name, select, update_name, update, size_name, size;
};

const std::vector<Texts>& texts() {
  static const std::vector<Texts> all = [] {
    std::vector<Texts> made;
    for (const auto& table : sealed_tables()) {
      // Rows that somebody else has locked are theirs to wrap; what stays is met by the next pass.
      made.push_back(
          {.select_name = "select_keys_of_" + table.name,
           .select = "select ctid::text, " + table.authority + "::text, " + table.id + ", " +
                     table.version + ", key_version, data_key from " + table.name +
                     " where ctid >= $2::text::tid and ctid < $3::text::tid"
                     "   and key_version <> $1 and data_key is not null for update skip locked",
           .update_name = "rewrap_keys_of_" + table.name,
           .update = "update " + table.name +
                     " as t set key_version = $1, data_key = n.data_key"
                     " from unnest($4::text[], $5::bytea[]) as n(place, data_key)"
                     " where t.ctid = n.place::tid"
                     "   and t.ctid >= $2::text::tid and t.ctid < $3::text::tid",
           .size_name = "size_of_" + table.name,
           .size = "select pg_relation_size('" + table.name + "')"});
    }
    return made;
  }();
  return all;
}

std::string page(std::int64_t number) {
  return "(" + std::to_string(number) + ",0)";
}

// In one statement, so in one snapshot: a row that is copied from one table to another is met once.
// Of a script's answer, which is text.
template <class Number>
Number number_in(const Rows& rows, int row, int column) {
  const auto text = core::as_text(rows.raw(row, column));
  Number number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

const std::string& count_text() {
  static const std::string text = [] {
    std::string sql;
    for (const auto& table : sealed_tables())
      sql += (sql.empty() ? "select key_version, sum(n)::bigint from (" : " union all ") +
             std::string("select key_version, count(*) as n from ") + table.name +
             " where data_key is not null group by 1";
    return sql + ") as counted group by 1 order by 1";
  }();
  return text;
}

std::vector<core::Hash> marks_in(const std::string& text) {
  std::vector<core::Hash> marks;
  for (std::size_t at = 0; at + 64 <= text.size(); at += 65) {
    const auto bytes = core::from_hex(text.substr(at, 64));
    if (bytes) std::copy(bytes->begin(), bytes->end(), marks.emplace_back().begin());
  }
  return marks;
}

core::Error conflict(std::string sentence) {
  return {core::Errc::conflict, std::move(sentence)};
}

}  // namespace

class KeyRotation::Work {
public:
  Work(Context& context, const KeyRotationOptions& options)
      : context_(context), options_(options) {}

  core::Result<Session*> session();
  core::Result<void> note(const KeyHolder& holder);
  core::Result<void> leave(const core::Uuid& daemon);
  core::Result<std::vector<KeyHolder>> holders();
  core::Result<std::vector<KeyGeneration>> generations();
  core::Result<std::int16_t> add(const DataKey& key, const proof::Leaf& leaf);
  core::Result<RotationStep> step(const std::function<proof::Leaf()>& retired);
  core::Result<std::vector<WrappedBy>> count();

private:
  struct Place {
    std::size_t table = 0;
    std::int64_t page = 0;
    std::int64_t pages = -1;  // of the table when it was begun
  };

  core::Result<bool> take_turn();
  core::Result<void> close(std::int16_t newest);
  core::Result<RotationStep> rewrap_some(std::int16_t newest);
  core::Result<void> rewrap(const SealedTable& table, std::int64_t first, std::int64_t end,
                            std::int16_t newest);
  core::Result<RotationStep> finish(std::int16_t newest,
                                    const std::function<proof::Leaf()>& retired);

  Context& context_;
  const KeyRotationOptions options_;
  std::unique_ptr<Session> session_;
  bool has_turn_ = false;
  Place place_;
  std::int64_t unopened_ = 0;  // in this pass
  std::string fence_;          // every transaction that may wrap by a closed key is before it
};

core::Result<Session*> KeyRotation::Work::session() {
  if (session_ && session_->is_usable()) return session_.get();
  has_turn_ = false;
  place_ = {};
  fence_.clear();
  auto opened = open_as_owner(context_.options.conninfo(Role::migrate), context_.limits());
  if (!opened) return opened.error();
  session_ = std::move(*opened);
  return session_.get();
}

core::Result<void> KeyRotation::Work::note(const KeyHolder& holder) {
  auto its = session();
  if (!its) return its.error();
  Column<core::ByteView> marks;
  for (const auto& mark : holder.marks)
    marks.add(mark);
  auto noted = (*its)->run(
      note_holder,
      Parameters().add(holder.daemon).text(holder.name).add(marks).add(holder.wraps_by));
  if (!noted) return noted.error();
  if (auto done = (*its)->run(forget_holders); !done) return done.error();
  return {};
}

core::Result<std::vector<KeyGeneration>> KeyRotation::Work::generations() {
  auto its = session();
  if (!its) return its.error();
  return read_generations(**its);
}

core::Result<void> KeyRotation::Work::leave(const core::Uuid& daemon) {
  auto its = session();
  if (!its) return its.error();
  if (auto done = (*its)->run(leave_holders, Parameters().add(daemon)); !done) return done.error();
  return {};
}

core::Result<std::vector<KeyHolder>> KeyRotation::Work::holders() {
  auto its = session();
  if (!its) return its.error();
  const auto rows =
      (*its)->run(select_holders, Parameters().add(std::int64_t{options_.holder_life.count()}));
  if (!rows) return rows.error();
  std::vector<KeyHolder> holders;
  for (int i = 0; i < rows->size(); ++i)
    holders.push_back({.daemon = rows->at<core::Uuid>(i, 0),
                       .name = rows->at<std::string>(i, 1),
                       .marks = marks_in(rows->at<std::string>(i, 3)),
                       .wraps_by = rows->at<std::int16_t>(i, 2)});
  return holders;
}

core::Result<std::int16_t> KeyRotation::Work::add(const DataKey& key, const proof::Leaf& leaf) {
  auto its = session();
  if (!its) return its.error();
  auto& db = **its;
  if (auto begun = db.script("begin", "begin"); !begun) return begun.error();
  const auto refuse = [&](core::Error error) {
    db.rollback();
    return error;
  };
  if (auto locked = db.run(lock_keys); !locked) return refuse(locked.error());
  const auto generations = read_generations(db);
  if (!generations) return refuse(generations.error());
  const auto mark = key_mark_of(key.reveal());
  for (const auto& one : *generations)
    if (one.mark == mark)
      return refuse(conflict("The new key is the register's key of generation " +
                             std::to_string(one.generation) + " already."));
  if (in_use(*generations).size() > 1)
    return refuse(conflict("The last change of the master key is not finished. Wait for it."));
  const auto serving = holders();
  if (!serving) return refuse(serving.error());
  for (const auto& one : *serving)
    if (std::find(one.marks.begin(), one.marks.end(), mark) == one.marks.end())
      return refuse(
          conflict("The daemon on " + one.name +
                   " does not have the new key yet. Nothing was changed. Give it the key, "
                   "then try again."));
  const auto next =
      static_cast<std::int16_t>(generations->empty() ? 1 : generations->back().generation + 1);
  if (auto done = db.run(insert_key, Parameters().add(next).bytes(mark)); !done)
    return refuse(done.error());
  if (auto logged = insert_leaves(db, {&leaf, 1}); !logged) return refuse(logged.error());
  if (auto done = db.commit(); !done) return done.error();
  return next;
}

core::Result<bool> KeyRotation::Work::take_turn() {
  if (has_turn_) return true;
  const auto taken = session_->run(try_turn);
  if (!taken) return taken.error();
  has_turn_ = taken->at<bool>(0, 0);
  place_ = {};
  fence_.clear();
  return has_turn_;
}

// Nothing new is wrapped by the old keys: the database refuses it from then on.
core::Result<void> KeyRotation::Work::close(std::int16_t newest) {
  if (!fence_.empty()) return {};
  Parameters parameters;
  parameters.add(newest).add(std::int64_t{options_.holder_life.count()});
  parameters.add(std::int64_t{options_.change_over.count()});
  if (auto closed = session_->run(close_keys, parameters); !closed) return closed.error();
  const auto open = session_->run(select_open, Parameters().add(newest));
  if (!open) return open.error();
  if (open->at<std::int64_t>(0, 0) > 0) return {};
  const auto fence = session_->run(select_fence);
  if (!fence) return fence.error();
  fence_ = fence->at<std::string>(0, 0);
  return {};
}

core::Result<void> KeyRotation::Work::rewrap(const SealedTable& table, std::int64_t first,
                                             std::int64_t end, std::int16_t newest) {
  const auto& text = texts()[place_.table];
  if (auto begun = session_->script("begin", "begin"); !begun) return begun.error();
  Parameters range;
  range.add(newest).text(page(first)).text(page(end));
  const auto rows = session_->run(Statement{text.select_name.c_str(), text.select.c_str()}, range);
  if (!rows) return rows.error();
  Column<std::string_view> places;
  Column<core::ByteView> keys;
  for (int i = 0; i < rows->size(); ++i) {
    const auto authority = rows->at<std::string>(i, 1);
    const SealedPlace place{.table = table.sealed_as,
                            .authority = authority,
                            .id = rows->at<core::Uuid>(i, 2),
                            .version = rows->at<std::int64_t>(i, 3)};
    const auto key = context_.sealer.unwrap(rows->raw(i, 5), rows->at<std::int16_t>(i, 4), place);
    if (!key) {
      ++unopened_;
      core::log(
          core::LogLevel::error, "a record's key does not open, and stays as it is",
          {{"table", std::string_view(table.name)}, {"record", std::string_view(place.id.text())}});
      continue;
    }
    places.add(core::as_text(rows->raw(i, 0)));
    keys.add(context_.sealer.wrap(*key, place, newest));
  }
  if (places.size() > 0) {
    range.add(places).add(keys);
    const auto done =
        session_->run(Statement{text.update_name.c_str(), text.update.c_str()}, range);
    if (!done) return done.error();
    if (done->affected() != places.size()) return sql_error(text.update_name, "40001");
  }
  return session_->commit();
}

core::Result<RotationStep> KeyRotation::Work::rewrap_some(std::int16_t newest) {
  const auto& table = sealed_tables()[place_.table];
  if (place_.pages < 0) {
    const auto& text = texts()[place_.table];
    const auto size = session_->run(Statement{text.size_name.c_str(), text.size.c_str()});
    if (!size) return size.error();
    place_.pages = (size->at<std::int64_t>(0, 0) + page_bytes - 1) / page_bytes;
  }
  if (place_.page < place_.pages) {
    const auto end = std::min(place_.page + pages_a_step, place_.pages);
    if (auto done = rewrap(table, place_.page, end, newest); !done) {
      session_->rollback();
      return done.error();
    }
    place_.page = end;
  }
  if (place_.page >= place_.pages) place_ = {.table = place_.table + 1, .page = 0, .pages = -1};
  return RotationStep::worked;
}

// A pass is through. Done when all that could wrap by an old key has ended, and nothing is.
core::Result<RotationStep> KeyRotation::Work::finish(std::int16_t newest,
                                                     const std::function<proof::Leaf()>& retired) {
  if (fence_.empty()) return RotationStep::waiting;
  const auto passed = session_->run(has_passed, Parameters().text(fence_));
  if (!passed) return passed.error();
  if (!passed->at<bool>(0, 0)) return RotationStep::waiting;
  const auto counted = count();
  if (!counted) return counted.error();
  const bool is_stuck = unopened_ > 0;
  place_ = {};
  unopened_ = 0;
  for (const auto& one : *counted)
    if (one.generation < newest && one.keys > 0)
      return is_stuck ? RotationStep::stuck : RotationStep::worked;

  if (auto begun = session_->script("begin", "begin"); !begun) return begun.error();
  const auto leaf = retired();
  auto done = session_->run(retire_keys, Parameters().add(newest));
  auto logged = done ? insert_leaves(*session_, {&leaf, 1}) : core::Result<void>(done.error());
  if (!logged) {
    session_->rollback();
    return logged.error();
  }
  if (auto committed = session_->commit(); !committed) return committed.error();
  fence_.clear();
  return RotationStep::retired;
}

core::Result<RotationStep> KeyRotation::Work::step(const std::function<proof::Leaf()>& retired) {
  auto its = session();
  if (!its) return its.error();
  auto generations = read_generations(**its);
  if (!generations) return generations.error();
  const auto left = in_use(std::move(*generations));
  if (left.size() < 2) {
    place_ = {};
    fence_.clear();
    return RotationStep::idle;
  }
  const auto newest = left.back().generation;
  if (!context_.sealer.wraps_with(newest, left.back().mark)) return RotationStep::waiting;
  const auto turn = take_turn();
  if (!turn) return turn.error();
  if (!*turn) return RotationStep::elsewhere;
  if (auto closed = close(newest); !closed) return closed.error();
  if (place_.table < sealed_tables().size()) return rewrap_some(newest);
  return finish(newest, retired);
}

core::Result<std::vector<WrappedBy>> KeyRotation::Work::count() {
  auto its = session();
  if (!its) return its.error();
  // This alone has time: who waits for a database that says nothing must not wait so long for it.
  const auto limit =
      "begin read only; set local statement_timeout = " + std::to_string(longest_count.count());
  if (auto begun = (*its)->script("begin count", limit); !begun) return begun.error();
  const auto rows = (*its)->script("count_wrapped_keys", count_text(), 2 * longest_count);
  if (!rows) {
    (*its)->rollback();
    return rows.error();
  }
  if (auto done = (*its)->commit(); !done) return done.error();
  std::vector<WrappedBy> counted;
  for (int i = 0; i < rows->size(); ++i)
    counted.push_back({.generation = number_in<std::int16_t>(*rows, i, 0),
                       .keys = number_in<std::int64_t>(*rows, i, 1)});
  return counted;
}

KeyRotation::KeyRotation(Context& context, const KeyRotationOptions& options)
    : work_(std::make_unique<Work>(context, options)) {}

KeyRotation::~KeyRotation() = default;

core::Result<void> KeyRotation::note(const KeyHolder& holder) {
  return work_->note(holder);
}
core::Result<void> KeyRotation::leave(const core::Uuid& daemon) {
  return work_->leave(daemon);
}
core::Result<std::vector<KeyHolder>> KeyRotation::holders() {
  return work_->holders();
}
core::Result<std::vector<KeyGeneration>> KeyRotation::generations() {
  return work_->generations();
}
core::Result<std::int16_t> KeyRotation::add(const DataKey& key, const proof::Leaf& leaf) {
  return work_->add(key, leaf);
}
core::Result<RotationStep> KeyRotation::step(const std::function<proof::Leaf()>& retired) {
  return work_->step(retired);
}
core::Result<std::vector<WrappedBy>> KeyRotation::count() {
  return work_->count();
}

}  // namespace badgewatch::store
