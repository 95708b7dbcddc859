// Servers that fall silent: nobody waits for them without end.
#include "fixture.hpp"
#include "ports/successions.hpp"
#include "store/server_address.hpp"

#include <atomic>
#include <csignal>
#include <functional>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

// Takes connections, as its kernel does for it, and never answers.
class Mute {
public:
  Mute() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (::bind(socket_, any, size) != 0 || ::listen(socket_, 100) != 0 ||
        ::getsockname(socket_, any, &size) != 0)
      throw std::runtime_error("no listening socket");
    port_ = ntohs(address.sin_port);
  }
  ~Mute() { ::close(socket_); }
  Mute(const Mute&) = delete;
  Mute& operator=(const Mute&) = delete;
  // Who came, or -1.
  int accepted() const { return ::accept4(socket_, nullptr, nullptr, 0); }
  // Whether somebody came since this was last asked.
  bool was_asked() const {
    const int taken = accepted();
    if (taken >= 0) ::close(taken);
    return taken >= 0;
  }
  std::string url() const {
    return "postgresql://login@127.0.0.1:" + std::to_string(port_) + "/register";
  }

private:
  int socket_;
  int port_ = 0;
};

// Lets one client in, and never says anything behind that.
class FallsMute {
public:
  FallsMute() : thread_([this] { let_in(); }) {}
  ~FallsMute() {
    stop_ = true;
    thread_.join();
    if (client_ >= 0) ::close(client_);
  }
  FallsMute(const FallsMute&) = delete;
  FallsMute& operator=(const FallsMute&) = delete;
  std::string conninfo() const {
    return door_.url() + "?sslmode=disable&gssencmode=disable&connect_timeout=1";
  }
  // What it was asked once it had let somebody in; empty so far.
  bool was_asked() const { return asked_; }

private:
  void let_in() {
    while (client_ < 0 && !stop_) {
      client_ = door_.accepted();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    char ignored[1'024];
    if (client_ < 0 || ::recv(client_, ignored, sizeof ignored, 0) <= 0) return;
    // Authentication is well, and it waits for queries.
    constexpr std::string_view welcome("R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I", 15);
    (void)::send(client_, welcome.data(), welcome.size(), MSG_NOSIGNAL);
    asked_ = ::recv(client_, ignored, sizeof ignored, 0) > 0;
  }

  const Mute door_;
  int client_ = -1;
  std::atomic<bool> stop_ = false;
  std::atomic<bool> asked_ = false;
  std::thread thread_;
};

// The server process behind a session, halted.
class Halted {
public:
  explicit Halted(pid_t process) : process_(process) { REQUIRE(::kill(process_, SIGSTOP) == 0); }
  explicit Halted(const store::Session& session) : Halted(PQbackendPID(session.native())) {}
  ~Halted() { ::kill(process_, SIGCONT); }
  Halted(const Halted&) = delete;
  Halted& operator=(const Halted&) = delete;

private:
  pid_t process_;
};

template <class T>
bool is_unavailable(const core::Result<T>& result) {
  return result.has_error() && result.error().code() == core::Errc::unavailable;
}

std::unique_ptr<store::Session> hasty_session(const TestRegister& test) {
  return must(store::Session::open(conninfo("bw_app", test.database()),
                                   {.statement_timeout = std::chrono::milliseconds(100),
                                    .lock_timeout = std::chrono::milliseconds(100)}));
}

}  // namespace

TEST_CASE("a server that takes connections and never answers is unavailable") {
  const Mute mute;
  const auto address = must(store::ServerAddress::read(mute.url()));
  TestRegister test([&](store::StoreOptions& options) {
    options.conninfo = [&](store::Role role) {
      return address.conninfo(std::string(name_of(role)));
    };
  });
  CHECK(is_unavailable(test.store().keys().find({})));
  CHECK(is_unavailable(test.store().new_feed()->head()));
}

TEST_CASE("a server that falls silent as soon as it has let somebody in is unavailable") {
  const FallsMute server;
  CHECK(is_unavailable(
      store::Session::open(server.conninfo(), {.statement_timeout = std::chrono::milliseconds(100),
                                               .lock_timeout = std::chrono::milliseconds(100)})));
  CHECK(server.was_asked());
}

TEST_CASE("no call waits for a server process that is halted") {
  TestRegister test;
  std::vector<std::unique_ptr<store::Session>> sessions;
  for (int i = 0; i < 3; ++i)
    sessions.push_back(hasty_session(test));
  std::vector<std::unique_ptr<Halted>> halted;
  for (const auto& session : sessions)
    halted.push_back(std::make_unique<Halted>(*session));

  std::vector<std::thread> callers;
  std::vector<core::Result<void>> results(3, core::Result<void>());
  const auto told = [](const auto& result) -> core::Result<void> {
    if (!result) return result.error();
    return {};
  };
  callers.emplace_back([&] { results[0] = told(sessions[0]->script("script", "select 1")); });
  callers.emplace_back([&] {
    constexpr store::Statement statement{"one", "select 1::bigint"};
    results[1] = told(sessions[1]->run(statement));
  });
  callers.emplace_back([&] {
    results[2] = sessions[2]->with_soci("soci", [](soci::session& database) {
      int one = 0;
      database << "select 1", soci::into(one);
    });
  });
  for (auto& caller : callers)
    caller.join();
  for (std::size_t i = 0; i < results.size(); ++i) {
    INFO(i);
    CHECK(is_unavailable(results[i]));
    CHECK_FALSE(sessions[i]->is_usable());
  }
}

TEST_CASE("a statement larger than the connection takes is not waited for either") {
  TestRegister test;
  auto session = hasty_session(test);
  const Halted halted(*session);
  CHECK(is_unavailable(session->script("large", "select '" + std::string(8 << 20, 'x') + "'")));
}

TEST_CASE("a large statement arrives whole") {
  TestRegister test;
  auto session = test.session("bw_app");
  CHECK(ask(*session, "select length('" + std::string(8 << 20, 'x') + "')") == "8388608");
}

TEST_CASE("a check whose commit does not come is not waited for, and the store still ends") {
  TestRegister test([](store::StoreOptions& options) {
    options.record_wait = std::chrono::milliseconds(200);
    options.statement_timeout = std::chrono::milliseconds(100);
  });
  REQUIRE(test.store().checks().record({check(test, "BIR", 1)}).has_value());
  auto owner = test.session("superuser");
  const Halted halted(std::stoi(ask(*owner,
                                    "select pid from pg_stat_activity where usename = 'bw_record'"
                                    " and datname = current_database()")));
  CHECK(is_unavailable(test.store().checks().record({check(test, "BIR", 2)})));
  CHECK(is_unavailable(test.store().checks().record({check(test, "BIR", 3)})));
}

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Far less than the 35 seconds for which a session waits otherwise, and far more than the grace.
constexpr seconds soon{20};

std::unique_ptr<store::Session> session_in(store::Ending& ending, const TestRegister& test) {
  return must(store::Session::open(conninfo("bw_app", test.database()), {.ending = &ending}));
}

core::Result<void> told(const core::Result<store::Rows>& rows) {
  if (!rows) return rows.error();
  return {};
}

}  // namespace

TEST_CASE("in an ending nobody waits long for a server that fell silent") {
  TestRegister test;
  store::Ending ending(milliseconds(300));
  using Call = std::function<core::Result<void>(store::Session&)>;
  const std::vector<Call> calls{
      [](store::Session& session) { return told(session.script("script", "select 1")); },
      [](store::Session& session) {
        constexpr store::Statement statement{"one", "select 1::bigint"};
        return told(session.run(statement));
      },
      [](store::Session& session) {
        return session.with_soci("soci", [](soci::session& database) {
          int one = 0;
          database << "select 1", soci::into(one);
        });
      },
      [](store::Session& session) {
        return told(session.script("large", "select '" + std::string(8 << 20, 'x') + "'"));
      },
      [](store::Session& session) { return session.wait_for_input("copy"); }};
  std::vector<std::unique_ptr<store::Session>> sessions;
  std::vector<std::unique_ptr<Halted>> halted;
  for (std::size_t i = 0; i < calls.size(); ++i)
    sessions.push_back(session_in(ending, test));
  for (const auto& session : sessions)
    halted.push_back(std::make_unique<Halted>(*session));

  std::vector<core::Result<void>> results(calls.size(), core::Result<void>());
  std::vector<std::thread> callers;
  for (std::size_t i = 0; i < calls.size(); ++i)
    callers.emplace_back([&, i] { results[i] = calls[i](*sessions[i]); });
  std::this_thread::sleep_for(milliseconds(100));
  const auto begun = std::chrono::steady_clock::now();
  ending.begin();
  for (auto& caller : callers)
    caller.join();
  CHECK(std::chrono::steady_clock::now() - begun < soon);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    INFO(i);
    CHECK(is_unavailable(results[i]));
    CHECK_FALSE(sessions[i]->is_usable());
  }
  CHECK(ending.is_silent());
}

TEST_CASE("in an ending nobody waits long for a server that fell silent as it let them in") {
  const FallsMute server;
  store::Ending ending(milliseconds(300));
  std::atomic<bool> is_open = true;
  std::thread caller(
      [&] { is_open = store::Session::open(server.conninfo(), {.ending = &ending}).has_value(); });
  while (!server.was_asked())
    std::this_thread::sleep_for(milliseconds(5));
  const auto begun = std::chrono::steady_clock::now();
  ending.begin();
  caller.join();
  CHECK(std::chrono::steady_clock::now() - begun < soon);
  CHECK_FALSE(is_open);
}

TEST_CASE("in an ending a server that answers is asked as ever") {
  TestRegister test;
  store::Ending ending(seconds(2));
  auto slow = session_in(ending, test);
  auto quick = session_in(ending, test);
  core::Result<void> answer;
  std::atomic<bool> has_answered = false;
  std::thread caller([&] {
    answer = told(slow->script("slow", "select pg_sleep(5)"));
    has_answered = true;
  });
  std::this_thread::sleep_for(milliseconds(100));
  ending.begin();
  // Whoever hears from the server, it is not silent.
  while (!has_answered) {
    CHECK(ask(*quick, "select 'quick'") == "quick");
    std::this_thread::sleep_for(milliseconds(50));
  }
  caller.join();
  CHECK(answer.has_value());
  CHECK_FALSE(ending.is_silent());
  CHECK(ask(*session_in(ending, test), "select 'new'") == "new");
}

TEST_CASE("in an ending a server that was silent and answers again is asked again") {
  TestRegister test;
  store::Ending ending(seconds(2));
  auto halting = session_in(ending, test);
  auto other = session_in(ending, test);
  ending.begin();
  const Halted halted(*halting);
  CHECK(is_unavailable(halting->script("halted", "select 1")));
  CHECK(ending.is_silent());
  CHECK(is_unavailable(
      store::Session::open(conninfo("bw_app", test.database()), {.ending = &ending})));
  CHECK(ask(*other, "select 'again'") == "again");
  CHECK_FALSE(ending.is_silent());
  CHECK(ask(*session_in(ending, test), "select 'new'") == "new");
}

TEST_CASE("in an ending nobody tries a new connection to a server that is silent") {
  const Mute mute;
  const auto address = must(store::ServerAddress::read(mute.url()));
  TestRegister test([&](store::StoreOptions& options) {
    options.conninfo = [&](store::Role role) {
      return address.conninfo(std::string(name_of(role)));
    };
  });
  test.store().begin_ending();
  CHECK(is_unavailable(test.store().keys().find({})));
  CHECK(mute.was_asked());
  CHECK(is_unavailable(test.store().new_feed()->head()));
  CHECK(is_unavailable(test.store().new_successions()->hand_on(test.now(), 1)));
  CHECK_FALSE(mute.was_asked());
}

TEST_CASE("what a session confirms is on the disk, whatever the database says") {
  TestRegister test;
  auto owner = test.session("superuser");
  (void)must(owner->script("alter",
                           "alter database " + test.database() + " set synchronous_commit = off"));
  CHECK(ask(*test.session("bw_app"), "show synchronous_commit") == "on");
}
