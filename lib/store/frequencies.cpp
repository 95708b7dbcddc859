#include "store/frequencies.hpp"

#include "proof/hash.hpp"
#include "store/migrations.hpp"
#include "store/rows.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

// A lock of the session: it ends with the connection, whatever happens to who holds it.
constexpr Statement take_lock{"lock_frequencies",
                              "select pg_try_advisory_lock(4619302754118802533)"};

constexpr Statement give_lock_back{"unlock_frequencies",
                                   "select pg_advisory_unlock(4619302754118802533)"};

// The next one counts too, since clocks differ; one far ahead was taken by a wrong clock.
constexpr Statement is_taken{"frequency_turn_taken",
                             "select coalesce(turn between $1 and $1 + 1, false)"
                             " from frequency_turn"};
constexpr Statement take_turn{"take_frequency_turn", "update frequency_turn set turn = $1"};

constexpr Statement forget{"forget_frequencies",
                           "update frequency_table set data_key = null, content = null"
                           " where superseded_at < $1 and content is not null"};

constexpr Statement select_newest{
    "newest_frequencies",
    "select version, id, learnt_at, people, words, fingerprint, key_version, data_key, content"
    " from frequency_table where superseded_at is null"};

constexpr Statement select_version{
    "frequencies_of_version",
    "select version, id, learnt_at, people, words, fingerprint, key_version, data_key, content"
    " from frequency_table where version = $1 and content is not null"};

constexpr Statement select_past{"past_frequencies",
                                "select version, learnt_at, people, words, fingerprint,"
                                "       content is not null"
                                " from frequency_table order by version desc"};

constexpr Statement select_published{"published_frequencies",
                                     "select version, learnt_at, people, words, fingerprint"
                                     " from frequency_table order by version desc"};

constexpr Statement supersede{
    "supersede_frequencies",
    "update frequency_table set superseded_at = $1 where superseded_at is null"};

constexpr Statement insert{
    "insert_frequencies",
    "insert into frequency_table (version, id, learnt_at, people, words, fingerprint,"
    "                             content_digest, key_version, data_key, content)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};

// The feed's name of the table: the same in every register.
core::Uuid feed_id() {
  const auto hash = proof::sha256({core::as_bytes("badgewatch name frequencies")});
  core::Uuid id;
  std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

SealedPlace place_of(std::int64_t version) {
  return {.table = "frequency_table", .authority = "", .id = feed_id(), .version = version};
}

class SqlFrequencyLearning final : public ports::FrequencyLearning {
public:
  SqlFrequencyLearning(Context& context, std::unique_ptr<Session> session, core::Date turn)
      : context_(context), session_(std::move(session)), turn_(turn) {}
  // A connection that is closed gives the lock back only when the server has noticed.
  ~SqlFrequencyLearning() override {
    if (session_->is_usable()) (void)session_->run(give_lock_back);
  }
  SqlFrequencyLearning(const SqlFrequencyLearning&) = delete;
  SqlFrequencyLearning& operator=(const SqlFrequencyLearning&) = delete;

  core::Result<std::optional<ports::FrequencyTable>> newest() override {
    return newest_frequencies(*session_, context_.sealer);
  }

  core::Result<std::int64_t> publish(const ports::FrequencyTable& table,
                                     const proof::Leaf& leaf) override {
    if (auto begun = session_->script("begin", "begin"); !begun) return begun.error();
    auto version = publish_in_transaction(table, leaf);
    if (!version) {
      session_->rollback();
      return version;
    }
    if (auto done = session_->commit(); !done) return done.error();
    return version;
  }

  core::Result<void> keep() override {
    auto taken = session_->run(take_turn, Parameters().add(turn_));
    if (!taken) return taken.error();
    return {};
  }

private:
  // The table last: its event moves the head of the feed, which everybody who writes waits for.
  core::Result<std::int64_t> publish_in_transaction(const ports::FrequencyTable& table,
                                                    const proof::Leaf& leaf) {
    constexpr Statement last{"last_frequencies",
                             "select coalesce(max(version), 0) from frequency_table"};
    auto before = session_->run(last);
    if (!before) return before.error();
    const auto version = before->at<std::int64_t>(0, 0) + 1;
    const auto sealed = context_.sealer.seal_new(place_of(version), table.text);
    if (auto kept = keep(); !kept) return kept.error();
    if (auto logged = insert_leaves(*session_, {&leaf, 1}); !logged) return logged.error();
    auto superseded = session_->run(supersede, Parameters().add(table.learnt_at));
    if (!superseded) return superseded.error();
    Parameters parameters;
    parameters.add(version).add(feed_id()).add(table.learnt_at).add(table.people).add(table.words);
    parameters.text(table.fingerprint).bytes(sealed.digest).add(sealed.key_version);
    parameters.bytes(sealed.data_key).bytes(sealed.content);
    auto inserted = session_->run(insert, parameters);
    if (!inserted) return inserted.error();
    return version;
  }

  Context& context_;
  std::unique_ptr<Session> session_;
  core::Date turn_;
};

ports::FrequencyFacts facts_of(const Rows& rows, int row, int first) {
  ports::FrequencyFacts facts;
  facts.learnt_at = rows.at<core::Instant>(row, first);
  facts.people = rows.at<std::int64_t>(row, first + 1);
  facts.words = rows.at<std::int64_t>(row, first + 2);
  facts.fingerprint = rows.at<std::string>(row, first + 3);
  facts.version = rows.at<std::int64_t>(row, 0);
  return facts;
}

core::Result<ports::FrequencyTable> table_of(const Rows& rows, const Sealer& sealer) {
  ports::FrequencyTable table{facts_of(rows, 0, 2), {}};
  auto text = sealer.open(rows.raw(0, 7), rows.at<std::int16_t>(0, 6), place_of(table.version),
                          rows.raw(0, 8));
  if (!text)
    return core::Error(core::Errc::internal, "The published table of frequencies does not open.");
  table.text = std::move(*text);
  return table;
}

}  // namespace

core::Result<std::optional<ports::FrequencyTable>> newest_frequencies(Session& session,
                                                                      const Sealer& sealer) {
  auto rows = session.run(select_newest);
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<ports::FrequencyTable>();
  auto table = table_of(*rows, sealer);
  if (!table) return table.error();
  return std::optional(std::move(*table));
}

core::Result<void> forget_frequencies(Session& session, core::Instant before) {
  auto done = session.run(forget, Parameters().add(before));
  if (!done) return done.error();
  return {};
}

core::Result<std::vector<ports::PastTable>> past_frequencies(Session& session) {
  auto rows = session.run(select_past);
  if (!rows) return rows.error();
  std::vector<ports::PastTable> tables;
  for (int row = 0; row < rows->size(); ++row)
    tables.push_back({facts_of(*rows, row, 1), rows->at<bool>(row, 5)});
  return tables;
}

core::Result<ports::FrequencyTable> frequencies_of_version(Session& session, const Sealer& sealer,
                                                           std::int64_t version) {
  auto rows = session.run(select_version, Parameters().add(version));
  if (!rows) return rows.error();
  if (rows->empty())
    return core::Error(core::Errc::not_found, "That table of frequencies is not kept.");
  return table_of(*rows, sealer);
}

core::Result<std::unique_ptr<ports::FrequencyLearning>> SqlFrequencyTables::begin(
    core::Date turn, bool again, core::Instant forget_before) {
  std::unique_ptr<ports::FrequencyLearning> none;
  auto session = open_as_owner(context_.options.conninfo(Role::migrate), context_.limits());
  if (!session) return session.error();
  auto locked = (*session)->run(take_lock);
  if (!locked) return locked.error();
  if (!locked->at<bool>(0, 0)) return none;
  auto& locking = **session;
  std::unique_ptr<ports::FrequencyLearning> learning =
      std::make_unique<SqlFrequencyLearning>(context_, std::move(*session), turn);
  if (auto done = forget_frequencies(locking, forget_before); !done) return done.error();
  auto taken = locking.run(is_taken, Parameters().add(turn));
  if (!taken) return taken.error();
  if (taken->at<bool>(0, 0) && !again) return none;
  return learning;
}

core::Result<std::vector<ports::FrequencyFacts>> SqlFrequencyTables::published() {
  auto session = open_as_owner(context_.options.conninfo(Role::migrate), context_.limits());
  if (!session) return session.error();
  auto rows = (*session)->run(select_published);
  if (!rows) return rows.error();
  std::vector<ports::FrequencyFacts> all;
  for (int row = 0; row < rows->size(); ++row)
    all.push_back(facts_of(*rows, row, 1));
  return all;
}

}  // namespace badgewatch::store
