#include "store/session.hpp"

#include "store/connecting.hpp"

#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>
#include <cstdlib>
#include <poll.h>
#include <vector>

namespace badgewatch::store {
namespace {

// How long past the server's own limit a client waits: replication waits ignore that limit.
constexpr std::chrono::milliseconds beyond_timeout{5'000};

// For the first statements of a session, whatever its later ones may take.
constexpr std::chrono::milliseconds setup_time{10'000};

// What is confirmed is on the disk, whatever the database or the login says otherwise.
constexpr const char* durable_commits = "set synchronous_commit = on;";

// A plan that is made once is kept while tables grow from nothing to millions of rows: one made on
// an empty table reads the whole of a full one. So each statement is planned for the tables as they
// are.
constexpr const char* plan_each_time = "set plan_cache_mode = force_custom_plan;";

std::string setup_of(const SessionLimits& limits) {
  return "set search_path = badgewatch, pg_temp;"
         "set timezone = 'UTC';"
         "set client_encoding = 'UTF8';"
         "set statement_timeout = " +
         std::to_string(limits.statement_timeout.count()) +
         ";"
         "set lock_timeout = " +
         std::to_string(limits.lock_timeout.count()) +
         ";"
         "set idle_in_transaction_session_timeout = " +
         std::to_string(limits.statement_timeout.count()) + ";" + durable_commits + plan_each_time;
}

std::string quoted(PGconn* connection, std::string_view text) {
  char* literal = PQescapeLiteral(connection, text.data(), text.size());
  if (literal == nullptr) return "''";
  std::string result(literal);
  PQfreemem(literal);
  return result;
}

bool is_success(const PGresult* result) {
  switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::int64_t Rows::affected() const {
  return std::strtoll(PQcmdTuples(result_.get()), nullptr, 10);
}

core::ByteView Rows::raw(int row, int column) const {
  return {reinterpret_cast<const std::uint8_t*>(PQgetvalue(result_.get(), row, column)),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

core::Result<std::unique_ptr<Session>> Session::open(const std::string& conninfo,
                                                     const SessionLimits& limits) {
  auto* ending = limits.ending;
  if (ending != nullptr && ending->is_silent()) return connection_lost("connect");
  const auto patience = std::min(limits.statement_timeout + beyond_timeout, setup_time);
  auto connection = connect(conninfo, patience, ending);
  if (!connection) return connection.error();
  std::unique_ptr<Session> session(new Session(std::move(*connection), limits));
  if (auto done = session->script("session setup", setup_of(limits), patience); !done)
    return done.error();
  return session;
}

Session::Session(std::unique_ptr<soci::session> soci, const SessionLimits& limits)
    : soci_(std::move(soci)),
      patience_(limits.statement_timeout + beyond_timeout),
      ending_(limits.ending) {
  native_ = static_cast<soci::postgresql_session_backend*>(soci_->get_backend())->conn_;
  PQsetNoticeReceiver(native_, &Session::on_notice, this);
  PQsetnonblocking(native_, 1);  // so that sending waits no longer than reading
}

Session::~Session() = default;

void Session::on_notice(void* self, const PGresult* notice) {
  const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity != nullptr && std::string_view(severity) == "WARNING")
    static_cast<Session*>(self)->warned_ = true;
}

bool Session::take_warning() {
  return std::exchange(warned_, false);
}

bool Session::is_usable() const {
  return !given_up_ && PQstatus(native_) == CONNECTION_OK;
}

bool Session::in_transaction() const {
  return PQtransactionStatus(native_) != PQTRANS_IDLE;
}

core::Error Session::give_up(std::string_view name) {
  given_up_ = true;
  last_state_.clear();
  return connection_lost(name);
}

bool Session::is_ready(short events, Deadline deadline) const {
  return wait_until_ready({.fd = PQsocket(native_), .events = events, .revents = 0}, deadline,
                          ending_);
}

bool Session::has_input() const {
  pollfd wanted{.fd = PQsocket(native_), .events = POLLIN, .revents = 0};
  return poll(&wanted, 1, 0) > 0;
}

bool Session::take_in() {
  if (PQconsumeInput(native_) != 1) return false;
  if (ending_ != nullptr) ending_->heard();
  return true;
}

core::Result<void> Session::wait_for_input(std::string_view name, Deadline deadline) {
  if (is_ready(POLLIN, deadline) && take_in()) return {};
  return give_up(name);
}

core::Result<void> Session::wait_for_input(std::string_view name) {
  return wait_for_input(name, std::chrono::steady_clock::now() + patience_);
}

core::Result<PGresult*> Session::next_result(std::string_view name, Deadline deadline) {
  while (PQisBusy(native_) == 1)
    if (auto waited = wait_for_input(name, deadline); !waited) return waited.error();
  return PQgetResult(native_);
}

core::Result<PGresult*> Session::next_result(std::string_view name) {
  return next_result(name, std::chrono::steady_clock::now() + patience_);
}

// The server may want to be read before it takes more.
core::Result<void> Session::send(std::string_view name, Deadline deadline) {
  for (;;) {
    const int left = PQflush(native_);
    if (left == 0) return {};
    if (left < 0 || !is_ready(POLLIN | POLLOUT, deadline)) return give_up(name);
    if (has_input() && !take_in()) return give_up(name);
  }
}

core::Result<Rows> Session::answer_to(std::string_view name, bool is_queued, Deadline deadline) {
  if (!is_queued) return give_up(name);
  if (auto sent = send(name, deadline); !sent) return sent.error();
  Rows last(nullptr);
  std::optional<core::Error> refusal;
  for (;;) {
    auto result = next_result(name, deadline);
    if (!result) return result.error();
    if (*result == nullptr) break;
    Rows rows(*result);
    if (!is_success(*result)) {
      const char* state = PQresultErrorField(*result, PG_DIAG_SQLSTATE);
      last_state_ = state == nullptr ? "" : state;
      refusal = sql_error(name, last_state_);
      continue;
    }
    if (PQresultStatus(*result) == PGRES_COPY_OUT || PQresultStatus(*result) == PGRES_COPY_IN)
      return rows;
    last = std::move(rows);
  }
  if (refusal) return *refusal;
  return last;
}

core::Result<void> Session::prepare(const Statement& statement, const Parameters& parameters,
                                    Deadline deadline) {
  const auto& types = parameters.types();
  const bool is_queued = PQsendPrepare(native_, statement.name, statement.sql,
                                       static_cast<int>(types.size()), types.data()) == 1;
  if (auto done = answer_to(statement.name, is_queued, deadline); !done) return done.error();
  prepared_.insert(statement.name);
  return {};
}

core::Result<Rows> Session::run(const Statement& statement, const Parameters& parameters) {
  last_state_.clear();
  const auto deadline = std::chrono::steady_clock::now() + patience_;
  if (!prepared_.contains(statement.name))
    if (auto done = prepare(statement, parameters, deadline); !done) return done.error();

  const auto& values = parameters.values();
  const std::vector<int> formats(values.size(), 1);
  std::vector<const char*> data;
  std::vector<int> lengths;
  for (const auto& value : values) {
    data.push_back(value ? value->data() : nullptr);
    lengths.push_back(value ? static_cast<int>(value->size()) : 0);
  }
  const bool is_queued =
      PQsendQueryPrepared(native_, statement.name, static_cast<int>(values.size()), data.data(),
                          lengths.data(), formats.data(), 1) == 1;
  return answer_to(statement.name, is_queued, deadline);
}

core::Result<Rows> Session::script(std::string_view name, const std::string& sql) {
  return script(name, sql, patience_);
}

core::Result<Rows> Session::script(std::string_view name, const std::string& sql,
                                   Patience patience) {
  last_state_.clear();
  const auto deadline = std::chrono::steady_clock::now() + patience;
  return answer_to(name, PQsendQuery(native_, sql.c_str()) == 1, deadline);
}

core::Result<void> Session::begin_as(const std::string& authority, const std::string& acting) {
  auto done = script("begin",
                     "begin isolation level read committed;"
                     "select set_config('badgewatch.authority', " +
                         quoted(native_, authority) + ", true), set_config('badgewatch.acting', " +
                         quoted(native_, acting) + ", true)");
  if (!done) return done.error();
  return {};
}

core::Result<void> Session::commit() {
  warned_ = false;
  auto done = script("commit", "commit");
  if (!done) return done.error();
  // A transaction that failed before takes a commit as a rollback, and says so only here. A warning
  // means that replication was given up: whether it is durable is unknown.
  if (warned_ || done->command() != "COMMIT") return sql_error("commit", "40003");
  return {};
}

void Session::rollback() {
  if (is_usable() && in_transaction()) (void)script("rollback", "rollback");
}

core::Error Session::soci_failure(std::string_view name, const soci::soci_error& error) {
  const auto* refused = dynamic_cast<const soci::postgresql_soci_error*>(&error);
  if (refused == nullptr || !is_usable()) {
    last_state_.clear();
    if (is_usable()) return sql_error(name, "XX000");
    return connection_lost(name);
  }
  last_state_ = refused->sqlstate();
  return sql_error(name, last_state_);
}

}  // namespace badgewatch::store
