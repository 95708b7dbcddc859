#include "bench/load_peer.hpp"

#include "bench/measure.hpp"
#include "cluster/cluster.hpp"
#include "sample/rows.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

namespace badgewatch::bench {
namespace {

constexpr std::uint64_t rows_a_commit = 1'000;

constexpr const char* make_table =
    "CREATE TABLE peer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, line jsonb NOT NULL)";
// A line of JSON holds neither of these control characters.
constexpr const char* copy_rows =
    "COPY peer (line) FROM STDIN (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')";

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

bool ended_as(PGresult* result, ExecStatusType wanted) {
  const bool is_so = PQresultStatus(result) == wanted;
  PQclear(result);
  return is_so;
}

bool copy(PGconn* connection, const std::string& lines) {
  if (!ended_as(PQexec(connection, copy_rows), PGRES_COPY_IN)) return false;
  if (PQputCopyData(connection, lines.data(), static_cast<int>(lines.size())) != 1) return false;
  if (PQputCopyEnd(connection, nullptr) != 1) return false;
  const bool copied = ended_as(PQgetResult(connection), PGRES_COMMAND_OK);
  return copied && PQgetResult(connection) == nullptr;
}

core::Error unavailable() {
  return {core::Errc::unavailable, "The peer's database cannot be used."};
}

}  // namespace

core::Result<double> run_load_peer(const std::string& directory, const sample::Roster& roster) {
  const auto cluster = cluster::Cluster::open({directory, {}, {}, directory});
  if (!cluster) return cluster.error();
  const Connection connection(PQconnectdb((*cluster)->superuser_conninfo().c_str()), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) return unavailable();
  if (!ended_as(PQexec(connection.get(), make_table), PGRES_COMMAND_OK)) return unavailable();

  const std::uint64_t drivers = roster.options().drivers;
  Clock::duration copying{};
  for (std::uint64_t first = 0; first < drivers; first += rows_a_commit) {
    std::string lines;
    for (auto driver = first; driver < std::min(drivers, first + rows_a_commit); ++driver)
      sample::append_licence_line(lines, roster.licences_of(driver).front().licence);
    const auto start = Clock::now();
    if (!copy(connection.get(), lines)) return unavailable();
    copying += Clock::now() - start;
  }
  const double rate = static_cast<double>(drivers) / seconds(copying);
  say("load_peer", rate, "rows/s", [&](core::JsonWriter& detail) {
    detail.member("rows", drivers).key("seconds").value(seconds(copying), 3);
  });
  return rate;
}

}  // namespace badgewatch::bench
