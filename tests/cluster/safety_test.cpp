// Who may come in, and what is never given away for speed.
#include "cluster/placement.hpp"
#include "fixture.hpp"

#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace badgewatch;
using namespace badgewatch::cluster::test;

TEST_CASE("a new cluster: one door, for those who are on the list") {
  const Folder folder;
  const auto cluster = must(cluster::Cluster::open(options_for(folder / "state")));

  CHECK(ask(*cluster, "show listen_addresses") == "");
  CHECK(ask(*cluster,
            "select string_agg(distinct type || ' ' || auth_method, ',')"
            " from pg_hba_file_rules") == "local peer");
  CHECK(ask(*cluster, "select count(*) from pg_hba_file_rules where error is not null") == "0");
  CHECK(ask(*cluster, "create role bw_app login; create role bw_other login") == "");
  CHECK(ask(cluster->conninfo("bw_app"), "select current_user") == "bw_app");
  CHECK(ask(cluster->conninfo("bw_other"), "select 1").starts_with("refused: "));

  CHECK(mode_of(cluster->data_directory()) == 0700);
  CHECK(mode_of(cluster->socket_directory()) == 0700);
  CHECK(mode_of(cluster->socket_directory() + "/.s.PGSQL.5432") == 0700);
}

TEST_CASE("what is committed is on the disk, whatever somebody set") {
  const Folder folder;
  for (const bool meddled : {false, true}) {
    const auto cluster = open(folder / "state");
    INFO("after ALTER SYSTEM: " << meddled);
    CHECK(ask(*cluster, "show fsync") == "on");
    CHECK(ask(*cluster, "show full_page_writes") == "on");
    CHECK(ask(*cluster, "show listen_addresses") == "");
    CHECK(ask(*cluster, "show synchronous_commit") == "on");
    CHECK(ask(*cluster, "show data_checksums") == "on");
    for (const std::string setting :
         {"fsync = off", "full_page_writes = off", "listen_addresses = '127.0.0.1'"})
      CHECK(ask(*cluster, "alter system set " + setting) == "");
  }
}

TEST_CASE("the server never runs as root, and its files are its user's") {
  const Folder folder;
  const auto cluster = open(folder / "state");
  struct stat found{};
  REQUIRE(stat(cluster->data_directory().c_str(), &found) == 0);
  CHECK(owner_of_process(postmaster_of(*cluster)) == found.st_uid);
  if (geteuid() == 0)
    CHECK(found.st_uid != 0);
  else
    CHECK(found.st_uid == geteuid());
}

TEST_CASE("a state folder with a path longer than any socket's") {
  const Folder folder;
  const std::string state =
      folder / (std::string(100, 'a') + "/" + std::string(100, 'b') + "/it's a \"state\"");
  const auto cluster = open(state);
  CHECK(cluster->data_directory() == state + "/postgresql/data");
  CHECK((cluster->socket_directory() + "/.s.PGSQL.5432").size() <= 107);
  CHECK(ask(*cluster, "select 1") == "1");
}

TEST_CASE("a socket folder that is not the server's own is refused") {
  const Folder folder;
  std::string socket_directory;
  {
    socket_directory = open(folder / "state")->socket_directory();
  }
  CHECK_FALSE(std::filesystem::exists(socket_directory));
  REQUIRE(mkdir(socket_directory.c_str(), 0700) == 0);
  REQUIRE(chmod(socket_directory.c_str(), 0755) == 0);
  const auto refused = cluster::Cluster::open(options_for(folder / "state"));
  REQUIRE(refused.has_error());
  CHECK(refused.error().detail().find(
            socket_directory + " is there already and is not a private") != std::string::npos);
  REQUIRE(rmdir(socket_directory.c_str()) == 0);
}

TEST_CASE("a state folder that the database's user cannot reach") {
  if (geteuid() != 0) return;  // any other user runs the database as itself
  const Folder folder;
  REQUIRE(mkdir((folder / "closed").c_str(), 0700) == 0);
  auto options = options_for(folder / "closed/state");
  options.fallback_directory = folder / "elsewhere";
  std::string data;
  {
    const auto cluster = must(cluster::Cluster::open(options));
    data = cluster->data_directory();
    CHECK(data.starts_with(folder / "elsewhere/"));
    CHECK(mode_of(data) == 0700);
    CHECK(ask(*cluster, "create table kept(n int); insert into kept values (7)") == "");
    const auto joined = must(cluster::Cluster::open_or_join(options));
    CHECK(joined->data_directory() == data);
  }
  {
    const auto again = must(cluster::Cluster::open(options));
    CHECK(again->data_directory() == data);
    CHECK(ask(*again, "select n from kept") == "7");
  }
  auto other = options_for(folder / "closed/other");
  other.fallback_directory = options.fallback_directory;
  CHECK(must(cluster::Cluster::open(other))->data_directory() != data);
}

TEST_CASE("data of another version, or of another user, are left alone") {
  const Folder folder;
  std::string data;
  {
    data = open(folder / "state")->data_directory();
  }
  {
    std::ofstream(data + "/PG_VERSION") << "14\n";
    const auto refused = cluster::Cluster::open(options_for(folder / "state"));
    REQUIRE(refused.has_error());
    CHECK(refused.error().detail().find("holds data of PostgreSQL 14") != std::string::npos);
    std::ofstream(data + "/PG_VERSION") << "15\n";
  }
  if (geteuid() != 0) return;
  struct stat found{};
  REQUIRE(stat(data.c_str(), &found) == 0);
  REQUIRE(chown(data.c_str(), 0, 0) == 0);
  const auto refused = cluster::Cluster::open(options_for(folder / "state"));
  REQUIRE(refused.has_error());
  CHECK(refused.error().detail().find("belongs to the user root") != std::string::npos);
  REQUIRE(chown(data.c_str(), found.st_uid, found.st_gid) == 0);
  CHECK(ask(*open(folder / "state"), "select 1") == "1");
}
