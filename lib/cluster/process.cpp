#include "cluster/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

// The header of glibc 2.36 does not say that its functions are C.
extern "C" {
#include <sys/pidfd.h>
}

namespace badgewatch::cluster {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts)
    out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// All that the child needs, made before the fork: after it only async-signal-safe calls are
// allowed, because other threads of the parent may hold the allocator's locks.
struct Launch {
  const Program& program;
  std::vector<char*> arguments;
  std::vector<char*> environment;
  pid_t parent;
  int report;  // errno goes here when the program cannot be started

  [[noreturn]] void run() const noexcept {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (int number = 1; number < NSIG; ++number)
      signal(number, SIG_DFL);
    setsid();
    umask(077);
    const int input = open("/dev/null", O_RDONLY);
    const bool ready =
        input >= 0 && dup2(input, STDIN_FILENO) >= 0 && dup2(program.output, STDOUT_FILENO) >= 0 &&
        dup2(program.output, STDERR_FILENO) >= 0 && close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0 &&
        become(program.account) && chdir("/") == 0 && tie_to_parent();
    if (ready) execve(program.path.c_str(), arguments.data(), environment.data());
    const int reason = errno;
    [[maybe_unused]] const auto written = write(report, &reason, sizeof reason);
    _exit(127);
  }

  // The kernel forgets the wish when the user changes, so it comes after that; and a parent that
  // died before it is noticed here.
  bool tie_to_parent() const noexcept {
    if (program.parent_death_signal == 0) return true;
    if (prctl(PR_SET_PDEATHSIG, program.parent_death_signal) != 0) return false;
    if (getppid() == parent) return true;
    errno = ESRCH;
    return false;
  }
};

}  // namespace

Descriptor::Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Descriptor::~Descriptor() {
  if (fd_ >= 0) close(fd_);
}

core::Result<Process> Process::start(const Program& program) {
  const auto failed = [&program](int reason) {
    return core::Error(core::Errc::unavailable,
                       program.path + " could not be started: " + system_reason(reason) + ".");
  };
  std::vector<std::string> arguments{program.path};
  arguments.insert(arguments.end(), program.arguments.begin(), program.arguments.end());
  std::vector<std::string> environment{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"};
  environment.insert(environment.end(), program.environment.begin(), program.environment.end());

  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return failed(errno);
  const Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  const Launch launch{program, pointers(arguments), pointers(environment), getpid(),
                      write_end.get()};

  const pid_t child = fork();
  if (child < 0) return failed(errno);
  if (child == 0) launch.run();
  write_end = Descriptor();

  Process process(child, Descriptor(pidfd_open(child, 0)));
  int reason = process.handle_ ? 0 : errno;
  if (reason != 0) {
    kill(child, SIGKILL);
    process.reap();
    return failed(reason);
  }
  ssize_t count = 0;
  while ((count = read(read_end.get(), &reason, sizeof reason)) < 0 && errno == EINTR) {
  }
  if (count > 0) {
    process.reap();
    return failed(reason);
  }
  return process;
}

std::optional<Process> Process::find(pid_t pid) {
  Descriptor handle(pidfd_open(pid, 0));
  if (!handle) return std::nullopt;
  return Process(pid, std::move(handle));
}

void Process::signal(int number) const {
  pidfd_send_signal(handle_.get(), number, nullptr, 0);
}

bool Process::ended_within(std::chrono::milliseconds limit) const {
  const auto until = std::chrono::steady_clock::now() + limit;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    pollfd waited{handle_.get(), POLLIN, 0};
    const int ready = poll(&waited, 1, static_cast<int>(std::max(left.count(), std::int64_t{0})));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

Process::Ending Process::reap() const {
  siginfo_t info{};
  while (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED) != 0) {
    if (errno != EINTR) return {false, "ended in an unknown way"};
  }
  if (info.si_code == CLD_EXITED) {
    return {info.si_status == 0, "ended with status " + std::to_string(info.si_status)};
  }
  return {false, "was ended by signal " + std::to_string(info.si_status)};
}

// A process that has ended meanwhile is an error of reading that a stream keeps to itself and an
// iterator of its buffer throws.
std::string ShownProcess::read(const char* file) const {
  std::ifstream stream(folder + "/" + file, std::ios::binary);
  std::string text(8'192, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

std::vector<ShownProcess> shown_processes() {
  std::vector<ShownProcess> shown;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename();
    pid_t pid = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (read.ec == std::errc() && read.ptr == name.data() + name.size())
      shown.push_back({pid, entry.path()});
  }
  return shown;
}

std::string system_reason(int error) {
  return std::generic_category().message(error);
}

}  // namespace badgewatch::cluster
