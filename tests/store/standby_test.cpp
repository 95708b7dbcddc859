// A server in recovery: what it knows may be old, so nothing is proven from it.
#include "fixture.hpp"
#include "store/server_check.hpp"

#include <filesystem>
#include <fstream>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

// A register of its own, stopped and started again as a hot standby that nobody feeds.
class Standby {
public:
  Standby() {
    char pattern[] = "/tmp/bwstandby.XXXXXX";
    REQUIRE(mkdtemp(pattern) != nullptr);
    folder_ = pattern;
    std::filesystem::permissions(folder_, std::filesystem::perms(0755));
    cluster::ClusterOptions options;
    options.state_directory = folder_ + "/state";
    options.roles = {"bw_migrate", "bw_app", "bw_follow"};
    cluster_ = must(cluster::Cluster::open(options));
    must(store::prepare_roles(cluster_->superuser_conninfo(), sql_directory()));
    (void)must(store::migrate(conninfo("bw_migrate"), sql_directory(), at("2026-01-01T00:00:00Z")));
    const auto data = std::filesystem::path(cluster_->data_directory());
    cluster_.reset();
    std::ofstream(data / "standby.signal").close();
    cluster_ = must(cluster::Cluster::open(options));
  }
  ~Standby() {
    cluster_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Standby(const Standby&) = delete;
  Standby& operator=(const Standby&) = delete;

  std::string conninfo(const std::string& role) const { return cluster_->conninfo(role); }

private:
  std::string folder_;
  std::unique_ptr<cluster::Cluster> cluster_;
};

}  // namespace

TEST_CASE("a standby's head is refused, and so is the standby") {
  const Standby standby;
  core::ManualClock clock(at("2026-11-23T12:00:00Z"));
  core::SystemRandomness randomness;
  store::StoreOptions options;
  options.conninfo = [&](store::Role role) { return standby.conninfo(std::string(name_of(role))); };
  options.keys = store::SealingKeys::only(test_key());
  store::Store store(std::move(options), clock, randomness);
  const auto head = store.new_feed()->head();
  REQUIRE(head.has_error());
  CHECK(head.error().code() == core::Errc::unavailable);
  CHECK(store.new_feed()->snapshot(1, [](std::vector<ports::IndexRow>&&) {}).has_error());

  const auto writable =
      store::Session::open(standby.conninfo("bw_app") + " target_session_attrs=read-write", {});
  REQUIRE(writable.has_error());
  CHECK(writable.error().code() == core::Errc::unavailable);

  const auto checked = store::check_server(standby.conninfo("bw_migrate"));
  REQUIRE(checked.has_error());
  CHECK(checked.error().detail().find("standby") != std::string::npos);
}
