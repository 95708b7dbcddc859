// The address of a given server: its faults by name, and never its password.
#include "store/given_server.hpp"

#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

std::string fault(const std::string& url) {
  return store::fault_of_address(url).value_or("");
}

std::string refusal(const std::string& conninfo) {
  const auto tried = store::try_connection(conninfo);
  return tried ? "" : tried.error().detail();
}

}  // namespace

TEST_CASE("an address that libpq takes has no fault") {
  for (const auto* good :
       {"postgresql://badgewatch@db1.example.org,db2.example.org/badgewatch",
        "postgresql://a:b%40c@db/x?sslmode=verify-full&passfile=/etc/badgewatch/pgpass",
        "host=/run/x user=bw_app dbname=badgewatch"})
    CHECK(fault(good).empty());
}

TEST_CASE("an unknown keyword and an unknown sslmode are named") {
  CHECK(fault("postgresql://db/x?sslmod=require") == "has the unknown keyword `sslmod`");
  CHECK(fault("hots=db") == "has the unknown keyword `hots`");
  CHECK(fault("postgresql://db/x?sslmode=on").find("unknown sslmode") != std::string::npos);
  CHECK(refusal("postgresql://db/x?sslmode=on").starts_with("database.url has an unknown sslmode"));
}

TEST_CASE("a fault never repeats what may be the password") {
  for (const auto* bad : {"postgresql://a:sesame%zz@db/x", "postgresql://a:sesame@[db/x",
                          "postgresql://a@db/x?sesame", "host=db password='sesame"}) {
    INFO(bad);
    CHECK_FALSE(fault(bad).empty());
    CHECK(fault(bad).find("sesame") == std::string::npos);
  }
}

TEST_CASE("what the server refuses is told: the database, the role, the grant, the host") {
  TestRegister test;
  CHECK(refusal(conninfo("bw_app", test.database())).empty());
  CHECK(refusal(conninfo("bw_app", "nowhere")).find("database \"nowhere\" does not exist") !=
        std::string::npos);
  CHECK(refusal("host=no.such.host.invalid user=a dbname=b").find("no.such.host.invalid") !=
        std::string::npos);
  const auto as = [&](const std::string& user, const std::string& role) {
    return refusal(conninfo(user, test.database()) + " options=-crole=" + role);
  };
  CHECK(as("postgres", "bw_nobody").find("Run sql/roles.sql") != std::string::npos);
  CHECK(as("bw_app", "bw_migrate").find("Grant that role") != std::string::npos);
}

TEST_CASE("a program's command line has no password on it") {
  const auto address = store::address_for_program(
      "postgresql://amina:open%20sesame@db1,db2:5433/register?options=-crole%3Dbw_backup");
  CHECK(address.password == "open sesame");
  CHECK(address.conninfo.find("sesame") == std::string::npos);
  CHECK(address.conninfo.find("user='amina'") != std::string::npos);
  CHECK(address.conninfo.find("host='db1,db2'") != std::string::npos);
  CHECK(address.conninfo.find("dbname='register'") != std::string::npos);
  CHECK(address.conninfo.find("options='-crole=bw_backup'") != std::string::npos);
  const auto plain = store::address_for_program("host=/run/x user='o\\'neil' dbname=badgewatch");
  CHECK(plain.password.empty());
  CHECK(plain.conninfo.find("user='o\\'neil'") != std::string::npos);
  CHECK_FALSE(store::fault_of_address(plain.conninfo).has_value());
}
