// One connection to the database: SOCI for ordinary statements, libpq beneath it for what moves
// many rows or must be quick.
#pragma once

#include "core/result.hpp"
#include "store/ending.hpp"
#include "store/socket_deadline.hpp"
#include "store/sql_error.hpp"
#include "store/wire.hpp"

#include <libpq-fe.h>
#include <soci/soci.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>

namespace badgewatch::store {

// A statement with a name of its own, by which it is prepared once per session and logged.
struct Statement {
  const char* name;
  const char* sql;
};

struct SessionLimits {
  std::chrono::milliseconds statement_timeout{30'000};
  std::chrono::milliseconds lock_timeout{5'000};
  Ending* ending = nullptr;  // of the process, where somebody tells it; outlives the session
};

// The rows that a statement gave, in binary form.
class Rows {
public:
  explicit Rows(PGresult* result) : result_(result) {}

  int size() const { return PQntuples(result_.get()); }
  bool empty() const { return size() == 0; }
  // The command that was done, as the server names it: "COMMIT".
  std::string_view command() const { return PQcmdStatus(result_.get()); }
  // Rows inserted, updated or deleted.
  std::int64_t affected() const;
  bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) == 1; }
  core::ByteView raw(int row, int column) const;

  // Throws std::logic_error for null, or a type other than the column's.
  template <class T>
  T at(int row, int column) const {
    T value{};
    get(raw(row, column), value);
    return value;
  }
  template <class T>
  std::optional<T> maybe(int row, int column) const {
    if (is_null(row, column)) return {};
    return at<T>(row, column);
  }

private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

// Used by one thread at a time. Nothing that it does waits without end: opening for as long as the
// connection text's connect_timeout and some seconds, all else for as long as the statement timeout
// and some seconds, and in an ending as that says.
class Session {
public:
  using Patience = std::chrono::milliseconds;

  static core::Result<std::unique_ptr<Session>> open(const std::string& conninfo,
                                                     const SessionLimits& limits);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // No answer within the statement timeout and some seconds: the connection is closed, and what the
  // statement did is unknown.
  core::Result<Rows> run(const Statement& statement, const Parameters& parameters = {});

  // Several statements without parameters in one message; what the last one gave, as text.
  core::Result<Rows> script(std::string_view name, const std::string& sql);
  // With a patience of its own, for what the server itself gives more time.
  core::Result<Rows> script(std::string_view name, const std::string& sql, Patience patience);

  // Begins a transaction that sees only this authority's rows; `acting`: of a former one, as
  // ports::Caller says.
  core::Result<void> begin_as(const std::string& authority, const std::string& acting = {});
  core::Result<void> commit();
  void rollback();

  // Runs `work` on the SOCI session; what SOCI throws becomes an Error. SOCI waits for the server
  // without end, so the connection is cut beneath it when all of `work` takes too long.
  template <class Work>
  auto with_soci(std::string_view name, Work&& work)
      -> core::Result<std::invoke_result_t<Work, soci::session&>> {
    const SocketDeadline deadline(PQsocket(native_), patience_, ending_, given_up_);
    try {
      if constexpr (std::is_void_v<std::invoke_result_t<Work, soci::session&>>) {
        work(*soci_);
        return {};
      } else {
        return work(*soci_);
      }
    } catch (const soci::soci_error& error) {
      return soci_failure(name, error);
    }
  }

  PGconn* native() const { return native_; }
  // The SQLSTATE of the last refusal of run() or script(); empty after a lost connection.
  const std::string& last_state() const { return last_state_; }
  bool is_usable() const;
  bool in_transaction() const;
  // A warning came since this was last asked: a commit whose replication was given up sends one.
  bool take_warning();
  // Waits until the server sends something, and takes it in.
  core::Result<void> wait_for_input(std::string_view name);
  // Waits for the server's next result; null at the end of them.
  core::Result<PGresult*> next_result(std::string_view name);

private:
  Session(std::unique_ptr<soci::session> soci, const SessionLimits& limits);

  using Deadline = std::chrono::steady_clock::time_point;

  core::Result<void> prepare(const Statement& statement, const Parameters& parameters,
                             Deadline deadline);
  // Of what was put into the connection's buffer, when `is_queued` says so: the server's answer.
  core::Result<Rows> answer_to(std::string_view name, bool is_queued, Deadline deadline);
  core::Result<void> send(std::string_view name, Deadline deadline);
  core::Result<void> wait_for_input(std::string_view name, Deadline deadline);
  core::Result<PGresult*> next_result(std::string_view name, Deadline deadline);
  bool is_ready(short events, Deadline deadline) const;
  bool has_input() const;
  bool take_in();
  core::Error give_up(std::string_view name);
  core::Error soci_failure(std::string_view name, const soci::soci_error& error);
  static void on_notice(void* self, const PGresult* notice);

  std::unique_ptr<soci::session> soci_;
  PGconn* native_ = nullptr;
  Patience patience_;
  Ending* ending_;
  std::set<std::string_view> prepared_;
  std::string last_state_;
  bool warned_ = false;
  std::atomic<bool> given_up_ = false;
};

}  // namespace badgewatch::store
