#include "fixture.hpp"

#include <libpq-fe.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace badgewatch::cluster::test {

namespace {

// Ended before it is copied.
const std::string& made_once() {
  static const Folder folder;
  static const std::string state = [] {
    const auto made = must(Cluster::open(options_for(folder / "state")));
    return folder / "state";
  }();
  return state;
}

void copy_unless_there(const std::string& state) {
  if (std::filesystem::exists(state)) return;
  std::filesystem::create_directories(std::filesystem::path(state).parent_path());
  const auto& original = made_once();
  const pid_t child = fork();
  if (child == 0) {
    execl("/bin/cp", "cp", "-a", original.c_str(), state.c_str(), nullptr);
    _exit(127);
  }
  int status = 1;
  waitpid(child, &status, 0);
  REQUIRE(status == 0);
}

}  // namespace

Folder::Folder() {
  char pattern[] = "/tmp/bwcluster.XXXXXX";
  if (mkdtemp(pattern) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
  std::filesystem::permissions(path_, std::filesystem::perms(0755));
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

ClusterOptions options_for(const std::string& state) {
  ClusterOptions options;
  options.state_directory = state;
  options.roles = {"bw_app"};
  options.settings = {"shared_buffers = '16MB'"};
  return options;
}

std::unique_ptr<Cluster> open(const std::string& state) {
  copy_unless_there(state);
  return must(Cluster::open(options_for(state)));
}

std::string ask(const std::string& conninfo, const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(conninfo.c_str()),
                                                                PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK)
    return std::string("refused: ") + PQerrorMessage(connection.get());
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                             PQclear);
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return "";
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK)
    return std::string("refused: ") + PQresultErrorMessage(result.get());
  return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
}

bool becomes(const std::function<bool()>& true_at_last) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!true_at_last()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

pid_t postmaster_of(const Cluster& cluster) {
  std::ifstream file(cluster.data_directory() + "/postmaster.pid");
  pid_t pid = 0;
  file >> pid;
  return pid;
}

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
// The daemon beside this one is forked here, and has threads of its own.
extern "C" const char* __tsan_default_options() {  // NOLINT(bugprone-reserved-identifier)
  return "die_after_fork=0";
}
#endif
#endif

bool is_alive(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/stat");
  std::string number, name, state;
  return bool(status >> number >> name >> state) && state != "Z";
}

uid_t owner_of_process(pid_t pid) {
  struct stat found{};
  REQUIRE(stat(("/proc/" + std::to_string(pid)).c_str(), &found) == 0);
  return found.st_uid;
}

unsigned mode_of(const std::string& path) {
  struct stat found{};
  REQUIRE(lstat(path.c_str(), &found) == 0);
  return found.st_mode & 07777U;
}

OtherDaemon::OtherDaemon(const std::string& state) {
  copy_unless_there(state);
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  pid_ = fork();
  if (pid_ == 0) {
    auto cluster = Cluster::open(options_for(state));
    const char told = cluster ? '1' : '0';
    (void)!write(ends[1], &told, 1);
    for (;;)
      pause();
  }
  ::close(ends[1]);
  char told = '0';
  const bool answered = read(ends[0], &told, 1) == 1;
  ::close(ends[0]);
  REQUIRE(answered);
  REQUIRE(told == '1');
  socket_directory_ = must(Cluster::open_or_join(options_for(state)))->socket_directory();
}

void OtherDaemon::kill_it() {
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

OtherDaemon::~OtherDaemon() {
  kill_it();
  // Its server, ended with it, takes its socket away; the next start would take the folder.
  becomes([&] { return rmdir(socket_directory_.c_str()) == 0 || errno == ENOENT; });
}

}  // namespace badgewatch::cluster::test
