// How a given server's address is read, without a server.
#include "store/server_address.hpp"

#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

store::ServerAddress address(const std::string& url) {
  return must(store::ServerAddress::read(url));
}

bool says(const std::string& conninfo, const std::string& setting) {
  return (" " + conninfo + " ").find(" " + setting + " ") != std::string::npos;
}

}  // namespace

TEST_CASE(
    "sessions on a given server want one that takes writes, and wait for none that is silent") {
  const auto text = address("postgresql://login@db.example.org:6432/register").conninfo("bw_app");
  for (const std::string setting :
       {"host='db.example.org'", "port='6432'", "user='login'", "dbname='register'",
        "options='-crole=bw_app'", "target_session_attrs='read-write'", "connect_timeout='3'",
        "keepalives='1'", "keepalives_idle='5'", "keepalives_interval='2'", "keepalives_count='3'",
        "tcp_user_timeout='5000'", "application_name='badgewatchd'"}) {
    INFO(setting);
    CHECK(says(text, setting));
  }
}

TEST_CASE("what the address states itself stands") {
  const auto text = address(
                        "postgresql://db/register?connect_timeout=9&target_session_attrs=primary"
                        "&options=-cwork_mem%3D8MB&application_name=it%27s%5Cmine")
                        .conninfo("bw_app");
  CHECK(says(text, "connect_timeout='9'"));
  CHECK(says(text, "target_session_attrs='primary'"));
  CHECK(says(text, "options='-cwork_mem=8MB -crole=bw_app'"));
  CHECK(says(text, "application_name='it\\'s\\\\mine'"));
  CHECK(says(text, "keepalives_idle='5'"));
}

TEST_CASE("several hosts are seen, however they are written") {
  for (const std::string url :
       {"postgresql://a,b/r", "postgresql://u:p@a:1,b:2/r", "postgresql:///r?host=a,b",
        "postgresql:///r?host=a%2Cb", "postgresql://a/r?hostaddr=10.0.0.1,10.0.0.2",
        "postgresql:///r?port=5432,5433", "postgresql:///r?host=/one,/two"}) {
    INFO(url);
    CHECK(address(url).has_several_hosts());
  }
  for (const std::string url :
       {"postgresql://a/r", "postgresql://u:p%2Cw@a:1/r", "postgresql:///r",
        "postgresql:///r?host=/run/postgresql&options=-csearch_path%3Da,b"}) {
    INFO(url);
    CHECK_FALSE(address(url).has_several_hosts());
  }
}

TEST_CASE("what is no address is refused without repeating it") {
  for (const std::string url : {"postgresql://a/r?nonsense=secret", "postgresql://[::1"}) {
    const auto refused = store::ServerAddress::read(url);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code() == core::Errc::invalid);
    CHECK(refused.error().detail().find("secret") == std::string::npos);
  }
}
