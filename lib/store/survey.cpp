#include "store/survey.hpp"

#include "store/content.hpp"
#include "store/copy_out.hpp"

#include <atomic>
#include <mutex>
#include <thread>

namespace badgewatch::store {
namespace {

constexpr std::int64_t page_bytes = 8'192;
constexpr std::int64_t pages_a_slice = 512;
constexpr std::size_t rows_a_batch = 500;

using Sink = std::function<void(std::vector<ports::LicenceRow>&&)>;

core::Result<ports::LicenceRow> read_row(core::ByteView bytes, const Sealer& sealer) {
  CopyRow copied(bytes);
  if (copied.fields() != 6) throw std::logic_error("a row of COPY has other fields");
  ports::LicenceRow row;
  row.authority = core::as_text(copied.field());
  get(copied.field(), row.id);
  std::int64_t version = 0;
  get(copied.field(), version);
  std::int16_t key_version = 0;
  get(copied.field(), key_version);
  const auto data_key = copied.field();
  const auto text = sealer.open(
      data_key, key_version,
      {.table = "licence", .authority = row.authority, .id = row.id, .version = version},
      copied.field());
  if (!text) return text.error();
  auto licence = read_licence_content(*text);
  if (!licence) return licence.error();
  row.licence = std::move(*licence);
  return row;
}

core::Result<void> read_slice(Session& session, std::int64_t first, const Sealer& sealer,
                              const Sink& sink) {
  const auto copy =
      "copy (select authority, id, version, key_version, data_key, content from licence"
      " where ctid >= '(" +
      std::to_string(first) + ",0)' and ctid < '(" + std::to_string(first + pages_a_slice) +
      ",0)') to stdout (format binary)";
  std::vector<ports::LicenceRow> batch;
  auto done = copy_out(session, "survey", copy, [&](core::ByteView bytes) -> core::Result<void> {
    auto row = read_row(bytes, sealer);
    if (!row) return row.error();
    batch.push_back(std::move(*row));
    if (batch.size() < rows_a_batch) return {};
    sink(std::move(batch));
    batch = {};
    return {};
  });
  if (!done) return done;
  if (!batch.empty()) sink(std::move(batch));
  return {};
}

// The slices still to be read, and the first thing that went wrong.
struct Work {
  std::int64_t pages = 0;
  std::atomic<std::int64_t> next{0};
  std::mutex mutex;
  core::Result<void> result;

  void fail(const core::Error& error) {
    const std::lock_guard lock(mutex);
    if (result) result = error;
    next = pages;
  }
};

void read_slices(const Context& context, Work& work, const Sink& sink) {
  try {
    auto session = context.open(Role::follow);
    if (!session) return work.fail(session.error());
    constexpr const char* patient = "set statement_timeout = '10min'";
    if (auto set = (*session)->script("survey", patient); !set) return work.fail(set.error());
    for (auto at = work.next.fetch_add(pages_a_slice); at < work.pages;
         at = work.next.fetch_add(pages_a_slice))
      if (auto done = read_slice(**session, at, context.sealer, sink); !done)
        return work.fail(done.error());
  } catch (const std::exception&) {
    work.fail({core::Errc::internal, "A stored record cannot be read."});
  }
}

}  // namespace

core::Result<void> read_licences(const Context& context, unsigned threads, const Sink& sink) {
  constexpr Statement size{"licence_table_size", "select pg_relation_size('licence')"};
  Work work;
  {
    auto session = context.open(Role::follow);
    if (!session) return session.error();
    auto rows = (*session)->run(size);
    if (!rows) return rows.error();
    work.pages = rows->at<std::int64_t>(0, 0) / page_bytes;
  }
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i)
    others.emplace_back([&] { read_slices(context, work, sink); });
  read_slices(context, work, sink);
  for (auto& other : others)
    other.join();
  return work.result;
}

core::Result<ports::SearchedPeople> searched_since(const Context& context, core::Date since) {
  constexpr Statement select_since{"survey_known_since", "select since from misuse_position"};
  constexpr Statement select_people{
      "survey_searched_people",
      "select distinct authority, person from search where person <> 0 and day >= $1"};
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  auto known = (*session)->run(select_since);
  if (!known) return known.error();
  ports::SearchedPeople searched{.known_since = known->at<core::Instant>(0, 0), .people = {}};
  auto rows = (*session)->run(select_people, Parameters().add(since));
  if (!rows) return rows.error();
  searched.people.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i)
    searched.people.emplace_back(rows->at<std::string>(i, 0), rows->at<std::int64_t>(i, 1));
  return searched;
}

core::Result<ports::RunCounts> count_work(const Context& context, core::Date since) {
  constexpr Statement count_entries{
      "survey_entries",
      "select authority, count(*), count(*) filter (where late) from decision"
      " where late is not null and (entered_at at time zone 'Europe/London')::date >= $1"
      " group by authority"};
  constexpr Statement count_checks{
      "survey_checks",
      "select c.authority, count(*),"
      "       count(*) filter (where not exists"
      "         (select from finding as f where f.authority = c.authority and f.check_id = c.id"
      "             and f.finding <> 'undecided'))"
      " from check_record as c"
      " where c.outcome in ('match', 'possible_match')"
      "   and (c.checked_at at time zone 'Europe/London')::date >= $1"
      " group by c.authority"};
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  ports::RunCounts counts;
  const auto add = [&](const Statement& statement, const char* all,
                       const char* some) -> core::Result<void> {
    auto rows = (*session)->run(statement, Parameters().add(since));
    if (!rows) return rows.error();
    for (int i = 0; i < rows->size(); ++i) {
      const auto authority = rows->at<std::string>(i, 0);
      counts[{authority, all}] = rows->at<std::int64_t>(i, 1);
      counts[{authority, some}] = rows->at<std::int64_t>(i, 2);
    }
    return {};
  };
  if (auto done = add(count_entries, "loophole.entries", "loophole.entries_late"); !done)
    return done.error();
  if (auto done = add(count_checks, "loophole.checks_hit", "loophole.hits_undecided"); !done)
    return done.error();
  return counts;
}

}  // namespace badgewatch::store
