#include "cluster/connection.hpp"

#include "cluster/configuration.hpp"

#include <libpq-fe.h>

#include <memory>

namespace badgewatch::cluster {
namespace {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

core::Error refused(const Connection& connection) {
  std::string reason = PQerrorMessage(connection.get());
  while (!reason.empty() && reason.back() == '\n')
    reason.pop_back();
  return {core::Errc::unavailable, "The embedded PostgreSQL answered: " + reason};
}

}  // namespace

bool accepts_connections(const std::string& conninfo) {
  return PQping(conninfo.c_str()) == PQPING_OK;
}

core::Result<void> ensure_database(const std::string& superuser_conninfo) {
  const Connection connection(PQconnectdb(superuser_conninfo.c_str()), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) return refused(connection);

  const char* name[] = {database};
  const Answer found(PQexecParams(connection.get(), "SELECT 1 FROM pg_database WHERE datname = $1",
                                  1, nullptr, name, nullptr, nullptr, 0),
                     PQclear);
  if (PQresultStatus(found.get()) != PGRES_TUPLES_OK) return refused(connection);
  if (PQntuples(found.get()) == 1) return {};

  const std::string create =
      std::string("CREATE DATABASE ") + database + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'";
  const Answer made(PQexec(connection.get(), create.c_str()), PQclear);
  if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) return refused(connection);
  return {};
}

}  // namespace badgewatch::cluster
