#include "bench/commit_peer.hpp"

#include "bench/measure.hpp"
#include "cluster/cluster.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace badgewatch::bench {
namespace {

// As many connections as the embedded server is sure to take.
constexpr unsigned most_connections = 64;

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

Connection connect(const std::string& conninfo) {
  return {PQconnectdb(conninfo.c_str()), &PQfinish};
}

bool run(PGconn* connection, const char* statement) {
  PGresult* result = PQexec(connection, statement);
  const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  return done;
}

// A row about as large as a check's: a subject sealed, a query's commitment, an answer.
constexpr const char* make_table =
    "CREATE TABLE peer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
    "asked_at timestamptz NOT NULL DEFAULT now(), authority text NOT NULL, "
    "subject bytea NOT NULL, answer bytea NOT NULL)";
constexpr const char* insert_row =
    "INSERT INTO peer (authority, subject, answer) VALUES ('WLV', "
    "decode(repeat('5a', 400), 'hex'), decode(repeat('a5', 900), 'hex'))";

void commit_until(PGconn* connection, Clock::time_point end, Latencies& latencies,
                  std::atomic<bool>& failed) {
  while (Clock::now() < end && !failed) {
    const auto start = Clock::now();
    if (!run(connection, insert_row)) failed = true;
    latencies.add(Clock::now() - start);
  }
}

core::Error unavailable() {
  return {core::Errc::unavailable, "The peer's database cannot be used."};
}

}  // namespace

core::Result<double> run_commit_peer(const PeerOptions& options) {
  const auto cluster = cluster::Cluster::open({options.directory, {}, {}, options.directory});
  if (!cluster) return cluster.error();
  const unsigned count = std::clamp(options.connections, 1U, most_connections);
  std::vector<Connection> connections;
  for (unsigned i = 0; i < count; ++i) {
    connections.push_back(connect((*cluster)->superuser_conninfo()));
    if (PQstatus(connections.back().get()) != CONNECTION_OK) return unavailable();
  }
  if (!run(connections.front().get(), make_table)) return unavailable();

  std::atomic<bool> failed = false;
  std::vector<Latencies> latencies(count);
  const auto start = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < count; ++i)
      threads.emplace_back([&, i] {
        commit_until(connections[i].get(), start + std::chrono::seconds(options.run_seconds),
                     latencies[i], failed);
      });
  }
  const double took = seconds(Clock::now() - start);
  if (failed) return unavailable();
  std::size_t commits = 0;
  for (const Latencies& each : latencies)
    commits += each.count();
  const double rate = static_cast<double>(commits) / took;
  say("commit_peer", rate, "commits/s", [&](core::JsonWriter& detail) {
    detail.member("connections", count).key("seconds").value(took, 2);
    detail.key("p50_ms").value(latencies.front().percentile(50) / 1000, 3);
    detail.key("p99_ms").value(latencies.front().percentile(99) / 1000, 3);
  });
  return rate;
}

}  // namespace badgewatch::bench
