// Ends that nobody asked for, and two owners.
#include "cluster/configuration.hpp"
#include "cluster/process.hpp"
#include "fixture.hpp"

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace badgewatch;
using namespace badgewatch::cluster::test;

namespace {

void keep(const cluster::Cluster& cluster) {
  REQUIRE(ask(cluster, "create table kept(n int); insert into kept values (7)") == "");
}

}  // namespace

TEST_CASE("a daemon that was killed: its server goes too, and the next start keeps everything") {
  const Folder folder;
  {
    keep(*open(folder / "state"));
  }
  pid_t server = 0;
  {
    OtherDaemon daemon(folder / "state");
    const auto joined = must(cluster::Cluster::open_or_join(options_for(folder / "state")));
    REQUIRE(joined->is_joined());
    server = postmaster_of(*joined);
    REQUIRE(ask(*joined, "insert into kept values (8)") == "");
    daemon.kill_it();
  }
  CHECK(becomes([&] { return !is_alive(server); }));
  const auto cluster = open(folder / "state");
  CHECK_FALSE(cluster->is_joined());
  CHECK(ask(*cluster, "select sum(n) from kept") == "15");
}

TEST_CASE("a server that outlived its daemon is stopped, and another one started") {
  const Folder folder;
  std::string state = folder / "state";
  {
    keep(*open(state));
  }
  auto placement = must(cluster::place(state, "/nowhere"));
  REQUIRE(cluster::make_socket_folder(placement).has_value());
  const auto programs = must(cluster::postgresql_bin_directory());
  const cluster::Descriptor output(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  const auto leftover =
      must(cluster::Process::start({programs + "/postgres", cluster::server_arguments(placement),
                                    placement.account, output.get(), 0}));
  const auto superuser = cluster::connection_text(placement, "postgres", "badgewatch");
  REQUIRE(becomes([&] { return ask(superuser, "select 1") == "1"; }));

  const auto cluster = open(state);
  CHECK(leftover.ended_within(std::chrono::milliseconds(0)));
  CHECK(postmaster_of(*cluster) != leftover.pid());
  CHECK(ask(*cluster, "select n from kept") == "7");
  (void)leftover.reap();
}

TEST_CASE("a server that is killed is started again, with what was committed") {
  const Folder folder;
  const auto cluster = open(folder / "state");
  keep(*cluster);
  const auto first = postmaster_of(*cluster);
  REQUIRE(::kill(first, SIGKILL) == 0);
  CHECK(becomes([&] { return ask(*cluster, "select n from kept") == "7"; }));
  CHECK(postmaster_of(*cluster) != first);
  CHECK_FALSE(is_alive(first));
}

TEST_CASE("a server's child that is killed costs the connections, not the data") {
  const Folder folder;
  const auto cluster = open(folder / "state");
  keep(*cluster);
  const auto server = postmaster_of(*cluster);
  const auto child =
      std::stoi(ask(*cluster, "select pid from pg_stat_activity where backend_type = 'walwriter'"));
  REQUIRE(::kill(child, SIGKILL) == 0);
  CHECK(becomes([&] { return !is_alive(child); }));
  CHECK(becomes([&] { return ask(*cluster, "select n from kept") == "7"; }));
  CHECK(postmaster_of(*cluster) == server);
}

TEST_CASE("a second owner is refused, and told who the first is") {
  const Folder folder;
  const OtherDaemon daemon(folder / "state");
  const auto refused = cluster::Cluster::open(options_for(folder / "state"));
  REQUIRE(refused.has_error());
  CHECK(refused.error().code() == core::Errc::conflict);
  CHECK(refused.error().detail() ==
        (folder / "state") + " is in use by badgewatchd with process id " +
            std::to_string(daemon.pid()) + ". Stop it first or choose another --state.");
}

TEST_CASE("who joins a running server leaves it running") {
  const Folder folder;
  const auto cluster = open(folder / "state");
  const auto server = postmaster_of(*cluster);
  {
    const OtherDaemon other(folder / "elsewhere");
    const auto joined = must(cluster::Cluster::open_or_join(options_for(folder / "elsewhere")));
    CHECK(joined->is_joined());
    CHECK(joined->data_directory() == folder / "elsewhere/postgresql/data");
    CHECK(ask(*joined, "select 1") == "1");
  }
  CHECK(postmaster_of(*cluster) == server);
  CHECK(ask(*cluster, "select 1") == "1");
}

TEST_CASE("nobody to join: it opens") {
  const Folder folder;
  const auto cluster = must(cluster::Cluster::open_or_join(options_for(folder / "state")));
  CHECK_FALSE(cluster->is_joined());
}

TEST_CASE("a half-made data folder is made anew") {
  const Folder folder;
  const std::string half = folder / "state/postgresql/data.new";
  std::filesystem::create_directories(half + "/base");
  std::filesystem::permissions(folder / "state", std::filesystem::perms(0711));
  std::filesystem::permissions(folder / "state/postgresql", std::filesystem::perms(0711));
  std::ofstream(half + "/PG_VERSION") << "15\n";
  const auto cluster = open(folder / "state");
  CHECK(ask(*cluster, "select 1") == "1");
  CHECK_FALSE(std::filesystem::exists(half));
}

TEST_CASE("nothing is left when it ends") {
  const Folder folder;
  std::string sockets;
  pid_t server = 0;
  {
    const auto cluster = open(folder / "state");
    sockets = cluster->socket_directory();
    server = postmaster_of(*cluster);
  }
  CHECK_FALSE(is_alive(server));
  CHECK_FALSE(std::filesystem::exists(sockets));
  CHECK_FALSE(std::filesystem::exists(folder / "state/postgresql/data/postmaster.pid"));
}
