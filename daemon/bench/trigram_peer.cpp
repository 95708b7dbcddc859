#include "bench/trigram_peer.hpp"

#include "bench/measure.hpp"
#include "bench/temporary_folder.hpp"
#include "cluster/cluster.hpp"
#include "person/birth_date.hpp"

#include <libpq-fe.h>

#include <array>
#include <memory>

namespace badgewatch::bench {

namespace {

constexpr std::size_t searches = 100;

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

constexpr const char* make_table =
    "CREATE EXTENSION pg_trgm; "
    "CREATE UNLOGGED TABLE driver (id int, name text, born text, ni text, licence text)";
constexpr const char* make_indexes =
    "CREATE INDEX ON driver USING gin (name gin_trgm_ops); CREATE INDEX ON driver (born); "
    "CREATE INDEX ON driver (ni); CREATE INDEX ON driver (licence); ANALYZE driver; "
    "SET pg_trgm.similarity_threshold = 0.5";
constexpr const char* search =
    "SELECT id FROM driver WHERE ni = $3 OR licence = $4 OR "
    "(born = $2 AND similarity(name, $1) > 0.3) OR name % $1";

std::string name_of(const person::Person& person) {
  const auto& name = person.names.front();
  return name.full.empty() ? name.given + " " + name.family : name.full;
}

std::array<std::string, 4> columns_of(const person::Person& person) {
  return {name_of(person), person.date_of_birth ? person::iso_text(*person.date_of_birth) : "",
          person.national_insurance_number.substr(0, 8),
          person.driving_licence ? person.driving_licence->number : ""};
}

bool run(PGconn* connection, const char* statement) {
  const Answer answer(PQexec(connection, statement), &PQclear);
  const auto status = PQresultStatus(answer.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

bool load(PGconn* connection, const sample::Linkage& people) {
  {
    const Answer begun(PQexec(connection, "COPY driver FROM STDIN"), &PQclear);
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) return false;
  }
  for (std::uint64_t driver = 0; driver < people.options().drivers; ++driver) {
    auto line = std::to_string(driver);
    for (const auto& column : columns_of(people.driver(driver)))
      line.append(1, '\t').append(column.empty() ? "\\N" : column);
    line += '\n';
    if (PQputCopyData(connection, line.data(), static_cast<int>(line.size())) != 1) return false;
  }
  if (PQputCopyEnd(connection, nullptr) != 1) return false;
  const Answer done(PQgetResult(connection), &PQclear);
  return PQresultStatus(done.get()) == PGRES_COMMAND_OK;
}

core::Error unavailable() {
  return {core::Errc::unavailable, "The peer's database cannot be used."};
}

}  // namespace

core::Result<void> run_trigram_peer(const sample::Linkage& people, const std::string& parent) {
  const TemporaryFolder folder(parent);
  const auto cluster = cluster::Cluster::open({folder.path(), {}, {}, folder.path()});
  if (!cluster) return cluster.error();
  const Connection connection(PQconnectdb((*cluster)->superuser_conninfo().c_str()), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) return unavailable();
  if (!run(connection.get(), make_table) || !load(connection.get(), people)) return unavailable();
  while (const Answer left{PQgetResult(connection.get()), &PQclear}) {
  }
  if (!run(connection.get(), make_indexes)) return unavailable();

  Latencies latencies;
  std::size_t planted = 0;
  std::size_t found = 0;
  std::size_t rows = 0;
  const auto step = std::max<std::size_t>(1, people.options().entries / searches);
  for (std::size_t place = 0; place < people.options().entries; place += step) {
    const auto entry = people.entry(place);
    const auto columns = columns_of(entry.subject);
    std::array<const char*, 4> values{};
    for (std::size_t i = 0; i < columns.size(); ++i)
      values[i] = columns[i].empty() ? nullptr : columns[i].c_str();
    const auto start = Clock::now();
    const Answer answer(
        PQexecParams(connection.get(), search, 4, nullptr, values.data(), nullptr, nullptr, 0),
        &PQclear);
    latencies.add(Clock::now() - start);
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) return unavailable();
    const auto count = PQntuples(answer.get());
    rows += static_cast<std::size_t>(count);
    if (!entry.driver) continue;
    ++planted;
    const auto wanted = std::to_string(*entry.driver);
    for (int row = 0; row < count; ++row)
      found += PQgetvalue(answer.get(), row, 0) == wanted ? 1 : 0;
  }
  const auto detail = [&](core::JsonWriter& writer) {
    writer.member("drivers", people.options().drivers).member("searches", latencies.count());
    writer.member("planted", planted).member("found", found).member("rows", rows);
  };
  say("match_peer_trigrams_p50", latencies.percentile(50), "us", detail);
  say("match_peer_trigrams_p99", latencies.percentile(99), "us", detail);
  say("match_peer_trigrams_max", latencies.highest(), "us", detail);
  return {};
}

}  // namespace badgewatch::bench
