// A server that is to end, and does not, or takes its time.
#include "cluster/server_activity.hpp"
#include "fixture.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace badgewatch;
using namespace badgewatch::cluster::test;
using namespace std::chrono_literals;

namespace {

// A child of this process.
class Child {
public:
  explicit Child(void (*life)()) : pid_(fork()) {
    if (pid_ != 0) return;
    for (;;)
      life();
  }
  ~Child() {
    ::kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  pid_t pid() const { return pid_; }

private:
  pid_t pid_;
};

void rest() {
  pause();
}

void work() {
  getppid();
}

// Halted for most of the time, as a disk that is very slow makes it.
class Hindered {
public:
  explicit Hindered(pid_t pid) : pid_(pid) {}
  ~Hindered() {
    ends_ = true;
    thread_.join();
  }

private:
  void hinder() const {
    while (!ends_ && ::kill(pid_, SIGSTOP) == 0) {
      std::this_thread::sleep_for(700ms);
      ::kill(pid_, SIGCONT);
      std::this_thread::sleep_for(60ms);
    }
  }

  const pid_t pid_;
  std::atomic<bool> ends_ = false;
  std::thread thread_{[this] { hinder(); }};
};

std::unique_ptr<cluster::Cluster> open_with(const std::string& state, cluster::EndingTimes ending) {
  {
    (void)open(state);
  }  // made
  auto options = options_for(state);
  options.ending = ending;
  return must(cluster::Cluster::open(std::move(options)));
}

}  // namespace

TEST_CASE("who works goes on, and who rests or is halted does not") {
  const Child busy(work);
  const Child idle(rest);
  cluster::ServerActivity of_busy(busy.pid());
  cluster::ServerActivity of_idle(idle.pid());
  CHECK(becomes([&] { return !of_idle.goes_on(); }));
  CHECK(of_busy.goes_on());
  std::this_thread::sleep_for(50ms);
  CHECK(of_busy.goes_on());
  CHECK_FALSE(of_idle.goes_on());
  // This process is busy by its child.
  CHECK(cluster::ServerActivity(getpid()).goes_on());

  REQUIRE(::kill(busy.pid(), SIGSTOP) == 0);
  CHECK(becomes([&] { return !of_busy.goes_on(); }));
  std::this_thread::sleep_for(50ms);
  CHECK_FALSE(of_busy.goes_on());
}

TEST_CASE("of a server that is halted nothing is left, and what it kept comes back") {
  const Folder folder;
  const std::string state = folder / "state";
  pid_t server = 0;
  pid_t child = 0;
  {
    const auto cluster =
        open_with(state, {.fast = 60s, .at_a_standstill = 500ms, .immediate = 500ms});
    REQUIRE(ask(*cluster, "create table kept(n int); insert into kept values (7)") == "");
    server = postmaster_of(*cluster);
    child = std::stoi(
        ask(*cluster, "select pid from pg_stat_activity where backend_type = 'walwriter'"));
    REQUIRE(::kill(child, SIGSTOP) == 0);
    REQUIRE(::kill(server, SIGSTOP) == 0);
  }
  CHECK_FALSE(is_alive(server));
  CHECK(becomes([&] { return !is_alive(child); }));
  CHECK(ask(*open(state), "select n from kept") == "7");
}

TEST_CASE("a server that takes its time to end, and is at work, is waited for") {
  const Folder folder;
  const std::string state = folder / "state";
  {
    auto cluster = open_with(state, {.fast = 180s, .at_a_standstill = 5s, .immediate = 1s});
    REQUIRE(ask(*cluster, "create table kept as select n from generate_series(1, 200000) as n") ==
            "");
    // Each of them is to be made durable before the end.
    REQUIRE(ask(*cluster,
                "do $$ begin for i in 1..3000 loop"
                "  execute format('create table t%s as select 1 as n', i);"
                " end loop; end $$") == "");
    const auto checkpointer = std::stoi(
        ask(*cluster, "select pid from pg_stat_activity where backend_type = 'checkpointer'"));
    const Hindered hindered(checkpointer);
    cluster.reset();
  }
  const auto again = open(state);
  CHECK(ask(*again, "select count(*) from kept") == "200000");
  // It was shut down, and had nothing to recover.
  std::ifstream log(folder / "state/postgresql/postgresql.log");
  const std::string text{std::istreambuf_iterator<char>(log), {}};
  CHECK(text.find("database system is shut down") != std::string::npos);
  CHECK(text.find("not properly shut down") == std::string::npos);
}
